"""The page on all provinces in one year: what is known, how many figures, and what the whole country prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from analysis.dataset.dataset import Dataset
from analysis.dataset.model import YEAR, YEAR_TO_DATE
from analysis.figures.blocks import KeyFigure, KeyFigures, Prose, Remark
from analysis.figures.inline import Inline
from analysis.figures.names import tell_apart
from analysis.figures.page import Page
from analysis.figures.tables import Table
from analysis.measures.national import ProvinceFigures, full_years, province_figures, standing_of
from analysis.measures.values import Value


class National(Page):
    """What all sections of the page share.

    Attributes:
        year: The calendar year that it is about.
        standing: The provinces by which it is told.
        figures: What is known of each of them; those of which nothing is are left out.
    """

    def __init__(self, dataset: Dataset, year: int, lang: str) -> None:
        """Begin the page.

        Raises:
            CallerError: The year is none of which the data could speak, or the language is none.
        """
        super().__init__(dataset, lang)
        self.year = year
        self.standing = standing_of(dataset, year)
        self.figures: list[ProvinceFigures] = province_figures(dataset, self.standing.known, year)

    @property
    def title(self) -> str:
        """The title of the page."""
        return str(self.say("Admission of Party members by province, {year}", year=self.year))

    @property
    def titles(self) -> Mapping[str, Inline]:
        """The titles of the page's sections, by name."""
        return {
            "summary": self.say("Summary"),
            "coverage": self.say("What is known of the year"),
            "admissions": self.say("Admissions by province"),
            "ranking": self.say("Provinces ranked"),
            "members": self.say("Members by province"),
            "nation": self.say("The whole country over the years"),
            "method": self.say("How to read this page"),
            **super().titles,
        }

    @property
    def set_label(self) -> Inline:
        """The provinces by which the year is told, in words: "63 provinces of 31 December 2021"."""
        return self.say(
            "{count} provinces of {date}",
            count=len(self.standing.codes),
            date=self.language.date(self.standing.day),
        )

    def names(self, codes: Sequence[str]) -> str:
        """Return the names of some provinces, in the order of the code list."""
        return ", ".join(tell_apart(self, code, self.name_of(code)) for code in codes)


def of_year(value: Value | None) -> Value | None:
    """Return a value if it is of a full year, None if not."""
    return value if value and value.freq == YEAR else None


def to_date(value: Value | None) -> Value | None:
    """Return a value if it is of a year to date, None if not."""
    return value if value and value.freq == YEAR_TO_DATE else None


def _counts(page: National) -> list[tuple[Inline, int]]:
    """Return what was looked for, each with the number of provinces of which it is known."""
    told = page.figures
    return [
        (page.say("With any figure, units included"), len(page.standing.known)),
        (page.say("With full-year admissions"), sum(of_year(one.admitted) is not None for one in told)),
        (page.say("With admissions to date only"), sum(to_date(one.admitted) is not None for one in told)),
        (page.say("With a target"), sum(one.target is not None for one in told)),
        (page.say("With full-year completion"), sum(of_year(one.rate) is not None for one in told)),
        (page.say("With the number of members"), sum(one.members is not None for one in told)),
    ]


def show_counts(page: National) -> KeyFigures:
    """Return the cards: of how many provinces anything, full-year admissions, completion and members are known."""
    counts = _counts(page)
    every, number = len(page.standing.codes), page.language.number
    cards = [(counts[place][0], number(counts[place][1])) for place in (0, 1, 4, 5)]
    note = page.say("of {all} provinces", all=number(every))
    return KeyFigures(tuple(KeyFigure(label, Inline.of(text), note) for label, text in cards))


def write_summary(page: National, series: Sequence[Value]) -> Prose:
    """Return the summary: how many provinces are known, the extremes, who reached the target, the nation.

    Args:
        page: The page.
        series: The figures of the nation, all years.
    """
    return Prose((Inline.join(_summary(page, series)),))


def _summary(page: National, series: Sequence[Value]) -> Iterator[Inline]:
    if not page.standing.known:
        yield page.say("Of the {set}, none has a figure for {year}.", set=page.set_label, year=page.year)
        yield from _nation(page, series)
        return
    yield page.say_count(
        "Of the {set}, {count} has a figure for {year}.",
        "Of the {set}, {count} have a figure for {year}.",
        len(page.standing.known),
        set=page.set_label,
        year=page.year,
    )
    admitted = full_years(one.admitted for one in page.figures)
    if len(admitted) > 1:
        yield page.say_count(
            "Full-year admissions are known of {count} province, from {least} ({other}) to {most} ({area}).",
            "Full-year admissions are known of {count} provinces, from {least} ({other}) to {most} ({area}).",
            len(admitted),
            most=admitted[0],
            area=page.name_of(admitted[0].ref_area),
            least=admitted[-1],
            other=page.name_of(admitted[-1].ref_area),
        )
    elif admitted:
        yield page.say(
            "Full-year admissions are known of one province alone: {value} in {area}.",
            value=admitted[0],
            area=page.name_of(admitted[0].ref_area),
        )
    else:
        yield page.say("Full-year admissions are known of no province.")
    yield from _reached(page)
    yield from _nation(page, series)


def _nation(page: National, series: Sequence[Value]) -> Iterator[Inline]:
    for value in series:
        if value.year == page.year:
            yield page.say(
                "The whole country, {period}: {label} {value}.",
                period=page.language.period(value),
                label=_lower(page.label(value)),
                value=value,
            )


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _reached(page: National) -> Iterator[Inline]:
    rates = full_years(one.rate for one in page.figures)
    if len(rates) == 1:
        yield page.say(
            "Full-year completion is known of one province alone: {value} in {area}.",
            value=rates[0],
            area=page.name_of(rates[0].ref_area),
        )
    if len(rates) > 1:
        yield page.say_count(
            "Of the {all} provinces whose full-year completion is known, {count} reached the target.",
            "Of the {all} provinces whose full-year completion is known, {count} reached their targets.",
            sum(rate.obs_value >= 100 for rate in rates),
            all=page.language.number(len(rates)),
        )


def tell_set(page: National) -> Remark | None:
    """Return which provinces the year is told by where areas began or ended; None where nothing changed.

    A reader learns why these were chosen, which of them are new, and of which other areas the year has figures.
    """
    lines = [*_choice(page), *_new_areas(page), *_others(page)]
    return Remark(Inline.join(lines)) if lines else None


def _choice(page: National) -> Iterator[Inline]:
    if page.standing.ended:
        yield page.say(
            "Provinces were merged within {year}; the page shows the {set}, of which more have figures for the year.",
            year=page.year,
            set=page.set_label,
        )


def new_areas(page: National) -> Inline | None:
    """Return how many of the provinces are new in the data and since when, None if none is."""
    lines = list(_new_areas(page))
    return Inline.join(lines) if lines else None


def _new_areas(page: National) -> Iterator[Inline]:
    areas = page.dataset.areas
    parts = Counter(area.successor for area in areas.values())
    # An area that another one alone became was renamed, not merged.
    days = [areas[code].valid_from for code in page.standing.codes if parts[code] > 1]
    for day in sorted({day for day in days if day}):
        yield page.say_count(
            "{count} of these provinces was formed by merger on {date}; it is compared with nothing earlier.",
            "{count} of these provinces were formed by merger on {date}; they are compared with nothing earlier.",
            days.count(day),
            date=page.language.date(day),
        )


def _others(page: National) -> Iterator[Inline]:
    if page.standing.others:
        yield page.say(
            "Other areas with figures that end in {year}, not on the maps: {areas}.",
            year=page.year,
            areas=page.names(page.standing.others),
        )


def table_coverage(page: National) -> Table | Remark:
    """Return of how many provinces each figure is known and is not."""
    counts, every = _counts(page), len(page.standing.codes)
    if not counts[0][1]:
        return Remark(page.say("No province has a figure for {year}.", year=page.year))
    number = page.language.number
    rows = [(label, Inline.of(number(count)), Inline.of(number(every - count))) for label, count in counts]
    header = [page.say("Figure of the year"), page.say("Provinces"), page.say("Not known")]
    caption = page.say("Of how many of the {set} a figure is known, {year}.", set=page.set_label, year=page.year)
    return page.table("coverage", caption, header, rows)


def write_method(page: National) -> Prose:
    """Return how the page is to be read."""
    return Prose(
        (
            page.say("A map has one tile a province, its islands included, roughly where it lies; size means nothing."),
            page.say("Only full years are coloured and ranked; a year to date is hollow and tells its day."),
            page.say(
                "A number with ≥ or ≈ is coloured and ranked by the number printed; with ≥ the true one may lie "
                "higher, with ≈ on either side."
            ),
            page.say(
                "What is known is what was found: a white tile is no zero, and known provinces do not stand for others."
            ),
        ),
        bullets=True,
    )
