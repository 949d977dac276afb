"""The tables of the data dictionary, `data/README.md`, made from the table schemas and the code lists.

`python -m analysis.dataset.dictionary` (`make dictionary`) writes them anew; a test holds them equal.
"""

from __future__ import annotations

import re
from pathlib import Path

from analysis.dataset.schema import read_package
from analysis.dataset.tables import read_table
from analysis.paths import find_project

_TABLE = re.compile(r"(<!-- (columns|codes):([\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
# Columns of a code list that are shown as code; all others are text.
_CODES = ("code", "kind", "unit", "numerator", "denominator", "parts", "pattern_vi", "pattern_en")


def fill_dictionary(text: str, folder: Path) -> str:
    """Return the text of a data dictionary with its tables made anew.

    Args:
        text: Markdown; between `<!-- columns:NAME -->` and `<!-- end -->` stand the columns of the schema NAME, between
            `<!-- codes:NAME -->` and `<!-- end -->` the rows of the code list that is the resource NAME.
        folder: The data folder.
    """
    make = {"columns": _columns, "codes": _codes}
    return _TABLE.sub(lambda found: f"{found[1]}{make[found[2]](found[3], folder)}{found[4]}", text)


def _columns(name: str, folder: Path) -> str:
    schema = next(table.schema for table in read_package(folder) if table.schema_name == name)
    return _markdown(
        ["column", "meaning"], [[f"`{field['name']}`", str(field["description"])] for field in schema["fields"]]
    )


def _codes(name: str, folder: Path) -> str:
    table = next(table for table in read_package(folder) if table.name == name)
    frame, _ = read_table(folder, table.file, table.columns)
    rows = frame.fillna("").to_dict("records")
    return _markdown(table.columns, [[_cell(column, row[column]) for column in table.columns] for row in rows])


def _cell(column: str, text: str) -> str:
    return f"`{text}`" if text and column in _CODES else text


def _markdown(header: list[str], rows: list[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *([cell.replace("|", r"\|") for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def main() -> None:
    """Write the tables of the project's data dictionary anew."""
    folder = find_project().data
    file = folder / "README.md"
    file.write_text(fill_dictionary(file.read_text(encoding="utf-8"), folder), encoding="utf-8")


if __name__ == "__main__":
    main()
