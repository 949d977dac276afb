"""`ketnap brief` and `ketnap build`: from parameters to briefs."""

from __future__ import annotations

import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analysis.cli.progress import show_briefs, show_build, show_reasons
from analysis.reporting.catalogue import FORMATS
from analysis.text.languages import LANGUAGES

if TYPE_CHECKING:
    from analysis.reporting.batch import Settings
    from analysis.reporting.orders import Order

_MEGABYTE = 2**20
_TIME_HELP = "Time that a notebook may take.  [default: 300]"
_MEMORY_HELP = "Memory that a kernel may take.  [default: 2048]"
_EPILOG = """\b
A brief is built if something that it is made of changed: its notebook, its parameters,
the figures that it can see, the package's code, templates, fonts or libraries.

\b
JSON is one object: published, same, unchanged, failed, not_begun (how many briefs);
seconds; briefs, each with name, status, folder, files, reasons, seconds, and of one that
failed its error: what, where, to_do.

\b
Example:
  ketnap build
  ketnap build every-area --jobs 2 --keep-going
  ketnap build --why province-brief
"""


def _options(command: Callable[..., None]) -> Callable[..., None]:
    for option in (
        click.option("--out", type=click.Path(path_type=Path), help="Output folder.  [default: reports/output]"),
        click.option("--jobs", "-j", type=click.IntRange(1), help="Briefs built side by side.  [default: as CPUs]"),
        click.option("--force", is_flag=True, help="Build also what did not change."),
        click.option("--keep-going", is_flag=True, help="Go on also when the first 10 briefs all failed."),
        click.option("--time-limit", type=click.FloatRange(0, min_open=True), metavar="SECONDS", help=_TIME_HELP),
        click.option("--memory-limit", type=click.IntRange(512), metavar="MB", help=_MEMORY_HELP),
        click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON."),
    )[::-1]:
        command = option(command)
    return command


@click.command(epilog="\b\nExample:\n  ketnap brief dak-lak binh-thuan --year 2023 --lang vi --format pdf")
@click.argument("areas", nargs=-1, required=True, metavar="AREA...")
@click.option("--year", type=int, required=True, help="Calendar year.")
@click.option("--lang", "langs", type=click.Choice(LANGUAGES), multiple=True, help="Language; may be repeated.")
@click.option("--as-of", default="", metavar="DATE", help="Edition: only sources published by this day (2023-10-13).")
@click.option("--format", "formats", type=click.Choice(FORMATS), multiple=True, help="Format; may be repeated.")
@_options
def brief(
    areas: tuple[str, ...], year: int, langs: tuple[str, ...], as_of: str, formats: tuple[str, ...], **options: Any
) -> None:
    """Build the brief of one or more areas.

    AREA is a code (dak-lak) or a name ("Đắk Lắk"). Without --lang and --format all of them are built.
    """
    from analysis.paths import find_project
    from analysis.reporting.catalogue import find_reports, load_catalogue

    project = find_project()
    (report,) = find_reports(load_catalogue(project), ["province-brief"])
    wanted = [
        (report, {"area": area, "year": year, "lang": lang, "as_of": as_of})
        for area in areas
        for lang in langs or LANGUAGES
    ]
    _build(wanted, formats, show_briefs, **options)


@click.command(epilog=_EPILOG)
@click.argument("reports", nargs=-1, metavar="[REPORT]...")
@_options
@click.option("--why", is_flag=True, help="Say of each brief why it would be built; build nothing.")
@click.option("--dask", metavar="ADDRESS", help="Build on a Dask cluster: tcp://HOST:PORT of its scheduler.")
def build(reports: tuple[str, ...], why: bool, dask: str | None, **options: Any) -> None:
    """Build the briefs that the catalogue reports/reports.yml asks for, of all reports or of those named."""
    from analysis.paths import find_project
    from analysis.reporting.catalogue import find_reports, load_catalogue

    project = find_project()
    chosen = find_reports(load_catalogue(project), reports)
    wanted = [(report, parameters) for report in chosen for parameters in report.briefs]
    _build(wanted, (), show_build, why=why, dask=dask, **options)


def _build(
    wanted: Sequence[tuple[Any, Any]],
    formats: tuple[str, ...],
    show: Callable[..., int],
    *,
    out: Path | None,
    force: bool,
    as_json: bool,
    why: bool = False,
    **options: Any,
) -> None:
    from analysis.paths import find_project
    from analysis.reporting.batch import plan_build
    from analysis.reporting.orders import plan_orders

    output = out or find_project().output
    orders: list[Order] = plan_orders(wanted, output, formats)
    plan = plan_build(orders, output, force=force)
    if why:
        show_reasons(plan, as_json)
        return
    # A service manager's "stop" ends as Ctrl-C does: nothing is left behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    click.get_current_context().exit(show(plan, _settings(**options), as_json))


def _settings(
    *,
    jobs: int | None,
    keep_going: bool,
    time_limit: float | None,
    memory_limit: int | None,
    dask: str | None = None,
) -> Settings:
    import os

    from analysis.reporting.batch import Settings
    from analysis.reporting.pool import LocalPool, Pool

    def pool(count: int) -> Pool:
        if dask is not None:
            from analysis.reporting.cluster.pool import ClusterPool

            return ClusterPool(dask)
        return LocalPool(min(jobs or os.cpu_count() or 1, count))

    settings = Settings(keep_going=keep_going, pool=pool)
    if time_limit:
        settings.time_limit = time_limit
    if memory_limit:
        settings.memory = memory_limit * _MEGABYTE
    return settings
