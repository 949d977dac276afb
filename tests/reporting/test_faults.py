"""Whatever fails: every other brief comes out, the last good one stays, the reason is told, and nothing is left."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from reporting.processes import wait_for
from reporting.projects import GOOD, SmallProject

from analysis.reporting.kernels.zygote import missing

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "forks can be had")
BAD_AT_TWO = "if n == 2 and pathlib.Path(os.environ['KETNAP_PROJECT'], 'bad').exists():\n    {fault}"
# Time for a kernel's threads to send what the cells before put out: of a stuck or killed kernel no more is known.
TOLD = "time.sleep(0.5)"
IMPORTS = "import os, pathlib, signal, subprocess, time"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[SmallProject]:
    made = SmallProject(tmp_path / "project")
    yield made
    for pid in made.processes():
        os.kill(pid, signal.SIGKILL)


def with_fault(project: SmallProject, fault: str, *arguments: str) -> None:
    """Build three briefs that come out, then again with the second one at fault."""
    project.add("three", IMPORTS, GOOD, BAD_AT_TWO.format(fault=fault), briefs=3)
    assert project.build().of("published") == ["three/1-en", "three/2-en", "three/3-en"]
    (project.root / "bad").touch()
    built = project.build("--force", "--jobs", "2", *arguments)
    assert built.status == 1
    assert built.of("failed") == ["three/2-en"]
    assert built.of("same") == ["three/1-en", "three/3-en"]
    assert "Brief 2" in project.text("three/2-en")
    error = built.briefs["three/2-en"]["error"]
    assert error["what"].splitlines()[0] in built.messages
    assert project.nothing_left()
    project.messages = built.messages  # type: ignore[attr-defined]
    project.error = error  # type: ignore[attr-defined]


def kept(project: SmallProject) -> str:
    return (project.output / "three" / "2-en.failed.ipynb").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "fault",
    [
        "while True: pass",
        f"{TOLD}; sum(range(10**12))",
        "subprocess.run(['sleep', '600'])",
        "os.kill(os.getpid(), signal.SIGSTOP)",
    ],
    ids=["endless", "stuck in C", "waits for a process", "stopped"],
)
def test_a_cell_that_never_ends(project: SmallProject, fault: str) -> None:
    with_fault(project, fault, "--time-limit", "8")
    assert "did not end within 8 seconds; it was stopped while this cell ran: if n == 2" in project.error["what"]  # type: ignore[attr-defined]
    assert "Brief 2" in kept(project)


@pytest.mark.parametrize(
    "fault", ["x = bytearray(10**10)", "import numpy; x = numpy.ones(10**9)"], ids=["Python", "numpy"]
)
def test_a_cell_that_takes_all_memory(project: SmallProject, fault: str) -> None:
    with_fault(project, fault, "--memory-limit", "1500")
    assert "asked for more than the 1.46 GiB that a kernel may take" in project.error["what"]  # type: ignore[attr-defined]
    assert "MemoryError" in kept(project)


def test_a_kernel_that_dies(project: SmallProject) -> None:
    with_fault(project, f"{TOLD}; os.kill(os.getpid(), signal.SIGKILL)")
    assert "the kernel died of signal 9 (SIGKILL) while this cell ran: if n == 2" in project.error["what"]  # type: ignore[attr-defined]
    assert "Brief 2" in kept(project)


def test_the_last_words_of_a_kernel_that_crashed_are_told(project: SmallProject) -> None:
    with_fault(project, "import ctypes, faulthandler, sys; faulthandler.enable(sys.__stderr__); ctypes.string_at(0)")
    assert "signal 11 (SIGSEGV)" in project.error["what"]  # type: ignore[attr-defined]
    assert "it last said" in project.error["what"]  # type: ignore[attr-defined]


def test_a_cell_that_fails_stops_the_notebook_there(project: SmallProject) -> None:
    project.add("one", GOOD, "1 / 0", "open('later', 'w')\nprint('later')")
    built = project.build()
    assert (built.status, built.of("failed")) == (1, ["one/1-en"])
    error = built.briefs["one/1-en"]["error"]
    assert "cell [4] failed: ZeroDivisionError: division by zero" in error["what"]
    assert str(project.output / "one" / "1-en.failed.ipynb") in error["where"]
    assert "later\\n" not in (project.output / "one" / "1-en.failed.ipynb").read_text()
    assert project.nothing_left()
    project.add("one", GOOD)
    assert project.build().of("published") == ["one/1-en"]
    assert not (project.output / "one" / "1-en.failed.ipynb").exists()


def test_what_a_cell_started_goes_with_its_kernel(project: SmallProject) -> None:
    project.add("one", GOOD, "import subprocess\nsubprocess.Popen(['sleep', '600'])\nNone")
    assert project.build().status == 0
    assert project.nothing_left()


def waits(project: SmallProject, briefs: int) -> None:
    """A report whose briefs wait until they may go on, and say that they are there."""
    wait = "root = pathlib.Path(os.environ['KETNAP_PROJECT'])\n(root / f'begun-{n}').touch()\n"
    wait += "while not (root / 'go').exists(): time.sleep(0.02)"
    project.add("many", IMPORTS, GOOD, wait, briefs=briefs)


def begun(project: SmallProject) -> int:
    return len([*project.root.glob("begun-*")])


def find(project: SmallProject, what: str) -> list[int]:
    return [pid for pid, command in project.processes().items() if what in command]


def children(of: int) -> list[int]:
    done = subprocess.run(["ps", "-o", "pid=", "--ppid", str(of)], capture_output=True, text=True)
    return [int(pid) for pid in done.stdout.split()]


def test_the_zygote_killed_in_the_middle_of_a_batch(project: SmallProject) -> None:
    waits(project, 6)
    process = project.start("--jobs", "2")
    assert wait_for(lambda: begun(project) == 2, 60)
    (zygote,) = [pid for pid in find(project, "kernels.serving") if pid in children(process.pid)]
    os.kill(zygote, signal.SIGKILL)
    (project.root / "go").touch()
    built = project.finish(process)
    assert (built.status, len(built.of("published"))) == (0, 6), built.messages
    assert project.nothing_left()


def test_a_worker_killed_in_the_middle(project: SmallProject) -> None:
    waits(project, 4)
    process = project.start("--jobs", "1")
    assert wait_for(lambda: begun(project) == 1, 60)
    (zygote,) = find_zygotes(project, process.pid)
    worker = min(children(zygote))
    os.kill(worker, signal.SIGKILL)
    (project.root / "go").touch()
    built = project.finish(process)
    assert (built.status, len(built.of("published"))) == (1, 3), built.messages
    (failed,) = built.of("failed")
    assert "the process that built it ended: signal 9 (SIGKILL)" in built.briefs[failed]["error"]["what"]
    assert project.nothing_left()


def find_zygotes(project: SmallProject, of: int) -> list[int]:
    return [pid for pid in children(of) if pid in find(project, "kernels.serving")]


def test_a_build_killed_in_the_middle_leaves_nothing_but_what_was_published(project: SmallProject) -> None:
    waits(project, 4)
    (project.root / "go").touch()
    assert project.build().status == 0
    (project.root / "go").unlink()
    for one in project.root.glob("begun-*"):
        one.unlink()
    process = project.start("--jobs", "2", "--force")
    assert wait_for(lambda: begun(project) == 2, 60)
    process.kill()
    project.finish(process)
    assert wait_for(lambda: not project.processes(), 5), project.processes()
    assert not [*project.temporary.iterdir()]
    for n in range(1, 5):
        assert f"Brief {n}" in project.text(f"many/{n}-en")
    (project.root / "go").touch()
    built = project.build("--force")
    assert (built.status, len(built.of("same"))) == (0, 4)
    assert project.nothing_left()


def test_everything_killed_at_once_is_swept_away_by_the_next_build(project: SmallProject) -> None:
    waits(project, 2)
    process = project.start("--jobs", "2")
    assert wait_for(lambda: begun(project) == 2, 60)
    for pid in (*find_zygotes(project, process.pid), process.pid, *project.processes()):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    project.finish(process)
    (project.root / "go").touch()
    assert project.build().status == 0
    assert project.nothing_left()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda one: one.name)
@pytest.mark.parametrize("early", [True, False], ids=["at once", "in the middle"])
def test_ctrl_c_stops_within_two_seconds(project: SmallProject, number: signal.Signals, early: bool) -> None:
    waits(project, 4)
    process = project.start("--jobs", "2")
    assert wait_for(lambda: find(project, "kernels.serving") if early else begun(project) == 2, 60)
    started = time.monotonic()
    process.send_signal(number)
    built = project.finish(process)
    assert time.monotonic() - started < 2
    assert built.status == 130
    assert "stopped" in built.messages
    assert project.nothing_left(1)
    assert not (project.output / "many").exists()


def test_two_builds_at_once_on_one_output_folder(project: SmallProject) -> None:
    project.add("many", GOOD, briefs=6)
    both = [project.finish(one) for one in [project.start("--jobs", "1"), project.start("--jobs", "1")]]
    for built in both:
        assert built.status == 0, built.messages
        assert len(built.of("published") + built.of("same") + built.of("unchanged")) == 6
    for n in range(1, 7):
        assert f"Brief {n}" in project.text(f"many/{n}-en")
        assert {one.name for one in (project.output / "many" / f"{n}-en").iterdir()} == {
            "brief.html", "brief.pdf", "manifest.json", "output.ipynb",
        }  # fmt: skip
    assert len(project.build().of("unchanged")) == 6
    assert project.nothing_left()


@pytest.fixture
def small_disk(project: SmallProject) -> Iterator[Path]:
    """An output folder on a disk of four megabytes."""
    project.output.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "ketnap-test", str(project.output)], capture_output=True, text=True
    )
    if mounted.returncode:
        pytest.skip(f"a small disk can't be had here: {mounted.stderr.strip()}")
    yield project.output
    subprocess.run(["umount", "-l", str(project.output)], check=True)


@pytest.mark.usefixtures("small_disk")
@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("mount"), reason="needs mount")
def test_a_full_disk_while_publishing(project: SmallProject) -> None:
    bad = "bad = n == 2 and pathlib.Path(os.environ['KETNAP_PROJECT'], 'bad').exists()"
    much = "Markdown('x ' * (2_000_000 if bad else 2))"
    project.add("three", IMPORTS, GOOD, bad, much, briefs=3, formats=["html"])
    assert len(project.build().of("published")) == 3
    (project.root / "bad").touch()
    built = project.build("--force")
    assert built.status == 1
    assert (built.of("failed"), built.of("same")) == (["three/2-en"], ["three/1-en", "three/3-en"]), built.messages
    error = built.briefs["three/2-en"]["error"]
    assert error["what"] == "the brief could not be written: No space left on device"
    assert error["to_do"] == "make room on the disk, then build again"
    assert "Brief 2" in project.text("three/2-en")
    assert project.nothing_left()


def test_many_failures_in_a_row_stop_the_build_unless_it_shall_go_on(project: SmallProject) -> None:
    project.add("many", "1 / 0", briefs=13)
    built = project.build("--jobs", "1")
    assert (built.status, len(built.of("failed")), len(built.of("not begun"))) == (1, 10, 3)
    assert "--keep-going" in built.messages
    built = project.build("--keep-going")
    assert (built.status, len(built.of("failed"))) == (1, 13)
    assert project.nothing_left()
