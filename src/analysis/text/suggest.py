"""Near names, for messages about a name that is not known."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from analysis.text.unicode import slug


def near(name: str, known: Iterable[str], *, limit: int = 3) -> list[str]:
    """Return the known names that a reader may have meant, nearest first.

    Names are compared by their slugs, and by the last part of a slug path, so that "Krong Bong" finds
    "dak-lak/krong-bong".
    """
    wanted = slug(name)
    by_slug: dict[str, str] = {}
    for candidate in known:
        by_slug.setdefault(slug(candidate), candidate)
        by_slug.setdefault(slug(candidate.rpartition("/")[2]), candidate)
    found = difflib.get_close_matches(wanted, by_slug, n=limit + 2, cutoff=0.6)
    return list(dict.fromkeys(by_slug[match] for match in found))[:limit]


def did_you_mean(name: str, known: Iterable[str], *, otherwise: str) -> str:
    """Return a "did you mean" sentence, or the advice `otherwise` where nothing is near."""
    names = near(name, known)
    return f"did you mean {' or '.join(names)}?" if names else otherwise
