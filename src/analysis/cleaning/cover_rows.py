"""Turn the rows of a COVER table into records: one an area, with its figures and marks."""

from dataclasses import dataclass

from analysis.cleaning.cover_cells import cell_text, figure, row_text
from analysis.cleaning.cover_counts import Count, agrees, disagreement
from analysis.cleaning.cover_marks import caveat_letters, missing_letters
from analysis.cleaning.cover_places import Area, find_area, ods_code, read_regions
from analysis.cleaning.cover_tables import Table
from analysis.errors import SourceError


@dataclass(frozen=True)
class Printed:
    """Figures that a row prints; where one is None, its mark is what stands there instead."""

    value: float | None
    value_mark: str
    denominator: float | None
    denominator_mark: str
    withholds_denominator: bool  # there is a column for it and no number in it


def area_records(
    table: Table, counts: dict[str, Count], legend: dict[str, str]
) -> tuple[list[dict], list[str]]:
    """One record an area, and notes that account for every other row."""
    records, other, blank = [], [], 0
    regions, notes = read_regions(table.numbered_rows(), table.columns, table.sheet)
    for number, row in table.numbered_rows():
        text = row_text(row)
        area = find_area(row, table.columns, regions, notes)
        # The figures of a row that is no area are not looked at: a stray average is no cohort.
        printed = _read_printed(table, number, row) if area.code else None
        if not text:
            blank += 1
        elif printed is None or _is_heading(area, printed):
            other.append(f"row {number} ({text[:80]})")
        else:
            letters = caveat_letters(row, area.name, table, notes)
            letters |= _letters_of_gaps(printed, area.name, legend, notes)
            record = _record(area, printed, letters, f"sheet {table.sheet}, row {number}")
            count = counts.get(ods_code(row, table.columns))
            if count is not None and _is_usable(count, printed, area.name, notes):
                record = _with_count(record, count)
            records.append(record)
    notes.append(
        f"{len(table.body)} rows below the header: {len(records)} areas, {blank} blank, "
        f"{len(other)} that are no area{': ' if other else ''}{'; '.join(other)}."
    )
    return records, notes


def _read_printed(table: Table, number: int, row: list) -> Printed:
    columns = table.columns
    value, value_mark = figure(row[columns.values[0]])
    if columns.denominator is None:
        return Printed(value, value_mark, None, "", withholds_denominator=False)
    denominator, mark = table.children(number, row, columns.denominator)
    if denominator == 0 and value is not None:
        if value != 0:
            raise SourceError(
                f"{table.place(number, columns.denominator)}: 0 stands there beside coverage of "
                f"{value:g}%; a denominator is a whole number from 1, or 0 where there is no "
                "coverage."
            )
        # 0% of no children is no figure.
        value, value_mark = None, cell_text(row[columns.values[0]])
    return Printed(value, value_mark, denominator, mark, denominator is None)


def _is_heading(area: Area, printed: Printed) -> bool:
    """Whether the name of a region stands alone, as a heading over its authorities."""
    return area.kind != "local authority" and printed.value is None and not printed.value_mark


def _letters_of_gaps(
    printed: Printed, name: str, legend: dict[str, str], notes: list[str]
) -> set[str]:
    """Letters that say why the value is missing; each gap is said in `notes`."""
    if printed.denominator == 0:
        notes.append(f"{name}: its cohort is of 0 children, so coverage is not applicable.")
        return {"z"}
    letters = set()
    if printed.value is None:
        letters |= missing_letters(printed.value_mark, legend, name, notes)
        mark = printed.value_mark or "blank"
        notes.append(f'{name}: "{mark}" stands in place of the percentage.')
    if printed.withholds_denominator:
        # A value printed beside a suppressed denominator is not missing and gets no letter.
        if printed.value is None:
            letters |= missing_letters(printed.denominator_mark, legend, name, notes)
        mark = printed.denominator_mark or "blank"
        notes.append(f'{name}: "{mark}" stands in place of the denominator.')
    return letters


def _record(area: Area, printed: Printed, letters: set[str], source_ref: str) -> dict:
    return {
        "area_code": area.code,
        "area_name": area.name,
        "area_type": area.kind,
        "numerator": None,
        "denominator": printed.denominator,
        "value": printed.value,
        "value_note": " ".join(letter for letter in "cxzu" if letter in letters),
        "source_ref": source_ref,
    }


def _is_usable(count: Count, printed: Printed, name: str, notes: list[str]) -> bool:
    """Whether a count may be used; `notes` say why not."""
    # A figure that the table withholds is never filled in from the counts.
    if printed.value is None or printed.withholds_denominator:
        notes.append(
            f"{name}: counts are given but the table withholds a figure; they are not used."
        )
        return False
    if not agrees(count, printed.value, printed.denominator):
        notes.append(disagreement(name, count, printed.value, printed.denominator))
        return False
    return True


def _with_count(record: dict, count: Count) -> dict:
    """The record with the figures of a count, so that its value is not rounded."""
    return {
        **record,
        "numerator": count.numerator,
        "denominator": count.denominator,
        "value": count.percentage,
        "source_ref": f"{record['source_ref']}; {count.source_ref}",
    }
