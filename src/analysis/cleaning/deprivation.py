"""Build the table of every authority's deprivation and good level of development."""

from pathlib import Path

import pandas as pd

from analysis.cleaning.areas import PLAIN_NAMES
from analysis.cleaning.ees import read_eyfsp_headline
from analysis.cleaning.imd import read_authority_of_district, read_imd
from analysis.cleaning.official import Say
from analysis.cleaning.published import published_file
from analysis.errors import SourceError
from analysis.schema import TABLES

PROFILE, INDEX, LOOKUP = "dfe_eyfsp_2022", "mhclg_iod2025_imd", "ons_wards_2022_12"


def build_deprivation(
    raw: Path, sources: pd.DataFrame, *, say: Say = lambda sentence: None
) -> pd.DataFrame:
    """Every authority's children of 2021/22 beside the ranks of its neighbourhoods.

    Parameters
    ----------
    raw, sources, say
        As in `analysis.cleaning.official.build_observations`.

    Returns
    -------
    pd.DataFrame
        One row an authority of that year, whole numbers only, so that nothing is rounded.

    Raises
    ------
    SourceError
        If an authority has neighbourhoods and no children, or the other way round.
    """
    known = sources.set_index("source_id")
    profile = read_eyfsp_headline(published_file(raw, sources, PROFILE))
    children = profile[
        (profile["group_type"] == "all") & profile["area_code"].str.match(r"E0|E10")
    ].set_index("area_code")
    places = _places(
        read_imd(published_file(raw, sources, INDEX)),
        read_authority_of_district(published_file(raw, sources, LOOKUP)),
    )
    apart = sorted(set(places.index) ^ set(children.index))
    if apart:
        raise SourceError(
            f"{apart[0]} is not both in {known.at[PROFILE, 'file']} and in "
            f"{known.at[INDEX, 'file']}: an authority must be in both."
        )
    say(f"{INDEX}: {places['neighbourhoods'].sum():,} neighbourhoods of {len(places)} authorities.")
    table = children.join(places).reset_index()
    table = table.assign(
        indicator="gld",
        area_name=table["area_code"].map(PLAIN_NAMES).fillna(table["area_name"]),
        # neither was public before the later of the two
        published=max(known.at[PROFILE, "published"], known.at[INDEX, "published"]),
        source_id=PROFILE,
        ranking_source_id=INDEX,
    )
    columns = list(TABLES["deprivation"].columns)
    return table.sort_values("area_code")[columns].reset_index(drop=True)


def _places(neighbourhoods: pd.DataFrame, authority_of: dict[str, str]) -> pd.DataFrame:
    code = neighbourhoods["district_code"].map(authority_of)
    if code.isna().any():
        lost = neighbourhoods.loc[code.isna(), "district_code"].iloc[0]
        raise SourceError(
            f"The lookup of districts and counties does not know the district {lost}."
        )
    return (
        neighbourhoods.assign(most=neighbourhoods["decile"] == 1)
        .groupby(code.rename("area_code"))
        .agg(
            neighbourhoods=("rank", "size"),
            rank_total=("rank", "sum"),
            most_deprived=("most", "sum"),
        )
    )
