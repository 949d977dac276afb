"""The page on the quality of the data: what is known where and when, and by which indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.dataset.dataset import Dataset
from analysis.figures.audit_page import AuditPage
from analysis.figures.blocks import Chart, Prose, Remark
from analysis.figures.charts.matrix import MatrixRow, draw_matrix, spans
from analysis.figures.inline import Inline
from analysis.figures.tables import Table
from analysis.measures.audit import Audit
from analysis.measures.data_quality import AreaCoverage, IndicatorCoverage, years_between
from analysis.text.alphabet import alphabet_key
from analysis.text.unicode import fold

# With so many rows a chart leaves room for others on a page of A4; 32 are the most that fit.
_ROWS = 20
# Charts that the page has room for: all provinces that ever stood fit on them.
_PARTS = 3
# Indicators with fewer figures are told together.
_LEAST_FIGURES = 5


class DataQuality(AuditPage):
    """What all sections of the page share; what the audit says is told as on the page of an audit.

    Attributes:
        years: The years whose coverage it shows.
    """

    def __init__(self, dataset: Dataset, start: int, end: int, lang: str) -> None:
        """Begin the page.

        Raises:
            CallerError: The span of years cannot be shown, or the language is none.
        """
        super().__init__(dataset, lang)
        self.years = years_between(start, end)

    @property
    def title(self) -> str:
        """The title of the page."""
        return str(self.say("Quality of the data, {years}", years=self.span))

    @property
    def span(self) -> str:
        """The years as text: "2010–2025", or the only one."""
        return spans(self.years)

    @property
    def titles(self) -> Mapping[str, Inline]:
        """The titles of the page's sections, by name."""
        return {
            "summary": self.say("Summary"),
            "coverage": self.say("What is known, by province and year"),
            "indicators": self.say("What is known, by indicator"),
            "disagreements": self.say("What disagrees"),
            "corrections": self.say("Decisions on single figures"),
            "gaps": self.say("What sources do not tell"),
            "wanted": self.say("What to look for next"),
            **super().titles,
        }

    def table_checks(self, audit: Audit) -> Table | Remark:
        """Return how many checks were made and hold, by kind; a remark if there are too few figures for any."""
        if not audit.checked and not audit.findings:
            return Remark(self.say("There are too few figures to check one against another."))
        return self.table_counts(audit)

    def words_of(self, verdict: str) -> tuple[Inline, Inline]:
        """Return what a verdict is called, and what it means."""
        return self.verdicts()[verdict], self.meanings()[verdict]


def write_summary(page: DataQuality, coverage: Sequence[AreaCoverage], audit: Audit) -> Prose | Remark:
    """Return the summary: how many figures of how many sources, how many provinces, how many checks fail.

    Args:
        page: The page.
        coverage: What is known by province and year.
        audit: The outcome of the audit of all areas.
    """
    dataset, number = page.dataset, page.language.number
    figures = len(dataset.observations)
    if not figures:
        return Remark(page.say("The edition has no figure at all."))
    lines = [
        page.say(
            "The edition holds {figures} figures of {sources} sources.",
            figures=number(figures),
            sources=number(len(dataset.sources)),
        ),
        page.say_count(
            "For {years}, something is known of {count} province.",
            "For {years}, something is known of {count} provinces.",
            len(coverage),
            years=page.span,
        ),
    ]
    made, held = sum(audit.checked.values()), sum(audit.held.values())
    if made:
        lines.append(
            page.say(
                "Printed figures were held against each other {made} times. They agree {held} times; {failing} times "
                "they do not.",
                made=number(made),
                held=number(held),
                failing=number(made - held),
            )
        )
    return Prose((Inline.join(lines),))


def coverage_parts(page: DataQuality, coverage: Sequence[AreaCoverage]) -> tuple[list[AreaCoverage], ...]:
    """Return the coverage in the alphabetical order of the language, in three parts as even as can be.

    Where fewer charts do, the rest are empty.
    """
    areas = page.dataset.areas

    def key(one: AreaCoverage) -> tuple[object, str]:
        name = page.language.name(areas[one.ref_area])
        return (alphabet_key(name) if page.language.code == "vi" else fold(name)), one.ref_area

    ordered = sorted(coverage, key=key)
    parts = min(_PARTS, max(1, -(-len(ordered) // _ROWS)))
    size = max(1, -(-len(ordered) // parts))
    return tuple(ordered[place * size : (place + 1) * size] for place in range(_PARTS))


def draw_coverage(page: DataQuality, part: Sequence[AreaCoverage]) -> Chart | None:
    """Return one part of the coverage as a chart, None if it is empty."""
    if not part:
        return None
    rows = [_row(page, one) for one in part]
    return draw_matrix(
        page,
        f"coverage-{part[0].ref_area}",
        rows,
        page.years,
        title=page.say("What is known by province: {first} to {last}", first=rows[0].name, last=rows[-1].name),
        subtitle=page.say("By the year in which the period ends"),
        note=_note(page, part),
    )


def tell_coverage(page: DataQuality, coverage: Sequence[AreaCoverage]) -> Remark | None:
    """Return the remark that nothing is known of any province in the years, None if something is."""
    if coverage:
        return None
    return Remark(page.say("For {years}, nothing is known of any province.", years=page.span))


def _row(page: DataQuality, one: AreaCoverage) -> MatrixRow:
    area = page.dataset.areas[one.ref_area]
    stood = [
        year
        for year in page.years
        if (area.valid_from is None or area.valid_from.year <= year)
        and (area.valid_to is None or year <= area.valid_to.year)
    ]
    name = page.language.name(area)
    shown = str(page.say("{area} (new)", area=name)) if _is_new(page, one) else name
    return MatrixRow(shown, one.kinds, tuple(year for year in page.years if year not in stood))


def _is_new(page: DataQuality, one: AreaCoverage) -> bool:
    area, areas = page.dataset.areas[one.ref_area], page.dataset.areas.values()
    same = [other for other in areas if (other.level, other.name_vi) == (area.level, area.name_vi)]
    return area.valid_from is not None and len(same) > 1


def _note(page: DataQuality, part: Sequence[AreaCoverage]) -> Inline:
    lines = [
        page.say(
            "Full year, year to date and target: admissions of the province itself. Other figures: any, its units "
            "counted in."
        ),
        page.say("Blank: nothing known."),
    ]
    if any(_is_new(page, one) for one in part):
        lines.append(page.say("(new): formed by a merger under the name of an older province."))
    return Inline.join(lines)


def table_indicators(page: DataQuality, coverage: Sequence[IndicatorCoverage]) -> Table | Remark:
    """Return how much is known by indicator, the best known first; a remark if nothing is.

    Args:
        page: The page.
        coverage: What is known by indicator.
    """
    if not coverage:
        return Remark(page.say("No figure is known for {years}.", years=page.span))
    number, indicators = page.language.number, page.dataset.indicators
    told = [one for one in coverage if one.figures >= _LEAST_FIGURES] or list(coverage)
    header = [page.say("Indicator"), page.say("Figures"), page.say("Provinces"), page.say("Years")]
    rows = [
        [
            Inline.of(page.language.label(indicators[one.indicator])),
            Inline.of(number(one.figures)),
            Inline.of(number(one.provinces)),
            Inline.of(f"{one.first}–{one.last}" if one.first < one.last else str(one.first)),
        ]
        for one in told
    ]
    rest = coverage[len(told) :]
    notes = [page.say("All groups, periods and units are counted; 0 provinces: known of the whole country alone.")]
    if rest:
        notes.append(
            page.say_count(
                "{count} further indicator has fewer than {least} figures, {figures} in all.",
                "{count} further indicators have fewer than {least} figures each, {figures} in all.",
                len(rest),
                least=_LEAST_FIGURES,
                figures=number(sum(one.figures for one in rest)),
            )
        )
    caption = page.say("Figures by indicator, {years}.", years=page.span)
    return page.table("indicators", caption, header, rows, notes=notes)
