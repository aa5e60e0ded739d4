"""The last look at a quarter's finished files: is a protected figure in them?

Everything shown is made from protected tables, so nothing should be found. This reads the files as
a reader would, with the true figures in hand, and does not trust how they were made.
"""

import base64
import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from analysis.calculations.disclosure.disclosure_gate import exposed
from analysis.errors import DisclosureError
from analysis.presentation.wording import count, rounded
from analysis.protection import Protection
from analysis.reporting.jobs import folder_name
from analysis.vocabulary import GROUP_WORDS

_BLOCKS = ("li", "tr", "p", "dd", "figcaption", "summary", "caption")
_KINDS = (".html", ".csv", ".xlsx")


def check_published(folder: Path, protection: Protection, indicators: pd.DataFrame) -> None:
    """Read every page, table and spreadsheet of a quarter for figures that are protected.

    Raises
    ------
    DisclosureError
        If a protected count can be worked out from what the tables show, or a file holds a hidden
        figure. The file is named and removed.
    """
    if not len(protection.hidden) and not len(protection.secrets):
        return
    open_counts = exposed(
        protection.shown, protection.secrets, protection.policies, protection.totals
    )
    if len(open_counts):
        row = open_counts.iloc[0]
        raise DisclosureError(
            f"A protected count of {row['indicator']} in {row['area_code']} ({row['group']}, "
            f"{row['period']}) is {row['how']}: publish nothing of this quarter, and report it."
        )
    names = indicators.set_index("indicator")
    secrets = [_Secret(row, names.loc[row.indicator]) for row in protection.hidden.itertuples()]
    for path in sorted(p for p in folder.rglob("*") if p.suffix in _KINDS and p.is_file()):
        for block in _blocks(path):
            found = next((s for s in secrets if s.stands_in(block, path)), None)
            if found:
                path.unlink()
                raise DisclosureError(
                    f"{path.relative_to(folder)} showed a figure that is protected "
                    f"({found.what}) and has been removed: publish nothing of this quarter."
                )


class _Secret:
    """One hidden figure, in the forms in which it could stand in a text."""

    def __init__(self, row, indicator: pd.Series):
        self.area = row.area_name
        self.folder = folder_name(row.area_name)
        self.what = f"{row.indicator}, {row.area_name}, {row.group}, {row.period}"
        self.about = [indicator["name"], indicator["short_name"], row.indicator]
        self.group = [GROUP_WORDS[row.group], row.group] if row.group != "all" else []
        self.forms = _forms(row)

    def stands_in(self, block: str, path: Path) -> bool:
        """Whether a text that speaks of this figure holds it."""
        ours = self.area in block or self.folder in path.parts
        speaks = any(word in block for word in (self.group or self.about))
        return ours and speaks and any(re.search(form, block) for form in self.forms)


def _forms(row) -> list[str]:
    forms = []
    if pd.notna(row.numerator) and pd.notna(row.denominator):
        forms.append(rf"\b{count(row.numerator)} of {count(row.denominator)}\b")
        forms.append(rf"(?<![\d.,]){int(row.numerator)}[,|] ?{int(row.denominator)}(?![\d.])")
    if pd.notna(row.value):
        forms.append(rf"(?<![\d.]){re.escape(rounded(row.value, 1))}(?:%| per |,|\||$)")
        exact = repr(float(row.value))
        if len(exact.partition(".")[2]) > 3:
            forms.append(re.escape(exact[: exact.index(".") + 4]))
    return forms


def _blocks(path: Path) -> Iterator[str]:
    """A file's text in pieces that speak of one thing: a sentence, a row, a description."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as opened:
            yield from ("|".join(cells) for cells in csv.reader(opened))
    elif path.suffix == ".xlsx":
        import openpyxl  # slow to import, and needed only where a count is protected

        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        for sheet in book.worksheets:
            for cells in sheet.iter_rows(values_only=True):
                yield "|".join("" if cell is None else str(cell) for cell in cells)
        book.close()
    else:
        yield from _of_page(path.read_text(encoding="utf-8"))


def _of_page(page: str) -> Iterator[str]:
    from bs4 import BeautifulSoup  # as above

    soup = BeautifulSoup(page, "html.parser")
    for tag in soup.find_all(_BLOCKS):
        yield " ".join(tag.get_text("|" if tag.name == "tr" else " ").split())
    for image in soup.find_all("img"):
        yield image.get("alt", "")
        kind, _, data = image.get("src", "").partition(",")
        if kind.startswith("data:image/svg"):
            drawn = BeautifulSoup(base64.b64decode(data), "html.parser")
            yield "|".join([image.get("alt", ""), *(t.get_text() for t in drawn.find_all("text"))])
