"""Notebooks run as papermill runs them, and come out the same each time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis.reporting.execute import NotebookError, execute_notebook
from analysis.reporting.kernels import provisioner
from analysis.reporting.kernels.provisioner import Zygotes
from analysis.reporting.kernels.runner import Kernels
from analysis.reporting.kernels.zygote import missing
from analysis.reporting.pool import start_zygote

CELLS = [
    "import sys, time\nfrom IPython.display import display, update_display, clear_output, HTML, Markdown",
    "print('out'); print('err', file=sys.stderr); n + 1",
    "for i in range(3):\n    clear_output(wait=True)\n    print('step', i)",
    "handle = display(HTML('<b>one</b>'), display_id='it')",
    "update_display(HTML('<b>two</b>'), display_id='it')",
    "",
    "for i in range(200): print('line', i)",
    "display(Markdown('**é**'), Markdown('ơ'))\n'last'",
    "import subprocess; print(subprocess.run(['echo', 'from below'], capture_output=True, text=True).stdout)",
    "x = n * 10",
    "x",
]


def notebook_of(*cells: str, kernel: str = "ketnap") -> nbformat.NotebookNode:
    first = new_code_cell("n: int = 1  # a number", metadata={"tags": ["parameters"]}, id="parameters")
    code = [new_code_cell(source, id=f"cell-{place}") for place, source in enumerate(cells)]
    metadata = {"kernelspec": {"name": kernel, "display_name": kernel, "language": "python"}}
    return new_notebook(cells=[new_markdown_cell("# Title", id="title"), first, *code], metadata=metadata)


@pytest.fixture(params=["made in the fork", "made before the fork"])
def kernels(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kernels]:
    monkeypatch.setattr(provisioner, "zygotes", Zygotes())
    if request.param == "made before the fork":
        if missing():
            pytest.skip(missing())
        provisioner.zygotes.use(start_zygote())
    with Kernels(tmp_path / "kernels", ahead=True) as made:
        made.folder.mkdir()
        yield made
    assert not [*made.folder.iterdir()]
    provisioner.zygotes._leave()


def write(folder: Path, notebook: nbformat.NotebookNode) -> Path:
    nbformat.write(notebook, folder / "notebook.ipynb")
    return folder / "notebook.ipynb"


def cells_of(notebook: nbformat.NotebookNode) -> list[Any]:
    """Sources, numbers and outputs; the lines of a stream in one piece, for they come in pieces of any length."""
    return [(cell.source, cell.get("execution_count"), joined(cell.get("outputs", []))) for cell in notebook.cells]


def joined(outputs: list[Any]) -> list[Any]:
    found: list[Any] = []
    for output in outputs:
        if output.output_type == "stream" and found and found[-1][0] == output.name:
            found[-1] = (output.name, found[-1][1] + output.text)
        elif output.output_type == "stream":
            found.append((output.name, output.text))
        else:
            found.append(dict(output))
    return found


def test_cells_sent_ahead_put_out_what_they_do_one_by_one(kernels: Kernels, tmp_path: Path) -> None:
    path = write(tmp_path, notebook_of(*CELLS))
    ours = execute_notebook(path, {"n": 4}, kernels)
    stock = papermill.execute_notebook(str(path), None, parameters={"n": 4}, progress_bar=False, kernel_name="python3")
    assert cells_of(ours) == cells_of(stock)


def test_what_is_printed_elsewhere_than_in_the_cell(
    kernels: Kernels, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # with which ipykernel reads nothing from below
    thread = "import threading\none = threading.Thread(target=print, args=('a thread',))\none.start(); one.join()"
    fork = (
        "import multiprocessing, time\n"
        "one = multiprocessing.get_context('fork').Process(target=print, args=('a fork',))\n"
        "one.start(); one.join(); time.sleep(0.3)"
    )
    command = "!echo a command"
    c = "import ctypes, time\nctypes.CDLL(None).puts(b'C'); ctypes.CDLL(None).fflush(None); time.sleep(0.3)"
    executed = execute_notebook(write(tmp_path, notebook_of(thread, fork, command, c)), {}, kernels)
    said = ["".join(output.text for output in cell.outputs).split("\n") for cell in executed.cells[-4:]]
    assert [lines[0].strip() for lines in said] == ["a thread", "a fork", "a command", "C"]


def test_what_is_printed_into_a_control(kernels: Kernels, tmp_path: Path) -> None:
    cell = "import ipywidgets\nout = ipywidgets.Output()\nwith out:\n    print('inside')\nprint('outside')\nout"
    executed = execute_notebook(write(tmp_path, notebook_of(cell)), {}, kernels)
    controls = executed.metadata.widgets["application/vnd.jupyter.widget-state+json"].state
    (told,) = [one.state.outputs for one in controls.values() if one.model_name == "OutputModel"]
    assert [output.text for output in told] == ["inside\n"]
    assert [output.text for output in executed.cells[-1].outputs if output.output_type == "stream"] == ["outside\n"]


def test_a_cell_that_ends_the_kernel(kernels: Kernels, tmp_path: Path) -> None:
    # It ends a tenth of a second later; cells that were sent ahead run on until then.
    path = write(tmp_path, notebook_of("'before'", "exit()", *["import time; time.sleep(0.5)"] * 9))
    with pytest.raises(NotebookError, match="the kernel died while this cell ran: "):
        execute_notebook(path, {}, kernels, time_limit=60)


def test_the_same_inputs_give_the_same_notebook(kernels: Kernels, tmp_path: Path) -> None:
    controls = "import ipywidgets\ndisplay(ipywidgets.IntSlider(value=n), ipywidgets.Text('a'))"
    path = write(tmp_path, notebook_of(CELLS[0], controls, "x = 1\nx"))
    one, other = (nbformat.writes(execute_notebook(path, {"n": 4}, kernels)) for _ in range(2))
    assert one == other
    assert "control-1" in one
    assert str(tmp_path) not in one


def test_a_cell_that_fails_ends_the_run_and_what_ran_is_kept(kernels: Kernels, tmp_path: Path) -> None:
    path = write(tmp_path, notebook_of("'before'", "1 / 0", "'after'"))
    with pytest.raises(NotebookError, match=r"cell \[3\] failed: ZeroDivisionError: division by zero") as raised:
        execute_notebook(path, {}, kernels)
    assert raised.value.notebook is not None
    assert [cell.source for cell in raised.value.notebook.cells][-2:] == ["'before'", "1 / 0"]
    assert execute_notebook(write(tmp_path, notebook_of("'well'")), {}, kernels)


def test_a_kernel_that_is_not_installed(kernels: Kernels, tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match="the kernel 'absent' is not installed"):
        execute_notebook(write(tmp_path, notebook_of("1", kernel="absent")), {}, kernels)


def test_any_kernel_will_do(kernels: Kernels, tmp_path: Path) -> None:
    for kernel in ("python3", "ketnap", "python3"):
        executed = execute_notebook(write(tmp_path, notebook_of("n", kernel=kernel)), {"n": 3}, kernels)
        assert executed.cells[-1].outputs[0].data["text/plain"] == "3"


def test_a_notebook_works_in_a_folder_of_its_own_that_goes(kernels: Kernels, tmp_path: Path) -> None:
    cell = "import os, tempfile\nopen('left', 'w').close()\nprint(os.getcwd(), tempfile.gettempdir())"
    first, second = (
        execute_notebook(write(tmp_path, notebook_of(cell)), {}, kernels).cells[-1].outputs[0].text.split()
        for _ in range(2)
    )
    assert first[0] != second[0]
    assert Path(first[0]).is_relative_to(kernels.folder)
