"""What an import need not do."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import cast


def skip_slow_imports() -> None:
    """Keep jsonschema from building the grammar of a format that no notebook uses.

    nbformat imports jsonschema, and that rfc3987_syntax where it is installed (jupyter-events brings it): 1.2 s for the
    format "iri". jsonschema does without it where it is missing, which this makes it for this process.
    """
    sys.modules.setdefault("rfc3987_syntax", cast("ModuleType", None))
