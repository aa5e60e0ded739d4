"""The words that tables may use: marks, units, bounds, polarities, groups, policies, states."""

VALUE_NOTES = ("c", "x", "z", "low", "u", "b", "e", "p", "r")
UNITS = ("%", "per 1,000", "count", "£", "days a week")
BOUNDS = ("above", "at least", "below", "at most")
DISCLOSURE_POLICIES = (
    "published_already",
    "round_5",
    "suppress_1_to_7_round_5",
    "suppress_under_5_secondary",
    "suppress_under_5_secondary_zero_shown",
)
POLARITIES = ("high_is_good", "low_is_good", "none")
GROUPS = {
    "all": ("all",),
    "fsm": ("eligible", "not_eligible", "not_known_to_be_eligible", "all_other", "unknown"),
    "sen": ("no_sen", "any_sen", "sen_support", "ehc_plan", "unknown", "send"),
}
# A blank cell of a converted paper may have been rated by colour: it is not recorded here.
RAG_STATES = ("Red", "Amber", "Green", "Complete", "not recorded")
RAG_FROM = ("word", "colour", "blank", "no column")
RHYTHMS = ("monthly", "eight-weekly", "quarterly", "termly", "six-monthly", "annual")
ACTION_DATE_KINDS = ("due", "start", "phase", "ongoing", "in prose", "not read")
DATE_PRECISIONS = ("day", "month", "quarter", "term", "year", "relative year", "none")
ACTION_TARGET_KINDS = (
    "number",
    "bound",
    "change",
    "relative",
    "words",
    "placeholder",
    "cross-reference",
)

NOTE_WORDS = {
    "c": "suppressed to protect confidentiality",
    "x": "not available",
    "z": "not applicable",
    "low": "rounds to zero but is not zero",
    "u": "low reliability",
    "b": "break in series",
    "e": "estimated",
    "p": "provisional",
    "r": "revised",
}
GROUP_WORDS = {
    "all": "all children",
    "eligible": "children eligible for free school meals",
    "not_eligible": "children not eligible for free school meals",
    "not_known_to_be_eligible": "children not known to be eligible for free school meals",
    "all_other": "all other children (unknowns included)",
    "unknown": "children whose status is not known",
    "no_sen": "children with no identified special educational need",
    "any_sen": "children with any special educational need",
    "sen_support": "children on SEN support",
    "ehc_plan": "children with an education, health and care plan",
    "send": "children with special educational needs or disabilities",
}
