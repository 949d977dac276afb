"""Briefs built on a Dask cluster: the same ones, whatever happens to its workers, and nothing is left there."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml
from reporting.clusters import Cluster
from reporting.processes import run_apart, wait_for
from reporting.projects import GOOD, SmallProject

from analysis.errors import CallerError, KetnapError
from analysis.paths import find_project
from analysis.reporting.cluster import crew, node, scheduler
from analysis.reporting.cluster import pool as cluster_module
from analysis.reporting.cluster.identity import read_identity, tell_differences
from analysis.reporting.cluster.pool import ClusterPool
from analysis.reporting.inputs import digest
from analysis.reporting.kernels.zygote import missing
from analysis.reporting.render import Job, Rendered

pytest.importorskip("distributed")
pytestmark = [
    pytest.mark.skipif(bool(missing()), reason=missing() or "forks can be had"),
    pytest.mark.xdist_group("dask"),
]
WAIT = """
import os, pathlib, time
root = pathlib.Path(os.environ['KETNAP_PROJECT'])
(root / f'begun-{n}').touch()
while not (root / 'go').exists(): time.sleep(0.02)
"""
JOB = Job("many", "many.ipynb", {"n": 1, "lang": "en"}, ("html",), 60, 0)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> SmallProject:
    """A project with one real report, and one whose six briefs wait until they may go on."""
    made = SmallProject(tmp_path_factory.mktemp("dask") / "project")
    made.add("many", GOOD, WAIT, briefs=6)
    shutil.copy(find_project().notebooks / "province_brief.ipynb", made.root / "notebooks")
    briefs = [{"area": "dak-lak", "year": 2023, "lang": ["vi", "en"]}]
    made.reports["province-brief"] = {"notebook": "province_brief.ipynb", "briefs": briefs}
    (made.root / "reports" / "reports.yml").write_text(yaml.safe_dump({"reports": made.reports}, sort_keys=False))
    return made


@pytest.fixture
def project(shared: SmallProject) -> Iterator[SmallProject]:
    """The project, with nothing built and nothing begun."""
    yield shared
    shutil.rmtree(shared.output, ignore_errors=True)
    for file in [*shared.root.glob("begun-*"), *shared.root.glob("go")]:
        file.unlink()


@pytest.fixture(scope="module")
def new_cluster(shared: SmallProject) -> Iterator[Callable[[], Cluster]]:
    made: list[Cluster] = []

    def make() -> Cluster:
        made.append(Cluster(shared.root.parent / f"cluster-{len(made)}", shared.environment()))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture(scope="module")
def two(new_cluster: Callable[[], Cluster]) -> tuple[Cluster, Any, Any]:
    """A cluster of two workers, the first under a nanny, which starts it again when it dies."""
    cluster = new_cluster()
    workers = cluster.add("--nthreads", "2"), cluster.add("--nthreads", "1", "--no-nanny")
    for worker in workers:
        cluster.address_of(worker)
    return cluster, *workers


def left(project: SmallProject) -> list[str]:
    """Processes that render, and their passing files, wherever they were started."""
    dasks = ("/dask", "multiprocessing")
    processes = [command for command in project.processes().values() if not any(word in command for word in dasks)]
    return [*processes, *(file.name for file in project.temporary.glob("*ketnap-*")), *map(str, project.unpublished())]


def begun(project: SmallProject) -> int:
    return len([*project.root.glob("begun-*")])


def test_the_briefs_are_those_that_are_built_here(project: SmallProject, two: tuple[Cluster, Any, Any]) -> None:
    here = project.build("province-brief")
    assert (here.status, len(here.of("published"))) == (0, 2), here.messages
    there = project.build("province-brief", "--force", "--dask", two[0].address)
    assert (there.status, len(there.of("same"))) == (0, 2), there.messages
    assert wait_for(lambda: not left(project), 2), left(project)


def test_a_worker_killed_in_the_middle(project: SmallProject, two: tuple[Cluster, Any, Any]) -> None:
    process = project.start("many", "--dask", two[0].address)
    assert wait_for(lambda: begun(project) == 3, 60)
    os.kill(worker_of(two[1]), signal.SIGKILL)
    (project.root / "go").touch()
    built = project.finish(process)
    assert (built.status, len(built.of("published"))) == (0, 6), built.messages
    assert "Error" not in built.messages
    assert wait_for(lambda: not left(project), 2), left(project)


def worker_of(nanny: subprocess.Popen[bytes]) -> int:
    done = subprocess.run(["pgrep", "--parent", str(nanny.pid), "--full", "spawn_main"], capture_output=True, text=True)
    return int(done.stdout)


def test_ctrl_c_stops_within_two_seconds(project: SmallProject, two: tuple[Cluster, Any, Any]) -> None:
    process = project.start("many", "--dask", two[0].address)
    assert wait_for(lambda: begun(project) >= 2, 60)
    started = time.monotonic()
    process.send_signal(signal.SIGINT)
    built = project.finish(process)
    assert time.monotonic() - started < 2
    assert built.status == 130
    assert built.messages.splitlines()[-1] == "stopped"
    assert wait_for(lambda: not left(project), 2), left(project)


def test_who_would_make_other_briefs_gets_nothing_to_do(
    project: SmallProject, new_cluster: Callable[[], Cluster], tmp_path: Path
) -> None:
    cluster = new_cluster()
    one = ("--nthreads", "1", "--no-nanny")
    code = cluster.add(*one, PYTHONPATH=str(other_code(tmp_path)))
    data = cluster.add(*one, KETNAP_PROJECT=str(other_data(project, tmp_path)))
    stranger = cluster.add(*one, PYTHONPATH=str(no_ketnap(tmp_path)))
    refused = {
        cluster.address_of(code): "it differs in code figures/page.py",
        cluster.address_of(data): "it differs in the data",
    }
    refused[cluster.address_of(stranger)] = "No module named 'analysis.reporting'"
    built = project.build("many", "--dask", cluster.address)
    assert built.status == 2
    assert "no worker of the cluster would make the same briefs as this machine" in built.messages
    (project.root / "go").touch()
    cluster.address_of(cluster.add(*one))
    again = project.build("many", "--dask", cluster.address)
    assert (again.status, len(again.of("published"))) == (0, 6), again.messages
    for address, why in refused.items():
        assert [why in line for line in built.messages.splitlines() if address in line] == [True]
        (line,) = [line for line in again.messages.splitlines() if address in line]
        assert line.startswith(f"ketnap: the worker {address} is not used: ")
        assert why in line
    assert stranger.poll() is None
    assert wait_for(lambda: not left(project), 2), left(project)


def other_code(folder: Path) -> Path:
    package = Path(node.__file__).parents[2]
    shutil.copytree(package, folder / "code" / "analysis", ignore=shutil.ignore_patterns("__pycache__"))
    with (folder / "code" / "analysis" / "figures" / "page.py").open("a") as file:
        file.write("\n# Something else.\n")
    return folder / "code"


def other_data(project: SmallProject, folder: Path) -> Path:
    copy = folder / "data"
    shutil.copytree(project.root, copy, ignore=shutil.ignore_patterns("tmp", "out"))
    file = copy / "data" / "sources.csv"
    file.write_text(file.read_text().replace("771 đoàn viên", "772 đoàn viên"))
    return copy


def no_ketnap(folder: Path) -> Path:
    (folder / "nothing" / "analysis").mkdir(parents=True)
    (folder / "nothing" / "analysis" / "__init__.py").touch()
    return folder / "nothing"


def test_no_scheduler(project: SmallProject) -> None:
    started = time.monotonic()
    built = project.build("many", "--dask", "tcp://127.0.0.1:1")
    assert built.status == 2
    assert "no Dask scheduler can be reached: Timed out trying to connect to tcp://127.0.0.1:1" in built.messages
    assert "to do: start one (dask scheduler)" in built.messages
    assert time.monotonic() - started < 15


def test_something_else_at_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "_CONNECTS_WITHIN", 1)
    monkeypatch.setattr(scheduler, "_ANSWERS_WITHIN", 0.1)
    silent = socket.create_server(("127.0.0.1", 0))  # the system accepts, and nobody says anything
    with silent, pytest.raises(CallerError, match="something else answers there"):
        scheduler.connect(f"tcp://127.0.0.1:{silent.getsockname()[1]}")


@pytest.fixture(scope="module")
def bare(new_cluster: Callable[[], Cluster]) -> Cluster:
    """A cluster without workers."""
    return new_cluster()


@pytest.fixture
def here(project: SmallProject, monkeypatch: pytest.MonkeyPatch) -> SmallProject:
    """The project, for what is called in this process."""
    monkeypatch.setenv("KETNAP_PROJECT", str(project.root))
    return project


@pytest.mark.usefixtures("here")
def test_no_worker(bare: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "_FOUND_WITHIN", 1)
    pool = ClusterPool(bare.address)
    failed = dict(pool.run([JOB, JOB]))
    pool.close()
    assert [error_of(failed[place]).what for place in (0, 1)] == ["no worker was there for 1 seconds"] * 2


def test_a_worker_that_comes_late_and_is_lost(
    here: SmallProject, bare: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_module, "_ATTEMPTS", 1)
    pool = ClusterPool(bare.address)
    with ThreadPoolExecutor() as threads:
        done = threads.submit(lambda: dict(pool.run([JOB])))
        worker = bare.add("--nthreads", "1", "--no-nanny")
        assert wait_for(lambda: begun(here) == 1, 60)
        worker.kill()
        told = error_of(done.result(60)[0]).what
    pool.close()
    assert told == f"its worker was lost 1 times: {bare.address_of(worker)}"
    assert wait_for(lambda: not left(here), 2), left(here)


@pytest.mark.usefixtures("here")
def test_a_scheduler_that_is_lost(bare: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "_CONNECTS_WITHIN", 2)
    pool = ClusterPool(bare.address)
    with ThreadPoolExecutor() as threads:
        done = threads.submit(lambda: dict(pool.run([JOB])))
        os.killpg(bare.scheduler.pid, signal.SIGKILL)
        assert error_of(done.result(30)[0]).what == "the connection to the scheduler was lost"
    pool.close()


def error_of(rendered: Rendered) -> KetnapError:
    assert rendered.error
    return rendered.error


def test_a_build_that_never_takes_leave_is_ended(here: SmallProject, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(node, "_IDLE", 0.5)
    (here.root / "go").touch()
    notebooks = [JOB.notebook]
    assert run_apart(node.join("killed", digest(read_identity(notebooks)), notebooks, 1)) == {}
    assert left(here)
    rendered = node.render("killed", JOB)
    assert rendered
    assert rendered.error is None
    assert wait_for(lambda: not left(here), 5), left(here)
    assert node.render("killed", JOB) is None
    theirs = run_apart(node.join("killed", "other", notebooks, 1))
    assert theirs.keys() >= {"the data", "the kernel", "version of python", f"notebook {JOB.notebook}"}


def test_differences_in_words() -> None:
    ours = {
        "version of python": "3.12.1",
        "code figures/page.py": "a",
        "font a": "b",
        "the data": "c",
        "notebook x": "none",
    }
    theirs = {"version of python": "3.11.7", "code figures/page.py": "b", "the data": "d", "notebook x": "e"}
    assert tell_differences(ours, theirs) == (
        "python 3.11.7 instead of 3.12.1, font a, which it lacks, notebook x, which is not here, the data, "
        "code figures/page.py"
    )
    assert tell_differences({}, {f"code {n}": "x" for n in range(7)}).endswith(", 2 more")
    assert tell_differences(ours, ours) == ""
