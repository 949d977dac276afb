"""Numbers, dates, periods and names in both languages."""

import datetime as dt

import pytest

from analysis.dataset.model import Area
from analysis.errors import CallerError
from analysis.figures.language import Language
from analysis.measures.values import printed_values

VI, EN = Language("vi"), Language("en")


@pytest.mark.parametrize(
    ("number", "decimals", "vi", "en"),
    [
        (0, 0, "0", "0"),
        (117, 0, "117", "117"),
        (2089, 0, "2.089", "2,089"),
        (1234567.8, 1, "1.234.567,8", "1,234,567.8"),
        (72.06360679, 2, "72,06", "72.06"),
        (109.94736842, 2, "109,95", "109.95"),
        (91.9, 2, "91,90", "91.90"),
        (164.8, 1, "164,8", "164.8"),
        (-30, 0, "−30", "−30"),
    ],
)
def test_numbers_have_exactly_the_decimals_asked_for(number, decimals, vi, en):
    assert VI.number(number, decimals) == vi
    assert EN.number(number, decimals) == en


@pytest.mark.parametrize(
    ("date", "vi", "en"),
    [
        ("2023", "2023", "2023"),
        ("2023-10", "tháng 10/2023", "October 2023"),
        ("2023-02", "tháng 2/2023", "February 2023"),
        ("2023-10-03", "3/10/2023", "3 October 2023"),
        (dt.date(2023, 1, 30), "30/1/2023", "30 January 2023"),
    ],
)
def test_dates_are_as_precise_as_they_are_given(date, vi, en):
    assert VI.date(date) == vi
    assert EN.date(date) == en


def value(invent, period, number=1, **options):
    dataset = invent(("p", options.pop("indicator", "admissions"), period, number, options))
    (found,) = printed_values(dataset, dataset.observations)
    return found


@pytest.mark.parametrize(
    ("period", "vi", "en"),
    [
        ("2022", "2022", "2022"),
        ("to 2023-10-10", "đến 10/10/2023", "to 10 October 2023"),
        ("to 2023-10", "đến tháng 10/2023", "to October 2023"),
        ("at 2023-01-30", "30/1/2023", "30 January 2023"),
        ("at 2023", "2023", "2023"),
        ("2015-2020", "2015–2020", "2015–2020"),
    ],
)
def test_a_year_to_date_tells_its_cut_off_and_a_term_its_years(invent, period, vi, en):
    assert VI.period(value(invent, period)) == vi
    assert EN.period(value(invent, period)) == en


@pytest.mark.parametrize(
    ("bound", "vi", "en"),
    [
        ("exact", "2.770", "2,770"),
        ("at_least", "≥\u202f2.770", "≥\u202f2,770"),
        ("at_most", "≤\u202f2.770", "≤\u202f2,770"),
        ("approx", "≈\u202f2.770", "≈\u202f2,770"),
    ],
)
def test_a_bound_is_shown_by_its_sign_unless_words_tell_it(invent, bound, vi, en):
    number = value(invent, "2023", 2770, bound=bound)

    assert (VI.value(number), EN.value(number)) == (vi, en)
    assert (VI.value(number, sign=False), EN.value(number, sign=False)) == ("2.770", "2,770")


def test_a_percentage_has_its_sign_and_the_decimals_of_the_print(invent):
    rate = value(invent, "2023", 91.9, indicator="completion_rate", printed="91.90%")

    assert (VI.value(rate), EN.value(rate)) == ("91,90%", "91.90%")


@pytest.mark.parametrize(
    ("type_", "vi", "en"),
    [
        ("province", "tỉnh Cư Pui", "Cu Pui Province"),
        ("city", "thành phố Cư Pui", "Cu Pui City"),
        ("district", "huyện Cư Pui", "Cu Pui District"),
        ("town", "thị xã Cư Pui", "Cu Pui Town"),
        ("commune", "xã Cư Pui", "Cu Pui Commune"),
        ("ward", "phường Cư Pui", "Cu Pui Ward"),
        ("bloc", "Đảng bộ Cư Pui", "Cu Pui Party Committee"),
        ("unknown", "Cư Pui", "Cu Pui"),
    ],
)
def test_an_area_is_named_with_what_it_is(real, type_, vi, en):
    area = Area("x", "", type_, "Cư Pui", "Cu Pui", (), "", None, None, "")

    assert Language("vi", real.area_types).area(area) == vi
    assert Language("en", real.area_types).area(area) == en


def test_every_area_segment_and_indicator_of_the_data_has_a_name_in_both_languages(real):
    for language in (VI, EN):
        assert all(language.area(area).strip() for area in real.areas.values())
        assert all(language.name(item) for item in (*real.segments.values(), *real.terms.values()))
        assert all(language.label(indicator) for indicator in real.indicators.values())


def test_a_sentence_is_said_in_the_language_with_its_values():
    assert str(EN.say("to {date}", date="2023")) == "to 2023"
    assert str(VI.say("to {date}", date="2023")) == "đến 2023"


def test_a_sentence_without_translation_is_an_error():
    with pytest.raises(KeyError, match="no such sentence"):
        VI.say("no such sentence")


def test_an_unknown_language_is_refused():
    with pytest.raises(CallerError, match=r"'fr'[^\n]*\n.*vi or en"):
        Language("fr")
