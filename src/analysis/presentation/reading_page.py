"""The account of a paper's lines as a page that a person can read: what to look at stands first."""

from html import escape

import pandas as pd

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;color:#111}"  # noqa: E501
    "table{border-collapse:collapse;width:100%}th,td{border:1px solid #767676;padding:.3rem .5rem;"
    "text-align:left;vertical-align:top}td.words{max-width:36rem;overflow-wrap:anywhere}"
    "caption{text-align:left;font-weight:bold;padding:.5rem 0}tr.look{background:#fff3cd}"
)
_SHOWN = 300
ASIDE = ("text", "furniture")


def reading_page(title: str, summary: list[str], notes: list[str], reading: pd.DataFrame) -> str:
    """The page: what was found, what to look at, and each line with what became of it.

    Parameters
    ----------
    summary, notes
        Sentences on what was found, and remarks on the paper as a whole.
    reading
        One row a line: ``line, place, kind, joined_to, action_id, why, remarks, text``.
    """
    look = reading[(reading["kind"] == "not placed") | (reading["remarks"] != "")]
    parts = [
        f"<h1>How {escape(title)} was read</h1>",
        _list(summary),
        "<h2>On the paper as a whole</h2>" + _list(notes) if notes else "",
        "<h2>To look at</h2>",
        _table(look, f"{len(look)} lines with a remark or not placed")
        if len(look)
        else "<p>Nothing: every line was placed without remark.</p>",
        "<h2>Every line</h2>",
        _table(reading, f"{len(reading)} lines that are not blank, each once"),
    ]
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f"<title>How {escape(title)} was read</title>\n"
        '<meta name="viewport" content="width=device-width">\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n" + "\n".join(filter(None, parts))
        + "\n</main>\n</body>\n</html>\n"
    )  # fmt: skip


def _list(sentences: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in sentences) + "</ul>"


def _table(lines: pd.DataFrame, caption: str) -> str:
    head = "".join(
        f'<th scope="col">{name}</th>'
        for name in ("Where", "Read as", "Joined to", "Action", "Why, and remarks", "Words")
    )
    rows = [_row(line) for line in lines.itertuples()]
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>\n<tbody>\n"
        + "\n".join(rows)
        + "\n</tbody></table>"
    )


def _row(line) -> str:
    joined = "" if pd.isna(line.joined_to) else f"line {line.joined_to}"
    why = ". ".join(filter(None, [line.why, line.remarks]))
    words = " ".join(str(line.text).split())
    shown = words if len(words) <= _SHOWN else words[:_SHOWN] + " …"
    mark = ' class="look"' if line.kind == "not placed" or line.remarks else ""
    cells = [str(line.place), str(line.kind), joined, str(line.action_id), why]
    plain = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f'<tr{mark}>{plain}<td class="words" dir="auto">{escape(shown)}</td></tr>'
