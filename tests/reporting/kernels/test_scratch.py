"""Folders for passing files go with the processes that use them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from analysis.reporting.kernels.scratch import Scratch


def test_what_a_killed_process_left_is_swept_away_and_what_is_in_use_stays(tmp_path: Path) -> None:
    left = "import os, pathlib, sys\nfrom analysis.reporting.kernels.scratch import Scratch\n"
    left += "print(Scratch('ketnap-', pathlib.Path(sys.argv[1])).folder, flush=True)\nos.kill(os.getpid(), 9)"
    done = subprocess.run([sys.executable, "-c", left, str(tmp_path)], capture_output=True, text=True)
    dead = Path(done.stdout.strip())
    assert dead.is_dir()
    used = Scratch("ketnap-", tmp_path)
    assert not dead.exists()
    another = Scratch("ketnap-", tmp_path)
    assert used.folder.is_dir()
    for one in (used, another):
        assert one.folder.stat().st_mode & 0o777 == 0o700
        one.remove()
    assert not list(tmp_path.iterdir())


def test_folders_of_others_stay(tmp_path: Path) -> None:
    (tmp_path / "ketnap-notes").mkdir()
    Scratch("ketnap-", tmp_path).remove()
    assert [one.name for one in tmp_path.iterdir()] == ["ketnap-notes"]
