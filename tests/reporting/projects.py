"""Small projects for builds: the real data and templates, notebooks and a catalogue of their own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import yaml
from nbformat.v4 import new_code_cell, new_notebook
from reporting.processes import wait_for

from analysis.paths import find_project

KETNAP = Path(sys.executable).parent / "ketnap"
_PARAMETERS = 'n: int = 0  # any number\nlang: str = "en"  # language'
GOOD = "from IPython.display import Markdown\nMarkdown(f'# Brief {n}\\n\\nAll is well.')"


class SmallProject:
    """A project folder; `ketnap` runs in it.

    Attributes:
        root: Its folder.
        output: Where its briefs go.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.output = root / "out"
        real = find_project()
        shutil.copytree(real.data, root / "data")
        shutil.copytree(real.templates, root / "reports" / "templates")
        (root / "notebooks").mkdir()
        self.reports: dict[str, Any] = {}

    def add(self, name: str, *cells: str, briefs: int = 1, kernel: str = "ketnap", **more: Any) -> None:
        """Add a report whose notebook has these cells, with the briefs n = 1, 2, …"""
        first = new_code_cell(_PARAMETERS, metadata={"tags": ["parameters"]}, id="parameters")
        code = [new_code_cell(source, id=f"cell-{place}") for place, source in enumerate(cells)]
        metadata = {
            "kernelspec": {"name": kernel, "display_name": kernel, "language": "python"},
            "language_info": {"name": "python"},
        }
        nbformat.write(new_notebook(cells=[first, *code], metadata=metadata), self.root / "notebooks" / f"{name}.ipynb")
        numbers = [{"n": n} for n in range(1, briefs + 1)]
        self.reports[name] = {"notebook": f"{name}.ipynb", "briefs": numbers, **more}
        text = yaml.safe_dump({"reports": self.reports}, sort_keys=False)
        (self.root / "reports" / "reports.yml").write_text(text)

    def environment(self, **more: str) -> dict[str, str]:
        return {**os.environ, "KETNAP_PROJECT": str(self.root), "TMPDIR": str(self.temporary), **more}

    @property
    def temporary(self) -> Path:
        """The folder for temporary files: empty again after each build."""
        folder = self.root / "tmp"
        folder.mkdir(exist_ok=True)
        return folder

    def start(self, *arguments: str, **env: str) -> subprocess.Popen[str]:
        """Start `ketnap build` in a process group of its own; it hears Ctrl-C in the background too."""
        return subprocess.Popen(
            [str(KETNAP), "build", "--json", "--out", str(self.output), *arguments],
            env=self.environment(**env), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            start_new_session=True, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )  # fmt: skip

    def build(self, *arguments: str, **env: str) -> Built:
        """Run `ketnap build` to its end."""
        return self.finish(self.start(*arguments, **env))

    def finish(self, process: subprocess.Popen[str], seconds: float = 180) -> Built:
        try:
            out, err = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        return Built(process.returncode, json.loads(out) if out.startswith("{") else {}, err)

    def processes(self) -> dict[int, str]:
        """The processes of this project that still run, with their command lines."""
        found = {}
        mark = f"KETNAP_PROJECT={self.root}".encode()
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
                if mark in (folder / "environ").read_bytes().split(b"\0") and state != "Z":
                    found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()[:80]
            except OSError:
                continue
        return found

    def nothing_left(self, seconds: float = 5) -> bool:
        """Whether no process, socket or passing file of a build is left, soon after its end."""

        def clean() -> bool:
            return not self.processes() and not [*self.temporary.iterdir()] and not self.unpublished()

        return wait_for(clean, seconds)

    def unpublished(self) -> list[Path]:
        return [*(self.output / ".ketnap").glob("work-*"), *(self.output / ".ketnap").glob(".new-*")]

    def text(self, name: str) -> str:
        return (self.output / name / "brief.html").read_text(encoding="utf-8")


class Built:
    """What a build came to: exit status, what it printed as JSON, and its messages."""

    def __init__(self, status: int, told: Mapping[str, Any], messages: str) -> None:
        self.status = status
        self.told = told
        self.messages = messages
        self.briefs = {one["name"]: one for one in told.get("briefs", ())}

    def of(self, status: str) -> list[str]:
        return [name for name, one in self.briefs.items() if one["status"] == status]
