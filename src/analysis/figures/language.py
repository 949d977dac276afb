"""The language of a brief: sentences, numbers, dates, names of areas, units and periods.

Sentences are written in English where they are used, by `Language.say` and `Language.say_count`; the gettext catalogues
`locale/vi.po` and `locale/en.po` hold what readers get.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.dataset.model import (
    APPROX,
    AT_LEAST,
    AT_MOST,
    NORMAL,
    Area,
    AreaType,
    Frequency,
    Indicator,
    Segment,
    Term,
)
from analysis.errors import CallerError
from analysis.figures.inline import Inline, Piece
from analysis.text.languages import LANGUAGES
from analysis.text.periods import last_day

if TYPE_CHECKING:
    from analysis.measures.values import Value

UNKNOWN = "–"
# A narrow no-break space keeps the sign at its number.
_SIGNS = {AT_LEAST: "≥\u202f", AT_MOST: "≤\u202f", APPROX: "≈\u202f"}
_DAY = {"vi": "d/M/y", "en": "d MMMM y"}
_MONTH = {"vi": "'tháng' M/y", "en": "MMMM y"}
_SHORT_DAY = {"vi": "d/M", "en": "d MMM"}
_SHORT_MONTH = {"vi": "'tháng' M", "en": "MMM"}
_NAME_ONLY = AreaType("", "{}", "{}")
_QUARTERS = ("", "I", "II", "III", "IV")


@dataclass(frozen=True)
class Language:
    """Writes everything in one language, "vi" or "en".

    Attributes:
        code: "vi" or "en".
        area_types: What areas are called (`data/codelists/area_types.csv`); of others just the name is told.
    """

    code: str
    area_types: Mapping[str, AreaType] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.code not in LANGUAGES:
            raise CallerError(f"{self.code!r} is no language of the briefs", to_do=f"choose {' or '.join(LANGUAGES)}")

    def say(self, message: str, **values: Piece | Inline | int) -> Inline:
        """Return a message in this language, with the values in the place of their {names}.

        Args:
            message: The English message; the catalogue holds its translation.
            values: Texts, marks and whole numbers (years, counts of ours) by name.

        Raises:
            KeyError: The message has no translation.
        """
        return Inline.fill(self.template(message), values)

    def say_count(self, one: str, many: str, count: int, **values: Piece | Inline | int) -> Inline:
        """Return a message on so many things, in the form that the language has for that number.

        Args:
            one: The English message on one thing: "{count} unit is known."
            many: The English message on any other number: "{count} units are known."
            count: How many; it stands in the place of {count}, written as the language writes numbers.
            values: As of `say`.

        Raises:
            KeyError: The message has no translation.
        """
        forms, form_of = _catalogue(self.code).plurals[one, many]
        return Inline.fill(forms[form_of(count)], {**values, "count": self.number(count)})

    def template(self, message: str) -> str:
        """Return a message in this language, with its {names}.

        Raises:
            KeyError: The message has no translation.
        """
        return _catalogue(self.code).messages[message]

    def number(self, number: float, decimals: int = 0) -> str:
        """Return a number with exactly so many decimals: 2089 gives "2.089" in Vietnamese."""
        from babel.numbers import format_decimal

        mask = "#,##0" + ("." + "0" * decimals if decimals else "")
        return str(format_decimal(number, format=mask, locale=self.code)).replace("-", "−")

    def value(self, value: Value, *, sign: bool = True) -> str:
        """Return a value with the sign of its bound, of a percentage the percent sign, and its status: "≥ 2.770".

        The status (SDMX CL_OBS_STATUS) stands behind it in brackets where it is not the normal one: "1.985 (P)".
        """
        bound = _SIGNS.get(value.bound, "") if sign else ""
        percent = "%" if value.unit == "percent" else ""
        status = f" ({value.obs_status})" if value.obs_status != NORMAL else ""
        return f"{bound}{self.number(value.obs_value, max(value.decimals, 0))}{percent}{status}"

    @property
    def decimal_sign(self) -> str:
        """What stands before the decimals of a number."""
        from babel.numbers import get_decimal_symbol

        return str(get_decimal_symbol(self.code))

    def date(self, date: dt.date | str) -> str:
        """Return a date as precisely as it is given: a year, a month or a day."""
        from babel.dates import format_date

        text = str(date)
        if len(text) == len("2023"):
            return text
        pattern = (_MONTH if len(text) == len("2023-10") else _DAY)[self.code]
        return str(format_date(last_day(text), format=pattern, locale=self.code))

    def cut_off(self, value: Value) -> str:
        """Return until when a year to date runs, without the year, for charts that have it on an axis: "đến 10/10"."""
        from babel.dates import format_date

        if len(value.period_end) == len("2023"):
            return str(self.say("day not printed"))
        formats = _SHORT_MONTH if len(value.period_end) == len("2023-10") else _SHORT_DAY
        date = format_date(last_day(value.period_end), format=formats[self.code], locale=self.code)
        return str(self.say("to {date}", date=str(date)))

    def dated(self, value: Value) -> str:
        """Return the period of a value with its year before it: "2023, đến 10/10/2023"."""
        period, year = self.period(value), str(value.year)
        return period if period.startswith(year) else f"{year}, {period}"

    def period(self, value: Value) -> str:
        """Return the period of a value: "2022", "2023, đến 10/10/2023", "2015–2020", "6 tháng đầu năm 2020"."""
        start, end = value.period_start, value.period_end
        match value.freq:
            case "A":
                return str(value.year)
            case "YTD" if end == start[:4]:
                return str(self.say("{year}, cut-off not printed", year=end))
            case "YTD":
                return str(self.say("to {date}", date=self.date(end)))
            case "P":
                return self.date(end)
            case "TERM":
                return f"{start[:4]}–{value.year + 1}"
            case "TTD":
                return str(self.say("from {year} to {date}", year=start[:4], date=self.date(end)))
            case "S" if end[5:7] == "06":
                return str(self.say("first half of {year}", year=end[:4]))
            case "S":
                return str(self.say("second half of {year}", year=end[:4]))
            case "Q":
                return str(self.say("quarter {number} of {year}", number=_QUARTERS[int(end[5:7]) // 3], year=end[:4]))
            case "M":
                return self.date(end[:7])
        return f"{self.date(start)} – {self.date(end)}"

    def area(self, area: Area) -> str:
        """Return the full name of an area: "tỉnh Đắk Lắk", "Đắk Lắk Province"."""
        type_ = self.area_types.get(area.type, _NAME_ONLY)
        return (type_.pattern_vi if self.code == "vi" else type_.pattern_en).format(self.name(area))

    def name(self, item: Area | Frequency | Segment | Term) -> str:
        """Return the name of an area, a kind of period, a segment or a term."""
        return item.name_vi if self.code == "vi" else item.name_en

    def label(self, indicator: Indicator) -> str:
        """Return the label of an indicator."""
        return indicator.label_vi if self.code == "vi" else indicator.label_en


@dataclass(frozen=True)
class _Catalogue:
    """The messages of one language: those with one form, and those with a form for each kind of number."""

    messages: Mapping[str, str]
    plurals: Mapping[tuple[str, str], tuple[tuple[str, ...], Callable[[int], int]]]


@functools.cache
def _catalogue(code: str) -> _Catalogue:
    from babel.messages.plurals import get_plural
    from babel.messages.pofile import read_po

    with (Path(__file__).parent / "locale" / f"{code}.po").open("rb") as file:
        entries = [entry for entry in read_po(file) if entry.id]
    # "one" or "many", as gettext's own formulas have them for these two languages.
    form_of = (lambda count: int(count != 1)) if get_plural(code).num_plurals > 1 else (lambda _: 0)
    return _Catalogue(
        {str(entry.id): str(entry.string) for entry in entries if isinstance(entry.id, str) and entry.string},
        {
            (str(entry.id[0]), str(entry.id[1])): (tuple(entry.string or ()), form_of)
            for entry in entries
            if isinstance(entry.id, tuple)
        },
    )
