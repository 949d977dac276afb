"""How JupyterLab shows datasets, observations, values and findings: an IPython extension.

The kernel `ketnap` loads it. In another kernel: `%load_ext analysis.figures.display`. `KETNAP_LANG=vi` in the
environment gives Vietnamese. Charts get their titles and their font, unless `KETNAP_BATCH` is set: a build needs
neither.
"""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from analysis.fonts import web_fonts
from analysis.text.languages import LANGUAGES
from analysis.text.markup import escape_html

if TYPE_CHECKING:
    import pandas as pd

    from analysis.dataset.dataset import Dataset
    from analysis.figures.blocks import Chart
    from analysis.figures.page import Page
    from analysis.measures.audit import Audit
    from analysis.measures.findings import Finding
    from analysis.measures.values import Value

# Rows of observations that are shown; of more, the first ones and how many there are.
_MOST_ROWS = 40
_MOST_FINDINGS = 25
_OBSERVATION = {"observation_id", "ref_area", "indicator", "source_id", "as_printed"}
_MARK = re.compile(r'<a href="#source-(?P<number>\d+)">(?P<text>.*?)</a>')


def load_ipython_extension(shell: Any) -> None:
    """Register the displays; IPython calls this. Nothing is imported until something is shown."""
    html = shell.display_formatter.formatters["text/html"]
    for module, name, show in (
        ("analysis.dataset.dataset", "Dataset", show_dataset),
        ("analysis.measures.values", "Value", show_value),
        ("analysis.measures.findings", "Finding", show_finding),
        ("analysis.measures.audit", "Audit", show_audit),
    ):
        html.for_type_by_name(module, name, show)
    for module in ("pandas", "pandas.core.frame"):
        html.for_type_by_name(module, "DataFrame", show_frame)
    if "KETNAP_BATCH" not in os.environ:
        html.for_type_by_name("analysis.figures.blocks", "Chart", show_chart)


def show_dataset(dataset: Dataset) -> str:
    """Return what a dataset holds, as HTML: its edition, how much is known, of which areas and years most."""
    page = _page(dataset)
    rows = dataset.observations
    counts = [
        (page.say("Observations"), len(rows)),
        (page.say("Sources"), len(dataset.sources)),
        (page.say("Areas with figures"), rows["ref_area"].nunique()),
        (page.say("Indicators with figures"), rows["indicator"].nunique()),
    ]
    cells = "".join(f"<tr><th>{name.html()}</th><td>{page.language.number(count)}</td></tr>" for name, count in counts)
    top = rows["ref_area"].value_counts(sort=True).head(8)
    areas = ", ".join(
        f"{escape_html(page.language.area(dataset.areas[code]))} <code>{escape_html(code)}</code> ({count})"
        for code, count in sorted(zip(top.index.tolist(), top.tolist(), strict=True), key=lambda one: (-one[1], one[0]))
    )
    span = page.say("Most figures are of: {areas}.", areas="\x00").html().replace("\x00", areas)
    how = page.say("Choose with {call}; its help tells columns and units.", call="\x00")
    call = "<code>dataset.select(area=…, indicator=…)</code>"
    return (
        f"<p><strong>{escape_html(page.edition_label)}</strong></p><table>{cells}</table><p>{span}</p>"
        f"<p>{how.html().replace(chr(0), call)}</p>"
    )


def show_frame(frame: pd.DataFrame) -> str:
    """Return a frame as HTML: observations with their labels, periods and sources; any other as pandas shows it."""
    if not set(frame.columns) >= _OBSERVATION or frame.empty:
        return str(frame._repr_html_())  # type: ignore[operator]
    dataset = _newest()
    if not set(frame["source_id"]) <= set(dataset.sources):
        return str(frame._repr_html_())  # type: ignore[operator]
    page = _page(dataset)
    heads = (page.say("Area"), page.say("Indicator"), page.say("Period"), page.say("Value"), page.say("Source"))
    head = "".join(f"<th>{one.html()}</th>" for one in heads)
    body = "".join(_row(page, row) for row in frame.head(_MOST_ROWS).to_dict("records"))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{_more(page, len(frame))}"


def _row(page: Page, row: dict[Any, Any]) -> str:
    from analysis.measures.values import printed_value

    value = printed_value(page.dataset, row)
    source = page.dataset.sources[value.source_ids[0]]
    name = escape_html(source.title or source.source_id)
    link = f'<a href="{escape_html(source.url)}" target="_blank" rel="noreferrer">{name}</a>' if source.url else name
    told = (page.name_of(value.ref_area), page.label(value), page.language.period(value))
    cells = "".join(f"<td>{escape_html(text)}</td>" for text in told)
    return f"<tr>{cells}<td>{escape_html(page.language.value(value))}</td><td>{link}</td></tr>"


def _more(page: Page, count: int) -> str:
    if count <= _MOST_ROWS:
        return ""
    shown, every = page.language.number(_MOST_ROWS), page.language.number(count)
    line = page.say("The first {shown} of {every} observations.", shown=shown, every=every)
    return f"<p>{line.html()}</p>"


def show_value(value: Value) -> str:
    """Return a value as HTML: what it is, the number, and the sources that it rests on."""
    page = _page(_newest())
    what = f"{page.name_of(value.ref_area)}, {page.language.period(value)}: {page.label(value)}"
    return _with_sources(page, f"<p>{escape_html(what)}: <strong>{page.show(value).html()}</strong></p>")


def show_finding(finding: Finding) -> str:
    """Return a finding of the audit as HTML: the sentence on it, with its sources."""
    return _show_findings([finding])


def show_audit(audit: Audit) -> str:
    """Return the outcome of an audit as HTML: how many checks hold, and what does not."""
    page = _page(_newest())
    made, held = (page.language.number(sum(one.values())) for one in (audit.checked, audit.held))
    line = page.say("{made} checks were made, {held} hold.", made=made, held=held)
    return f"<p><strong>{line.html()}</strong></p>{_show_findings(audit.findings)}"


def _show_findings(findings: Iterable[Finding]) -> str:
    from analysis.figures.quality import tell_finding

    page, told = _page(_newest()), list(findings)
    holds = page.say("This check holds.")
    lines = [holds if one.agrees else tell_finding(page, one) for one in told[:_MOST_FINDINGS]]
    further = len(told) - _MOST_FINDINGS
    if further > 0:
        lines.append(page.say_count("{count} further finding.", "{count} further findings.", further))
    return _with_sources(page, f"<ul>{''.join(f'<li>{line.html()}</li>' for line in lines)}</ul>")


def _with_sources(page: Page, html: str) -> str:
    return link_sources(page, html + str(page.sources()._repr_mimebundle_()["text/html"]))


def show_chart(chart: Chart, *, font: bool = True) -> str:
    """Return a chart as HTML: its title above, sources below, and the words for who does not see it.

    Args:
        chart: The chart.
        font: Whether to bring the font for which it is drawn.
    """
    style = f"<style>{web_fonts('')}</style>" if font else ""
    named = f'<svg role="img" aria-label="{escape_html(chart.alt)}" style="max-width: 100%; height: auto"'
    svg = chart.svg[chart.svg.index("<svg") :].replace("<svg", named, 1)
    return (
        f'{style}<figure class="ketnap-chart"><figcaption><strong>{chart.caption.html()}</strong> '
        f"{chart.subtitle.html()}</figcaption>{svg}<p>{chart.note.html()}</p></figure>"
    )


def link_sources(page: Page, html: str) -> str:
    """Return HTML whose marks of sources lead to where they are published, in a tab of their own.

    In JupyterLab a link within an output leads nowhere; where the address of a source is not known, none stays.
    """
    urls = {number: source.url for number, source in page.ledger.cited()}

    def lead(found: re.Match[str]) -> str:
        url = urls.get(int(found["number"]), "")
        return (
            f'<a href="{escape_html(url)}" target="_blank" rel="noreferrer">{found["text"]}</a>'
            if url
            else found["text"]
        )

    return _MARK.sub(lead, html)


def _page(dataset: Dataset) -> Page:
    from analysis.figures.page import Page

    class LabPage(Page):
        """What stands in JupyterLab has no title of its own."""

        title = ""

    lang = os.environ.get("KETNAP_LANG", "en")
    return LabPage(dataset, lang if lang in LANGUAGES else "en")


@functools.cache
def _newest() -> Dataset:
    """Return the newest edition: it knows the labels and the sources of all others."""
    from analysis.dataset.load import load_dataset

    return load_dataset()
