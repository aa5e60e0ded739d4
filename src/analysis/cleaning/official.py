"""Build the committed tables of official figures from the published files."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from analysis.cleaning.areas import REGIONS, read_la_codes, read_neighbours, region_code
from analysis.cleaning.cover import read_cover
from analysis.cleaning.ees import read_eyfsp_headline
from analysis.cleaning.lait import REGION_CODES as LAIT_REGIONS
from analysis.cleaning.lait import read_lait
from analysis.cleaning.published import published_file
from analysis.errors import SourceError
from analysis.periods import period_bounds
from analysis.schema import TABLES

SUBJECTS = ("Havering", "Herefordshire", "Middlesbrough", "Newham")
COUNTRY = ("E92000001", "England")
Say = Callable[[str], None]


def build_areas(
    raw: Path, sources: pd.DataFrame, *, every: bool = False
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The areas and neighbours tables: the subjects, their neighbours, the regions and England.

    Parameters
    ----------
    every
        Take every authority that the list of neighbours has, and not `SUBJECTS` alone.
    """
    codes = read_la_codes(published_file(raw, sources, "dfe_acceptable_las")).set_index("la_number")
    pairs = read_neighbours(published_file(raw, sources, "dfe_neighbours_2025_05"))
    names = codes["area_name"].to_dict()
    subjects = tuple(pairs["la_number"].map(names).dropna().unique()) if every else SUBJECTS
    ours = pairs[pairs["la_number"].map(names).isin(subjects)]
    numbers = sorted(set(ours["la_number"]) | set(ours["neighbour_number"]))
    regions = pairs.drop_duplicates("la_number").set_index("la_number")["region"]
    _check_areas(ours, subjects, numbers, names, regions)
    authorities = codes.loc[numbers].reset_index()
    authorities["area_type"] = "local authority"
    authorities["parent_code"] = authorities["la_number"].map(regions).map(region_code)
    wider = [(*COUNTRY, "country", "")]
    wider += [(code, name, "region", COUNTRY[0]) for code, name in REGIONS.items()]
    above = pd.DataFrame(wider, columns=["area_code", "area_name", "area_type", "parent_code"])
    areas = pd.concat([above, authorities.sort_values("area_code")]).fillna("")
    return areas[list(TABLES["areas"].columns)], _neighbour_table(ours, codes, sources)


def _check_areas(
    ours: pd.DataFrame,
    subjects: Sequence[str],
    numbers: list[str],
    names: dict[str, str],
    regions: pd.Series,
) -> None:
    """Refuse a subject without neighbours, and a neighbour without a code or a region."""
    have = {names[number] for number in ours["la_number"]}
    for subject in subjects:
        if subject not in have:
            raise SourceError(
                f"The list of statistical neighbours has no row for {subject}, or the list of "
                "codes does not know it by that name."
            )
    for number in numbers:
        if number not in names:
            raise SourceError(
                f"The list of codes does not know authority {number}, a statistical neighbour."
            )
        if number not in regions.index:
            raise SourceError(
                f"The list of statistical neighbours has no row for {names[number]} ({number}), "
                "so that its region is not known."
            )


def _neighbour_table(
    pairs: pd.DataFrame, codes: pd.DataFrame, sources: pd.DataFrame
) -> pd.DataFrame:
    published = sources.set_index("source_id").at["dfe_neighbours_2025_05", "published"]
    table = pd.DataFrame(
        {
            "area_code": pairs["la_number"].map(codes["area_code"]),
            "neighbour_code": pairs["neighbour_number"].map(codes["area_code"]),
            "rank": pairs["rank"],
            "closeness": pairs["closeness"],
            "published": published,
            "source_id": "dfe_neighbours_2025_05",
            "source_ref": "authority " + pairs["la_number"] + ", SN" + pairs["rank"].astype(str),
        }
    )
    return table.sort_values(["area_code", "rank"]).reset_index(drop=True)


def build_observations(
    raw: Path,
    sources: pd.DataFrame,
    releases: pd.DataFrame,
    indicators: pd.DataFrame,
    areas: pd.DataFrame,
    *,
    say: Say = lambda sentence: None,
) -> pd.DataFrame:
    """The observations table of official figures.

    Parameters
    ----------
    raw
        The folder that holds the published files, at any depth, under their published names.
    sources, releases, indicators, areas
        The project's own tables: which file is which source, when each period was published,
        what kind its periods are, and which areas are kept.
    say
        Told, in sentences, what was read, kept, left out or not found.

    Raises
    ------
    SourceError
        If a file is missing or differs from its checksum, or a period has no release date.
    """
    parts = [
        *_profile_parts(raw, sources, say),
        _lait_part(raw, sources, releases, indicators, areas, say),
        *_cover_parts(raw, sources, say),
    ]
    table = _in_force(pd.concat(parts, ignore_index=True), areas)
    table["unit"] = table["indicator"].map(indicators.set_index("indicator")["unit"])
    table = table.merge(_bounds(table, indicators), on=["indicator", "period"], how="left")
    table = table.assign(bound="", bound_value=None, lower_ci=None, upper_ci=None)
    _check_agreement(table, say)
    columns = list(TABLES["observations"].columns)
    key = ["indicator", "group_type", "group", "area_code", "period_start", "source_id"]
    return table.sort_values(key, kind="stable")[columns].reset_index(drop=True)


def _profile_parts(raw: Path, sources: pd.DataFrame, say: Say) -> Iterator[pd.DataFrame]:
    dates = sources.set_index("source_id")["published"]
    for source_id in ("dfe_eyfsp_2022", "dfe_eyfsp_2025_extract"):
        table = read_eyfsp_headline(published_file(raw, sources, source_id))
        say(f"{source_id}: {len(table)} figures read.")
        yield table.assign(indicator="gld", source_id=source_id, published=dates[source_id])


def _lait_part(
    raw: Path,
    sources: pd.DataFrame,
    releases: pd.DataFrame,
    indicators: pd.DataFrame,
    areas: pd.DataFrame,
    say: Say,
) -> pd.DataFrame:
    table = read_lait(published_file(raw, sources, "dfe_lait_2026_04"))
    by_number = areas[areas["la_number"] != ""].set_index("la_number")["area_code"].to_dict()
    table["area_code"] = table["la_number"].map(by_number | LAIT_REGIONS)
    say(f"dfe_lait_2026_04: {len(table)} figures read.")
    table = table[table["area_code"].notna()]
    absent = indicators.set_index("indicator")["not_collected"].str.split(";")
    collected = [
        period not in absent[indicator]
        for indicator, period in zip(table["indicator"], table["period"], strict=True)
    ]
    say(f"dfe_lait_2026_04: {collected.count(False)} blanks of years that do not exist left out.")
    _check_years_that_do_not_exist(table[[not kept for kept in collected]])
    table = table[collected]
    table["source_id"] = "dfe_lait_2026_04"
    return _with_release_dates(table, releases)


def _check_years_that_do_not_exist(blanks: pd.DataFrame) -> None:
    figures = blanks[blanks["value"].notna()]
    if len(figures):
        row = figures.iloc[0]
        raise SourceError(
            f"{row['source_ref']}: a figure stands for {row['period']}, a year in which "
            f"{row['indicator']} was not collected by data/indicators.csv: put one of them right."
        )


def _with_release_dates(table: pd.DataFrame, releases: pd.DataFrame) -> pd.DataFrame:
    groups = table["group_type"].map(lambda kind: "all" if kind == "all" else "characteristics")
    groups = groups.where(table["group"] != "not_eligible", "not_eligible")
    dates = releases.set_index(["indicator", "groups", "period"])["published"]
    keys = list(zip(table["indicator"], groups, table["period"], strict=True))
    lacking = sorted({key for key in keys if key not in dates.index})
    if lacking:
        raise SourceError(
            f"data/releases.csv does not say when {' / '.join(lacking[0])} was first published: "
            "add a row, so that an old quarter can be rerun as it stood."
        )
    return table.assign(published=[dates[key] for key in keys])


def _cover_parts(raw: Path, sources: pd.DataFrame, say: Say) -> Iterator[pd.DataFrame]:
    for _, source in sources[sources["source_id"].str.startswith("cover_")].iterrows():
        reading = read_cover(published_file(raw, sources, source["source_id"]))
        _check_date(source, reading.published)
        for note in reading.notes:
            say(f"{source['source_id']}: {note}")
        yield reading.table.assign(
            indicator="mmr1_24m",
            period=reading.period,
            group_type="all",
            group="all",
            # COVER is provisional, and a mark of the row is kept beside that
            value_note=("p " + reading.table["value_note"]).str.strip(),
            source_id=source["source_id"],
            published=source["published"],
        )


def _check_date(source: pd.Series, found: date | None) -> None:
    """A workbook that says when it was first published must agree with the register."""
    if found is not None and pd.Timestamp(found) != source["published"]:
        raise SourceError(
            f"{source['file']} says that it was first published on {found} and data/sources.csv "
            f"says {source['published']:%Y-%m-%d}: put the register right."
        )


def codes_in_force(codes: pd.Series, areas: pd.DataFrame) -> pd.Series:
    """Codes of areas, each as it is today where the areas' table knows a former one."""
    replaced = {
        former: row["area_code"]
        for _, row in areas.iterrows()
        for former in row["former_codes"].split(";")
        if former
    }
    return codes.replace(replaced)


def _in_force(table: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Only the areas kept, under the code and name in force today."""
    code = codes_in_force(table["area_code"], areas)
    names = areas.set_index("area_code")["area_name"]
    kept = code.isin(names.index)
    return table.assign(area_code=code, area_name=code.map(names))[kept]


def _bounds(table: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    kinds = indicators.set_index("indicator")["period_kind"]
    pairs = table[["indicator", "period"]].drop_duplicates()
    days = [period_bounds(p, kinds[i]) for i, p in pairs.itertuples(index=False, name=None)]
    return pairs.assign(
        period_start=pd.to_datetime([d[0] for d in days]),
        period_end=pd.to_datetime([d[1] for d in days]),
    )


def _check_agreement(table: pd.DataFrame, say: Say) -> None:
    """Two sources of one figure must agree to the decimal that the coarser one prints."""
    key = ["indicator", "area_code", "period", "group_type", "group"]
    spread = table.dropna(subset=["value"]).groupby(key)["value"].agg(["min", "max", "size"])
    pairs = spread[spread["size"] > 1]
    apart = pairs[(pairs["max"] - pairs["min"]) > 0.1]
    say(f"{len(pairs)} figures stand in two sources; {len(apart)} differ by over 0.1 points.")
    for where, row in apart.iterrows():
        say(f"{' / '.join(where)}: {row['min']:.2f} against {row['max']:.2f}.")
