"""Which indicators need a base period, by their row in the code list."""

import pandas as pd
import pytest

from analysis.dataset.row_checks import faults_of_bases
from analysis.dataset.schema import Table

INDICATORS = pd.DataFrame(
    [
        ("admissions", "flow", None, None),
        ("admissions_target", "target", None, None),
        ("members", "stock", None, None),
        ("admissions_growth", "growth", "admissions", "admissions"),
        ("members_change", "difference", "members", "members"),
        ("target_over_admissions", "difference", "admissions_target", "admissions"),
        ("admissions_target_change", "difference", "admissions_target", "admissions_target"),
        ("admissions_excess", "difference", "admissions", "admissions_target"),
        ("excess_rate", "growth", "admissions", "admissions_target"),
        ("admissions_index", "ratio", "admissions", "admissions"),
        ("admissions_share", "ratio", "admissions", "admissions"),
    ],
    columns=["code", "kind", "numerator", "denominator"],
)
TERMS = pd.DataFrame({"code": ["2015-2020"]})


def messages(indicator: str, base: str | None) -> list[str]:
    frame = pd.DataFrame({"indicator": [indicator], "base_per": [base]}, index=[2], dtype="str")
    table = Table("observations-invented", "observations/invented.csv", {}, "observations")
    return [str(fault) for fault in faults_of_bases(table, frame, INDICATORS, TERMS)]


@pytest.mark.parametrize(
    ("indicator", "needs"),
    [
        ("admissions_growth", True),
        ("members_change", True),
        ("target_over_admissions", True),
        ("admissions_target_change", True),
        ("admissions_index", True),
        ("admissions_excess", False),
        ("excess_rate", False),
        ("admissions_share", False),
        ("admissions", False),
    ],
)
def test_a_change_needs_a_base_period_unless_it_is_held_against_a_target(indicator: str, needs: bool) -> None:
    found = [f"observations/invented.csv:2:base_per: is blank, but {indicator} is against a base period"]
    assert messages(indicator, None) == (found if needs else [])


@pytest.mark.parametrize(("base", "known"), [("2022", True), ("2015-2020", True), ("2014-2019", False)])
def test_a_base_period_is_a_year_or_a_term_of_the_list(base: str, known: bool) -> None:
    assert (messages("admissions_growth", base) == []) is known
