"""What a notebook's outputs carry beside what a reader sees: findings and tables, for the run.

A notebook shows a finding or a table with a second, machine-readable form. The run reads it from
the executed notebook, so that what is recorded is what was shown.
"""

import json

FINDINGS = "application/vnd.best-start.findings+json"
TABLES = "application/vnd.best-start.tables+json"


def bundle_of(part) -> dict:
    """The forms in which a thing shows itself, by kind."""
    if hasattr(part, "_repr_mimebundle_"):
        return part._repr_mimebundle_()
    return {"text/html": part._repr_html_(), "text/plain": repr(part)}


def joined(bundles: list[dict]) -> dict:
    """Several things shown as one: their markup one after the other, their records together."""
    markup = "".join(bundle.get("text/html", "") for bundle in bundles)
    if not markup:
        return {"text/plain": ""}
    shown = {
        "text/html": markup,
        "text/plain": "\n".join(bundle["text/plain"] for bundle in bundles),
    }
    for kind in (FINDINGS, TABLES):
        found = [record for bundle in bundles for record in json.loads(bundle.get(kind, "[]"))]
        if found:
            shown[kind] = json.dumps(found)
    return shown


def recorded(nb: dict, kind: str) -> list[dict]:
    """Everything of one kind that an executed notebook's outputs carry, in order."""
    found = []
    for cell in nb["cells"]:
        for output in cell.get("outputs", []):
            record = output.get("data", {}).get(kind)
            if record:
                found += json.loads(record) if isinstance(record, str) else record
    return found
