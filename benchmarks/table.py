"""Writes what was measured as Markdown."""

from __future__ import annotations

import datetime as dt
import os
import platform
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version

from sides import Brief, ketnap_calls

_PACKAGES = ("ketnap", "papermill", "nbclient", "nbconvert", "ipykernel", "matplotlib", "pandas", "typst")
_HEAD = ("briefs", "by hand, s", "by hand, s a brief", "ketnap, s", "ketnap, s a brief", "by hand / ketnap")


@dataclass
class Times:
    """The seconds of both sides for the same briefs, an entry a run.

    Attributes:
        briefs: The briefs.
        by_hand: Seconds of all commands by hand.
        ketnap: Seconds of all calls of ketnap.
        commands: Seconds of each command by hand, by its name.
    """

    briefs: Sequence[Brief]
    by_hand: list[float] = field(default_factory=list)
    ketnap: list[float] = field(default_factory=list)
    commands: dict[str, list[float]] = field(default_factory=dict)


def write_result(measured: Sequence[Times], help_times: Sequence[float], load: str) -> str:
    """Return the table of all measurements, with what was measured, where, and how much it varied.

    Args:
        measured: The times, those of the most briefs last.
        help_times: Seconds of `ketnap --help`.
        load: What is known of the machine's load before the first run.
    """
    most = measured[-1]
    about = [
        f"Wall time, median of {len(most.ketnap)} runs (lowest to highest); the last column is by hand over ketnap.",
        f"By hand, a brief of {len(most.briefs)}: {_each_command(most)}.",
        f"Calls of ketnap: {', '.join(f'{_calls(one)} for {_briefs(one)}' for one in measured)}.",
        f"`ketnap --help`: {_spread(help_times)} s, median of {len(help_times)}.",
        f"Briefs: {_area_years(most)}; each in {' and '.join(_unique(one.lang for one in most.briefs))}.",
        f"Measured on {dt.date.today()}; Python {platform.python_version()}, {platform.system()}, "
        f"{os.cpu_count()} cores; {load}.",
        f"Versions: {', '.join(f'{name} {version(name)}' for name in _PACKAGES)}.",
    ]
    table = "\n".join([_row(_HEAD), _row(["---:"] * len(_HEAD)), *map(_times_row, measured)])
    return "\n\n".join(["# A brief by hand and by ketnap", table, "\n".join(f"- {line}" for line in about)]) + "\n"


def _times_row(times: Times) -> str:
    by_hand, ketnap, count = statistics.median(times.by_hand), statistics.median(times.ketnap), len(times.briefs)
    cells = [str(count), _spread(times.by_hand), f"{by_hand / count:.2f}"]
    return _row([*cells, _spread(times.ketnap), f"{ketnap / count:.2f}", f"{by_hand / ketnap:.2f}"])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _spread(seconds: Sequence[float]) -> str:
    return f"{statistics.median(seconds):.2f} ({min(seconds):.2f}–{max(seconds):.2f})"


def _each_command(times: Times) -> str:
    shares = {name: statistics.median(spent) / len(times.briefs) for name, spent in times.commands.items()}
    text = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in shares.items())
    return text if "Chromium" in shares else f"{text}, and no PDF, for no Chromium was found"


def _calls(times: Times) -> int:
    return sum(1 for _ in ketnap_calls(times.briefs))


def _briefs(times: Times) -> str:
    count = len(times.briefs)
    return f"{count} brief{'s' if count > 1 else ''}"


def _area_years(times: Times) -> str:
    return ", ".join(_unique(f"{brief.area} {brief.year}" for brief in times.briefs))


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
