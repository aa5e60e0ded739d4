"""Run a quarter: make each of its reports that is not there, or say that nothing has changed."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from analysis.params import load_quarter
from analysis.project import Project
from analysis.reporting.inputs import inputs_digest
from analysis.reporting.jobs import MADE, Job, Part, choose_jobs
from analysis.reporting.standing import standing_reports
from analysis.reporting.where import Where


@dataclass(frozen=True)
class Summary:
    """What a run came to."""

    sentence: str
    index: Path
    complete: bool


def run_quarter(
    project: Project,
    quarter: str,
    *,
    areas: list[str] | None = None,
    notebooks: list[str] | None = None,
    force: bool = False,
    where: Where | None = None,
    starting: Callable[[int], None] = lambda count: None,
    done: Callable[[Part], None] = lambda part: None,
) -> Summary:
    """Make the reports of a quarter that are not there already.

    Parameters
    ----------
    areas, notebooks
        Only these; all of the quarter's by default.
    force
        Make those too that stand and of which nothing has changed.
    where
        How they are made: see `where.Where`.
    starting, done
        Told how many reports there are to make, and then each one as it is finished.

    Raises
    ------
    BestStartError
        Before anything is run or written, for parameters, tables or notebooks that cannot be
        used, a folder that cannot be written, or a run of the same quarter under way.
    """
    asked = choose_jobs(quarter, load_quarter(quarter, project), areas or [], notebooks or [])
    folder = project.reports / quarter
    inputs = inputs_digest(project, quarter)
    standing = {} if force else standing_reports(folder, inputs)
    if standing:
        return _summary(folder, {job: (standing[job.page], "") for job in asked}, made=[])
    from analysis.reporting.remake import remake  # slow to import: a run of nothing need not wait

    states, made = remake(
        project,
        quarter,
        asked,
        force=force,
        where=where or Where(),
        inputs=inputs,
        starting=starting,
        done=done,
    )
    return _summary(folder, states, made=made)


def _summary(folder: Path, states: dict[Job, tuple[str, str]], made: list[Job]) -> Summary:
    failed = {job: message for job, (status, message) in states.items() if status == "failed"}
    return Summary(_sentence(states, made), folder / "index.html", not failed)


def _sentence(states: dict[Job, tuple[str, str]], made: list[Job]) -> str:
    """The last line of a run: what was made, what was kept, what was not made, and why."""
    good = [job for job in made if states[job][0] in MADE]
    kept = len(states) - len(made)
    text = f"{_reports(len(good))} made"
    empty = sum(states[job][0] == "nothing" for job in good)
    if empty:
        text += f" ({empty} with nothing to report)"
    if kept:
        text += f"; {kept} kept, since nothing that made them has changed"
    for job, (status, message) in states.items():
        if status == "failed":
            text += f"; not made: {job.area}, {job.notebook}: {message.rstrip('.')}"
    return text + "."


def _reports(count: int) -> str:
    return f"{count:,} report{'' if count == 1 else 's'}"
