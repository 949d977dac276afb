"""The words of the data model, as frozen dataclasses: code lists and sources. No pandas, no reading of files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

UNKNOWN_AREA = "_U"
TOTAL = "_T"
NATION = "viet-nam"
YEAR, YEAR_TO_DATE, TERM, TERM_TO_DATE, POINT, OTHER = "A", "YTD", "TERM", "TTD", "P", "_O"
# All frequencies (`codelists/frequencies.csv`), in the order in which they are told.
FREQUENCIES = (YEAR, YEAR_TO_DATE, "S", "Q", "M", TERM, TERM_TO_DATE, POINT, OTHER)
# Those of a year or less, and points in time; the others run over several years.
WITHIN_A_YEAR = (YEAR, YEAR_TO_DATE, "S", "Q", "M", POINT)
EXACT, AT_LEAST, AT_MOST, APPROX = "exact", "at_least", "at_most", "approx"
# Of the observation statuses (`codelists/obs_status.csv`, from SDMX CL_OBS_STATUS), that of a normal value.
NORMAL = "A"


@dataclass(frozen=True)
class Area:
    """A reference area: the nation, a province, district, commune, bloc or cell.

    Attributes:
        code: Slug path; what stands before the last slash is the parent's code.
        level: nation, province, district, commune, bloc, cell or unknown.
        type: What the area is called (`codelists/area_types.csv`): province, city, ward, school …
        name_vi: Vietnamese name without the type.
        name_en: English name without the type.
        aliases: Other spellings.
        official_code: Code of the General Statistics Office, blank if none.
        valid_from: First day; None is before all data.
        valid_to: Last day; None is still valid.
        successor: Code of the area that it went into, blank if none.
    """

    code: str
    level: str
    type: str
    name_vi: str
    name_en: str
    aliases: tuple[str, ...]
    official_code: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    successor: str

    @property
    def parent(self) -> str:
        """Code of the area that this one belongs to, blank for a province and the nation."""
        return self.code.rpartition("/")[0]


def lies_within(area: str, scope: Iterable[str]) -> bool:
    """Tell whether the area of a code is one of some areas, or lies below one of them."""
    return any(area == one or area.startswith(f"{one}/") for one in scope)


@dataclass(frozen=True)
class AreaType:
    """What an area is called; `{}` stands for its name in the two patterns: "tỉnh {}", "{} Province"."""

    code: str
    pattern_vi: str
    pattern_en: str


@dataclass(frozen=True)
class Frequency:
    """The kind of period that an observation speaks of (SDMX concept FREQ)."""

    code: str
    name_vi: str
    name_en: str
    definition_en: str


@dataclass(frozen=True)
class Indicator:
    """What is measured.

    Attributes:
        code: SDMX concept INDICATOR.
        kind: flow, stock, target; or what is computed from others: ratio, growth, difference, average.
        unit: SDMX concept UNIT_MEASURE: persons, persons_per_year, percent, organisations …
        numerator: Of a computed kind: the indicator above the line, averaged, or subtracted from; blank if it is not
            tied to others.
        denominator: Of a computed kind: the indicator below the line, or that which is subtracted.
        parts: Codes of the indicators that add up to this one.
        label_vi: Vietnamese label.
        label_en: English label.
        definition_vi: Vietnamese definition.
        definition_en: English definition.
    """

    code: str
    kind: str
    unit: str
    numerator: str
    denominator: str
    parts: tuple[str, ...]
    label_vi: str
    label_en: str
    definition_vi: str
    definition_en: str


@dataclass(frozen=True)
class Segment:
    """A group among the persons or organisations counted; `_T` is all of them."""

    code: str
    name_vi: str
    name_en: str
    definition_en: str


@dataclass(frozen=True)
class Term:
    """A term of congress; it counts the five calendar years from `period_start` to `period_end`."""

    code: str
    name_vi: str
    name_en: str
    period_start: dt.date
    period_end: dt.date

    @property
    def years(self) -> range:
        """The calendar years that the term counts."""
        return range(self.period_start.year, self.period_end.year + 1)


@dataclass(frozen=True)
class Source:
    """A publication that prints figures; blank or None is not known.

    Attributes:
        source_id: Publisher and date of publication.
        ref_area: Code of the area that it speaks of, `_U` if it does not say.
        title: Title as printed.
        publisher: Publisher as printed.
        published: Day of publication.
        accessed: Day on which it was read.
        language: BCP 47.
        url: Address.
        comment: Our own words.
    """

    source_id: str
    ref_area: str
    title: str
    publisher: str
    published: dt.date | None
    accessed: dt.date | None
    language: str
    url: str
    comment: str


@dataclass(frozen=True)
class Correction:
    """A decision of ours on figures that disagree; it changes which one is preferred, never a figure.

    Attributes:
        ref_area: Code of the area.
        indicator: Code of the indicator.
        segment: Code of the segment.
        freq: Frequency.
        period_end: End of the period as in the observations.
        prefer: Id of the source whose figure goes first; blank if none is preferred.
        distrust: Ids of the sources whose figure is set aside: shown, but never preferred nor computed with.
        guard: What the sources printed when the decision was made, by source; it holds only as long as they do.
        reason_vi: Why, in Vietnamese.
        reason_en: Why, in English.
    """

    ref_area: str
    indicator: str
    segment: str
    freq: str
    period_end: str
    prefer: str
    distrust: tuple[str, ...]
    guard: Mapping[str, float]
    reason_vi: str
    reason_en: str
