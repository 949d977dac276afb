"""Runs the commands that are compared, and takes their wall time."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

# Seconds that one command may take; the slowest builds a thousand briefs.
_TIME_OUT = 3600
# Settings of the user that would make the stock tools other than stock, or take a side to other data.
_PERSONAL = ("XDG_", "JUPYTER", "IPYTHON", "MPL", "KETNAP", "PLOOMBER", "PYTHONPATH")


class CommandError(Exception):
    """A command failed, hung, or left out a file that it should have written. The text holds its output."""


@dataclass(frozen=True)
class Done:
    """A command that ended well.

    Attributes:
        seconds: The wall time from start to exit.
        output: What it printed to its standard output.
    """

    seconds: float
    output: str


def clean_environment(folder: Path, programs: Path) -> dict[str, str]:
    """Return the environment for all commands: empty folders for what is personal or passing, this Python first.

    Args:
        folder: Where the home folder, in which all sides keep their caches, and that for temporary files are made.
        programs: The folder of the programs.
    """
    home, passing = folder / "home", folder / "tmp"
    for one in (home, passing):
        one.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_PERSONAL)}
    path = os.pathsep.join([str(programs), kept.get("PATH", os.defpath)])
    return {**kept, "HOME": str(home), "USERPROFILE": str(home), "TMPDIR": str(passing), "PATH": path}


def run_command(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    *made: Path,
    started: Callable[[int], None] | None = None,
) -> Done:
    """Run a command and return how long it took and what it printed.

    Args:
        command: The program and its arguments.
        folder: Where it runs.
        environment: Its environment.
        made: Files that it must have written.
        started: Called with its process id as soon as it runs.

    Raises:
        CommandError: It failed, hung, or one of the files is missing or empty.
    """
    # Files, not pipes: Chromium's helpers may hold a pipe open after Chromium itself has ended.
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as log:
        begun = time.perf_counter()
        status = _run(command, folder, environment, output, log, started)
        seconds = time.perf_counter() - begun
        missing = [file.name for file in made if not file.is_file() or not file.stat().st_size]
        said, told = (_read(one) for one in (output, log))
    if status or missing:
        fault = f"did not write {', '.join(missing)}" if not status else f"ended with status {status}"
        raise CommandError(f"{' '.join(command)}\n{fault}; its output:\n{said}{told}")
    return Done(seconds, said)


def _read(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode("utf-8", "replace")


def _run(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    output: IO[bytes],
    log: IO[bytes],
    started: Callable[[int], None] | None,
) -> int | str:
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=log,
        start_new_session=True,
    )
    try:
        if started:
            started(process.pid)
        return process.wait(_TIME_OUT)
    except subprocess.TimeoutExpired:
        return f"time-out after {_TIME_OUT} s"
    finally:
        if process.returncode is None:  # also when the user interrupts
            _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a command with its children: it leads a process group of its own."""
    if os.name == "posix":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
