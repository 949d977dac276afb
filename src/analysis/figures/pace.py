"""Whether the year is on pace, with the completions that it is compared with."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.dataset.model import EXACT, YEAR
from analysis.figures.blocks import Prose
from analysis.figures.inline import Inline
from analysis.figures.tables import Table
from analysis.figures.target_progress import TargetPage, write_coarse
from analysis.measures.pace import Pace, Span
from analysis.measures.prediction import LEAST_GROUPS
from analysis.measures.readings import WINDOW, Reading
from analysis.measures.units import UnitProgress
from analysis.measures.values import Value
from analysis.text.periods import last_day


def write_pace(page: TargetPage, pace: Pace, units: list[UnitProgress]) -> Prose | None:
    """Return how completion compares with the days passed and with other provinces, and where the year may end.

    Args:
        page: The page.
        pace: The pace, in percent.
        units: What is known of each unit.

    Returns:
        Paragraphs; None where the year is over or no completion on a known day is known, which the chart says.
    """
    if not pace.latest:
        return None
    straight = [line for one in pace.readings for line in _straight(page, one)]
    paragraphs = [[*straight, *_units(page, pace.latest, units)], [*_others(page, pace)], [*_year_end(page, pace)]]
    return Prose(tuple(Inline.join(sentences) for sentences in paragraphs))


def _straight(page: TargetPage, own: Reading) -> Iterator[Inline]:
    yield page.say(
        "By {date}, {passed} of the year had passed and {rate} of the target was completed: {pace} of an even pace.",
        date=page.language.date(own.done.period_end),
        passed=own.passed,
        rate=own.done,
        pace=own.pace,
    )
    yield from write_coarse(page, own.done)


def _units(page: TargetPage, own: Reading, units: list[UnitProgress]) -> Iterator[Inline]:
    """Tell how many units are ahead of an even pace, of those whose completion is known on the same day."""
    rates = [unit.rate for unit in units if unit.rate and unit.rate.freq != YEAR and unit.rate.bound == EXACT]
    same = [rate.obs_value for rate in rates if last_day(rate.period_end) == own.day]
    if same:
        yield page.say_count(
            "Completion on the same day is known of {count} unit; ahead of an even pace: {ahead}, target reached: "
            "{reached}.",
            "Completion on the same day is known of {count} units; ahead of an even pace: {ahead}, target reached: "
            "{reached}.",
            len(same),
            ahead=page.language.number(sum(rate > own.passed.obs_value for rate in same)),
            reached=page.language.number(sum(rate >= 100 for rate in same)),
        )


def _provinces(page: TargetPage, readings: tuple[Reading, ...]) -> Inline:
    count = len({one.province for one in readings})
    return page.say_count("{count} other province", "{count} other provinces", count)


def _others(page: TargetPage, pace: Pace) -> Iterator[Inline]:
    yield page.say_count(
        "Within {days} days of this day of the year, {count} completion of {provinces} is known ({figure}).",
        "Within {days} days of this day of the year, {count} completions of {provinces} are known ({figure}).",
        len(pace.near),
        days=page.language.number(WINDOW),
        provinces=_provinces(page, pace.near),
        figure=page.refer("figure", "pace"),
    )
    if not pace.expected:
        yield page.say(
            "That is too little to judge by: a range that holds more often than not takes {least} provinces.",
            least=page.language.number(LEAST_GROUPS),
        )
        return
    yield page.say(
        "Carried to the same day, they give a range of {low} to {high}, with a median of {median}; an area of one more "
        "province lies in it with a probability of at least {chance}.",
        **_span(pace.expected),
    )
    yield _verdict(page, pace)


def _verdict(page: TargetPage, pace: Pace) -> Inline:
    area = page.language.area(page.area)
    if pace.place == "below":
        return page.say("{area} lies below this range: slower than is usual around this day.", area=area)
    if pace.place == "above":
        return page.say("{area} lies above this range: faster than is usual around this day.", area=area)
    if not pace.place:
        return page.say("Whether {area} lies in this range cannot be told from a bound.", area=area)
    slower = sum(one.pace.obs_value < pace.readings[-1].pace.obs_value for one in pace.near)
    return page.say(
        "{area} lies in it too, ahead of {slower} of the {count}: with so few provinces to compare, that marks it "
        "neither as unusually slow nor as unusually fast.",
        area=area,
        slower=page.language.number(slower),
        count=page.language.number(len(pace.near)),
    )


def _year_end(page: TargetPage, pace: Pace) -> Iterator[Inline]:
    if pace.ended:
        yield page.say_count(
            "Of full years, {count} completion of {provinces} is known.",
            "Of full years, {count} completions of {provinces} are known.",
            len(pace.ends),
            provinces=_provinces(page, pace.ends),
        )
        yield page.say(
            "They give a range of {low} to {high}, with a median of {median}; an area of one more province ends its "
            "year in it with a probability of at least {chance}, whatever its pace.",
            **_span(pace.ended),
        )
    if not pace.projected:
        yield page.say(
            "From the pace itself no year-end is projected: that takes full years of {least} provinces of which a "
            "figure around this day is known too.",
            least=page.language.number(LEAST_GROUPS),
        )
        known = len({one.province for one in pace.shares})
        if known:
            yield page.say_count(
                "Such years are known of {count} province.", "Such years are known of {count} provinces.", known
            )
        else:
            yield page.say("No such year is known.")
        return
    yield page.say(
        "If by this day {area} has admitted as large a part of its year as others had of theirs ({provinces}), the "
        "year ends at {low} to {high} of the target, median {median}, with a probability of at least {chance}.",
        area=page.language.area(page.area),
        provinces=_provinces(page, pace.shares),
        **_span(pace.projected),
    )


def _span(span: Span) -> dict[str, Value]:
    return {"low": span.low, "high": span.high, "median": span.median, "chance": span.chance}


def table_pace(page: TargetPage, pace: Pace) -> Table | None:
    """Return the area's latest completion and those that it is compared with, the highest first.

    Args:
        page: The page.
        pace: The pace, in percent.

    Returns:
        The table; None where there is nothing to compare.
    """
    own = pace.latest
    if not own or not pace.near:
        return None
    passed = own.passed.obs_value
    order = sorted(pace.near, key=lambda one: (-one.pace.obs_value, one.done.ref_area, one.day))
    header = [page.say("Area"), page.say("Cut-off"), page.say("Completed"), page.say("Carried over")]
    rows = [
        [
            Inline.of(page.name_of(one.done.ref_area)).capitalised(),
            Inline.of(page.language.date(one.done.period_end)),
            page.show(one.done),
            page.show(one.carried(passed)),
        ]
        for one in (own, *order)
    ]
    caption = page.say(
        "Completion of {area}, then of those compared with it, percent of the target; carried over to {date} in "
        "proportion to the days passed.",
        area=page.language.area(page.area),
        date=page.language.date(own.done.period_end),
    )
    note = page.say("All points of {figure} around this day.", figure=page.refer("figure", "pace"))
    return page.table("pace", caption, header, rows, text_columns=2, notes=[note])
