"""Names of areas that share one, and periods by their kind."""

import pytest

from analysis.figures.brief import Brief
from analysis.figures.names import name_period, tell_apart
from analysis.measures.values import printed_values

PERIODS = [
    ("2022", "2022", "2022"),
    ("to 2023-10-10", "to 10 October 2023", "đến 10/10/2023"),
    ("2015-2020", "term 2015–2020", "nhiệm kỳ 2015–2020"),
    ("2023-09-01/2024-08-31", "school year 2023–2024", "năm học 2023–2024"),
    ("2006-01-01/2010-12-31", "2006–2010", "2006–2010"),
    ("2016-01-01/2020", "from 2016 to 2020", "từ 2016 đến 2020"),
    ("2012-01-01/2017-07-28", "from 2012 to 28 July 2017", "từ 2012 đến 28/7/2017"),
    ("2022-09-01/2023-06-23", "1 September 2022 – 23 June 2023", "1/9/2022 – 23/6/2023"),
    ("2015-2020 to 2018-07-13", "from 2015 to 13 July 2018", "từ 2015 đến 13/7/2018"),
]


@pytest.mark.parametrize(("period", "english", "vietnamese"), PERIODS)
def test_a_period_tells_its_kind(invent, period, english, vietnamese):
    dataset = invent(("p", "admissions", period, 5))
    (value,) = printed_values(dataset, dataset.observations)

    assert name_period(Brief(dataset, "p", 2023, "en"), value) == english
    assert name_period(Brief(dataset, "p", 2023, "vi"), value) == vietnamese


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("lam-dong", "Lâm Đồng"),
        ("lam-dong-2025", "Lâm Đồng (since 1 July 2025)"),
        ("hue", "Huế"),
        ("gia-lai", "Gia Lai"),
    ],
)
def test_the_younger_of_two_areas_of_one_name_tells_since_when_it_has_stood(real, code, told):
    page = Brief(real, "dak-lak", 2023, "en")

    assert tell_apart(page, code, page.language.name(real.areas[code])) == told
