"""Where the project's folders are.

The package is used from a clone of the project (`make brief` installs it editable), so the folders beside `src/` are
found from this file. `KETNAP_PROJECT` names another root: a copy with other data or templates.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import CallerError


@dataclass(frozen=True)
class Project:
    """The folders of a project, all below `root`."""

    root: Path

    @property
    def data(self) -> Path:
        """The Frictionless Data Package: code lists, sources, observations."""
        return self.root / "data"

    @property
    def notebooks(self) -> Path:
        """The parameterised notebooks, stored without outputs."""
        return self.root / "notebooks"

    @property
    def catalogue(self) -> Path:
        """The catalogue of reports."""
        return self.root / "reports" / "reports.yml"

    @property
    def templates(self) -> Path:
        """The HTML and Typst templates."""
        return self.root / "reports" / "templates"

    @property
    def output(self) -> Path:
        """Where briefs are published unless the caller names another folder."""
        return self.root / "reports" / "output"


def find_project() -> Project:
    """Return the project that this package belongs to, or the one that `KETNAP_PROJECT` names.

    Raises:
        CallerError: The root has no `data/datapackage.json`.
    """
    named = os.environ.get("KETNAP_PROJECT")
    root = Path(named).resolve() if named else Path(__file__).resolve().parents[2]
    project = Project(root)
    if not (project.data / "datapackage.json").is_file():
        raise CallerError(
            "no ketnap project here: data/datapackage.json is missing",
            where=str(root),
            to_do="run from a clone of the project, or set KETNAP_PROJECT to the root of one",
        )
    return project
