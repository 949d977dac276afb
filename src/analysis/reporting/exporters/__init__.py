"""Executed notebooks become documents: one HTML file, or one tagged PDF.

`document` reads the title, language and edition of a notebook, `blocks` the pieces to show; `html` and `pdf` hold the
two nbconvert exporters, `brief-html` and `brief-pdf`. They take a brief of ours as well as anybody's notebook.
"""
