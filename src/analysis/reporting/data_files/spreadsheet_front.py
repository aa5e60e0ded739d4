"""What stands before an area's tables: the cover, the contents, the notes, and their words."""

import pandas as pd

from analysis.presentation.wording import coverage, day, mark, plural
from analysis.reporting.data_files.area_data import AreaData
from analysis.reporting.data_files.cells import plain
from analysis.reporting.data_files.sheet_layout import fit_prose
from analysis.reporting.titles import PUBLISHER, TITLES
from analysis.vocabulary import NOTE_WORDS


def book_title(data: AreaData) -> str:
    """The title of the file, which its cover bears too."""
    return gp_text(f"{data.area}, Best Start findings and data, {data.settings.quarter}")


def gp_text(text: object) -> str:
    """Plain text that gptables takes for neither a link nor a note."""
    return plain(text).replace("](", "] (").replace("$$", "$ $")


def scope_words(data: AreaData) -> str:
    """The day after which nothing counts."""
    return f"As at {day(data.settings.as_at)}: nothing published later is used."


def notes_table(data: AreaData) -> pd.DataFrame:
    """The notes by the names that worksheets refer to them by."""
    width = coverage(data.settings.confidence)
    marks = "; ".join(f"{mark(m)} {words}" for m, words in NOTE_WORDS.items())
    return pd.DataFrame(
        [
            (
                "decimals",
                "Numbers are not rounded. A cell shows two decimals and holds more; sentences and "
                "charts on the pages round them.",
            ),
            ("marks", f"Marks in square brackets stand where there is no number: {marks}."),
            (
                "points",
                "A difference of two percentages is in percentage points (pp), not in per cent.",
            ),
            (
                "interval",
                f"The limits are the ends of a {width} confidence interval. Where the source gives "
                "no counts there is no interval.",
            ),
        ],
        columns=["Note", "What it says"],
    )


def cover_sheet(data: AreaData):
    """The cover: what the file holds, what it leaves out, and whose it is."""
    from gptables import Cover

    count = plural(len(data.tables), "table", "tables")
    titles = [TITLES[name].lower() for name in data.included]
    about = [
        f"It holds {plural(len(data.findings), 'finding', 'findings')} and {count}, from these "
        f"reports: {'; '.join(titles)}.",
        *(f"Not in it: {gp_text(reason)}" for reason in data.left_out),
        "Figures are from official statistics and from councils' own papers. The Sources worksheet "
        "names each. Suppressed, missing and zero are three different things.",
        "Contains public sector information licensed under the Open Government Licence v3.0.",
    ]
    return Cover(
        title=book_title(data),
        intro=[
            f"Findings for {gp_text(data.area)}, and the data behind every chart and table of its "
            "reports.",
            f"{scope_words(data)} Publisher: {PUBLISHER}.",
        ],
        about=about,
    )


def fit_front(book, data: AreaData, names: list[str], tables: list[tuple[str, dict]]) -> None:
    """Set widths and heights of cover, contents and notes."""
    cover = cover_sheet(data)
    prose = [[text] for text in ["", *cover.intro, "", *cover.about]]
    fit_prose(book.get_worksheet_by_name("Cover"), [90], prose, first=1)
    contents = [[n, t["title"]] for n, (_, t) in zip(names, tables, strict=True)]
    fit_prose(book.get_worksheet_by_name("Contents"), [34, 80], contents, first=3)
    notes = [["", text] for text in notes_table(data).iloc[:, 1]]
    fit_prose(book.get_worksheet_by_name("Notes"), [14, 90], notes, first=3)
