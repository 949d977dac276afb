"""`ketnap implied`: what the printed figures imply together, and where they contradict each other."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from analysis.cli.scope import as_of_option, resolve_area, tell_undated

if TYPE_CHECKING:
    from analysis.dataset.dataset import Dataset
    from analysis.measures.identities import Key
    from analysis.measures.reconcile import Contradiction, Implied, Reconciliation
    from analysis.measures.statements import Row, Statement

# Whole numbers are listed up to this many.
_LISTED = 12
# An interval is narrow if its high end is at most so many times its low one.
_NARROW = 2
_READINGS = {
    "term_goal": "read against the goal for the whole term",
    "yearly_goal": "read against the goal for each year",
}


@click.command(
    epilog='\b\nExample:\n  ketnap implied --area "Ea Súp"\n  ketnap implied --as-of 2023-10-13 --format json'
)
@click.option("--area", default="", metavar="AREA", help="Code or name; with all areas below it.  [default: all]")
@as_of_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def implied(area: str, as_of: dt.datetime | None, form: str) -> None:
    """Show what the printed figures imply of those that are not printed, and which figures contradict each other.

    Each result names the figures that it follows from. Contradictions are findings; the exit status stays 0.
    """
    from analysis.dataset.load import load_dataset
    from analysis.measures.reconcile import reconcile

    dataset = load_dataset(as_of.date() if as_of else None)
    tell_undated(dataset)
    found = reconcile(dataset, resolve_area(dataset, area) if area else None)
    digits = dict(zip(dataset.observations["observation_id"], dataset.observations["as_printed"], strict=True))
    if form == "json":
        click.echo(json.dumps(as_json(dataset, found, digits), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_Text(dataset, digits).lines(found)))


def as_json(dataset: Dataset, found: Reconciliation, digits: Mapping[str, str]) -> dict[str, Any]:
    """Return a reconciliation in the structure that `--format json` prints.

    `edition`; `implied`: for each quantity (`ref_area`, `indicator`, `segment`, `freq`, `period_start`, `period_end`)
    `low` and `high` (null: not limited), `whole` (`low`, `high`, and `numbers` if they are 12 or fewer; null if it
    need not be whole), `reading` (term_goal, yearly_goal, or blank), `observation_ids`, `source_ids`, `statements`;
    `contradictions`: `reading`, `observation_ids`, `source_ids`, `statements`, `set_aside` (place in `statements`),
    `cut_off` (whether they hold if the last digit of that one was cut off instead of rounded).
    A statement has `kind`, `rule`, `reading`, `as_printed`, `observation_ids`, `source_ids`, and `rows`, each of which
    says that `low` <= the sum of coefficient times quantity (`terms`) <= `high` (null: no limit).

    Args:
        dataset: The dataset.
        found: What was found in it.
        digits: The digits as printed, by observation.
    """
    return {
        "edition": dataset.edition.isoformat(),
        "implied": [
            {**one.key._asdict(), "low": _end(one.low), "high": _end(one.high), "whole": _whole(one.whole)}
            | _lineage(one, digits)
            for one in found.implied
        ],
        "contradictions": [
            _lineage(one, digits) | {"set_aside": one.statements.index(one.set_aside), "cut_off": one.cut_off}
            for one in found.contradictions
        ],
    }


def _lineage(one: Implied | Contradiction, digits: Mapping[str, str]) -> dict[str, Any]:
    return {
        "reading": one.reading,
        "observation_ids": list(one.observation_ids),
        "source_ids": list(one.source_ids),
        "statements": [_statement(statement, digits) for statement in one.statements],
    }


def _statement(statement: Statement, digits: Mapping[str, str]) -> dict[str, Any]:
    return {
        "kind": statement.kind,
        "rule": statement.rule,
        "reading": statement.reading,
        "as_printed": " ".join(digits[key] for key in statement.observation_ids),
        "observation_ids": list(statement.observation_ids),
        "source_ids": list(statement.source_ids),
        "rows": [_row(row) for row in statement.rows],
    }


def _row(row: Row) -> dict[str, Any]:
    terms = [{"quantity": key._asdict(), "coefficient": factor} for key, factor in row.terms]
    return {"terms": terms, "low": _end(row.low), "high": _end(row.high)}


def _end(end: float) -> float | None:
    return end if math.isfinite(end) else None


def _whole(numbers: range | None) -> dict[str, Any] | None:
    if not numbers:
        return None
    listed = list(numbers) if len(numbers) <= _LISTED else None
    return {"low": numbers[0], "high": numbers[-1], "numbers": listed}


@dataclass(frozen=True)
class _Text:
    """A reconciliation as text for people."""

    dataset: Dataset
    digits: Mapping[str, str]

    def lines(self, found: Reconciliation) -> Iterator[str]:
        """Yield narrow intervals first, then wide ones, then contradictions."""
        narrow = [one for one in found.implied if one.high <= _NARROW * one.low]
        wide = [one for one in found.implied if one.high > _NARROW * one.low]
        yield from self._section("implied by the printed figures:", map(self._implied, narrow))
        yield from self._section("only limited by the printed figures:", map(self._implied, wide))
        yield from self._section("cannot hold together:", map(self._contradiction, found.contradictions))
        yield f"implied: {len(found.implied)}; contradictions: {len(found.contradictions)}"

    @staticmethod
    def _section(heading: str, blocks: Iterable[list[str]]) -> Iterator[str]:
        for place, block in enumerate(blocks):
            if place == 0:
                yield from (heading, "")
            yield from (*block, "")

    def _implied(self, one: Implied) -> list[str]:
        head = f"{one.key.ref_area} · {self._quantity(one.key, one.key.ref_area)}: {_numbers(one)}"
        return [head, *self._reading(one), *self._statements(one.statements, one.key.ref_area)]

    def _contradiction(self, one: Contradiction) -> list[str]:
        area = one.set_aside.keys[0].ref_area
        aside = [f"  set aside: {self._source(one.set_aside)}"]
        if one.cut_off:
            aside.append("  (it fits if its last digit was cut off instead of rounded)")
        return [area, *self._reading(one), *self._statements(one.statements, area), *aside]

    @staticmethod
    def _reading(one: Implied | Contradiction) -> list[str]:
        return [f"  {_READINGS[one.reading]}"] if one.reading else []

    def _statements(self, statements: Iterable[Statement], area: str) -> list[str]:
        rows = [(self._source(one), self._arithmetic(one, area)) for one in statements]
        width = max(len(source) for source, _ in rows)
        return [f"  {source.ljust(width)}  {arithmetic}" for source, arithmetic in rows]

    def _source(self, statement: Statement) -> str:
        if statement.rule:
            return f"rule: {statement.rule}"
        printed = " ".join(self.digits[key] for key in statement.observation_ids)
        return f"“{printed}” {' '.join(statement.source_ids)}"

    def _arithmetic(self, statement: Statement, area: str) -> str:
        names = [self._quantity(key, area) for key in statement.keys]
        row = statement.rows[0]
        if statement.rule == "whole":
            return f"{names[0]} is a whole number"
        if statement.rule == "units":
            units = ", ".join(key.ref_area.rpartition("/")[2] for key in statement.keys[1:])
            return f"{names[0]} ≥ the sum of its units {units}"
        if statement.rule:
            return f"{names[0]} {'=' if row.high == 0 else '≥'} {' + '.join(names[1:])}"
        if statement.kind in ("ratio", "growth"):
            low = [-one.terms[1][1] for one in statement.rows if one.low == 0]
            high = [-one.terms[1][1] for one in statement.rows if one.high == 0]
            return f"{names[0]} / {names[1]} {_span(low[0] if low else 0.0, high[0] if high else math.inf, 8)}"
        return f"{' - '.join(names)} {_span(row.low, row.high)}"

    def _quantity(self, key: Key, area: str) -> str:
        name = key.indicator if key.segment == "_T" else f"{key.indicator} ({key.segment})"
        place = "" if key.ref_area == area else f"{key.ref_area} · "
        return f"{place}{name} · {self._period(key)}"

    def _period(self, key: Key) -> str:
        term = next(
            (code for code, term in self.dataset.terms.items() if str(term.period_start) == key.period_start), ""
        )
        texts = {
            "P": key.period_end,
            "A": key.period_end[:4],
            "YTD": f"to {key.period_end}",
            "TERM": f"term {term}",
            "TTD": f"term {term} to {key.period_end}",
        }
        return texts.get(key.freq, f"{key.period_start} to {key.period_end}")


def _numbers(one: Implied) -> str:
    exact = _span(one.low, one.high).removeprefix("= ")
    if not one.whole:
        return exact
    whole = f"{one.whole[0]:,} to {one.whole[-1]:,}"
    if len(one.whole) <= _LISTED:
        whole = ", ".join(f"{number:,}" for number in one.whole)
    return whole if exact == whole else f"{whole} ({exact})"


def _span(low: float, high: float, digits: int = 2) -> str:
    ends = [f"{end:,.{digits}f}".rstrip("0").rstrip(".") for end in (low, high)]
    if math.isinf(high):
        return f"≥ {ends[0]}"
    if math.isinf(low):
        return f"≤ {ends[1]}"
    return f"= {ends[0]}" if ends[0] == ends[1] else f"= {ends[0]} to {ends[1]}"
