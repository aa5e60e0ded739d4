"""The Department for Education's Local Authority Interactive Tool (LAIT), long Parquet file."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.errors import SourceError
from analysis.periods import two_year_label

COLUMNS = ["Short Desc", "Years", "LA and Regions", "Values", "LA Number"]
REGION_CODES = {
    "970": "E92000001",
    "980": "E12000001",
    "981": "E12000002",
    "982": "E12000003",
    "983": "E12000004",
    "984": "E12000005",
    "985": "E12000006",
    "986": "E12000007",
    "989": "E12000008",
    "990": "E12000009",
}


@dataclass(frozen=True)
class Measure:
    """One LAIT measure: what it is in our tables, and how its years are named."""

    short_desc: str
    indicator: str
    group_type: str
    group: str
    years: str  # "two years" (named by the year they end in) or "one year"
    from_year: int = 0
    to_year: int = 9999


# The comparator called "other pupils" held the unknowns until 2019 and leaves them out from 2022.
MEASURES = (
    Measure("FSP_NEW_GOODDEV", "gld", "all", "all", "two years"),
    Measure("FSP_Gooddev_FSM", "gld", "fsm", "eligible", "two years"),
    Measure("FSP_Gooddev_FSM_Other", "gld", "fsm", "all_other", "two years", to_year=2021),
    Measure("FSP_Gooddev_FSM_Other", "gld", "fsm", "not_eligible", "two years", from_year=2022),
    Measure("FSP_Gooddev_Without_SENSTATE", "gld", "sen", "sen_support", "two years"),
    Measure("FSP_Gooddev_With_SENSTATE", "gld", "sen", "ehc_plan", "two years"),
    Measure("%_2yr_olds", "take_up_2yo", "all", "all", "one year"),
    Measure("6wksBreast", "breastfeeding_6_8_weeks", "all", "all", "two years"),
    Measure("InfMort", "infant_mortality", "all", "all", "one year"),
)
NUMERATORS = {"take_up_2yo": "No_2yr_olds"}
READ = {measure.short_desc for measure in MEASURES} | set(NUMERATORS.values())
_NUMBER = r"-?[0-9]+(\.[0-9]+)?"


def read_lait(path: Path) -> pd.DataFrame:
    """The measures in `MEASURES`, by area and period.

    Parameters
    ----------
    path
        The long Parquet file.

    Returns
    -------
    pd.DataFrame
        ``indicator, la_number, area_name, period, group_type, group, numerator, value,
        value_note, source_ref``. ``la_number`` is three digits as text: the file knows no nine
        character codes. ``value`` is in the unit of the measure, freed of binary noise
        (76.900000000000006 is 76.9). The file has one mark, "-", for every kind of missing
        figure and never says why: it becomes ``x``.

    Raises
    ------
    SourceError
        If the file is not Parquet, lacks a column or a measure, or holds a text that is
        neither a number nor "-", a part of a child, or an authority without a number.
    """
    raw = _read(path)
    tables = [_measure(raw, measure, path) for measure in MEASURES]
    table = pd.concat(tables, ignore_index=True)
    return table.merge(_numerators(raw, path), on=["indicator", "la_number", "period"], how="left")


def _read(path: Path) -> pd.DataFrame:
    try:
        raw = pd.read_parquet(path, columns=COLUMNS)
    except (OSError, ValueError, KeyError) as error:
        raise SourceError(
            f"{path.name} cannot be read as the LAIT Parquet file with the columns "
            f"{', '.join(COLUMNS)} ({type(error).__name__})."
        ) from None
    raw = raw[raw["Short Desc"].isin(READ)]
    # a file whose columns were given another type still holds the same text
    text = {name: raw[name].astype("object").map(_as_text) for name in COLUMNS}
    return raw.assign(**text, la_number=text["LA Number"].str.removesuffix(".0"))


def _as_text(cell: object) -> str:
    return "" if pd.isna(cell) else str(cell).strip()


def _measure(raw: pd.DataFrame, measure: Measure, path: Path) -> pd.DataFrame:
    rows = _rows(raw, measure.short_desc, path)
    rows = rows[rows["year"].between(measure.from_year, measure.to_year)]
    text = rows["Values"]
    return pd.DataFrame(
        {
            "indicator": measure.indicator,
            "la_number": rows["la_number"],
            "area_name": rows["LA and Regions"],
            "period": _labels(rows["year"], measure.years),
            "group_type": measure.group_type,
            "group": measure.group,
            "value": _numbers(text, measure.short_desc, path),
            "value_note": text.eq("-").map({True: "x", False: ""}),
            "source_ref": (
                measure.short_desc + ", " + rows["Years"] + ", authority " + rows["la_number"]
            ),
        }
    )


def _rows(raw: pd.DataFrame, short_desc: str, path: Path) -> pd.DataFrame:
    rows = raw[raw["Short Desc"] == short_desc]
    if rows.empty:
        raise SourceError(f'{path.name} has no measure "{short_desc}", which it is read for.')
    is_year = rows["Years"].str.fullmatch(r"[12][0-9]{3}")
    if not is_year.all():
        found = rows.loc[~is_year, "Years"].iloc[0]
        raise SourceError(f'{path.name}, {short_desc}: "{found}" stands where a year may stand.')
    is_number = rows["la_number"].str.fullmatch(r"[0-9]{3}")
    if not is_number.all():
        found = rows.loc[~is_number, ["la_number", "LA and Regions"]].iloc[0]
        raise SourceError(
            f'{path.name}, {short_desc}: "{found["la_number"]}" stands as the LA Number of '
            f'"{found["LA and Regions"]}", where three digits may.'
        )
    return rows.assign(year=rows["Years"].astype(int))


def _labels(year: pd.Series, years: str) -> pd.Series:
    return year.map(two_year_label) if years == "two years" else year.astype(str)


def _numbers(text: pd.Series, short_desc: str, path: Path) -> pd.Series:
    number = pd.to_numeric(text.where(text.str.fullmatch(_NUMBER)), errors="coerce")
    unread = number.isna() & (text != "-")
    if unread.any():
        raise SourceError(
            f'{path.name}, {short_desc}: "{text[unread].iloc[0]}" stands where a number or "-" may.'
        )
    return number.astype("Float64").round(9)


def _numerators(raw: pd.DataFrame, path: Path) -> pd.DataFrame:
    tables = []
    for indicator, short_desc in NUMERATORS.items():
        rows = _rows(raw, short_desc, path)
        text = rows["Values"]
        count = _numbers(text, short_desc, path)
        part = count.notna() & ((count % 1 != 0) | (count < 0))
        if part.any():
            raise SourceError(
                f'{path.name}, {short_desc}: "{text[part].iloc[0]}" stands where a whole number '
                "of children may."
            )
        tables.append(
            pd.DataFrame(
                {
                    "indicator": indicator,
                    "la_number": rows["la_number"],
                    "period": rows["year"].astype(str),
                    "numerator": count.astype("Int64"),
                }
            ).drop_duplicates()
        )
        _check_one_each(tables[-1], short_desc, path)
    return pd.concat(tables, ignore_index=True)


def _check_one_each(counts: pd.DataFrame, short_desc: str, path: Path) -> None:
    repeated = counts[counts.duplicated(["la_number", "period"])]
    if len(repeated):
        row = repeated.iloc[0]
        raise SourceError(
            f"{path.name}, {short_desc}: authority {row['la_number']} has two counts for "
            f"{row['period']}, and may have one."
        )
