"""The commands that read councils' papers. No logic here either."""

from typing import Annotated

import typer

papers = typer.Typer()


@papers.command("import-plan")
def import_plan_paper(
    file: Annotated[
        str, typer.Argument(help="The paper: .txt, .md, .html, .docx, .xlsx, .ods or .pdf.")
    ],
    plan: Annotated[
        str, typer.Option("--plan", help="The plan's id, such as havering_best_start.")
    ],
    council: Annotated[
        str, typer.Option("--council", help="Its area, for a plan that data/plans.csv lacks.")
    ] = "",
    to: Annotated[
        str, typer.Option("--to", help="Folder to write into; data/raw/plans/... if not given.")
    ] = "",
    previous: Annotated[
        str, typer.Option("--previous", help="Folder of an earlier import, whose ids are kept.")
    ] = "",
) -> None:
    """Read a council's paper: its actions, dates, leads, targets, ratings and money.

    Writes actions.csv and its companions, targets.csv, costs.csv, cost_totals.csv, texts.csv (the
    paper's own words) and the account of every line: reading.csv, and reading.html to read.
    Nothing is guessed in silence: open reading.html and look at the marked lines.
    """
    from analysis.plan_import import import_plan
    from analysis.progress import PageBar
    from analysis.project import find_project

    with PageBar("Reading") as bar:
        said = list(
            import_plan(
                find_project(), file, plan, council=council, to=to, previous=previous, step=bar.page
            )
        )
    for sentence in said:
        typer.echo(sentence)


@papers.command("compare-plans")
def compare_two_papers(
    old: Annotated[str, typer.Argument(help="Folder of the earlier paper's import.")],
    new: Annotated[str, typer.Argument(help="Folder of the newer paper's import.")],
) -> None:
    """Say what changed between two papers of one plan.

    \b
    Both are folders that import-plan wrote:
      best-start import-plan spring.docx --plan borough --to spring
      best-start import-plan summer.docx --plan borough --to summer --previous spring
      best-start compare-plans spring summer

    Actions that are new, dropped or reworded; dates that moved, and by how many days; ratings;
    leads; actions whose date had passed and was not moved; and actions of which rating, date and
    words of progress are all as before. Where both folders hold reported.csv (target_id, value),
    the targets that were met since. Nothing is written.
    """
    from analysis.plan_compare import compare_plans

    for sentence in compare_plans(old, new):
        typer.echo(sentence)


@papers.command("check-claims")
def check_stated_figures(
    file: Annotated[
        str, typer.Argument(help="The paper: .txt, .md, .html, .docx, .xlsx, .ods or .pdf.")
    ],
) -> None:
    """Work out again the figures that a paper states, and say which do not follow.

    \b
    Looked for, in cells and in running text:
      x of y is z%                           917 of 4,460 is 21%
      a whole and its parts                  1,148: 917 and the other 231
      rows, columns and totals of a cost table
      growth, and a move from a to b         up 20% to 2,771; from 50% to 56%
      what is still needed                   target 2,771, 2,690 so far, another 81
      a percentage of a small total          25% of these 16 families

    \b
    Each comes back as one of:
      agrees                    the figures give it exactly
      agrees after rounding     within half of the last place that is printed
      disagrees                 by how much is said
      cannot be checked         a figure that it needs is not in the paper

    Nothing is written and nothing is corrected. A figure that no rule knows is not listed, so a
    paper without a disagreement is not thereby right. Counts of 1 to 7 that a percentage gives
    away are named by their line.
    """
    from analysis.claim_check import check_claims

    for sentence in check_claims(file):
        typer.echo(sentence)


@papers.command("import-register")
def import_register(
    folder: Annotated[str, typer.Argument(help="The folder that holds the registered papers.")],
    apply: Annotated[
        bool, typer.Option("--write", help="Write the tables; without it, only compare.")
    ] = False,
) -> None:
    """Make data/actions.csv and its companions from the registered papers, or compare them.

    Each paper of a plan is read; its words are replaced by the labels in data/plan_labels.csv.
    """
    from analysis.plan_register import import_registered
    from analysis.project import find_project

    for sentence in import_registered(find_project(), folder, write=apply):
        typer.echo(sentence)
