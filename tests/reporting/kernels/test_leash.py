"""Linux kills what is on a leash when its owner is gone, whatever either of them is doing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from reporting.processes import ends, runs

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="leashes are of Linux")
# An owner, a child of it that is stuck in C code without ever letting go of the interpreter, and a child of that one.
_OWNER = """
import os, subprocess, time
from analysis.reporting.kernels.leash import Leash, wear
leash = Leash()
pid = os.fork()
if pid == 0:
    os.setsid()
    wear(leash.end)
    grandchild = subprocess.Popen(["sleep", "600"])
    print(os.getpid(), grandchild.pid, flush=True)
    sum(range(10**12))
os.close(leash.end)
if {forks}:
    if os.fork() == 0:
        time.sleep(600)
time.sleep(600)
"""


@pytest.mark.parametrize("forks", [False, True], ids=["alone", "with a fork of the owner left"])
def test_a_child_stuck_in_c_code_and_what_it_started_end_with_a_killed_owner(forks: bool) -> None:
    owner = subprocess.Popen(
        [sys.executable, "-c", _OWNER.format(forks=forks)], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert owner.stdout
    try:
        pids = [int(pid) for pid in owner.stdout.readline().split()]
        assert all(map(runs, pids))
        time.sleep(0.2)
        assert all(map(runs, pids))
        owner.kill()
        assert ends(pids)
    finally:
        os.killpg(owner.pid, signal.SIGKILL)
        owner.stdout.close()
        owner.wait()
