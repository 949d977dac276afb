"""Blocks as a reader meets them: those of the notebook of the briefs, and any of them in a notebook to export."""

import ast

import nbformat
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_notebook, new_output

from analysis.figures.blocks import show
from analysis.paths import find_project


def blocks_of(name, **parameters):
    """Return the page of a notebook and what its cells show, in its order, run in this process."""
    names, shown = {}, []
    for cell in nbformat.read(find_project().notebooks / f"{name}.ipynb", as_version=4).cells:
        if cell.cell_type == "code":
            *before, last = ast.parse(cell.source).body
            _run(before, names)
            if isinstance(last, ast.Expr):
                shown += show(eval(compile(ast.Expression(last.value), "cell", "eval"), names))
            else:
                _run([last], names)
            if "parameters" in cell.metadata.get("tags", ()):
                assert set(parameters) <= set(names), "the notebook has no such parameter"
                names |= parameters
    return names["page"], shown


def blocks_of_brief(**parameters):
    """Return the page and the blocks of the brief on one area and year."""
    return blocks_of("province_brief", **parameters)


def _run(statements, names):
    exec(compile(ast.Module(statements, []), "cell", "exec"), names)


def bundle_of(block):
    """Return the MIME bundle of a block and its metadata."""
    bundle = block._repr_mimebundle_()
    return bundle if isinstance(bundle, tuple) else (bundle, {})


def notebook_of(*blocks):
    """Return a notebook that shows the blocks."""
    outputs = [new_output("display_data", data=data, metadata=more) for data, more in map(bundle_of, blocks)]
    nb = new_notebook(cells=[new_code_cell(outputs=[output]) for output in outputs])
    for number, cell in enumerate(nb.cells):
        cell["id"] = f"cell-{number}"
    return nb


def soup_of(block):
    """Return the HTML that a block gives."""
    return BeautifulSoup(bundle_of(block)[0]["text/html"], "html.parser")
