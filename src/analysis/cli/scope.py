"""The area and the edition that a command is asked for, and what it tells of them on the error stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from analysis.dataset.dataset import Dataset


as_of_option = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Edition: only sources published by this day (2023-10-13).",
)


def resolve_area(dataset: Dataset, name: str, *, year: int | None = None) -> str:
    """Return the code of the area that a code or a name means; of two areas of one name, say which one was taken."""
    area = dataset.find_area(name, year=year)
    names = {one.code for one in dataset.areas.values() if one.name_vi == area.name_vi} - {area.code}
    if names and name != area.code:
        click.echo(f"{name!r} is taken as {area.code}; the same name: {', '.join(sorted(names))}", err=True)
    return area.code


def tell_undated(dataset: Dataset) -> None:
    """Say how many sources without a date of publication an earlier edition leaves out."""
    if dataset.as_of and dataset.undated:
        sources = f"{len(dataset.undated)} source" + ("s" if len(dataset.undated) > 1 else "")
        are = "are" if len(dataset.undated) > 1 else "is"
        told = f"{sources} without a date of publication {are} left out of the edition of {dataset.as_of}"
        click.echo(told, err=True)
