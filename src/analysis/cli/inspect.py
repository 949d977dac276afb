"""`ketnap list` and `ketnap check`: what there is, and whether it is sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from analysis.reporting.catalogue import Report


@click.command("list", epilog="\b\nExample:\n  ketnap list")
def list_reports() -> None:
    """List the reports with their parameters, as their notebooks declare them."""
    from analysis.paths import find_project
    from analysis.reporting.catalogue import load_catalogue
    from analysis.reporting.parameters import read_parameters

    for report in load_catalogue(find_project()).values():
        more = "; only when it is named" if report.on_request else ""
        click.echo(f"{report.name}  ({report.notebook.name}; {', '.join(report.formats)}; {_count(report)}{more})")
        rows = [(one.name, one.type, repr(one.default), one.help) for one in read_parameters(report.notebook)]
        widths = [max(len(row[place]) for row in rows) for place in range(3)]
        for row in rows:
            cells = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False))
            click.echo(f"  {cells}  {row[3]}")


def _count(report: Report) -> str:
    from analysis.reporting.catalogue import EVERY

    if any(EVERY in brief.values() for brief in report.briefs):
        return "a brief of every area"
    return "1 brief" if len(report.briefs) == 1 else f"{len(report.briefs)} briefs"


@click.command(epilog="\b\nExample:\n  ketnap check")
def check() -> None:
    """Check the data: every fault with file, line and column."""
    from analysis.dataset.load import load_dataset

    dataset = load_dataset()
    click.echo(
        f"sound: {len(dataset.observations)} observations, {len(dataset.sources)} sources, {len(dataset.areas)} areas"
    )
