"""`ketnap audit`: every check that the printed figures allow, and those that do not hold."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analysis.cli.scope import as_of_option, resolve_area, tell_undated
from analysis.cli.values import Teller, finding_as_json, joined, tell_finding, terminal_width
from analysis.errors import CallerError
from analysis.files import replacing
from analysis.text.languages import LANGUAGES
from analysis.text.suggest import did_you_mean

if TYPE_CHECKING:
    from analysis.dataset.dataset import Dataset
    from analysis.measures.audit import Audit
    from analysis.measures.findings import Finding

FORMATS = ("text", "json", "html")
_VERDICTS = {
    "contradiction": "the figures cannot all be true",
    "doubt": "they can, but something that is not printed must explain it",
    "break": "they are not one series",
    "holds": "nothing speaks against them; counted, not shown",
}
_EPILOG = """\b
KIND is one of:
  rate        a printed rate, share or growth against the one recomputed
  change      a printed difference against the one recomputed
  average     a printed yearly average against the one recomputed
  parts       parts against their total
  sources     two statements on the same thing and period
  stocks      two stocks of one thing, less than a year apart
  stock_flow  the change of a stock against the flow between its two days
  impossible  a value that cannot be
  merger      a series that crosses the merger of an area

\b
JSON is one object: edition, data_hash; checked, held (checks made, checks that hold, by kind);
findings, each with kind, verdict, ref_area, indicator, segment, freq, period_start, period_end,
base_per; printed (each obs_value, bound, as_printed, source_id, observation_id), recomputed (null
if nothing was), interval (the least and the greatest number that it can be; null for no limit),
formula, parts, fits (null if nothing does).

\b
Example:
  ketnap audit --area dak-lak --kind rate --kind sources
  ketnap audit --format html --lang vi --out audit.html
"""


@click.command(epilog=_EPILOG)
@click.option("--area", default="", metavar="AREA", help="Code or name; with all areas below it.  [default: all]")
@as_of_option
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Kind of check; may be repeated.  [default: all]")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of the HTML.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Output file.  [default: standard output]")
def audit(area: str, as_of: dt.datetime | None, kinds: tuple[str, ...], form: str, lang: str, out: Path | None) -> None:
    """Check the printed figures against each other, and show what does not hold.

    Findings are results: the exit status stays 0.
    """
    from analysis.dataset.load import load_dataset
    from analysis.measures.audit import audit as audit_figures

    _check_kinds(kinds)
    dataset = load_dataset(as_of.date() if as_of else None)
    tell_undated(dataset)
    code = resolve_area(dataset, area) if area else None
    if code:
        dataset.known_years(code)  # raises where nothing is known
    found = _of_kinds(audit_figures(dataset, code), kinds)
    if form == "html":
        text = as_html(dataset, found, lang, code)
    elif form == "json":
        text = json.dumps(as_json(dataset, found), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    else:
        text = joined(as_text(dataset, found, terminal_width()))
    if out is None:
        click.echo(text, nl=False)
    else:
        with replacing(out) as stream:
            stream.write(text.encode())


def _check_kinds(kinds: tuple[str, ...]) -> None:
    from analysis.measures.findings import KINDS

    for kind in kinds:
        if kind not in KINDS:
            advice = did_you_mean(kind, KINDS, otherwise=f"kinds are {', '.join(KINDS)}")
            raise CallerError(f"{kind!r} is no kind of check", to_do=advice)


def _of_kinds(found: Audit, kinds: tuple[str, ...]) -> Audit:
    from analysis.measures.audit import Audit
    from analysis.measures.findings import KINDS

    chosen = [kind for kind in KINDS if kind in (kinds or KINDS)]
    return Audit(
        tuple(finding for finding in found.findings if finding.kind in chosen),
        {kind: found.checked[kind] for kind in chosen if kind in found.checked},
        {kind: found.held[kind] for kind in chosen if kind in found.held},
    )


def as_json(dataset: Dataset, found: Audit) -> dict[str, Any]:
    """Return an audit in the structure that `--format json` prints.

    `edition`, `data_hash`; `checked` and `held`: how many checks were made and hold, by kind; `findings`, in their
    order: `kind`, `verdict` (contradiction, doubt, break), what the first printed value speaks of (`ref_area`,
    `indicator`, `segment`, `freq`, `period_start`, `period_end`, `base_per`), `printed` (each `obs_value`, `bound`,
    `as_printed`, `source_id`, `observation_id`), `recomputed` (null if nothing was computed), `interval` (the least and
    the greatest number that it can be, null for an end without limit; null if nothing was computed), `formula` (blank
    if nothing was computed), `parts` and `fits` (null if nothing does): values with what they speak of, `obs_value`,
    `bound`, `unit`, `formula`, `observation_ids`, `source_ids`.
    """
    digits = dict(zip(dataset.observations["observation_id"], dataset.observations["as_printed"], strict=True))
    return {
        "edition": dataset.edition.isoformat(),
        "data_hash": dataset.data_hash,
        "checked": dict(found.checked),
        "held": dict(found.held),
        "findings": [finding_as_json(finding, digits) for finding in found.findings],
    }


def as_text(dataset: Dataset, found: Audit, width: int) -> Iterator[str]:
    """Yield an audit as lines for people: findings by area, then how many checks hold, then what the verdicts mean."""
    teller = Teller(dataset, width)
    yield f"edition  {dataset.edition}"
    yield f"data     {dataset.data_hash}"
    areas: dict[str, list[Finding]] = {}
    for finding in found.findings:
        areas.setdefault(finding.printed[0].ref_area, []).append(finding)
    for area, findings in areas.items():
        yield from ("", teller.area(area))
        for finding in findings:
            yield ""
            yield from tell_finding(teller, finding)
    yield ""
    for kind, count in found.checked.items():
        yield f"{kind}: {count} checked, {found.held[kind]} hold"
    others = Counter(finding.kind for finding in found.findings if finding.kind not in found.checked)
    for kind, count in others.items():
        yield f"{kind}: {count} found"
    yield ""
    for verdict, meaning in _VERDICTS.items():
        yield f"{verdict.ljust(13)}  {meaning}"


def as_html(dataset: Dataset, found: Audit, lang: str, area: str | None) -> str:
    """Return an audit as one HTML file that asks nobody for anything: the page of `figures/audit_page.py`."""
    import nbformat

    from analysis.figures.audit_page import AuditPage
    from analysis.reporting.convert import render_html

    shown = [block._repr_mimebundle_() for block in AuditPage(dataset, lang, area).blocks(found)]
    outputs = [{"output_type": "display_data", "data": bundle, "metadata": {}} for bundle in shown]
    cell = {"cell_type": "code", "id": "audit", "metadata": {}, "source": "", "outputs": outputs}
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell | {"execution_count": None}]}
    return render_html(nbformat.from_dict(notebook)).decode("utf-8")  # type: ignore[no-untyped-call]
