"""What the fork server does once, so that no child has to: import, and rehearse a page.

Imported by the server alone. Two things are left out on purpose: `pyplot` is asked for no figure,
and the inline backend is not imported. Both keep state that every child would share, and figures
would be lost without an error. No thread is started: a forked child has none but its own.
"""

import gc
import pkgutil
from importlib import import_module

import nbformat

import analysis.calculations
import analysis.presentation

# Imported late by what uses them, so that naming their users would not be enough.
LATE = (
    "IPython.core.application",
    "IPython.core.completer",
    "IPython.core.completerlib",
    "IPython.core.crashhandler",
    "IPython.core.logger",
    "IPython.core.magics",
    "IPython.core.oinspect",
    "bdb",
    "encodings.unicode_escape",
    "jinja2.ext",
    "latex2mathml.converter",
    "matplotlib.backends.backend_svg",
    "mistune.plugins.def_list",
    "mistune.plugins.task_lists",
    "mistune.plugins.url",
    "pandas.core.reshape.reshape",
    "papermill.execute",
    "pyarrow.pandas_compat",
    "scipy.optimize",
    "scipy.stats",
    "xlsxwriter.workbook",
    "gptables",
)
OURS = (
    "analysis.quarter",
    "analysis.reporting.data_files.downloads",
    "analysis.reporting.make",
    "analysis.reporting.processes.shell",
)


def import_all() -> None:
    """Import what a notebook, its page and its downloads use."""
    for name in (*LATE, *OURS):
        import_module(name)
    for package in (analysis.calculations, analysis.presentation):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)


def rehearse() -> None:
    """Make a page once: templates, patterns, validators and fonts are then ready for every child.

    The chart is drawn without pyplot, by a canvas that writes SVG: it leaves nothing open.
    """
    from analysis.presentation.chart import Chart, drawing, ticks
    from analysis.reporting.pages.page_gate import page_faults
    from analysis.reporting.pages.render import report_page

    with drawing(4, 3) as figure:
        axes = figure.panel
        axes.plot([1, 2], [1, 2], label="a")
        ticks(axes.xaxis, [1, 2], ["a", "b"])
        figure.key(columns=1)
        chart = Chart(figure, headline="a", subtitle="b", alt="a line from one to two")
    shown = nbformat.v4.new_output("execute_result", data={"text/html": chart._repr_html_()})
    nb = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# A\n\nWords, $p$ and [a link](https://example.org)."),
            nbformat.v4.new_code_cell("a", outputs=[shown]),
        ]
    )
    about = {"notebook": "01_indicator_gaps", "quarter": "2025-26-Q3", "area": "A"}
    page_faults(report_page(nb, **about, footer="A", links=[]))


import_all()
rehearse()
gc.collect()
gc.freeze()  # a child never looks through what was here before it, and so never copies it
