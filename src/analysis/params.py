"""A quarter's parameters: read one YAML file, check it, refuse what cannot be meant."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictStr, ValidationError

from analysis.errors import ParamsError
from analysis.params_file import read_text, read_yaml
from analysis.periods import Quarter, parse_quarter
from analysis.project import Project, find_project

NOTEBOOKS = (
    "01_indicator_gaps",
    "02_cost_splits",
    "03_disadvantage_gaps",
    "04_plan_progress",
    "05_target_trajectories",
)
Share = Annotated[int, Field(ge=1, le=100, strict=True)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Comparators(_Strict):
    """What an area's figures are set beside."""

    country: StrictStr
    region: StrictBool
    neighbours: StrictStr


class CostRules(_Strict):
    """How the money is reconciled and profiled."""

    tolerance_pounds: Annotated[int, Field(ge=0, strict=True)]
    grant_shortfalls_percent: Annotated[list[Share], Field(min_length=1)]


class PlanRules(_Strict):
    """How a plan's actions are judged: what is soon, the rule's cut-offs, when year 1 began."""

    due_soon_days: Annotated[int, Field(ge=1, le=366, strict=True)]
    rag_amber_points_behind: Annotated[int, Field(ge=0, le=99, strict=True)]
    rag_red_points_behind: Annotated[int, Field(ge=1, le=100, strict=True)]
    anchor_years: dict[StrictStr, Annotated[date, Field(strict=True)]]


class QuarterParams(_Strict):
    """Everything in `params/<quarter>.yaml`."""

    quarter: StrictStr
    as_at: Annotated[date, Field(strict=True)]
    confidence: Annotated[float, Field(gt=0.5, lt=1, strict=True)]
    areas: Annotated[list[StrictStr], Field(min_length=1)]
    notebooks: Annotated[list[StrictStr], Field(min_length=1)]
    indicators: Annotated[list[StrictStr], Field(min_length=1)]
    comparators: Comparators
    costs: CostRules
    plans: PlanRules


@dataclass(frozen=True)
class Params:
    """One report's parameters: a quarter's file and the area it is read for."""

    project: Project
    quarter: Quarter
    area: str
    settings: QuarterParams

    @property
    def as_at(self) -> date:
        return self.settings.as_at


def load_params(quarter: str, area: str, project: Project | None = None) -> Params:
    """The parameters of one report.

    Raises
    ------
    ParamsError
        If the quarter is not one or has no file, the file breaks a rule, or the area is not
        one of the quarter's areas.
    """
    if not isinstance(quarter, str) or not isinstance(area, str):
        raise ParamsError(
            "quarter and area are text: give them in quotes, "
            'such as quarter = "2025-26-Q3" and area = "Havering".'
        )
    project = project or find_project()
    settings = load_quarter(quarter, project)
    if area not in settings.areas:
        raise ParamsError(
            f'"{area}" is not an area of {quarter}: choose one of {", ".join(settings.areas)}, '
            f"or add it to params/{quarter}.yaml."
        )
    return Params(project, parse_quarter(quarter), area, settings)


def load_quarter(quarter: str, project: Project) -> QuarterParams:
    """The settings of one quarter, checked."""
    parse_quarter(quarter)
    path = project.params / f"{quarter}.yaml"
    if not path.is_file():
        raise ParamsError(f"There is no params/{quarter}.yaml{_how_to_get_it(quarter, project)}")
    return parse_settings(read_text(path), path)


def _how_to_get_it(quarter: str, project: Project) -> str:
    have = shipped_quarters(project)
    named = f" (there are: {', '.join(have) or 'none'})."
    if have and parse_quarter(quarter) > parse_quarter(have[0]):
        return f"{named} best-start new-quarter {quarter} writes it."
    return f"{named} Copy the earliest of these under that name, and set quarter and as_at in it."


def parse_settings(text: str, path: Path) -> QuarterParams:
    """Check the text of a parameter file.

    Raises
    ------
    ParamsError
        For text that is not YAML, an unknown, missing or repeated key, a code that YAML turned
        into a number, an unknown notebook, or a file that is named for another quarter.
    """
    where = f"params/{path.name}"
    settings = _validated(read_yaml(text, where), where)
    try:
        quarter = parse_quarter(settings.quarter)
    except ParamsError as error:
        raise ParamsError(f"{where}: {error}") from None
    if settings.quarter != path.stem:
        raise ParamsError(
            f'{where} says quarter: "{settings.quarter}" and must say the quarter of its name, '
            f'"{path.stem}".'
        )
    if settings.as_at < quarter.start:
        raise ParamsError(
            f"{where}: as_at {settings.as_at} is before the quarter begins, "
            f"and may be {quarter.start} or later."
        )
    rules = settings.plans
    if rules.rag_red_points_behind <= rules.rag_amber_points_behind:
        raise ParamsError(
            f"{where}: plans.rag_red_points_behind is {rules.rag_red_points_behind} and must be "
            "above "
            f"plans.rag_amber_points_behind, {rules.rag_amber_points_behind}."
        )
    unknown = [name for name in settings.notebooks if name not in NOTEBOOKS]
    if unknown:
        raise ParamsError(
            f'{where}: "{unknown[0]}" is not a notebook; there are {", ".join(NOTEBOOKS)}.'
        )
    for name in ("areas", "notebooks", "indicators"):
        entries = getattr(settings, name)
        repeated = [entry for entry in entries if entries.count(entry) > 1]
        if repeated:
            raise ParamsError(f'{where}: {name} names "{repeated[0]}" twice; name it once.')
    return settings


def _validated(raw: dict, where: str) -> QuarterParams:
    try:
        return QuarterParams.model_validate(raw)
    except ValidationError as error:
        # a mistyped key is named before the key that it leaves missing
        faults = sorted(error.errors(), key=lambda fault: fault["type"] != "extra_forbidden")
        raise ParamsError(f"{where}: {_sentence(faults[0])}") from None


def _sentence(fault: dict) -> str:
    names = [str(part) for part in fault["loc"] if not isinstance(part, int)]
    key, stands = ".".join(names), fault["input"]
    if fault["type"] == "extra_forbidden":
        model = _SECTIONS.get(names[0])
        known = ", ".join((model if model and len(names) > 1 else QuarterParams).model_fields)
        return f'the key "{key}" is not known; the keys there are {known}.'
    if fault["type"] == "missing":
        return f'the key "{key}" is missing; add it, as in the quarter before.'
    if stands is None:
        return f"{key} is blank; give it a value, as in the quarter before."
    if fault["type"] == "string_type" and not isinstance(stands, list | dict):
        example = _EXAMPLES.get(names[0], '"Havering"')
        return (
            f"{key} must be text and YAML read {stands!r} as a number or a date: put what you "
            f"wrote in quotes, such as {example}."
        )
    right = _RIGHT.get(".".join(names[:2]) if names[:2] == ["plans", "anchor_years"] else key)
    return (
        f"{key} has {_as_written(stands)} and must be {right}."
        if right
        else (f"{key} has {_as_written(stands)}: {fault['msg'].lower()}.")
    )


_SECTIONS = {"comparators": Comparators, "costs": CostRules, "plans": PlanRules}
_EXAMPLES = {"quarter": '"2025-26-Q3"', "indicators": '"gld"', "notebooks": '"02_cost_splits"'}
_RIGHT = {
    "as_at": "a date such as 2025-12-31, without quotes",
    "confidence": "a number above 0.5 and below 1, such as 0.95",
    "areas": "a list of at least one area",
    "notebooks": "a list of at least one notebook",
    "indicators": "a list of at least one indicator",
    "comparators": "the keys country, region and neighbours",
    "comparators.region": "true or false",
    "costs": "the keys tolerance_pounds and grant_shortfalls_percent",
    "costs.tolerance_pounds": "whole pounds from 0",
    "costs.grant_shortfalls_percent": "a list of whole percentages from 1 to 100, each once",
    "plans": f"the keys {', '.join(PlanRules.model_fields)}",
    "plans.due_soon_days": "whole days from 1 to 366",
    "plans.rag_amber_points_behind": "whole percentage points from 0 to 99",
    "plans.rag_red_points_behind": "whole percentage points from 1 to 100",
    "plans.anchor_years": "for a plan's id the first day of its year 1, without quotes, such as "
    "havering_best_start: 2025-09-01, or {} for none",
}


def _as_written(stands: object) -> str:
    return "nothing in it" if stands == [] else repr(stands)


def shipped_quarters(project: Project) -> list[str]:
    """The quarters that have a parameter file, oldest first."""
    found = []
    for path in project.params.glob("*.yaml"):
        try:
            found.append(parse_quarter(path.stem))
        except ParamsError as error:
            raise ParamsError(f"params/{path.name} is not named for a quarter. {error}") from None
    return [quarter.label for quarter in sorted(found)]


def quarters_before(settings: QuarterParams, project: Project) -> list[str]:
    """The quarters that have a parameter file and come before one, oldest first."""
    this = parse_quarter(settings.quarter)
    return [label for label in shipped_quarters(project) if parse_quarter(label) < this]


def newest_quarter(project: Project) -> str:
    """The latest quarter that has a parameter file."""
    quarters = shipped_quarters(project)
    if not quarters:
        raise ParamsError("params holds no quarter: best-start new-quarter writes one.")
    return quarters[-1]
