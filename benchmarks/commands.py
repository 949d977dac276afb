"""Runs the commands that are compared, and takes their wall time."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

# Seconds that one command may take; the slowest takes about a minute.
_TIME_OUT = 600
# Settings of the user that would make the stock tools other than stock, or take a side to other data.
_PERSONAL = ("XDG_", "JUPYTER", "IPYTHON", "MPL", "KETNAP")


class CommandError(Exception):
    """A command failed, hung, or left out a file that it should have written. The text holds its output."""


def clean_environment(home: Path, programs: Path) -> dict[str, str]:
    """Return the environment for all commands: an empty home folder, and the programs of this Python first.

    Args:
        home: The home folder, in which both sides keep their caches.
        programs: The folder of the programs.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_PERSONAL)}
    path = os.pathsep.join([str(programs), kept.get("PATH", os.defpath)])
    return {**kept, "HOME": str(home), "USERPROFILE": str(home), "PATH": path}


def time_command(command: Sequence[str], folder: Path, environment: Mapping[str, str], *made: Path) -> float:
    """Run a command and return the seconds that it took.

    Args:
        command: The program and its arguments.
        folder: Where it runs.
        environment: Its environment.
        made: Files that it must have written.

    Raises:
        CommandError: It failed, hung, or one of the files is missing or empty.
    """
    # A file, not a pipe: Chromium's helpers may hold a pipe open after Chromium itself has ended.
    with tempfile.TemporaryFile() as log:
        started = time.perf_counter()
        status = _run(command, folder, environment, log.fileno())
        seconds = time.perf_counter() - started
        missing = [file.name for file in made if not file.is_file() or not file.stat().st_size]
        if status or missing:
            log.seek(0)
            said = log.read().decode("utf-8", "replace")
            fault = f"did not write {', '.join(missing)}" if not status else f"ended with status {status}"
            raise CommandError(f"{' '.join(command)}\n{fault}; its output:\n{said}")
    return seconds


def _run(command: Sequence[str], folder: Path, environment: Mapping[str, str], log: int) -> int | str:
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
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
