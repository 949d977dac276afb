"""Invented worlds in which everything is known, printed in part and rounded: the truth is always within."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import invent_dataset
from oracle import assert_irreducible

from analysis.measures.identities import key_of
from analysis.measures.program import Program
from analysis.measures.reconcile import reconcile
from analysis.measures.values import printed_values

YEARS = range(2015, 2020)
TERM = "2015-2020"
UNITS = ("p/a", "p/b", "p/c")
FEMALE = {"segment": "female"}
slack = st.integers(0, 30)


@st.composite
def worlds(draw):
    """The truth: whole numbers by (area, indicator, period, segment), that keep to all rules of structure."""
    truth = {}
    for unit in UNITS:
        for year in YEARS:
            admitted, target = draw(st.integers(1, 90)), draw(st.integers(1, 90))
            to_june = draw(st.integers(0, admitted))
            truth |= {
                (unit, "admissions", f"{year}", "_T"): admitted,
                (unit, "admissions", f"to {year}-06-30", "_T"): to_june,
                (unit, "admissions", f"to {year}-10", "_T"): draw(st.integers(to_june, admitted)),
                (unit, "admissions", f"{year}", "female"): draw(st.integers(0, admitted)),
                (unit, "admissions_target", f"{year}", "_T"): target,
                (unit, "members", f"at {year}", "_T"): draw(st.integers(500, 5000)),
            }
    for (unit, indicator, period, segment), number in list(truth.items()):
        if unit == UNITS[0] and segment == "_T":
            others = sum(truth[other, indicator, period, segment] for other in UNITS[1:])
            truth["p", indicator, period, segment] = number + others
    for year in YEARS:  # a province admits more than its units do, and as many in every period of the year
        more = draw(slack)
        for period in (f"{year}", f"to {year}-06-30", f"to {year}-10"):
            truth["p", "admissions", period, "_T"] += more
        truth["p", "members", f"at {year}", "_T"] += draw(slack)
        truth["p", "admissions_target", f"{year}", "_T"] += draw(slack)
        committees, cells = draw(st.integers(1, 400)), draw(st.integers(1, 400))
        truth["p", "grassroots_committees", f"at {year}", "_T"] = committees
        truth["p", "grassroots_cells", f"at {year}", "_T"] = cells
        truth["p", "grassroots_organisations", f"at {year}", "_T"] = committees + cells
    for area in ("p", *UNITS):
        truth[area, "admissions", TERM, "_T"] = sum(truth[area, "admissions", f"{year}", "_T"] for year in YEARS)
    return truth


def rates_of(truth):
    """Every rate, change and average of the truth: (area, indicator, period, number, options)."""
    for (area, indicator, period, segment), number in truth.items():
        year, total = int(period.split()[-1][:4]), truth.get((area, indicator, period, "_T"))
        before = truth.get((area, indicator, period.replace(str(year), str(year - 1)), segment))
        target = truth.get((area, "admissions_target", f"{year}", "_T"))
        if segment == "female":
            yield area, "admissions_share", period, 100 * number / total, FEMALE
        elif period == TERM:
            yield area, "admissions_yearly_average", period, number / len(YEARS), {}
        elif indicator == "admissions":
            yield area, "completion_rate", period, 100 * number / target, {}
            yield area, "excess_rate", period, 100 * number / target - 100, {}
            if before:
                yield area, "admissions_growth", period, 100 * number / before - 100, {"base": f"{year - 1}"}
        elif indicator == "members" and before:
            yield area, "members_growth", period, 100 * number / before - 100, {"base": f"{year - 1}"}
            yield area, "members_change", period, number - before, {"base": f"{year - 1}"}
        elif indicator == "admissions_target" and before:
            yield area, "admissions_target_change", period, number - before, {"base": f"{year - 1}"}


def print_count(draw, place, number):
    area, indicator, period, segment = place
    bound = draw(st.sampled_from(["exact", "exact", "exact", "at_least", "at_most", "approx"]))
    about = round(number * draw(st.floats(0.96, 1.04)))
    if bound == "approx" and abs(about - number) > 0.05 * about:
        bound = "exact"
    printed = {
        "exact": number,
        "at_least": max(0, number - draw(slack)),
        "at_most": number + draw(slack),
        "approx": about,
    }[bound]
    return area, indicator, period, printed, {"segment": segment, "bound": bound}


def print_rate(draw, area, indicator, period, number, options):
    decimals = 0 if indicator.endswith("_change") else draw(st.sampled_from([0, 1, 2, 2]))
    digits = f"{number:.{decimals}f}"
    return area, indicator, period, float(digits), {**options, "printed": digits}


def print_some(draw, truth):
    counts = draw(st.lists(st.sampled_from(sorted(truth)), min_size=2, max_size=40, unique=True))
    rates = list(rates_of(truth))
    chosen = draw(st.lists(st.integers(0, len(rates) - 1), max_size=40, unique=True))
    printed = [print_count(draw, place, truth[place]) for place in counts]
    return [*printed, *(print_rate(draw, *rates[place]) for place in chosen)]


def by_key(truth):
    dataset = invent_dataset(
        *(
            (area, indicator, period, number, {"segment": segment})
            for (area, indicator, period, segment), number in truth.items()
        )
    )
    return {key_of(value): value.obs_value for value in printed_values(dataset, dataset.observations)}


@settings(deadline=None, max_examples=30)
@given(st.data())
def test_the_truth_is_within_every_interval_and_nothing_contradicts_it(data):
    truth = data.draw(worlds())

    found = reconcile(invent_dataset(*print_some(data.draw, truth)))

    assert found.contradictions == ()
    known = by_key(truth)
    for one in found.implied:
        if one.key in known:
            assert one.low - 1e-4 <= known[one.key] <= one.high + 1e-4
            assert one.whole is None or known[one.key] in one.whole
        assert one.observation_ids
        assert_needed(one)


def assert_needed(one):
    """From its statements alone the interval follows, and without any of them it is wider."""
    program, everything = Program(one.statements), range(len(one.statements))
    assert program.interval(one.key, everything)[:2] == pytest.approx((one.low, one.high), rel=1e-6)
    for left_out in everything:
        wider = program.interval(one.key, set(everything) - {left_out})
        assert wider.low < one.low - 1e-7 or wider.high > one.high + 1e-7


@settings(deadline=None, max_examples=25)
@given(st.data())
def test_one_wrong_digit_in_a_figure_that_is_tied_is_found(data):
    truth = data.draw(worlds())
    wrong, ties = data.draw(st.sampled_from(list(exact_ties())))
    place = data.draw(st.integers(0, len(str(truth[wrong])) - 1))
    digits = list(str(truth[wrong]))
    digits[place] = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != digits[place]]))
    told = [(wrong, int("".join(digits))), *((one, truth[one]) for one in ties)]
    rows = [(*one[:3], number, {"segment": one[3]}) for one, number in told]
    others = [row for row in print_some(data.draw, truth) if row[:3] not in {row[:3] for row in rows}]

    found = reconcile(invent_dataset(*rows, *others))

    assert found.contradictions
    for one in found.contradictions:
        assert_irreducible(one.statements)
        assert one.set_aside in one.statements
        named = {value.observation_ids for each in one.statements for value in each.values}
        assert ("observation-0",) in named, "all others are true"


def exact_ties():
    """Figures with those that, printed in full, leave them one value."""
    for area in ("p", *UNITS):
        years = [(area, "admissions", f"{year}", "_T") for year in YEARS]
        yield (area, "admissions", TERM, "_T"), years
        yield years[2], [*years[:2], *years[3:], (area, "admissions", TERM, "_T")]
    for year in YEARS:
        whole, *parts = (
            ("p", f"grassroots_{kind}", f"at {year}", "_T") for kind in ("organisations", "committees", "cells")
        )
        yield whole, parts
        yield parts[0], [whole, parts[1]]


@pytest.mark.parametrize("decimals", [0, 1, 2])
@settings(deadline=None, max_examples=60)
@given(count=st.integers(1, 3000), base=st.integers(1, 3000))
def test_the_base_of_a_printed_growth_is_within_its_whole_numbers(decimals, count, base):
    digits = f"{100 * count / base - 100:.{decimals}f}"
    growth = ("p", "members_growth", "at 2020", float(digits), {"base": "2015", "printed": digits})

    found = reconcile(invent_dataset(("p", "members", "at 2020", count), growth))

    assert found.contradictions == ()
    for one in found.implied:
        assert base in one.whole if one.whole is not None else one.low <= base
