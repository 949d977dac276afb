"""`ketnap data`: chosen observations, each with its source, for programs or for spreadsheets."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from analysis.cli.scope import as_of_option, resolve_area, tell_undated
from analysis.dataset.model import FREQUENCIES
from analysis.errors import CallerError, RunError
from analysis.text.languages import LANGUAGES
from analysis.text.periods import last_day

if TYPE_CHECKING:
    import pandas as pd

    from analysis.dataset.dataset import Dataset
    from analysis.dataset.export import Format

FORMATS: tuple[Format, ...] = ("csv", "json", "parquet", "xlsx", "sdmx-csv")
# Formats that are no text.
_FILES_ONLY = ("parquet", "xlsx")


def _date(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is not None:
        try:
            last_day(value)
        except ValueError as error:
            raise click.BadParameter(str(error)) from None
    return value


@click.command(
    epilog="\b\nExample:\n"
    "  ketnap data --area dak-lak --indicator admissions --from 2020\n"
    '  ketnap data --area "Đắk Lắk" --scope all --labels --lang vi --out dak-lak.xlsx'
)
@click.option("--area", "areas", multiple=True, metavar="AREA", help="Code or name; may be repeated.  [default: all]")
@click.option(
    "--scope",
    type=click.Choice(["area", "below", "all"]),
    default="area",
    show_default=True,
    help="The areas themselves, those below them, or both.",
)
@click.option("--indicator", "indicators", multiple=True, metavar="CODE", help="May be repeated.  [default: all]")
@click.option("--segment", metavar="CODE", help="Group among those counted; _T is the total.  [default: all]")
@click.option("--freq", type=click.Choice(FREQUENCIES), help="Kind of period.  [default: all]")
@click.option("--from", "start", callback=_date, metavar="DATE", help="Periods that end from then on (2020, 2020-07).")
@click.option("--to", "end", callback=_date, metavar="DATE", help="Periods that end by then (2023, 2023-10-31).")
@as_of_option
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="csv, json and sdmx-csv are for programs: a text that begins with = stands as it is; xlsx is for spreadsheets:"
    " text is typed as text.  [default: as --out ends, else csv]",
)
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="File to write.  [default: print]")
@click.option("--labels", is_flag=True, help="Add the names of areas, indicators and segments.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of --labels.")
def data(
    areas: tuple[str, ...],
    as_of: dt.datetime | None,
    form: Format | None,
    out: Path | None,
    labels: bool,
    lang: Literal["vi", "en"],
    **wanted: Any,
) -> None:
    """Write observations, one a printed figure, each with its unit and its source.

    Without options all of them are printed as CSV. data/README.md explains the columns.
    """
    from analysis.dataset.export import exported, write_export
    from analysis.dataset.load import load_dataset

    chosen = form or _format_of(out)
    if out is None and chosen in _FILES_ONLY:
        raise CallerError(f"{chosen} is no text to print", where="--format", to_do=f"add --out figures.{chosen}")
    dataset = load_dataset(as_of.date() if as_of else None)
    rows = _choose(dataset, [resolve_area(dataset, name) for name in areas], **wanted)
    frame = exported(dataset, rows, lang if labels else "")
    with _printing():
        write_export(frame, chosen, out or sys.stdout.buffer)
        sys.stdout.buffer.flush()
    tell_undated(dataset)
    for line in _remarks(dataset, rows, out):
        click.echo(line, err=True)


@contextmanager
def _printing() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        # The reader has read enough (ketnap data | head): click ends the command without a word.
        raise
    except OSError as error:
        raise RunError(f"the output could not be written: {error.strerror}", where="standard output") from None


def _format_of(out: Path | None) -> Format:
    ending = out.suffix.lower().removeprefix(".") if out else ""
    return next((one for one in FORMATS if one == ending), "csv")


def _choose(dataset: Dataset, areas: list[str], *, indicators: tuple[str, ...], **narrower: Any) -> pd.DataFrame:
    """The observations of all areas and indicators named, each once, in the order of the dataset."""
    import pandas as pd

    pairs = [(area, indicator) for area in areas or (None,) for indicator in indicators or (None,)]
    rows = pd.concat([dataset.select(*pair, **narrower) for pair in pairs])
    return rows[~rows.index.duplicated()].sort_index()


def _remarks(dataset: Dataset, rows: pd.DataFrame, out: Path | None) -> list[str]:
    remarks = []
    if rows.empty:
        remarks.append(f"no observation matches in the edition of {dataset.edition}")
    if out:
        sources = _counted(rows["source_id"].nunique(), "source")
        remarks.append(f"{out}: {_counted(len(rows), 'observation')} from {sources}")
    return remarks


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
