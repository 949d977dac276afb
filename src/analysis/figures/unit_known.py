"""What is known of the units of one area, in a table and in sentences, and what is not."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

from analysis.dataset.model import NATION, YEAR
from analysis.figures.blocks import Prose, Remark
from analysis.figures.inline import Inline
from analysis.figures.names import name_period
from analysis.figures.tables import Table
from analysis.figures.unit_ranking import UnitsPage, capital_name, count_units, head_ranking, name_level
from analysis.measures.unit_coverage import LevelCoverage, standing_on
from analysis.measures.unit_ranking import LEVELS, Ranking, Standing, is_undated, rankings
from analysis.measures.values import Value

# So many units are named; of more, how many they are.
_TIED, _NAMED = 2, 15


def write_summary(page: UnitsPage, covered: Sequence[LevelCoverage], found: Sequence[Standing]) -> Prose | Remark:
    """Return how many units are known, and for each level the two ends of the fullest ranking of each figure.

    Args:
        page: The page.
        covered: What is known of each level.
        found: What is known of each unit.
    """
    if not found:
        area = page.language.area(page.area)
        return Remark(page.say("No figure of a unit of {area} is known for {year}.", area=area, year=page.year))
    known = [count_units(page, level.level, len(level.known)) for level in covered if level.known]
    counted = page.say("Figures for {year} are known for {units}.", year=page.year, units=Inline.join(known, ", "))
    figures = (
        (page.say("Completion"), [one.rate for one in found]),
        (page.say("Admissions"), [one.admitted for one in found]),
        (page.say("Targets"), [one.target for one in found]),
    )
    lines = [line for what, values in figures for line in _ends(page, what, rankings(page.dataset, values))]
    return Prose((counted, *lines), bullets=True)


def _ends(page: UnitsPage, what: Inline, told: Sequence[Ranking]) -> Iterator[Inline]:
    for level in dict.fromkeys(ranking.level for ranking in told):
        # The fullest one; of two that are equally full the later one.
        ranking = max(reversed([one for one in told if one.level == level]), key=lambda one: len(one.ranked))
        if ranking.first != ranking.last:
            yield page.say(
                "{what}, {level}: from {least} ({other}) to {most} ({where}).",
                what=what,
                level=_lower(head_ranking(page, ranking)),
                least=ranking.last[0],
                other=_named(page, ranking.last),
                most=ranking.first[0],
                where=_named(page, ranking.first),
            )


def _lower(line: Inline) -> Inline:
    text = str(line)
    return Inline.of(text[:1].lower() + text[1:])


def _named(page: UnitsPage, values: Sequence[Value]) -> Inline:
    if len(values) > _TIED:
        return page.say_count("{count} unit", "{count} units", len(values))
    return Inline.join([page.name_of(value.ref_area) for value in values], ", ")


def table_standings(page: UnitsPage, found: Sequence[Standing]) -> Table | Remark:
    """Return all that is known of the units as a table, level by level; a remark if nothing is."""
    if not found:
        return Remark(page.say("There is nothing to tabulate for {year}.", year=page.year))
    common = _common_period(page, found)
    header = [
        page.say("Unit"),
        page.say("Admitted"),
        page.say("Target"),
        page.say("Completed, printed"),
        page.say("Completed, recomputed"),
    ]
    rows = [
        [
            _name_and_period(page, one, common),
            _show_admitted(page, one),
            page.show(one.target),
            page.show(one.printed_rate),
            page.show(one.recomputed_rate),
        ]
        for one in sorted(found, key=_order)
    ]
    area = page.language.area(page.area)
    caption = page.say("Units of {area}, {year}, persons and percent of the target.", area=area, year=page.year)
    if common:
        stated = page.say("Admissions and completion: {period} unless stated otherwise.", period=common)
        caption = Inline.join([caption, stated])
    implied = page.say("Admissions with “c” at their mark are not printed; completion and target imply them.")
    notes = [implied] if any(one.implied for one in found) else []
    return page.table("standings", caption, header, rows, notes=notes)


def _order(one: Standing) -> tuple[int, bool, str, list[float], str]:
    """By level and period as in the charts, then the highest completion, admissions and target first."""
    numbers = [-value.obs_value if value else 1.0 for value in (one.rate, one.admitted, one.target)]
    dated = one.dated
    return (LEVELS.index(one.level), dated.freq != YEAR, dated.period_end, numbers, one.ref_area)


def _common_period(page: UnitsPage, found: Sequence[Standing]) -> str:
    """Return the period that most standings share, blank if no two share one and there are several."""
    periods = Counter(_told_period(page, one) for one in found)
    periods.pop("", None)
    common = max(sorted(periods), key=periods.__getitem__, default="")
    return common if periods[common] > 1 or len(periods) == 1 else ""


def _told_period(page: UnitsPage, one: Standing) -> str:
    """Return the period of what was admitted or completed, blank of a mere target: that is always of the full year."""
    if not one.admitted and not one.printed_rate:
        return ""
    return str(page.say("full year")) if one.dated.freq == YEAR else name_period(page, one.dated)


def _name_and_period(page: UnitsPage, one: Standing, common: str) -> Inline:
    name, period = capital_name(page, one.dated), _told_period(page, one)
    return Inline.of(name if period in ("", common) else f"{name}, {period}")


def _show_admitted(page: UnitsPage, one: Standing) -> Inline:
    if one.admitted or not one.implied:
        return page.show(one.admitted)
    return page.show_range(one.implied[0], one.implied[-1])


def table_coverage(page: UnitsPage, covered: Sequence[LevelCoverage]) -> Table | Remark:
    """Return of how many units which figure is known, by level; a remark if the list has no unit.

    The table of what is known of them stands above.
    """
    if not covered:
        return Remark(
            page.say(
                "No unit of {area} that stood in {year} is on the list of areas.",
                area=page.language.area(page.area),
                year=page.year,
            )
        )
    header = [
        page.say("Level"),
        page.say("On the list"),
        page.say("Any figure"),
        page.say("Admissions"),
        page.say("Target"),
        page.say("Completion"),
    ]
    rows = [
        [
            name_level(page, level.level),
            *(
                Inline.of(page.language.number(len(units)))
                for units in (level.listed, level.known, level.admitted, level.targeted, level.rated)
            ),
        ]
        for level in covered
    ]
    caption = page.say("How many units have a figure, {year}.", year=page.year)
    notes = list(_on_the_list(page, covered))
    if any(level.known for level in covered):
        notes.append(page.say("The figures themselves are in {table}.", table=page.refer("table", "standings")))
    return page.table("coverage", caption, header, rows, notes=notes)


def _on_the_list(page: UnitsPage, covered: Sequence[LevelCoverage]) -> Iterator[Inline]:
    if page.area.code != NATION:
        yield page.say("The list holds only units that some source names, and so is no count of all there are.")
        return
    listed = covered[0].listed
    first, last = dt.date(page.year, 1, 1), dt.date(page.year, 12, 31)
    before, after = (standing_on(page.dataset, listed, day) for day in (first, last))
    if before == after:
        yield page.say("The list holds every province.")
    else:
        yield page.say(
            "The list holds every province: {before} at the start of the year, {after} at its end.",
            before=page.language.number(len(before)),
            after=page.language.number(len(after)),
        )


def write_gaps(page: UnitsPage, covered: Sequence[LevelCoverage], found: Sequence[Standing]) -> Prose | Remark | None:
    """Return which units have only bounds, only implied counts, no rank, or nothing at all; None if there are no units.

    Args:
        page: The page.
        covered: What is known of each level.
        found: What is known of each unit; the table of them stands above.
    """
    if not covered:
        return None
    lines = [*_vague(page, covered), *_implied(page, found), *_undated(page, found), *_unknown(page, covered)]
    return Prose(tuple(lines), bullets=True) if lines else Remark(page.say("Every unit on the list has a figure."))


def _vague(page: UnitsPage, covered: Sequence[LevelCoverage]) -> Iterator[Inline]:
    codes = [code for level in covered for code in level.vague]
    if codes:
        yield page.say("Only bounds or approximate figures are known for {units}.", units=_list(page, codes))


def _implied(page: UnitsPage, found: Sequence[Standing]) -> Iterator[Inline]:
    for one in found:
        if one.implied:
            yield page.say(
                "{unit}: admissions are not printed; completion and target leave {count} ({table}).",
                unit=page.name_of(one.ref_area),
                count=page.show_range(one.implied[0], one.implied[-1]),
                table=page.refer("table", "standings"),
            )


def _undated(page: UnitsPage, found: Sequence[Standing]) -> Iterator[Inline]:
    codes = list(dict.fromkeys(one.ref_area for one in found if any(map(is_undated, one.printed))))
    if codes:
        yield page.say("The cut-off is not printed, so there is no rank, for {units}.", units=_list(page, codes))


def _unknown(page: UnitsPage, covered: Sequence[LevelCoverage]) -> Iterator[Inline]:
    for level in covered:
        if level.unknown:
            yield page.say(
                "{level}, nothing known for {year}: {units}.",
                level=name_level(page, level.level),
                year=page.year,
                units=_list(page, level.unknown),
            )


def _list(page: UnitsPage, codes: Sequence[str]) -> Inline:
    if len(codes) > _NAMED:
        return page.say_count("{count} unit", "{count} units", len(codes))
    return Inline.join([page.name_of(code) for code in codes], ", ")
