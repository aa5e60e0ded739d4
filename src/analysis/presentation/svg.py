"""A drawing as matplotlib writes it, without what no reader sees: about half the size."""

import re

_NUMBER = re.compile(r"-?\d+\.\d{2,}")


def slimmed(svg: str) -> str:
    """The same picture in fewer bytes.

    Left out are the prolog, the record of the program that drew it, space between elements,
    turns by nothing, names that nothing refers to, and decimals beyond a hundredth of a point.
    """
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r' transform="rotate\(-?0 [^"]*\)"', "", svg)
    svg = re.sub(r"\s*\n\s*", " ", svg)
    svg = re.sub(r"> <", "><", svg)
    used = set(re.findall(r"#([\w.-]+)", svg))
    svg = re.sub(r' id="([^"]+)"', lambda found: found[0] if found[1] in used else "", svg)
    svg = _NUMBER.sub(lambda found: _shorter(found[0]), svg)
    return re.sub(r"<g>\s*</g>", "", svg).strip() + "\n"


def _shorter(number: str) -> str:
    text = f"{float(number):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
