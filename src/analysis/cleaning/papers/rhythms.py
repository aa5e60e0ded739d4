"""How often something is to be reported or done."""

import re

_RHYTHMS: tuple[tuple[str, str], ...] = (
    ("eight-weekly", r"\b(?:eight|8)[- ]?weekly\b|\bevery (?:eight|8) weeks\b"),
    ("six-monthly", r"(?<![\d–-])\b(?:six|6)[- ]?monthly\b|\bevery (?:six|6) months\b|\bbi-?annual(?:ly)?\b|\btwice a year\b|\bhalf[- ]yearly\b"),  # noqa: E501
    ("quarterly", r"\bquarterly\b|\b(?:each|every) quarter\b"),
    ("termly", r"\btermly\b|\b(?:each|every) (?:school )?term\b"),
    ("monthly", r"\bmonthly\b|\b(?:each|every) month\b"),
    ("annual", r"\bannual(?:ly)?\b|\byearly\b|\b(?:each|every) year\b"),
)  # fmt: skip


def rhythms_in(text: str) -> list[str]:
    """The rhythms that a text names, in the order in which it names them.

    >>> rhythms_in("Termly visits, annual review")
    ['termly', 'annual']
    """
    masked = re.sub(r"(?:six|6)[- ]?monthly", "every six months", text, flags=re.IGNORECASE)
    masked = re.sub(r"\bbi-?annual(?:ly)?", "twice a year", masked, flags=re.IGNORECASE)
    masked = re.sub(r"\bhalf[- ]yearly", "twice a year", masked, flags=re.IGNORECASE)
    found = []
    for name, words in _RHYTHMS:
        match = re.search(words, masked, re.IGNORECASE)
        if match:
            found.append((match.start(), name))
    return [name for _, name in sorted(found)]
