"""Read one quarter of COVER vaccination coverage from the publisher's workbook."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain
from pathlib import Path

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from analysis.cleaning import cover_headers as headers
from analysis.errors import SourceError

TOLERANCE = 0.06  # percentage points: the sheets print one decimal
_NUMBER = re.compile(r"\d[\d,]*(\.\d+)?\s*%?")
_NO_CAVEAT = ("", "[z]", "[x]", "-", "n/a", "n.a.", "none")
_DATE_FORMS = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d/%m/%Y")


@dataclass(frozen=True)
class CoverReading:
    """One quarter of coverage: one row an area, the quarter, its publication date, and notes."""

    table: pd.DataFrame
    period: str
    published: date | None
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Block:
    """A header row and the rows under it, down to the next header or the end of the sheet."""

    sheet: str
    above: list[list]
    header: list
    header_row: int  # as the spreadsheet numbers it, from 1
    body: list[list]
    columns: headers.Columns

    def numbered(self) -> Iterator[tuple[int, list]]:
        return enumerate(self.body, self.header_row + 1)


@dataclass(frozen=True)
class _Count:
    numerator: float | None
    denominator: float | None
    ref: str


def read_cover(path: str | Path, *, vaccine: str = "MMR1", months: int = 24) -> CoverReading:
    """Coverage of one vaccine at one age, for each area of a COVER quarterly workbook.

    Tables are found by what their headers say, never by sheet name or position. Nothing is
    rounded, and nothing that the coverage table suppresses is filled in from another sheet.

    Parameters
    ----------
    path
        The publisher's workbook: .xls, .xlsx or .ods, one financial quarter.
    vaccine
        As the sheets name it, in any spelling: "MMR1", "DTaP/IPV/Hib", "PCV Booster".
    months
        Age at which coverage is evaluated, in months: 12, 24 or 60.

    Returns
    -------
    CoverReading
        ``table`` has one row an area, in the sheet's order: ``area_code`` (GSS), ``area_name``,
        ``area_type`` ("country", "region", "local authority"), ``numerator`` and ``denominator``
        (children, Int64), ``value`` (per cent), ``value_note`` ("" or letters of c suppressed,
        x not available, z not applicable, u caveat, with a space between) and ``source_ref``
        (sheets and spreadsheet rows). c, x and z say why a value is missing, so a value that is
        printed beside a suppressed denominator has none of them. ``period`` is "2024/25 Q4",
        ``published`` the first publication date or None, ``notes`` what was and was not found.

    Raises
    ------
    SourceError
        If the file is missing, empty or not a workbook; if no sheet has a local-authority table
        or none has this vaccine at this age; if the quarter is not named or two are; if an area
        stands twice, or a value is not a percentage.

    Notes
    -----
    Source: PHE and UKHSA, COVER quarterly vaccination coverage statistics, England. Figures are
    provisional. Where a numerator and a denominator are both known and agree with the printed
    percentage to 0.06 points, ``value`` is 100 * numerator / denominator; otherwise it is what
    the sheet prints and ``numerator`` is missing. Regions and England have no counts there.
    """
    path = Path(path)
    sheets = _load(path)
    blocks = list(_blocks(sheets, vaccine, months))
    table, notes = _choose(path, sheets, blocks, vaccine, months)
    counts_block = next((b for b in blocks if b.columns.ods is not None and _has_counts(b)), None)
    period, period_notes = _period(path, sheets, table, counts_block)
    published, published_notes = _published(sheets)
    legend = _legend(sheets, table)
    counts, count_notes = _counts(counts_block)
    notes += period_notes + published_notes + count_notes
    records = _records(path, table, counts, legend, notes)
    notes += _places(records, table) + [f"{k}: {v}" for k, v in legend.items()]
    notes += _caveat_texts(sheets)
    frame = pd.DataFrame(records).astype({"numerator": "Int64", "denominator": "Int64"})
    frame["value"] = frame["value"].astype(float)
    return CoverReading(frame, period, published, tuple(notes))


def _load(path: Path) -> dict[str, list[list]]:
    if not path.is_file():
        raise SourceError(f"There is no file {path}; a COVER workbook was expected there.")
    try:
        book = CalamineWorkbook.from_path(str(path))
        names = [s.name for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
        # Without this option leading blank rows vanish and row numbers no longer match the sheet.
        sheets = {n: book.get_sheet_by_name(n).to_python(skip_empty_area=False) for n in names}
    except (CalamineError, OSError, ValueError) as error:
        raise SourceError(
            f"{path.name} is not a workbook that can be read ({error}); "
            "a COVER workbook is a whole .xls, .xlsx or .ods file."
        ) from error
    if not any(_text(cell) for rows in sheets.values() for row in rows for cell in row):
        raise SourceError(
            f"{path.name} is an empty workbook; a COVER workbook has a table of local authorities."
        )
    return sheets


def _text(cell: object) -> str:
    """Cell as text; a code that the sheet holds as a number ("718.0") loses its decimals."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def _figure(cell: object) -> tuple[float | None, str]:
    """Number in a figure cell, or None and the mark that stands there instead."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell), ""
    mark = _text(cell)
    if _NUMBER.fullmatch(mark):
        return float(mark.rstrip(" %").replace(",", "")), ""
    return None, mark


def _blocks(sheets: dict[str, list[list]], vaccine: str, months: int) -> Iterator[_Block]:
    for sheet, rows in sheets.items():
        found = []
        for index, row in enumerate(rows):
            if not any(isinstance(cell, str) and "code" in cell.lower() for cell in row):
                continue
            title = set().union(*(headers.ages(c) for r in rows[:index][-10:] for c in r if c))
            columns = headers.read_header(row, vaccine, months, title)
            if columns.name is not None and (columns.code, columns.ods) != (None, None):
                found.append((index, columns))
        ends = [*(index for index, _ in found), len(rows)][1:]
        for (index, columns), end in zip(found, ends, strict=True):
            body = rows[index + 1 : end]
            yield _Block(sheet, rows[:index], rows[index], index + 1, body, columns)


def _has_counts(block: _Block) -> bool:
    return bool(block.columns.numerators)


def _choose(
    path: Path, sheets: dict, blocks: list[_Block], vaccine: str, months: int
) -> tuple[_Block, list[str]]:
    """Local-authority table with the vaccine, grouped by region if there is a choice."""
    areas = [b for b in blocks if _has_la_codes(b)]
    if not areas:
        raise SourceError(
            f"{path.name} has no local-authority table (sheets looked at: {', '.join(sheets)}); "
            "a COVER workbook has a sheet with a column of local-authority GSS codes, "
            "a column of their names and columns of coverage."
        )
    fit = [b for b in areas if b.columns.values]
    if not fit:
        raise SourceError(
            f"{path.name} has no coverage column for {vaccine} at {months} months in its "
            f"local-authority tables (sheets {', '.join(dict.fromkeys(b.sheet for b in areas))}); "
            f'a COVER workbook has a header such as "24m MMR1%".'
        )
    fit.sort(key=lambda b: b.columns.region_name is None)  # stable: then as the workbook has them
    table = fit[0]
    named = [_text(table.header[i]) for i in table.columns.values]
    if len(named) > 1:
        raise SourceError(
            f"{path.name} has {len(named)} columns for {vaccine} at {months} months in sheet "
            f"{table.sheet} ({', '.join(named)}); a COVER table has one."
        )
    notes = [
        f"{vaccine} at {months} months is read from sheet {table.sheet}, header in row "
        f'{table.header_row}, column "{named[0]}".'
    ]
    if len(fit) > 1:
        why = "it is grouped by region" if table.columns.region_name is not None else "it is first"
        others = ", ".join(b.sheet for b in fit[1:])
        notes.append(f"Sheet {table.sheet} was used because {why}; also there: {others}.")
    return table, notes


def _has_la_codes(block: _Block) -> bool:
    code = block.columns.code
    return code is not None and any(headers.LA_CODE.fullmatch(_text(r[code])) for r in block.body)


def _period(
    path: Path, sheets: dict, table: _Block, counts: _Block | None
) -> tuple[str, list[str]]:
    """Quarter that the front sheet, the table and the counts name; one slip is outvoted."""
    said = []
    front = next((s for s, rows in sheets.items() if _is_front(rows)), next(iter(sheets)))
    blank = [i for i, cell in enumerate(table.header) if not _text(cell)]  # side labels stand here
    side = [[row[i] for i in blank] for row in table.body]
    for where, rows in ((front, sheets[front][:60]), (table.sheet, [*table.above, *side])):
        labels = (headers.period_in(" ".join(map(_text, row))) for row in rows)
        label = next(filter(None, labels), None)
        if label:
            said.append((label, f"sheet {where}"))
    rows = Counter(headers.period_in(" ".join(map(_text, r))) for r in counts.body if r) if counts else {}
    rows.pop(None, None)
    if rows:
        said.append((max(rows, key=rows.get), f"sheet {counts.sheet}"))
    votes = Counter(label for label, _ in said).most_common()
    if not votes:
        raise SourceError(
            f"{path.name} does not say which quarter it is about; a COVER workbook has a title "
            'such as "2018/19, Quarter 2" or "July to September 2018".'
        )
    listed = "; ".join(f"{label} in {where}" for label, where in said)
    if len(votes) > 1 and votes[0][1] == votes[1][1]:
        raise SourceError(
            f"{path.name} names more than one quarter ({listed}); a COVER workbook is about one."
        )
    strays = sum(rows.values()) - rows.get(votes[0][0], 0)
    notes = [f"Period: {listed}."]
    if strays:
        notes.append(f"{strays} row(s) of sheet {counts.sheet} name another quarter.")
    return votes[0][0], notes


def _is_front(rows: list[list]) -> bool:
    top = " ".join(_text(c) for row in rows[:10] for c in row).lower()
    return "cover of vaccination evaluated rapidly" in top


def _published(sheets: dict[str, list[list]]) -> tuple[date | None, list[str]]:
    """First publication date: the revision history's, otherwise the cover sheet's."""
    for sheet, rows in sheets.items():
        for index, row in enumerate(rows):
            cells = [_text(c).lower() for c in row]
            if "date" in cells and any(c.startswith("version") for c in cells):
                column = cells.index("date")
                dated = [(_date(r[column]), r) for r in rows[index + 1 :]]
                history = [(d, " ".join(filter(None, map(_text, r)))) for d, r in dated if d]
                if history:
                    text = "; ".join(t for _, t in history)
                    return min(d for d, _ in history), [f"Revisions, sheet {sheet}: {text}."]
    for sheet, rows in sheets.items():
        cells = [c for c in chain.from_iterable(rows) if _text(c)]
        for label, cell in zip(cells, cells[1:], strict=False):
            if _text(label).lower().rstrip(":") in ("publication date", "date published"):
                return _date(cell), [f"Published: sheet {sheet}; there is no revision history."]
    return None, ["No publication date was found in the workbook."]


def _date(cell: object) -> date | None:
    if isinstance(cell, date):
        return cell.date() if isinstance(cell, datetime) else cell
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(_text(cell), form).date()
        except ValueError:
            continue
    return None


def _legend(sheets: dict[str, list[list]], table: _Block) -> dict[str, str]:
    """Meaning of each note mark, from above and below the table and from a sheet of notes."""
    legend = {}
    for row in [*table.above, *table.body]:
        texts = list(filter(None, map(_text, row)))
        line = re.fullmatch(r"(\[[^\]]+\]|\*+)[\s:-]*(\S.*)", " ".join(texts))
        if line and len(texts) < 3:
            legend[line[1].lower()] = line[2]
    for rows in sheets.values():
        heads = [[_text(c).lower() for c in row] for row in rows]
        start = next((i for i, h in enumerate(heads) if "note number" in h), None)
        for row in rows[start + 1 :] if start is not None else []:
            number, text = [*filter(None, map(_text, row)), "", ""][:2]
            if text:
                legend.setdefault(f"[note {number}]", text)
    return legend


def _caveat_texts(sheets: dict[str, list[list]]) -> list[str]:
    """Every caveat that a caveats sheet gives in words, one sentence an area."""
    texts = []
    for sheet, rows in sheets.items():
        head: list[str] = []
        for row in rows:
            cells = list(map(_text, row))
            if not head:
                line = " ".join(cells).lower().replace("_", " ")
                about = "caveat" in line or "current quarter" in line
                head = cells if about and "name" in line and not re.search("code|denom|%", line) else []
                continue
            for title, text in zip(head[1:], cells[1:], strict=True):
                if text.lower() not in _NO_CAVEAT:
                    texts.append(f"Caveat, sheet {sheet}, {cells[0]}, {title}: {text}")
    return texts


def _counts(block: _Block | None) -> tuple[dict[str, _Count], list[str]]:
    """Children vaccinated and children eligible, by ODS code as text."""
    if block is None:
        return {}, ["No sheet gives counts for this vaccine at this age: numerators are missing."]
    columns = block.columns
    below = [*columns.count_denominators, columns.denominator]
    counts, repeated = {}, set()
    for number, row in block.numbered():
        ods = _text(row[columns.ods]).upper()
        if not ods:
            continue
        repeated |= {ods} & set(counts)
        over, under = _figure(row[columns.numerators[0]])[0], None
        if below[0] is not None:
            under = _figure(row[below[0]])[0]
        counts[ods] = _Count(over, under, f"counts from sheet {block.sheet}, row {number}")
    notes = [f"Counts are in sheet {block.sheet}, joined by ODS code."]
    if repeated:
        notes.append(f"ODS codes that stand twice there were not joined: {', '.join(sorted(repeated))}.")
    return {k: v for k, v in counts.items() if k not in repeated}, notes


def _area(row: list, columns: headers.Columns) -> tuple[str, str, str]:
    """Code, name and type of the area in a row; the code is "" where there is none."""
    code, name = _text(row[columns.code]), _text(row[columns.name])
    if headers.LA_CODE.fullmatch(code):
        return code, name, "local authority"
    places = [name] + [_text(row[i]) for i in (columns.region_name,) if i is not None]
    for place in places:  # totals often have no code, and a wrong one has been seen
        code = headers.place_code(place)
        if code:
            return code, place, "country" if code == headers.ENGLAND else "region"
    return "", name, ""


def _records(
    path: Path, table: _Block, counts: dict, legend: dict, notes: list[str]
) -> list[dict]:
    """One record an area; every other row is counted in `notes`."""
    records, other, blank = [], [], 0
    for number, row in table.numbered():
        code, name, kind = _area(row, table.columns)
        value, mark = _figure(row[table.columns.values[0]])
        text = " ".join(filter(None, map(_text, row)))
        if not text:
            blank += 1
        elif not code or (kind != "local authority" and value is None and not mark):
            other.append(f"row {number} ({text[:80]})")
        else:
            ref = f"sheet {table.sheet}, row {number}"
            record = {"area_code": code, "area_name": name, "area_type": kind}
            figures = _row_figures(row, name, table, counts, legend, notes)
            records.append(record | figures | {"source_ref": ref + figures["source_ref"]})
            if value is not None and not 0 <= value <= 100.0001:
                raise SourceError(
                    f"{path.name}, {ref} ({name}): {value:g} is not a percentage from 0 to 100."
                )
    twice = [c for c, n in Counter(r["area_code"] for r in records).items() if n > 1]
    if twice:
        raise SourceError(
            f"{path.name}, sheet {table.sheet}: {', '.join(twice)} stands more than once; "
            "a COVER table has one row an area."
        )
    notes.append(
        f"{len(table.body)} rows below the header: {len(records)} areas, {blank} blank, "
        f"{len(other)} that are no area{': ' if other else ''}{'; '.join(other)}."
    )
    return records


def _row_figures(
    row: list, name: str, table: _Block, counts: dict, legend: dict, notes: list[str]
) -> dict:
    """Figures of one area, with its marks; counts are used only where they agree."""
    columns = table.columns
    value, mark = _figure(row[columns.values[0]])
    below, below_mark = (None, "") if columns.denominator is None else _figure(row[columns.denominator])
    letters: set[str] = set()
    if value is None:
        notes.append(f'{name}: "{mark or "blank"}" stands in place of the percentage.')
        letters |= _letters(mark, legend, name, notes)
    if below is None and columns.denominator is not None:
        notes.append(f'{name}: "{below_mark or "blank"}" stands in place of the denominator.')
        letters |= _letters(below_mark, legend, name, notes) if value is None else set()
    for position in columns.caveats:
        caveat = row[position]
        if isinstance(caveat, str) and _text(caveat).lower() not in _NO_CAVEAT:
            letters.add("u")
            notes.append(f'{name}: "{_text(caveat)}" under {_text(table.header[position])}.')
    ods = "" if columns.ods is None else _text(row[columns.ods]).upper()
    count = counts.get(ods) if ods else None
    above, ref = None, ""
    if count and count.numerator is not None and count.denominator:
        agreed = _agreed(count, value, below, columns.denominator is None)
        if agreed:
            above, below, ref = count.numerator, count.denominator, "; " + count.ref
            value = 100 * above / below
        else:
            notes.append(
                f"{name}: the table gives {_said(value, mark)} of {_said(below, below_mark)} children "
                f"but the counts give {count.numerator:g} of {count.denominator:g} "
                f"({100 * count.numerator / count.denominator:.1f}%); the table's are kept."
            )
    return {
        "numerator": above,
        "denominator": below,
        "value": value,
        "value_note": " ".join(x for x in "cxzu" if x in letters),
        "source_ref": ref,
    }


def _agreed(count: _Count, value: float | None, below: float | None, no_column: bool) -> bool:
    """Whether counts and table say the same; a figure the table withholds is never filled in."""
    if value is None or count.numerator > count.denominator:
        return False
    same_cohort = no_column or below == count.denominator
    return same_cohort and abs(100 * count.numerator / count.denominator - value) <= TOLERANCE


def _said(figure: float | None, mark: str) -> str:
    return f'"{mark or "blank"}"' if figure is None else f"{figure:.6g}"


def _letters(mark: str, legend: dict[str, str], name: str, notes: list[str]) -> set[str]:
    letters = headers.mark_letter(mark, legend)
    if not letters:
        notes.append(f'{name}: the mark "{mark}" is explained nowhere and is taken as not available.')
    return set((letters or "x").split())


def _places(records: list[dict], table: _Block) -> list[str]:
    """What is missing among England and the regions, and where City of London is counted."""
    there = {r["area_code"]: r for r in records}
    missing = [n for n, code in headers.REGIONS.items() if code not in there]
    notes = []
    if len(missing) == len(headers.REGIONS):
        notes.append(f"Sheet {table.sheet} has no region rows: regions are not given.")
    elif missing:
        notes.append(f"Sheet {table.sheet} has no row for these regions: {', '.join(missing)}.")
    if headers.ENGLAND not in there:
        notes.append(f"Sheet {table.sheet} has no row for England.")
    city = there.get("E09000001")
    if city and city["value"] is not None:
        notes.append("City of London has figures of its own here; later quarters count it in Hackney.")
    else:
        row = "its row is kept with its mark" if city else "it has no row"
        notes.append(f"City of London is counted in Hackney: {row}.")
    return notes
