"""One family of errors. Each message is a sentence: what, where, and what would be right."""


class BestStartError(Exception):
    """Anything this package refuses. The command line prints the message and no traceback."""


class SourceError(BestStartError):
    """A published file that cannot be read as what it should be."""


class TableError(BestStartError):
    """A table in data/ that breaks its schema."""


class ParamsError(BestStartError):
    """A parameter file, quarter or area that cannot be used."""


class NotebookError(BestStartError):
    """A notebook that cannot be run as it stands."""


class RunError(BestStartError):
    """A run that cannot start or cannot write its reports."""


class DisclosureError(BestStartError):
    """A table that cannot be published without giving a protected count away."""
