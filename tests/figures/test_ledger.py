"""Every number shown is kept, once, with its observations and sources."""

from analysis.figures.language import Language
from analysis.figures.ledger import Ledger
from analysis.measures.values import printed_values, ratio


def ledger_of(dataset):
    return Ledger(dataset.sources, Language("en")), printed_values(dataset, dataset.observations)


def three(invent):
    return ledger_of(
        invent(
            ("p", "admissions", "2022", 2089, {"source": "z-20230130"}),
            ("p", "admissions_target", "2022", 1900, {"source": "a-20230130", "bound": "at_least"}),
            ("p", "members", "at 2022", 5, {"source": "z-20230130"}),
        )
    )


def test_sources_are_numbered_as_they_appear(invent):
    ledger, (admitted, target, members) = three(invent)

    assert ledger.show(admitted).sources == (1,)
    assert ledger.show(target).sources == (2,)
    assert ledger.show(members).sources == (1,)
    assert [(number, source.source_id) for number, source in ledger.cited()] == [(1, "z-20230130"), (2, "a-20230130")]


def test_a_source_that_is_not_cited_is_not_listed(invent):
    ledger, (_, target, _) = three(invent)
    ledger.show(target)

    assert [source.source_id for _, source in ledger.cited()] == ["a-20230130"]


def test_the_marks_of_one_number_ascend(invent):
    ledger, (admitted, target, _) = three(invent)
    ledger.show(admitted)

    assert ledger.show(ratio(target, admitted, "completion_rate")).sources == (1, 2)


def test_a_number_is_recorded_once(invent):
    ledger, (admitted, target, _) = three(invent)
    for value in (admitted, target, admitted):
        ledger.show(value)

    assert [record["shown"] for record in ledger.numbers] == ["2,089", "≥\u202f1,900"]


def test_a_citation_alone_records_no_number(invent):
    ledger, values = three(invent)

    assert ledger.cite(*values) == (1, 2)
    assert ledger.numbers == []


def test_a_computed_number_is_marked_and_recorded_with_its_formula(invent):
    ledger, (admitted, target, _) = three(invent)

    mark = ledger.show(ratio(admitted, target, "completion_rate"))

    assert (mark.text, mark.sources, mark.computed) == ("≤\u202f109.95%", (1, 2), True)
    (record,) = ledger.numbers
    assert record["formula"] == "100 * admissions / admissions_target"
    assert record["observations"] == ["observation-0", "observation-1"]
    assert record["sources"] == ["z-20230130", "a-20230130"]
    assert not ledger.show(admitted).computed


def test_the_sign_of_the_bound_can_be_left_to_the_words(invent):
    ledger, (_, target, _) = three(invent)

    assert ledger.show(target, sign=False).text == "1,900"
    assert ledger.numbers[0]["bound"] == "at_least"
