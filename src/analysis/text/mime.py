"""MIME types of the outputs of a brief, shared by the cells that write them and the exporters that read them."""

from __future__ import annotations

# What a brief says of itself: title, language, edition, and every number shown.
BRIEF_MIME = "application/vnd.ketnap.brief+json"
# Typst markup, used as it is.
TYPST_MIME = "text/x-typst"
