"""Run notebooks, turn them into pages, and put a quarter's pages together.

jsonschema, which nbformat imports, builds a grammar of international addresses while it is
imported: a second and a half of every process here, for a format that no notebook has. It does
without where that package is not there, and here it is not.
"""

import sys

sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
