"""What the page on several areas over years says in words: how much is known, what ended, what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.figures.blocks import Prose, Remark
from analysis.figures.inline import Inline
from analysis.figures.trends import Trends
from analysis.measures.series import Series, ended_within, last_year
from analysis.measures.values import Value
from analysis.measures.yearly_changes import Change, extremes


def write_summary(page: Trends, series: Sequence[Series], changes: Sequence[Change]) -> Prose | Remark:
    """Return how much is known, the newest figures, and the greatest and the least growth from one year to the next."""
    asked = [one for one in series if not one.before]
    if not any(one.values for one in series):
        names = ", ".join(page.name_of(one.area.code) for one in asked)
        return Remark(page.say("{indicator}: no figure is known of {areas} for {years}.", **_scope(page), areas=names))
    sentences = [*_known(page, asked), *_newest(page, asked), *_extremes(page, changes)]
    return Prose((Inline.join(sentences),))


def _scope(page: Trends) -> dict[str, str]:
    return {"indicator": page.counted, "years": page.span}


def _known(page: Trends, asked: Sequence[Series]) -> Iterator[Inline]:
    wanted, known = sum(len(one.expected) for one in asked), sum(len(one.full) for one in asked)
    told = {"all": page.language.number(wanted), "years": page.span}
    if page.is_stock:
        yield page.say_count(
            "A figure for each area and each year of {years} would make {all}; {count} is known.",
            "A figure for each area and each year of {years} would make {all}; {count} are known.",
            known,
            **told,
        )
    else:
        yield page.say_count(
            "A full-year figure for each area and each year of {years} would make {all}; {count} is known.",
            "A full-year figure for each area and each year of {years} would make {all}; {count} are known.",
            known,
            **told,
        )
    to_date = sum(len(one.to_date) for one in asked)
    if to_date:
        yield page.say_count(
            "For {count} more there is a figure to date alone.",
            "For {count} more there are figures to date alone.",
            to_date,
        )
    unknown = [page.name_of(one.area.code) for one in asked if not one.values]
    if unknown:
        yield page.say("No figure is known of {areas}.", areas=", ".join(unknown))


def _newest(page: Trends, asked: Sequence[Series]) -> Iterator[Inline]:
    told = [_told_newest(page, one, one.full[-1]) for one in asked if one.full]
    if told and page.is_stock:
        yield page.say("The newest figures: {figures}.", figures=Inline.join(told, "; "))
    elif told:
        yield page.say("The newest full-year figures: {figures}.", figures=Inline.join(told, "; "))


def _told_newest(page: Trends, one: Series, value: Value) -> Inline:
    figures = one.told_with(value) if one.is_range(value) else (value,)
    return page.language.say(
        "{area} {value} ({period})",
        area=page.short_name(one.area.code),
        value=page.show(*figures),
        period=page.language.period(value),
    )


def _extremes(page: Trends, changes: Sequence[Change]) -> Iterator[Inline]:
    found = extremes(changes)
    for place, one in enumerate(found):
        if one.earlier and one.growth:
            told: dict[str, Value | str | int] = {
                "area": page.short_name(one.later.ref_area),
                "before": one.earlier.year,
                "year": one.later.year,
                "growth": one.growth,
                "low": one.earlier,
                "high": one.later,
            }
            if place:
                yield page.say(
                    "The lowest: {area}, {before} to {year}, {growth} (from {low} to {high}); bounds are not compared.",
                    **told,
                )
            elif len(found) > 1:
                yield page.say(
                    "The highest known growth from one year to the next: {area}, {before} to {year}, {growth} "
                    "(from {low} to {high}).",
                    **told,
                )
            else:
                yield page.say(
                    "The one known growth from one year to the next: {area}, {before} to {year}, {growth} "
                    "(from {low} to {high}).",
                    **told,
                )


def write_breaks(page: Trends) -> Prose | None:
    """Return which areas ended or began within the years, and what that means for their series; None if none did."""
    lines = []
    for area in page.areas:
        if area.valid_to and ended_within(area, page.years):
            told = {"area": page.name_of(area.code), "date": page.language.date(area.valid_to)}
            if area.successor:
                message = page.say(
                    "{area} ended on {date} and went into {successor}; its series stops there and is joined to no "
                    "other.",
                    successor=page.name_of(area.successor),
                    **told,
                )
            else:
                message = page.say("{area} ended on {date}; its series stops there.", **told)
            lines.append(message)
        if area.valid_from:
            date = page.language.date(area.valid_from)
            lines.append(page.say("{area}: as it has stood since {date}.", area=page.name_of(area.code), date=date))
    return Prose(tuple(lines), bullets=True) if lines else None


def write_missing(page: Trends, series: Sequence[Series]) -> Prose | Remark:
    """Return of which years of which area nothing is known, or the year to date alone."""
    lines = [_gap(page, one) for one in series if one.missing and not one.before]
    last = last_year(page.dataset, page.indicator)
    future = [year for year in page.years if year > last]
    if future:
        lines.append(page.say("This edition can hold no full-year figure yet for {years}.", years=_tell_years(future)))
    undated = sum(source.published is None for _, source in page.ledger.cited())
    if undated:
        lines.append(
            page.say(
                "Sources without a date of publication: {count}; only the newest edition counts them.", count=undated
            )
        )
    return Prose(tuple(lines), bullets=True) if lines else Remark(page.say("Nothing that was looked for is missing."))


def _gap(page: Trends, one: Series) -> Inline:
    name, years = page.name_of(one.area.code), _tell_years(one.missing)
    if page.is_stock:
        return page.say("{label}: not known for {years}.", label=name, years=years).capitalised()
    to_date = _tell_years([value.year for value in one.to_date])
    if not to_date:
        return page.say("{label}: no full-year figure known for {years}.", label=name, years=years).capitalised()
    return page.say(
        "{label}: no full-year figure known for {years}; for {to_date} the figure to date alone.",
        label=name,
        years=years,
        to_date=to_date,
    ).capitalised()


def _tell_years(years: Sequence[int]) -> str:
    """Return years in words, those that follow each other as a span: "2015–2020, 2023"."""
    spans: list[list[int]] = []
    for year in years:
        if spans and spans[-1][-1] == year - 1:
            spans[-1] = [spans[-1][0], year]
        else:
            spans.append([year])
    return ", ".join("–".join(map(str, span)) for span in spans)
