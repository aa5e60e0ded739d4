"""Standard populations: how many people of each age a directly standardised rate supposes."""

import pandas as pd

# Eurostat, Revision of the European Standard Population: report of Eurostat's task force,
# 2013 edition, Luxembourg 2013; ages from 90 on are added up, as in England's indicators.
EUROPEAN_2013 = pd.DataFrame(
    [
        ("0-4", 5_000),
        ("5-9", 5_500),
        ("10-14", 5_500),
        ("15-19", 5_500),
        ("20-24", 6_000),
        ("25-29", 6_000),
        ("30-34", 6_500),
        ("35-39", 7_000),
        ("40-44", 7_000),
        ("45-49", 7_000),
        ("50-54", 7_000),
        ("55-59", 6_500),
        ("60-64", 6_000),
        ("65-69", 5_500),
        ("70-74", 5_000),
        ("75-79", 4_000),
        ("80-84", 2_500),
        ("85-89", 1_500),
        ("90+", 1_000),
    ],
    columns=["age_band", "standard_population"],
)
