"""What is not known is told, year by year."""

from analysis.measures.coverage import missing_years, stocks_of


def test_years_of_the_term_up_to_the_year_are_looked_for(invent):
    dataset = invent(
        ("p", "admissions", "2021", 1),
        ("p", "admissions_target", "2023", 2),
        ("p", "members", "at 2020-03", 3),
        ("p/d", "members", "at 2021-03", 4),
    )

    assert dict(missing_years(dataset, "p", 2022)) == {
        "admissions": [2020, 2022],
        "admissions_target": [2020, 2021, 2022],
        "members": [2021, 2022],
        "grassroots_organisations": [2020, 2021, 2022],
    }


def test_a_year_to_date_or_a_group_makes_no_year_known(invent):
    dataset = invent(("p", "admissions", "to 2020-10", 1), ("p", "admissions", "2020", 2, {"segment": "female"}))

    assert ("admissions", [2020]) in missing_years(dataset, "p", 2020)


def test_what_is_known_of_every_year_is_not_missing(invent):
    dataset = invent(("p", "admissions", "2020", 1), ("p", "members", "at 2020", 2))

    assert [indicator for indicator, _ in missing_years(dataset, "p", 2020)] == [
        "admissions_target",
        "grassroots_organisations",
    ]


def test_a_year_outside_all_terms_is_looked_for_alone(invent):
    assert ("members", [2035]) in missing_years(invent(("p", "admissions", "2035", 1)), "p", 2035)


def test_stocks_stand_by_area_members_first_and_all_days(invent):
    dataset = invent(
        ("p/d", "members", "at 2023-10", 4),
        ("p", "grassroots_organisations", "at 2023-10-10", 3),
        ("p", "grassroots_organisations", "at 2023-01-30", 2),
        ("p", "members", "at 2023-10-10", 1),
        ("p", "members", "at 2022-10-10", 9),
        ("p", "pending_files", "at 2023-10-10", 9),
        ("p", "members_growth", "at 2023-10-10", 9),
    )

    assert [value.obs_value for value in stocks_of(dataset, "p", 2023)] == [1, 2, 3, 4]


def test_one_stock_of_one_day_stands_once(invent):
    dataset = invent(
        ("p", "members", "at 2023-10-10", 1), ("p", "members", "at 2023-10-10", 2, {"source": "new-20231101"})
    )

    assert [value.obs_value for value in stocks_of(dataset, "p", 2023)] == [2]


def test_years_after_an_area_ended_are_not_missing(real):
    missing = dict(missing_years(real, "binh-thuan", 2026))

    assert missing == {}
    assert dict(missing_years(real, "binh-thuan", 2023))["admissions"] == [2020, 2023]
