"""The tables of the data dictionary, `data/README.md`, made from the table schemas.

`python -m analysis.dataset.dictionary` (`make dictionary`) writes them anew; a test holds them equal.
"""

from __future__ import annotations

import re
from pathlib import Path

from analysis.dataset.schema import read_package
from analysis.paths import find_project

_TABLE = re.compile(r"(<!-- columns:(\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def fill_dictionary(text: str, folder: Path) -> str:
    """Return the text of a data dictionary with its tables made anew.

    Args:
        text: Markdown; a table of columns stands between `<!-- columns:NAME -->` and `<!-- end -->`.
        folder: The data folder; NAME is a schema in it.
    """
    return _TABLE.sub(lambda found: f"{found[1]}{_columns(found[2], folder)}{found[3]}", text)


def _columns(name: str, folder: Path) -> str:
    schema = next(table.schema for table in read_package(folder) if table.schema_name == name)
    lines = ["| column | meaning |", "| --- | --- |"]
    for field in schema["fields"]:
        description = str(field["description"]).replace("|", r"\|")
        lines.append(f"| `{field['name']}` | {description} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the tables of the project's data dictionary anew."""
    folder = find_project().data
    file = folder / "README.md"
    file.write_text(fill_dictionary(file.read_text(encoding="utf-8"), folder), encoding="utf-8")


if __name__ == "__main__":
    main()
