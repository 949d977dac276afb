"""Progress by unit: completion as bars, all that is known as a table, and what stands behind single units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from analysis.dataset.model import YEAR_TO_DATE
from analysis.figures.blocks import Chart, Prose, Remark
from analysis.figures.brief import Brief
from analysis.figures.charts.bars import Bar, Scale, draw_bars
from analysis.figures.inline import Inline
from analysis.figures.tables import Table
from analysis.measures.units import UnitProgress
from analysis.measures.values import Value


def draw_progress(brief: Brief, units: list[UnitProgress], overall: Value | None) -> Chart | Remark:
    """Return the bars of completion by unit, highest first.

    Args:
        brief: The brief.
        units: What is known of each unit.
        overall: Completion of the area itself, in percent; None if it is not known.

    Returns:
        The chart, or a remark if no unit's completion is known.
    """
    common = _common_period(brief, units)
    bars = [Bar(str(_named(brief, unit, common)), unit.rate) for unit in units if unit.rate]
    if not bars:
        return Remark(brief.say("No completion of a unit is known for {year}.", year=brief.year))
    if overall:
        whole = str(Inline.of(brief.language.area(brief.area)).capitalised())
        bars.append(Bar(whole, overall, whole=True))
    return draw_bars(
        brief,
        "progress",
        bars,
        title=brief.say("Completion of the {year} target by unit", year=brief.year),
        subtitle=brief.say("Percent{period}", period=_unless_stated(brief, common)),
        lead=brief.say("Bar chart of completion by unit."),
        scale=Scale(line=100, label=brief.say("target reached"), least=120),
    )


def table_units(brief: Brief, units: list[UnitProgress]) -> Table | None:
    """Return all that is known of the units as a table; None if there is no unit."""
    if not units:
        return None
    common = _common_period(brief, units)
    header = [
        brief.say("Unit"),
        brief.say("Admitted"),
        brief.say("Target"),
        brief.say("Completed, printed"),
        brief.say("Completed, recomputed"),
        brief.say("Target as % of members"),
    ]
    rows = [
        [
            _named(brief, unit, common),
            brief.show(*([unit.admitted] if unit.admitted else unit.implied)),
            brief.show(unit.target),
            brief.show(unit.printed_rate),
            brief.show(unit.recomputed_rate),
            brief.show(unit.target_rate),
        ]
        for unit in units
    ]
    caption = brief.say(
        "Admissions and targets by unit, {year}, persons and percent{period}.",
        year=brief.year,
        period=_unless_stated(brief, common),
    )
    return brief.table("units", caption, header, rows)


def _common_period(brief: Brief, units: list[UnitProgress]) -> str:
    """Return the year-to-date period that most units share, blank if there is none."""
    periods = Counter(_period(brief, unit) for unit in units if _is_to_date(unit))
    return max(sorted(periods), key=periods.__getitem__, default="")


def _is_to_date(unit: UnitProgress) -> bool:
    dated = unit.admitted or unit.rate
    return dated is not None and dated.freq == YEAR_TO_DATE


def _period(brief: Brief, unit: UnitProgress) -> str:
    dated = unit.admitted or unit.rate
    if not dated:
        return ""
    return brief.language.period(dated) if _is_to_date(unit) else str(brief.say("full year"))


def _unless_stated(brief: Brief, common: str) -> Inline:
    return brief.say(", year {period} unless stated otherwise", period=common) if common else Inline()


def _named(brief: Brief, unit: UnitProgress, common: str) -> Inline:
    name, period = Inline.of(brief.name_of(unit.ref_area)).capitalised(), _period(brief, unit)
    return name if not common or period in ("", common) else Inline.join([name, period], ", ")


def write_units(
    brief: Brief,
    units: list[UnitProgress],
    extremes: tuple[Value, Value] | None,
    earlier: list[Value],
) -> Prose | None:
    """Return what the table can't say: the largest and smallest target, implied counts, pending files.

    Args:
        brief: The brief.
        units: What is known of each unit.
        extremes: The largest and the smallest target.
        earlier: Targets of the year before that printed changes imply.
    """
    sentences = [*_extremes(brief, extremes), *_single_units(brief, units), *_earlier(brief, earlier)]
    return Prose(tuple(sentences), bullets=True) if sentences else None


def _extremes(brief: Brief, extremes: tuple[Value, Value] | None) -> Iterator[Inline]:
    if extremes:
        largest, smallest = extremes
        yield brief.say(
            "The largest known target is {largest} ({where}), the smallest {smallest} ({other}).",
            largest=largest,
            where=brief.name_of(largest.ref_area),
            smallest=smallest,
            other=brief.name_of(smallest.ref_area),
        )


def _single_units(brief: Brief, units: list[UnitProgress]) -> Iterator[Inline]:
    for unit in units:
        name = brief.name_of(unit.ref_area)
        if len(unit.implied) == 1 and unit.target and unit.printed_rate:
            yield brief.say(
                "{unit}: admissions are not printed; the only whole number that is {rate} of {target} is {count}.",
                unit=name,
                rate=unit.printed_rate,
                target=unit.target,
                count=unit.implied[0],
            )
        if unit.admitted and unit.target and unit.pending and unit.expected:
            yield brief.say(
                "{unit}: {admitted} of {target} admitted and {pending} files being verified; "
                "{expected} if all of them succeed.",
                unit=name,
                admitted=unit.admitted,
                target=unit.target,
                pending=unit.pending,
                expected=unit.expected,
            )
        if unit.classes and unit.trainees:
            yield brief.say(
                "{unit}, {period}: {classes} Party-awareness classes with {trainees} trainees.",
                unit=name,
                period=brief.language.period(unit.classes),
                classes=unit.classes,
                trainees=unit.trainees,
            )


def _earlier(brief: Brief, earlier: list[Value]) -> Iterator[Inline]:
    for value in earlier:
        yield brief.say(
            "{unit}: the printed rise of its target implies one of {target} for {year}.",
            unit=brief.name_of(value.ref_area),
            target=value,
            year=value.year,
        )
