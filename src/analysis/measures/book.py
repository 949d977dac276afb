"""The figures of one area, found by what they speak of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import POINT, TERM
from analysis.measures.identities import Key, key_of
from analysis.measures.preference import is_distrusted, prefer
from analysis.measures.values import Value, derive


class AreaBook:
    """The printed figures of one area.

    Attributes:
        values: All of them, `preferred` set.
    """

    def __init__(self, dataset: Dataset, values: Iterable[Value]) -> None:
        self.values = prefer(values, dataset.corrections)
        self._by_key: dict[Key, list[Value]] = defaultdict(list)
        self._usable: dict[Key, list[Value]] = defaultdict(list)
        for value in self.values:
            key = key_of(value)
            self._by_key[key].append(value)
            if not is_distrusted(value, dataset.corrections):
                self._usable[key].append(value)

    def groups(self) -> Iterator[tuple[Key, list[Value]]]:
        """Yield what is spoken of, each with all its values, the preferred one first."""
        for key, values in self._by_key.items():
            yield key, sorted(values, key=lambda value: not value.preferred)

    def find(self, key: Key, source_ids: tuple[str, ...] = ()) -> list[Value]:
        """Return the values of a thing: those of a source if it prints any, else the preferred one.

        A source may print two bounds of one thing, so there may be several. What a correction distrusts is not given.
        The goal of a term that is printed only for each year counts five times. A stock at the end of a year may be
        printed with just the year, and the other way round; its own `period_end` tells.
        """
        told = self._usable.get(key, [])
        own = [value for value in told if set(value.source_ids) <= set(source_ids)]
        found = own or [value for value in told if value.preferred]
        if not found and key.indicator == "admissions_target" and key.freq == TERM:
            return [_of_term(goal) for goal in self.find(key._replace(indicator="admissions_yearly_goal"), source_ids)]
        other = _same_year(key) if not found and key.freq == POINT else None
        return self.find(other, source_ids) if other in self._usable else found


def _same_year(key: Key) -> Key | None:
    if len(key.period_end) == len("2023"):
        return key._replace(period_end=f"{key.period_end}-12-31")
    return key._replace(period_end=key.period_end[:4]) if key.period_end.endswith("-12-31") else None


def _of_term(goal: Value) -> Value:
    years = int(goal.period_end[:4]) - int(goal.period_start[:4]) + 1
    return derive(
        goal,
        indicator="admissions_target",
        obs_value=goal.obs_value * years,
        unit="persons",
        formula=f"{goal.indicator} * {years}",
    )
