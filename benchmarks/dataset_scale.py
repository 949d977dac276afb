"""Times loading, choosing, checking and auditing of 10,000 to 1,000,000 invented observations.

Every measurement is a Python process of its own, in a cache of the benchmark's own. The table is printed, and written
to benchmarks/results/dataset-scale.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from generate_data import generate

_RESULT = Path(__file__).parent / "results" / "dataset-scale.md"
_SIZES = (10_000, 100_000, 1_000_000)
_TIME_OUT = 900
_REPEAT = 3
# What is chosen, as it stands in the table.
_PROVINCE = "province-07"
_SELECTIONS: Mapping[str, Mapping[str, Any]] = {
    "a province, one indicator": {"area": _PROVINCE, "indicator": "admissions"},
    "a province and all below it": {"area": _PROVINCE, "segment": None, "scope": "all"},
    "all areas, one indicator": {"indicator": "members"},
}
_ROWS = (
    ("first load, s", "first", "seconds"),
    ("first load, peak MiB", "first", "peak"),
    ("load from the cache, s", "cached", "seconds"),
    ("load from the cache, peak MiB", "cached", "peak"),
    *((f"select {name}, ms", "select", name) for name in _SELECTIONS),
    ("check of all, s", "check", "seconds"),
    ("check of all, peak MiB", "check", "peak"),
    ("audit of all, s", "audit", "seconds"),
)


def main() -> int:
    """Measure, print the result, and write it down."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--job", nargs=2, metavar=("JOB", "FOLDER"), help=argparse.SUPPRESS)
    parser.add_argument("--sizes", type=int, nargs="+", default=_SIZES, help="numbers of observations")
    given = parser.parse_args()
    if given.job:
        print(json.dumps(_JOBS[given.job[0]](Path(given.job[1])) | {"peak": _peak()}))
        return 0
    with tempfile.TemporaryDirectory(prefix="ketnap-scale-") as folder:
        result = _table({size: measure(Path(folder), size) for size in given.sizes})
    if tuple(given.sizes) == _SIZES:
        _RESULT.write_text(result, encoding="utf-8")
    print(result, end="")
    return 0


def measure(folder: Path, size: int) -> dict[str, dict[str, Any]]:
    """Return what every job measured on a data folder of so many observations."""
    data = folder / f"data-{size}"
    generated = generate(data, size)
    print(generated, file=sys.stderr)
    environment = os.environ | {"KETNAP_CACHE": str(folder / f"cache-{size}")}
    found = {"data": asdict(generated), "first": _run("load", data, environment)}
    runs = [_run("load", data, environment) for _ in range(_REPEAT)]
    found["cached"] = {name: statistics.median(run[name] for run in runs) for name in ("seconds", "peak")}
    for job in ("select", "check", "audit"):
        found[job] = _run(job, data, environment)
    return found


def _run(job: str, data: Path, environment: Mapping[str, str]) -> dict[str, Any]:
    """Run a job in a process of its own; its seconds are those of the process, if it does not tell its own."""
    command = [sys.executable, __file__, "--job", job, str(data)]
    started = time.perf_counter()
    try:
        done = subprocess.run(
            command, env=dict(environment), stdout=subprocess.PIPE, check=True, text=True, timeout=_TIME_OUT
        )
    except subprocess.TimeoutExpired:
        return {"seconds": f"more than {_TIME_OUT}", "peak": None}
    found = {"seconds": time.perf_counter() - started} | json.loads(done.stdout)
    print(f"  {job}: {found}", file=sys.stderr)
    return found


def _load(folder: Path) -> dict[str, Any]:
    from analysis import load_dataset

    return {"rows": len(load_dataset(folder=folder).observations)}


def _select(folder: Path) -> dict[str, Any]:
    from analysis import load_dataset

    dataset = load_dataset(folder=folder)
    found = {}
    for name, arguments in _SELECTIONS.items():
        # The first one too, which makes the index of the areas.
        times = []
        for _ in range(2 * _REPEAT + 1):
            started = time.perf_counter()
            rows = len(dataset.select(**arguments))
            times.append(1000 * (time.perf_counter() - started))
        found |= {name: statistics.median(times), f"{name}, first": times[0], f"{name}, rows": rows}
    return found


def _check(folder: Path) -> dict[str, Any]:
    from analysis.dataset.load import find_faults

    return {"faults": len(find_faults(folder))}


def _audit(folder: Path) -> dict[str, Any]:
    """The audit alone, without the load; it belongs to another room, and may not be there."""
    from analysis import load_dataset

    try:
        from analysis.measures.audit import audit
    except ImportError:
        return {"seconds": "no audit"}
    dataset = load_dataset(folder=folder)
    started = time.perf_counter()
    found = audit(dataset)
    return {"seconds": time.perf_counter() - started, "findings": len(getattr(found, "findings", found))}


_JOBS = {"load": _load, "select": _select, "check": _check, "audit": _audit}


def _peak() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _table(measured: Mapping[int, Mapping[str, Mapping[str, Any]]]) -> str:
    lines = [["observations", *(f"{size:,}" for size in measured)], ["---", *("---:" for _ in measured)]]
    lines += [[label, *(_cell(one[job].get(name)) for one in measured.values())] for label, job, name in _ROWS]
    rows = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return (
        "\n\n".join(["# Data of many observations", rows, "\n".join(f"- {line}" for line in _about(measured))]) + "\n"
    )


def _cell(value: Any) -> str:
    if isinstance(value, str) or value is None:
        return value or "not known"
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _about(measured: Mapping[int, Mapping[str, Mapping[str, Any]]]) -> Sequence[str]:
    most = measured[max(measured)]["select"]
    rows = ", ".join(f"{most[f'{name}, rows']:,} of {name}" for name in _SELECTIONS)
    first = most[f"{next(iter(_SELECTIONS))}, first"]
    found = ", ".join(str(one["audit"].get("findings", "not known")) for one in measured.values())
    planted = ", ".join(str(one["data"]["disagreements"]) for one in measured.values())
    return [
        "Invented data: 63 provinces, 700 districts, 10,000 communes, 20 years, three papers a province and year.",
        "Loads and checks: wall time of a fresh Python process, imports and all; loads from the cache are the median "
        f"of {_REPEAT}.",
        f"Selections: median of {2 * _REPEAT + 1} in a loaded dataset; at the largest size, the first one "
        f"takes {first:.0f} ms, for it makes the index. Rows there: {rows}.",
        f"Audit: without the load. Findings: {found}; rates made not to fit: {planted}.",
        "Peak: the largest resident set of the process.",
        f"Measured on {dt.date.today()}; Python {platform.python_version()}, {platform.system()}, "
        f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}.",
        f"Versions: {', '.join(f'{name} {version(name)}' for name in ('pandas', 'pandera', 'pyarrow'))}.",
    ]


if __name__ == "__main__":
    sys.exit(main())
