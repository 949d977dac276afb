"""Children of a zygote are processes like any other, and none outlives who asked for it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from reporting.processes import ends, runs, wait_for

from analysis.reporting.kernels import zygote as module
from analysis.reporting.kernels.zygote import ForkError, Zygote, missing

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "forks can be had")


@pytest.fixture(autouse=True)
def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a module `acts`, of which zygotes and their children know."""
    (tmp_path / "acts.py").write_text(_ACTS)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return tmp_path


_ACTS = """
import json, os, random, signal, subprocess, sys, tempfile, threading, time

def load():
    import numpy
    numpy.random.seed(1)
    random.seed(1)
    signal.signal(signal.SIGTERM, lambda *_: None)
    tempfile.gettempdir()

def start_thread():
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()

def fail():
    raise ValueError("the data are bad")

def tell(arguments, *descriptors):
    import numpy
    json.dump({
        "arguments": arguments,
        "descriptors": len(descriptors),
        "cwd": os.getcwd(),
        "env": dict(os.environ),
        "argv": sys.argv,
        "group": os.getpgid(0) == os.getpid() == os.getsid(0),
        "stdin": sys.stdin.read(),
        "seeds": [random.random(), float(numpy.random.rand())],
        "tempdir": tempfile.gettempdir(),
        "hour": time.strftime("%H", time.gmtime(0)) and time.strftime("%H", time.localtime(0)),
        "handlers": [signal.getsignal(one) == signal.SIG_DFL for one in (signal.SIGTERM, signal.SIGCHLD)],
        "interrupt": signal.getsignal(signal.SIGINT) is signal.default_int_handler,
        "child": subprocess.run(["sh", "-c", "exit 3"]).returncode,
        "open": sorted(int(one) for one in os.listdir("/proc/self/fd")),
    }, sys.stdout)

def leave(status, *_):
    sys.exit(status)

def sleep(seconds, *_):
    time.sleep(seconds)

def take_memory(size, *_):
    try:
        bytearray(size)
    except MemoryError:
        sys.exit(5)
"""


@pytest.fixture
def zygote() -> Iterator[Zygote]:
    started = Zygote.start(["acts:load"])
    yield started
    started.close()


def told(zygote: Zygote, folder: Path, **env: str) -> dict[str, object]:
    with (folder / "told").open("wb") as out:
        env = {"PATH": os.environ["PATH"], "PYTHONPATH": os.environ["PYTHONPATH"], **env}
        child = zygote.fork("acts:tell", [1], cwd=folder, env=env, stdout=out.fileno(), descriptors=[out.fileno()])
        assert child.wait(30) == 0
    found: dict[str, object] = json.loads((folder / "told").read_text())
    return found


def test_nothing_of_the_zygote_is_left_in_a_child(zygote: Zygote, tmp_path: Path) -> None:
    one, other = told(zygote, tmp_path, TZ="Asia/Ho_Chi_Minh"), told(zygote, tmp_path, TZ="UTC", TMPDIR=str(tmp_path))
    assert one["arguments"] == [1]
    assert one["descriptors"] == 1
    assert one["cwd"] == str(tmp_path)
    assert set(one["env"]) <= {"PATH", "PYTHONPATH", "TZ", "LC_CTYPE"}  # type: ignore[call-overload]
    assert one["argv"] == ["acts:tell"]
    assert one["group"]
    assert one["stdin"] == ""
    assert one["handlers"] == [True, True]
    assert one["interrupt"]
    assert one["child"] == 3
    assert (one["hour"], other["hour"]) == ("08", "00")
    assert other["tempdir"] == str(tmp_path)
    assert one["tempdir"] != str(zygote.scratch)
    for seed, another in zip(one["seeds"], other["seeds"], strict=True):  # type: ignore[call-overload]
        assert seed != another
    # The standard ones, the leash, the one that was handed over, and the listing itself.
    assert len(one["open"]) == 6  # type: ignore[arg-type]


def test_a_child_is_waited_for_and_killed_like_a_popen(zygote: Zygote, tmp_path: Path) -> None:
    child = zygote.fork("acts:leave", 7, cwd=tmp_path, env=os.environ)
    assert child.wait() == child.poll() == child.returncode == 7
    child = zygote.fork("acts:sleep", 600, cwd=tmp_path, env=os.environ)
    assert child.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        child.wait(0.1)
    child.terminate()
    assert child.wait(5) == -signal.SIGTERM
    child.send_signal(signal.SIGINT)  # too late, and no error
    child = zygote.fork("acts:sleep", 600, cwd=tmp_path, env=os.environ)
    child.kill()
    assert child.wait(5) == -signal.SIGKILL


def test_a_child_gets_no_more_memory_than_its_limit(zygote: Zygote, tmp_path: Path) -> None:
    megabyte = 2**20
    for size, status in ((100 * megabyte, 0), (2000 * megabyte, 5)):
        child = zygote.fork("acts:take_memory", size, cwd=tmp_path, env=os.environ, memory=1000 * megabyte)
        assert child.wait(30) == status


def test_a_child_lives_on_when_the_zygote_is_killed_and_its_end_is_still_seen(zygote: Zygote, tmp_path: Path) -> None:
    child = zygote.fork("acts:sleep", 600, cwd=tmp_path, env=os.environ)
    assert zygote.pid
    os.kill(zygote.pid, signal.SIGKILL)
    assert wait_for(lambda: not zygote.alive, 5)
    assert child.poll() is None
    with pytest.raises(ForkError):
        zygote.fork("acts:sleep", 600, cwd=tmp_path, env=os.environ)
    child.kill()
    assert child.wait(5) == 1  # nobody knows the status any more


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        ("acts:start_thread", "2 threads are running"),
        ("acts:fail", "ValueError: the data are bad"),
        ("acts:absent", "absent"),
    ],
)
def test_one_that_cannot_prepare_says_why(call: str, reason: str) -> None:
    zygote = Zygote.start([call])
    with pytest.raises(ForkError, match=reason):
        zygote.wait_ready()
    zygote.close()
    assert not zygote.scratch.exists()


def test_an_impossible_request_is_answered_and_the_next_one_served(zygote: Zygote, tmp_path: Path) -> None:
    child = zygote.fork("acts:absent", 0, cwd=tmp_path, env=os.environ, stderr=os.open(os.devnull, os.O_WRONLY))
    assert child.wait(5) == 1
    child = zygote.fork("acts:leave", 0, cwd=tmp_path / "absent", env=os.environ, stderr=1)
    assert child.wait(5) == 1
    assert zygote.fork("acts:leave", 0, cwd=tmp_path, env=os.environ).wait(5) == 0


def test_it_ends_with_its_last_client_and_takes_its_folder_along(tmp_path: Path) -> None:
    zygote = Zygote.start([])
    joined = Zygote(zygote.admit(), zygote.scratch)
    zygote._client.close()
    child = joined.fork("acts:leave", 0, cwd=tmp_path, env=os.environ)
    assert child.wait(5) == 0
    zygote.close()
    assert not zygote.scratch.exists()


_OWNER = """
import os, sys, time
from analysis.reporting.kernels.zygote import Zygote
zygote = Zygote.start([])
child = zygote.fork("acts:sleep", 600, cwd="/", env=os.environ)
print(zygote.pid, child.pid, zygote.scratch, flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda one: one.name)
def test_nothing_is_left_of_a_client_however_it_dies(number: signal.Signals) -> None:
    owner = subprocess.Popen(
        [sys.executable, "-c", _OWNER], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert owner.stdout
    with owner, owner.stdout:
        pid, child, scratch = owner.stdout.readline().split()
        assert runs(int(pid))
        assert runs(int(child))
        owner.send_signal(number)
        owner.wait()
        assert ends([int(pid), int(child)])
        assert not Path(scratch).exists()


def test_one_that_still_prepares_ends_with_its_client(tmp_path: Path) -> None:
    (tmp_path / "slow.py").write_text("import time\n\ndef load():\n    time.sleep(600)\n")
    start = "import os\nfrom analysis.reporting.kernels.zygote import Zygote\n"
    start += "zygote = Zygote.start(['slow:load'])\nprint(zygote.pid, zygote.scratch, flush=True)\n"
    start += "import time; time.sleep(1); os.kill(os.getpid(), 9)"
    done = subprocess.run([sys.executable, "-c", start], stdout=subprocess.PIPE, text=True)
    pid, scratch = done.stdout.split()
    assert ends([int(pid)], 1)
    assert not Path(scratch).exists()


def test_a_system_without_forks_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.sys, "platform", "darwin")
    with pytest.raises(ForkError, match="Linux only, this is darwin"):
        Zygote.start([])
