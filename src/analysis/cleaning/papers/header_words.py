"""What a column is, from the words of its header, however a paper spells them."""

import re
from functools import lru_cache

from rapidfuzz import fuzz, process

from analysis.cleaning.papers.form import Cell
from analysis.cleaning.papers.plain import words_of

# The first rule that fits gives the role; the order settles "Target date" (a date), "Action lead"
# (a lead) and "Action targets" (targets).
_RULES: tuple[tuple[str, str], ...] = (
    ("other", r"\bdate\b.*\bupdated?\b|\b(last|date) updated\b|^risks?\b|^resources?\b"),
    ("rag", r"\bb?rag\b|\bragb\b"),
    ("progress", r"\bprogress\b|\bupdates?\b|\bcomments?\b|\bcommentary\b|\bnarrative\b|\bnotes?\b|"
                 r"\bposition\b|\bwhere (are we|we are)\b|\bso far\b|\bto date\b|\bwhat (have we|has been) done\b|"  # noqa: E501
                 r"\bactions? (taken|completed)\b|\bachieved\b|\bachievements?\b"),
    ("rag", r"\bstatus\b|\brating\b|\bon track\b"),
    ("evidence", r"\bevidence base\b|\brationale\b|\bwhy\b|\bmodel\b|\bbackground\b"),
    ("ref", r"^(action |item |recommendation |proposal |rec |task )?"
            r"(ref|reference|id|no|number|num|item|#)( no| number)?$|^#$"),
    ("supports", r"\b(request|grant|funding|contribution)\b.*\bsupports?\b"),
    ("cost", r"\bcosts?\b|\bcosting\b|\bfunding\b|\bfunded\b|\bbudget\b|£|\bcontribution\b|"
             r"\bgrant\b|\bamount\b|\bspend\b|\bprice\b"),
    ("target", r"\bknow\b|\bsuccess\b"),
    ("start", r"\bstart( date)?\b|\bcommence(s|ment)?\b"),
    ("date", r"\bdates?\b|\bdue\b|\btime ?scales?\b|\btime ?lines?\b|\btime ?frames?\b|"
             r"^by$|\bfinish\b|^ends?$|\bdeadlines?\b|\bwhen\b|\btiming\b|\bcompletion\b|\bcomplete by\b|\bdelivered by when\b"),  # noqa: E501
    ("lead", r"\bleads?\b|\bowners?\b|\bresponsible\b|\bresponsibility\b|\baccountable\b|\bwho\b|"
             r"\bwhom\b|\bofficers?\b|\bdelivered by\b|\bsponsor\b|\bassigned\b|\baccountability\b"),  # noqa: E501
    ("target", r"\btargets?\b|\bmilestones?\b|\bmeasures?\b|\bmeasurement\b|\bindicators?\b|\bkpis?\b|"  # noqa: E501
               r"\bmetrics?\b|\bdeliverables?\b|\boutputs?\b|\bexpected (outcomes?|impact|results?)\b|"  # noqa: E501
               r"\bevidence of\b"),
    ("recommendation", r"\brecommendations?\b"),
    ("response", r"\bresponse\b"),
    ("action", r"\bactions?\b|\bwhat\b|\btasks?\b|\bactivity\b|\bactivities\b|\bproposals?\b|\bsteps?\b|"  # noqa: E501
               r"\binitiatives?\b|\binterventions?\b|\bcommitments?\b|\bprojects?\b|\bwe will\b"),
    ("section", r"\bthemes?\b|\bpriority\b|\bpriorities\b|\bworkstreams?\b|\bobjectives?\b|\baims?\b|"  # noqa: E501
                r"\bstrand\b|\bpillar\b|\bambitions?\b|\bgoals?\b|\bfocus area\b|\barea of focus\b|"
                r"\bcategory\b|\boutcomes?\b"),
    ("impact", r"\bimpact\b|\bbenefits?\b"),
    ("evidence", r"\bevidence\b"),
    ("other", r"\bpartners?\b|\brisks?\b|\bhow\b|\bresources?\b"),
)  # fmt: skip
_WORDS = [
    "action",
    "actions",
    "recommendation",
    "recommendations",
    "proposal",
    "proposals",
    "activity",
    "activities",
    "lead",
    "leads",
    "owner",
    "responsible",
    "responsibility",
    "accountable",
    "officer",
    "timescale",
    "timescales",
    "timeline",
    "timeframe",
    "deadline",
    "completion",
    "review",
    "target",
    "targets",
    "milestone",
    "milestones",
    "measure",
    "measures",
    "indicator",
    "indicators",
    "success",
    "progress",
    "update",
    "updates",
    "comments",
    "status",
    "rating",
    "funding",
    "budget",
    "contribution",
    "theme",
    "priority",
    "objective",
    "outcome",
    "outcomes",
    "services",
    "reporting",
]
_COMPILED = [(role, re.compile(rule)) for role, rule in _RULES]
_ACTION = dict(_COMPILED)["action"]
# What stands in cells and not in names of columns: years, sums, phases, lists
_CONTENT = re.compile(r"\d{4}|\d%|£\s?\d|;|\byears?\s*\d[^|]*:", re.IGNORECASE)


@lru_cache(maxsize=4096)
def role_of(header: str) -> str:
    """The role of a column by its header; "" where no word of it is known.

    >>> [role_of(h) for h in ("Target/ review date", "Responsble lead(s)", "Action Targets")]
    ['date', 'lead', 'target']
    """
    words = _respelt(words_of(header))
    for role, rule in _COMPILED:
        if rule.search(words):
            return role
    return ""


def _respelt(header: str) -> str:
    text = re.sub(r"\((s|es)\)", r"\1", header.lower())
    tokens = re.findall(r"[^\W_]+|£|#", text)
    return " ".join(_known_word(token) for token in tokens)


def _known_word(token: str) -> str:
    if len(token) < 5 or token in _WORDS or token == "successful":
        return token
    near = process.extractOne(token, _WORDS, scorer=fuzz.ratio, score_cutoff=84)
    return near[0] if near else token


def roles_of_header(headers: list[str]) -> list[str]:
    """The roles of a header row, settled among themselves.

    A recommendation beside a proposed action is the action, and the proposed action the
    response to it. An outcome that stands after the action is what is to be achieved.
    """
    roles = [role_of(header) if header.strip() else "" for header in headers]
    if "recommendation" in roles:
        roles = ["response" if role == "action" else role for role in roles]
        roles = ["action" if role == "recommendation" else role for role in roles]
    if "action" not in roles:  # "Milestone / action" in a table without another
        named = [
            at
            for at, header in enumerate(headers)
            if roles[at] == "target" and _ACTION.search(_respelt(words_of(header)))
        ]
        roles = ["action" if at in named[:1] else role for at, role in enumerate(roles)]
    if "action" in roles:
        first = roles.index("action")
        roles = [
            "target" if role == "section" and at > first else role for at, role in enumerate(roles)
        ]
        roles = [
            "response" if role == "action" and at > first else role for at, role in enumerate(roles)
        ]
    return roles


def is_header(texts: list[str]) -> bool:
    """Does a row of cells name columns rather than fill them?"""
    if max(map(len, texts), default=0) > 400 or len(texts) > 60:
        return False
    return _is_header(tuple(texts))


@lru_cache(maxsize=8192)
def _is_header(texts: tuple[str, ...]) -> bool:
    filled = [words_of(text) for text in texts if words_of(text)]
    if len(filled) < 2 or any(len(text) > 90 or len(text.split()) > 12 for text in filled):
        return False
    if any(_CONTENT.search(text) for text in filled):
        return False
    roles = roles_of_header(filled)
    known = [role for role in roles if role]
    # "other", "impact" and "evidence" are words of prose as well and prove nothing alone
    telling = [role for role in known if role not in ("other", "impact", "evidence")]
    if len(set(telling)) < 2 or len(known) / len(filled) < 0.6 or len(telling) / len(filled) < 0.5:
        return False
    sentences = sum(text.endswith(".") and len(text.split()) > 5 for text in filled)
    return sentences == 0 and bool(
        set(telling) & {"action", "target", "ref", "progress", "response"}
    )


def names_columns(cells: list[Cell]) -> bool:
    """Does a row look like a header, whether or not its words are known: short names throughout?"""
    filled = [words_of(cell.text) for cell in cells if words_of(cell.text)]
    return (
        len(filled) >= 2
        and len(filled) >= 0.8 * len(cells)
        and all(len(text.split()) <= 5 and not re.search(r"\d|£|[.;]$", text) for text in filled)
        and all(text[:1].isupper() or not text[:1].isalpha() for text in filled)
    )
