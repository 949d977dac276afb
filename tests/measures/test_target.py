"""Progress against the target of a year: what is done, what is short, what each month left must bring."""

import pytest

from analysis.measures.target import monthly_need, target_progress

TARGET = ("p", "admissions_target", "2023", 2767)


def progress_of(dataset, year=2023):
    return target_progress(dataset, "p", year)


def test_a_year_to_date_against_its_target(invent):
    progress = progress_of(invent(TARGET, ("p", "admissions", "to 2023-10-10", 1994)))

    assert (progress.admitted.obs_value, progress.target.obs_value, progress.short.obs_value) == (1994, 2767, 773)
    assert progress.rate.obs_value == pytest.approx(100 * 1994 / 2767)
    assert (progress.excess, progress.is_over, progress.is_reached) == (None, False, False)
    assert (progress.short.freq, progress.short.period_end) == ("YTD", "2023-10-10")
    assert progress.short.formula == "admissions_target - admissions"


def test_the_printed_completion_of_the_same_period_goes_first(invent):
    rates = (("p", "completion_rate", "to 2023-10-10", 72.06), ("p", "completion_rate", "to 2023-05-31", 30))

    progress = progress_of(invent(TARGET, ("p", "admissions", "to 2023-10-10", 1994), *rates))
    other = progress_of(invent(TARGET, ("p", "admissions", "to 2023-10-10", 1994), rates[1]))

    assert progress.rate.obs_value == 72.06
    assert not other.rate.is_printed


@pytest.mark.parametrize("period", ["2023 S1", "2023 Q1", "2023-01"])
def test_half_years_and_quarters_from_january_count_as_to_date(invent, period):
    progress = progress_of(invent(TARGET, ("p", "admissions", period, 700), ("p", "admissions", "2023 Q4", 9)))

    assert (progress.admitted.obs_value, progress.short.obs_value, progress.is_over) == (700, 2067, False)


def test_the_longest_period_counts_and_the_full_year_before_all(invent):
    rows = [("p", "admissions", "2023 S1", 700), ("p", "admissions", "to 2023-09-30", 1500)]

    assert progress_of(invent(TARGET, *rows)).admitted.obs_value == 1500
    assert progress_of(invent(TARGET, *rows, ("p", "admissions", "2023", 2800))).is_over


@pytest.mark.parametrize(("admitted", "short", "excess"), [(2766, 1, None), (2767, None, 0), (2800, None, 33)])
def test_short_of_the_target_or_above_it(invent, admitted, short, excess):
    progress = progress_of(invent(TARGET, ("p", "admissions", "2023", admitted)))

    assert (progress.short and progress.short.obs_value) == short
    assert (progress.excess and progress.excess.obs_value) == excess
    assert progress.is_reached is (short is None)


@pytest.mark.parametrize(
    ("admitted", "reached", "bound"), [(1994, False, "at_least"), (2770, None, "at_most"), (2800, None, "at_most")]
)
def test_a_target_that_is_a_bound(invent, admitted, reached, bound):
    target = ("p", "admissions_target", "2023", 2770, {"bound": "at_least"})

    progress = progress_of(invent(target, ("p", "admissions", "to 2023-10-10", admitted)))

    assert progress.is_reached is reached
    assert (progress.short or progress.excess).bound == bound


def test_admissions_that_are_a_bound_may_reach_the_target(invent):
    admitted = ("p", "admissions", "to 2023-10-10", 2800, {"bound": "at_least"})

    assert progress_of(invent(TARGET, admitted)).is_reached is True


def test_what_is_not_known_is_none(invent):
    dataset = invent(("p", "members", "at 2023", 9))

    assert progress_of(dataset) == type(progress_of(dataset))(None, None, (), None, None, None)
    assert progress_of(dataset).is_reached is None


def test_another_source_on_the_target_stays_visible(invent):
    progress = progress_of(invent(TARGET, ("p", "admissions_target", "2023", 2770, {"bound": "at_least"})))

    assert [one.obs_value for one in progress.other_targets] == [2770]


def need_of(invent, period, admitted=1994, **options):
    return monthly_need(progress_of(invent(TARGET, ("p", "admissions", period, admitted, options))))


def test_what_each_month_left_must_bring(invent):
    need = need_of(invent, "to 2023-10-10")

    assert need.passed.obs_value == pytest.approx(9 + 10 / 31)
    assert need.left.obs_value == pytest.approx(2 + 21 / 31)
    assert need.needed.obs_value == pytest.approx(773 / (2 + 21 / 31))
    assert need.so_far.obs_value == pytest.approx(1994 / (9 + 10 / 31))
    assert need.pressure.obs_value == pytest.approx(100 * need.needed.obs_value / need.so_far.obs_value)
    assert need.needed.observation_ids == ("observation-0", "observation-1")
    assert (need.needed.decimals, need.needed.is_printed) == (0, False)


@pytest.mark.parametrize("period", ["to 2023-10-31", "to 2023-10"])
def test_a_bare_month_counts_to_its_last_day(invent, period):
    need = need_of(invent, period)

    assert (need.passed.obs_value, need.left.obs_value) == (10, 2)


@pytest.mark.parametrize("period", ["2023", "to 2023", "to 2023-12-31"])
def test_no_number_a_month_where_no_day_is_left_or_none_is_printed(invent, period):
    assert need_of(invent, period) is None


@pytest.mark.parametrize("rows", [[], [("p", "admissions", "to 2023-10-10", 2767)]])
def test_no_number_a_month_where_nothing_is_short(invent, rows):
    assert monthly_need(progress_of(invent(TARGET, *rows))) is None


def test_nobody_admitted_so_far_is_no_base(invent):
    need = need_of(invent, "to 2023-03-31", admitted=0)

    assert (need.so_far.obs_value, need.pressure) == (0, None)


def test_a_bound_stays_one(invent):
    need = need_of(invent, "to 2023-10-10", bound="at_most")

    assert (need.needed.bound, need.so_far.bound) == ("at_least", "at_most")


def test_dak_lak_in_2023(real):
    progress = target_progress(real, "dak-lak", 2023)
    need = monthly_need(progress)

    assert (progress.short.obs_value, progress.rate.obs_value) == (773, 72.06)
    assert [one.bound for one in progress.other_targets] == ["at_least"]
    assert (round(need.needed.obs_value), round(need.so_far.obs_value)) == (289, 214)


def test_the_first_half_of_binh_thuan_2023_is_told_though_no_target_is(real):
    progress = target_progress(real, "binh-thuan", 2023)

    assert (progress.admitted.obs_value, progress.admitted.freq) == (808, "S")
    assert (progress.target, progress.rate, progress.short) == (None, None, None)
