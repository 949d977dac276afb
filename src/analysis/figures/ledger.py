"""The ledger of a brief: it numbers the sources as they appear and keeps every number that is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.dataset.model import Source
from analysis.figures.inline import Mark
from analysis.figures.language import Language
from analysis.measures.values import Value


class Ledger:
    """Every number shown, with its observations and sources.

    Attributes:
        numbers: One record per number shown, in the order of the page; it goes into the manifest.
    """

    def __init__(self, sources: Mapping[str, Source], language: Language) -> None:
        self._sources = sources
        self._language = language
        self._order: dict[str, int] = {}
        self._kept: set[tuple[str, Value]] = set()
        self.numbers: list[dict[str, Any]] = []

    def show(self, value: Value, *, sign: bool = True) -> Mark:
        """Return a value as it is shown, with its source marks, and keep the record of it.

        Args:
            value: The value.
            sign: Whether to set the sign of its bound before it; without, the words around it must tell the bound.
        """
        text = self._language.value(value, sign=sign)
        marks = self.cite(value)
        self._keep(value, text)
        return Mark(text, marks, computed=not value.is_printed, decimals=max(value.decimals, 0))

    def plot(self, *values: Value) -> tuple[int, ...]:
        """Keep the records of values that a chart shows, and return the numbers of their sources in the source list."""
        for value in values:
            self._keep(value, self._language.value(value))
        return self.cite(*values)

    def _keep(self, value: Value, text: str) -> None:
        if (text, value) in self._kept:
            return
        self._kept.add((text, value))
        record = {
            "shown": text,
            "obs_value": value.obs_value,
            "bound": value.bound,
            "unit": value.unit,
            "ref_area": value.ref_area,
            "indicator": value.indicator,
            "segment": value.segment,
            "freq": value.freq,
            "period_start": value.period_start,
            "period_end": value.period_end,
            "formula": value.formula,
            "observations": list(value.observation_ids),
            "sources": list(value.source_ids),
        }
        self.numbers.append(record)

    def cite(self, *values: Value) -> tuple[int, ...]:
        """Return the numbers, in the source list, of the sources that values rest on."""
        keys = dict.fromkeys(key for value in values for key in value.source_ids)
        return tuple(sorted(self._order.setdefault(key, len(self._order) + 1) for key in keys))

    def cited(self) -> list[tuple[int, Source]]:
        """Return the sources cited so far, numbered."""
        return [(number, self._sources[key]) for key, number in self._order.items()]
