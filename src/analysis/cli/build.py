"""`ketnap brief` and `ketnap build`: from parameters to briefs, with a progress bar."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analysis.reporting.catalogue import FORMATS
from analysis.text.languages import LANGUAGES

if TYPE_CHECKING:
    from analysis.reporting.batch import Order, Outcome

_OUT = click.option(
    "--out", type=click.Path(path_type=Path), help="Output folder.  [default: reports/output of the project]"
)


@click.command(epilog="\b\nExample:\n  ketnap brief dak-lak binh-thuan --year 2023 --lang vi --format pdf")
@click.argument("areas", nargs=-1, required=True, metavar="AREA...")
@click.option("--year", type=int, required=True, help="Calendar year.")
@click.option("--lang", "langs", type=click.Choice(LANGUAGES), multiple=True, help="Language; may be repeated.")
@click.option("--as-of", default="", metavar="DATE", help="Edition: only sources published by this day (2023-10-13).")
@click.option("--format", "formats", type=click.Choice(FORMATS), multiple=True, help="Format; may be repeated.")
@_OUT
def brief(
    areas: tuple[str, ...], year: int, langs: tuple[str, ...], as_of: str, formats: tuple[str, ...], out: Path | None
) -> None:
    """Build the brief of one or more areas.

    AREA is a code (dak-lak) or a name ("Đắk Lắk"). Without --lang and --format all of them are built.
    """
    from analysis.paths import find_project
    from analysis.reporting.batch import plan_orders
    from analysis.reporting.catalogue import find_reports, load_catalogue

    project = find_project()
    (report,) = find_reports(load_catalogue(project), ["province-brief"])
    wanted = [
        (report, {"area": area, "year": year, "lang": lang, "as_of": as_of})
        for area in areas
        for lang in langs or LANGUAGES
    ]
    _run(plan_orders(wanted, out or project.output, formats))


@click.command(epilog="\b\nExample:\n  ketnap build province-brief")
@click.argument("reports", nargs=-1, metavar="[REPORT]...")
@_OUT
def build(reports: tuple[str, ...], out: Path | None) -> None:
    """Build the briefs that the catalogue reports/reports.yml asks for, of all reports or of those named."""
    from analysis.paths import find_project
    from analysis.reporting.batch import plan_orders
    from analysis.reporting.catalogue import find_reports, load_catalogue

    project = find_project()
    chosen = find_reports(load_catalogue(project), reports)
    wanted = [(report, parameters) for report in chosen for parameters in report.briefs]
    _run(plan_orders(wanted, out or project.output))


def _run(orders: Sequence[Order]) -> None:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from analysis.reporting.batch import build_briefs

    # Per brief: run, publish, and one step a format.
    steps = sum(2 + len(order.formats) for order in orders)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("starting", total=steps)
        started: list[str] = []

        def on_step(order: Order, step: str) -> None:
            progress.update(task, description=f"{order.folder.name}: {step}", completed=len(started))
            started.append(step)

        outcomes = build_briefs(orders, on_step)
        progress.update(task, description="done", completed=steps)
    _report(outcomes)


def _report(outcomes: Sequence[Outcome]) -> None:
    for outcome in outcomes:
        for file in outcome.files:
            click.echo(_shown(file))
    failed = [outcome for outcome in outcomes if outcome.error]
    for outcome in failed:
        click.echo(f"ketnap: {outcome.order.name}: {outcome.error}", err=True)
    if failed:
        click.echo(f"ketnap: {len(failed)} of {len(outcomes)} briefs failed", err=True)
        if "--debug" in sys.argv:
            raise next(outcome.error for outcome in failed if outcome.error)
        click.get_current_context().exit(1)


def _shown(file: Path) -> Path:
    return file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file
