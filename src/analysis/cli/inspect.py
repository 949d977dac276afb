"""`ketnap list` and `ketnap check`: what there is, and whether it is sound."""

from __future__ import annotations

import click


@click.command("list", epilog="\b\nExample:\n  ketnap list")
def list_reports() -> None:
    """List the reports with their parameters, as their notebooks declare them."""
    from analysis.paths import find_project
    from analysis.reporting.catalogue import load_catalogue
    from analysis.reporting.parameters import read_parameters

    for report in load_catalogue(find_project()).values():
        click.echo(f"{report.name}  ({report.notebook.name}; {', '.join(report.formats)}; {len(report.briefs)} briefs)")
        rows = [(one.name, one.type, repr(one.default), one.help) for one in read_parameters(report.notebook)]
        widths = [max(len(row[place]) for row in rows) for place in range(3)]
        for row in rows:
            cells = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False))
            click.echo(f"  {cells}  {row[3]}")


@click.command(epilog="\b\nExample:\n  ketnap check")
def check() -> None:
    """Check the data: every fault with file, line and column."""
    from analysis.dataset.load import load_dataset

    dataset = load_dataset()
    click.echo(
        f"sound: {len(dataset.observations)} observations, {len(dataset.sources)} sources, {len(dataset.areas)} areas"
    )
