"""The command best-start. No logic here: it reads words, calls the package, prints sentences."""

import sys
from typing import Annotated

import typer

from analysis.errors import BestStartError
from analysis.paper_commands import papers

HELP = """Quarterly findings on Best Start in Life and improvement plans.

Notebooks are run for a quarter and its areas, and every figure leads to its source.

\b
A first quarter, in three commands:
  best-start check          are the tables and parameters sound?
  best-start run            make the newest quarter's reports
  (open the index.html that it names)

\b
The next quarter:
  best-start new-quarter 2025-26-Q4     write its parameter file from the latest
  (edit params/2025-26-Q4.yaml: set as_at, add areas or indicators)
  best-start run 2025-26-Q4

\b
To send or publish a quarter (README, Publishing):
  best-start pack 2025-26-Q3                  one zip
  best-start pack 2025-26-Q3 --single-file    one page for each area

\b
Less than everything, and what changed:
  best-start run 2025-26-Q1 --area Havering --notebook 02_cost_splits
  best-start compare 2025-26-Q1 2025-26-Q3

A report uses what was published by its quarter's as_at date, so an old quarter can be run again
and gives the figures it gave then.
"""

STOPPED = 130  # the exit code of a command that was ended from the keyboard

app = typer.Typer(
    help=HELP, no_args_is_help=True, add_completion=False, rich_markup_mode=None,
    pretty_exceptions_enable=False,
)  # fmt: skip
Quarter = Annotated[
    str, typer.Argument(help="A quarter such as 2025-26-Q3; the newest if not given.")
]
Areas = Annotated[list[str], typer.Option("--area", help="Only this area. May be given again.")]
Notebooks = Annotated[
    list[str], typer.Option("--notebook", help="Only this notebook. May be given again.")
]


@app.command()
def run(
    quarter: Quarter = "",
    area: Areas = [],  # noqa: B006
    notebook: Notebooks = [],  # noqa: B006
    force: Annotated[bool, typer.Option("--force", help="Make reports again that stand.")] = False,
    engine: Annotated[
        str, typer.Option(help="best-start (warm processes) or kernel (an ordinary kernel each).")
    ] = "",
    workers: Annotated[
        int, typer.Option(help="How many reports at once; as many as there are cores if 0.")
    ] = 0,
    timeout: Annotated[float, typer.Option(help="Seconds that one report may take.")] = 600.0,
    scheduler: Annotated[
        str, typer.Option(help="Make them on a Dask cluster: tcp://HOST:8786. See docs/scale.md.")
    ] = "",
) -> None:
    """Make a quarter's reports, and print where their index is.

    Everything is checked before anything runs. A notebook that fails does not stop the others:
    its page says what went wrong and the index lists it. The exit code is 0 only if every report
    asked for stands.

    \b
    Only what changed is made: a report stands while its notebook, its parameters, the code and
    exactly the rows it reads are as they were. So a run that was stopped goes on where it was.
      best-start run 2025-26-Q3                     what is missing or has changed
      best-start run 2025-26-Q3 --force             everything
      best-start run 2025-26-Q3 --area Havering     one area

    Each report is made in a process of its own, forked from one that has imported everything;
    where that cannot be done (Windows), or with --engine kernel, in an ordinary kernel.
    """
    from analysis.params import newest_quarter
    from analysis.progress import ProgressBar
    from analysis.project import find_project
    from analysis.reporting.run import run_quarter
    from analysis.reporting.where import Where

    project = find_project()
    label = quarter or newest_quarter(project)
    with ProgressBar(label) as bar:
        summary = run_quarter(
            project,
            label,
            areas=area,
            notebooks=notebook,
            force=force,
            where=Where(engine=engine, workers=workers, seconds=timeout, scheduler=scheduler),
            starting=bar.start,
            done=bar.step,
        )
    typer.echo(f"{label}: {summary.sentence}")
    typer.echo(f"Open {summary.index}")
    if not summary.complete:
        raise typer.Exit(1)


@app.command()
def pack(
    quarter: Quarter = "",
    single_file: Annotated[
        bool,
        typer.Option(
            "--single-file", help="One page for each area, in reports/QUARTER-single, and no zip."
        ),
    ] = False,
) -> None:
    """Put a quarter's reports into one file to send.

    Writes reports/QUARTER.zip: the index, every report, the data as spreadsheets and CSV files,
    and the record of the run. The executed notebooks and working files are not in it. The same
    reports give the same file, to the byte.

    \b
    By email, to people who will unpack it:   best-start pack 2025-26-Q3
    By email, one page for each area:         best-start pack 2025-26-Q3 --single-file

    It refuses, and says which, while a report of the quarter failed, was not run, or was made
    from other parameters, tables or code than those here now: run the quarter first.
    """
    from analysis.params import newest_quarter
    from analysis.project import find_project
    from analysis.reporting.pack import pack_quarter, pack_single_files

    project = find_project()
    label = quarter or newest_quarter(project)
    typer.echo((pack_single_files if single_file else pack_quarter)(project, label))


@app.command()
def check(quarter: Quarter = "") -> None:
    """Validate tables, parameters and notebooks, and run nothing.

    Without a quarter, every quarter that has a parameter file is checked.
    """
    from analysis.params import shipped_quarters
    from analysis.project import find_project
    from analysis.reporting.remake import check_quarter

    project = find_project()
    for label in [quarter] if quarter else shipped_quarters(project):
        opened = check_quarter(project, label)
        settings = opened.settings
        rows = sum(len(table) for table in opened.tables.values())
        typer.echo(
            f"{label}: sound. As at {settings.as_at}; {len(settings.areas)} areas, "
            f"{len(settings.notebooks)} notebooks; {len(opened.tables)} tables, with {rows:,} rows "
            "published by then."
        )


@app.command("new-quarter")
def new_quarter(
    quarter: Annotated[str, typer.Argument(help="The quarter to begin, such as 2025-26-Q4.")],
    every: Annotated[
        bool,
        typer.Option(
            "--every-authority", help="Name every authority that data/ has neighbours of."
        ),
    ] = False,
) -> None:
    """Write the next parameter file from the latest one.

    Only its quarter and its date differ: as_at becomes the last day of the quarter. Edit it
    before you run it. A file that is already there is never written over.
    """
    from analysis.new_quarter import write_new_quarter
    from analysis.project import find_project

    path, before = write_new_quarter(find_project(), quarter, every=every)
    typer.echo(f"Wrote {path} from {before}. Set as_at, then: best-start run {quarter}")


@app.command()
def compare(
    earlier: Annotated[str, typer.Argument(help="The earlier quarter, such as 2025-26-Q1.")],
    later: Annotated[str, typer.Argument(help="The later quarter, such as 2025-26-Q3.")],
) -> None:
    """Say what changed between two quarters that have been run.

    Each figure is new, revised, improved, worsened, moved, unchanged, no longer reported, or has
    reached its target. The page and its table are written beside the later quarter's reports, and
    its index says how many of each there are.
    """
    from analysis.project import find_project
    from analysis.reporting.remake import compare as compare_runs

    counts, page = compare_runs(find_project(), earlier, later)
    typer.echo(f"{earlier} to {later}: " + "; ".join(f"{n} {what}" for what, n in counts.items()))
    typer.echo(f"Open {page}")


@app.command("import")
def import_figures(
    folder: Annotated[str, typer.Argument(help="The folder that holds the published files.")],
    apply: Annotated[
        bool, typer.Option("--write", help="Write the tables; without it, only compare.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--every-authority", help="Take every authority of England.")
    ] = False,
) -> None:
    """Read the published files and compare them with data/, or write data/ anew.

    The files must be those in data/sources.csv, to the checksum; they may lie at any depth in
    the folder. Every caveat and mark of a file is reported. Kept are the areas that data/ is
    about, their statistical neighbours, the regions and England; with --every-authority, all.

    \b
    Reports for every authority:
      best-start import FOLDER --every-authority --write
      best-start new-quarter 2025-26-Q4 --every-authority
      best-start run 2025-26-Q4
    """
    from analysis.importing import import_official
    from analysis.project import find_project

    for sentence in import_official(find_project(), folder, write=apply, every=every):
        typer.echo(sentence)


app.add_typer(papers)


def main() -> None:
    """Run the command; refuse in one sentence, without a traceback."""
    try:
        app()
    except BestStartError as error:
        print(f"best-start: {error}", file=sys.stderr)
        raise SystemExit(1) from None
    except SystemExit as end:
        if end.code == STOPPED:
            print("best-start: stopped. Finished reports are kept.", file=sys.stderr)
        raise


if __name__ == "__main__":
    main()
