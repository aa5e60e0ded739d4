"""A papermill engine that runs each notebook in a fresh process forked from a warm one.

Starting a kernel and importing pandas and matplotlib costs several times what a report's own work
costs. Here one server process has imported them already; each notebook runs in a child forked
from it, in an IPython shell, and nothing of one notebook is left for the next.

Papermill finds the engine under its entry point: ``papermill --engine best-start in.ipynb
out.ipynb``. It loads every entry point while it is itself being imported, so nothing of papermill
is imported at the top of this file: whichever of the two comes first, neither breaks the other.
"""


class WarmEngine:
    """Runs a notebook's cells in a child of its own; where this process is one, in this.

    An engine as papermill means it (`papermill.engines.Engine`), by its methods.
    """

    @classmethod
    def execute_notebook(cls, nb, kernel_name, **options):
        """Run a notebook, with papermill's own account of it."""
        from papermill.engines import Engine

        return Engine.execute_notebook.__func__(cls, nb, kernel_name, **options)

    @classmethod
    def nb_kernel_name(cls, nb, name=None) -> str:
        from papermill.utils import nb_kernel_name

        return nb_kernel_name(nb, name)

    @classmethod
    def nb_language(cls, nb, language=None) -> str:
        from papermill.utils import nb_language

        return nb_language(nb, language)

    @classmethod
    def execute_managed_notebook(
        cls, nb_man, kernel_name, log_output=False, execution_timeout=None, **others
    ) -> None:
        """Run every cell of a notebook and record what it shows.

        Parameters
        ----------
        nb_man
            Papermill's manager of the notebook, told as each cell starts and ends.
        kernel_name
            The kernel for a notebook that is not in Python, or for a system that cannot fork:
            papermill's own engine runs those.
        execution_timeout
            Seconds that one cell may take; without it, as long as it takes.
        """
        from papermill.engines import NBClientEngine

        from analysis.reporting.processes.children import is_child
        from analysis.reporting.where import can_fork

        if not can_fork() or cls.nb_language(nb_man.nb) != "python":
            NBClientEngine.execute_managed_notebook(
                nb_man,
                kernel_name,
                log_output=log_output,
                execution_timeout=execution_timeout,
                **others,
            )
        elif is_child():
            from analysis.reporting.processes.shell import run_managed

            run_managed(nb_man)
        else:
            from analysis.reporting.processes.one_notebook import run_in_child

            run_in_child(nb_man, seconds=execution_timeout, log_output=log_output, **others)
