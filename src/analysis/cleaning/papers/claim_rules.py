"""Every way of putting a figure that follows from others, in the order they are tried.

Each rule takes a passage and all passages of its paper, and gives the claims that it finds there.
"""

from analysis.cleaning.papers.claim_growth import growth_targets, moves
from analysis.cleaning.papers.claim_percentages import percentages, percentages_of_totals
from analysis.cleaning.papers.claim_remaining import still_needed
from analysis.cleaning.papers.claim_sums import brought_to, money_left, the_others

RULES = (
    percentages,
    percentages_of_totals,
    the_others,
    still_needed,
    growth_targets,
    moves,
    brought_to,
    money_left,
)
