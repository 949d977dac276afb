"""Admissions, targets and completion of one area over the years, as a table."""

from __future__ import annotations

from analysis.dataset.model import YEAR_TO_DATE
from analysis.figures.brief import Brief
from analysis.figures.inline import Inline
from analysis.figures.tables import Table
from analysis.measures.annual import YearFigures


def table_years(brief: Brief, years: list[YearFigures]) -> Table | None:
    """Return the figures of the trend as a table.

    Args:
        brief: The brief.
        years: What is known of each year.

    Returns:
        The table, or None if nothing is known.
    """
    if not years:
        return None
    header = [
        brief.say("Year"),
        brief.say("Admitted"),
        brief.say("Target"),
        brief.say("Completed, printed"),
        brief.say("Completed, recomputed"),
    ]
    body = [
        [
            Inline.of(_year_label(brief, told)),
            brief.show(told.admitted),
            brief.show(*told.targets),
            brief.show(told.printed_rate),
            brief.show(told.recomputed_rate),
        ]
        for told in years
    ]
    caption = brief.say(
        "Admissions, targets and completion by year, {area}, persons and percent.", area=brief.language.area(brief.area)
    )
    return brief.table("years", caption, header, body)


def _year_label(brief: Brief, told: YearFigures) -> str:
    dated = told.admitted or told.printed_rate
    if dated and dated.freq == YEAR_TO_DATE:
        return brief.language.dated(dated)
    return str(told.year)
