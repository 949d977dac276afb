"""How a build is shown: a bar while it runs, a line for each failure, then what came of it."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

if TYPE_CHECKING:
    from rich.progress import Progress

    from analysis.reporting.batch import Outcome, Plan, Settings


def show_briefs(plan: Plan, settings: Settings, as_json: bool) -> int:
    """Build, and print the files of each brief; return the exit status."""
    outcomes, seconds = _watch(plan, settings)
    if as_json:
        return _print_json(outcomes, seconds)
    for outcome in outcomes:
        for file in outcome.files:
            click.echo(_shown(file))
    return _status(outcomes)


def show_build(plan: Plan, settings: Settings, as_json: bool) -> int:
    """Build, and print how many briefs of each report came to what; return the exit status."""
    outcomes, seconds = _watch(plan, settings)
    if as_json:
        return _print_json(outcomes, seconds)
    for line in _table(outcomes, seconds, plan.output):
        click.echo(line)
    return _status(outcomes)


def show_reasons(plan: Plan, as_json: bool) -> None:
    """Print of each brief why it would be built."""
    if as_json:
        told = {order.name: list(reasons) for order, reasons in plan.stale}
        everything = told | {order.name: [] for order in plan.unchanged}
        click.echo(json.dumps(everything, ensure_ascii=False, indent=2))
        return
    for order, reasons in plan.stale:
        click.echo(f"{order.name}: {'; '.join(reasons)}")
    for order in plan.unchanged:
        click.echo(f"{order.name}: unchanged")


def _watch(plan: Plan, settings: Settings) -> tuple[list[Outcome], float]:
    from rich.console import Console

    from analysis.reporting.batch import run_build

    started = time.perf_counter()
    outcomes = []
    with _bar(Console(stderr=True)) as bar, closing(run_build(plan, settings)) as running:
        task = bar.add_task("", total=len(plan.stale), start=bool(plan.stale))
        for outcome in running:
            outcomes.append(outcome)
            if outcome.status == "failed":
                bar.console.print(
                    f"ketnap: {outcome.order.name}: {outcome.error}", markup=False, highlight=False, soft_wrap=True
                )
                _raise_if_debugging(outcome)
            if outcome.status not in ("unchanged", "not begun"):
                bar.update(task, advance=1, description=outcome.order.folder.name)
                bar.refresh()
    places = {order.folder: place for place, order in enumerate(plan.orders)}
    outcomes.sort(key=lambda outcome: places[outcome.order.folder])
    return outcomes, time.perf_counter() - started


def _bar(console: Any) -> Progress:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        """Briefs a minute."""

        def render(self, task: Any) -> Text:
            return Text(f"{60 * task.completed / task.elapsed:.0f} a minute" if task.completed else "")

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TextColumn("left"),
        TimeRemainingColumn(compact=True),
    )
    return Progress(*columns, console=console, refresh_per_second=4)


def _raise_if_debugging(outcome: Outcome) -> None:
    if "--debug" in sys.argv and outcome.error:
        raise outcome.error


def _table(outcomes: list[Outcome], seconds: float, output: Path) -> Iterator[str]:
    """Yield a line for each report, with the statuses that occur as columns."""
    from analysis.reporting.batch import Status

    counts: dict[str, Counter[str]] = {}
    for outcome in outcomes:
        counts.setdefault(outcome.order.report.name, Counter())[outcome.status] += 1
    total = sum(counts.values(), Counter())
    heads = [status for status in get_args(Status) if total[status]]
    width = max(map(len, ("report", *counts)), default=0)
    yield "  ".join(["report".ljust(width), *heads])
    for report, found in counts.items():
        cells = [str(found[head]).rjust(len(head)) for head in heads]
        yield "  ".join([report.ljust(width), *cells])
    built = total["published"] + total["same"]
    rate = f", {60 * built / seconds:.0f} a minute" if built else ""
    yield f"{len(outcomes)} briefs in {seconds:.1f} s{rate}; they are in {_shown(output)}"


def _status(outcomes: list[Outcome]) -> int:
    failed = sum(outcome.status == "failed" for outcome in outcomes)
    left = sum(outcome.status == "not begun" for outcome in outcomes)
    if failed:
        click.echo(f"ketnap: {failed} of {len(outcomes)} briefs failed", err=True)
    if left:
        told = f"ketnap: the first {failed} briefs all failed, so {left} were not begun; --keep-going builds them"
        click.echo(told, err=True)
    return int(failed > 0)


def _print_json(outcomes: list[Outcome], seconds: float) -> int:
    from analysis.reporting.batch import Status

    status, counts = _status(outcomes), Counter(outcome.status for outcome in outcomes)
    told = {
        **{status.replace(" ", "_"): counts[status] for status in get_args(Status)},
        "seconds": round(seconds, 3),
        "briefs": [_as_json(outcome) for outcome in outcomes],
    }
    click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    return status


def _as_json(outcome: Outcome) -> dict[str, Any]:
    error = outcome.error
    return {
        "name": outcome.order.name,
        "status": outcome.status,
        "folder": str(outcome.order.folder),
        "files": [str(file) for file in outcome.files],
        "reasons": list(outcome.reasons),
        "seconds": round(outcome.seconds, 3),
    } | ({"error": {"what": error.what, "where": error.where, "to_do": error.to_do}} if error else {})


def _shown(file: Path) -> Path:
    return file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file
