"""Which section and outcome a row stands under, from the lines above it."""

import re
from dataclasses import dataclass, field

from analysis.cleaning.papers.plain import visible, words_of
from analysis.cleaning.papers.references import follows_from, numbered_heading

_TITLE = re.compile(r"\b(?:plan|appendix|strategy|report|tracker|annex)\b", re.IGNORECASE)
_OF_THE_PAPER = re.compile(
    r"(?:last |date )?(?:updated?|reviewed|revised|printed|version|draft|as at|date)\b.*\d",
    re.IGNORECASE,
)
LONGEST = 120


@dataclass
class Headings:
    """The headings in force. A repeated section heading does not end its outcome by itself:
    the next action's own number decides.
    """

    section: str = ""
    section_ref: str = ""
    outcome: str = ""
    outcome_ref: str = ""
    unsure: tuple[str, str] = ("", "")
    seen: dict[str, str] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    unnumbered: int = 0

    def take(self, text: str) -> str:
        """Take a line as heading; gives what to report of it."""
        numbered = numbered_heading(text)
        if not numbered:
            return self._take_unnumbered(plain_heading(text))
        said = []
        for word, ref, name in numbered:
            if word not in self.words:
                self.words.append(word)
            if "." in ref or (len(self.words) > 1 and self.words.index(word) > 0):
                self.outcome, self.outcome_ref, self.unsure = name, ref, ("", "")
                said.append(f"{word} {ref}")
            else:
                said.append(f"{word} {ref}" + self._take_section(ref, name))
        return " and ".join(said)

    def _take_section(self, ref: str, name: str) -> str:
        repeated = ref == self.section_ref
        if not repeated:
            self.section, self.section_ref = self.seen.setdefault(ref, name), ref
        if self.outcome_ref:
            self.unsure = (self.outcome, self.outcome_ref) if repeated else ("", "")
            self.outcome = self.outcome_ref = ""
        return ", repeated" if repeated else ""

    def _take_unnumbered(self, name: str) -> str:
        if name == self.section:
            return "section, repeated"
        self.unnumbered += 1
        self.section, self.section_ref = name, f"s{self.unnumbered}"
        self.outcome = self.outcome_ref = ""
        self.unsure = ("", "")
        return f"section {self.section_ref}"

    def settle(self, action_ref: str) -> str:
        """Which outcome an action after a repeated section heading stands under."""
        if not self.unsure[1]:
            return ""
        name, ref = self.unsure
        if follows_from(action_ref, ref):
            self.outcome, self.outcome_ref, self.unsure = name, ref, ("", "")
            return f"outcome {ref} goes on below the repeated heading"
        return (
            f"no outcome heading stands between the repeated section {self.section_ref} and this "
            f"action; the last was {ref}, from which {action_ref or 'it'} does not follow"
        )


def plain_heading(text: str) -> str:
    return words_of(visible(text).lstrip("# ")).rstrip(":").strip()


def may_be_heading(text: str) -> bool:
    """Could a line that nothing else explains be a heading?"""
    words = plain_heading(text)
    if not words or len(words) > LONGEST or re.match(r"[•\-–]", words) or words[0].islower():
        return False
    if _OF_THE_PAPER.match(words):  # "Updated: 3 October 2025" is of the paper and names no section
        return False
    return not re.search(r"[.;,]$", words) or text.lstrip().startswith("#")


def is_title(text: str) -> bool:
    """Does a heading name the whole paper rather than a section?"""
    return bool(_TITLE.search(plain_heading(text))) and not numbered_heading(text)
