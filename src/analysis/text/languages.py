"""The languages in which briefs are written (ISO 639-1)."""

from __future__ import annotations

LANGUAGES = ("vi", "en")
