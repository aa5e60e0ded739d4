"""Equations in a notebook's prose, as MathML: they show without a script and without a network."""

import re

# $$...$$ on its own, or $...$ with no space inside its ends; \$ is a dollar, as is one in code
_EQUATION = re.compile(
    r"(?P<code>```.*?```|`[^`\n]*`)"
    r"|(?<!\\)\$\$(?P<block>.+?)(?<!\\)\$\$"
    r"|(?<![\\$])\$(?P<inline>(?=\S)[^$\n]*?(?<=\S))(?<!\\)\$(?!\d)",
    flags=re.DOTALL,
)


def with_mathml(markdown: str) -> str:
    """Markdown whose equations are MathML.

    Examples
    --------
    >>> with_mathml("The share $p$ costs `$5`.").count("<math")
    1
    """
    return _EQUATION.sub(_replacement, markdown)


def _replacement(found: re.Match) -> str:
    if found["code"]:
        return found["code"]
    from latex2mathml.converter import convert  # slow to import: most notebooks have no equation

    if found["block"]:
        return convert(found["block"].strip(), display="block")
    return convert(found["inline"])
