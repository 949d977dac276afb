"""The look of all charts: one face, one palette, thin grid, SVG whose bytes depend on the data alone."""

from __future__ import annotations

import functools
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from analysis import fonts

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Blue and orange stay apart under every colour blindness and in grey print. Roles, since dark pages recolour them.
PALETTE = {
    "ink": "#1f2933",
    "muted": "#5b6770",
    "grid": "#d9dee2",
    "paper": "#ffffff",
    "accent": "#0b5c8a",
    "soft": "#c9dcea",
    "target": "#b3541e",
    "warning": "#a3262a",
    "third": "#3c7d5e",
    "fourth": "#7a4fa0",
    "fifth": "#7d6414",
}
# Of several series in one chart: colour and marker, so that nobody must tell them by colour alone.
SERIES = (("accent", "o"), ("target", "s"), ("third", "^"), ("fourth", "D"), ("fifth", "v"))
# From little to much, for tiles, and what is written on them.
# Four steps, since on a fifth between the last two neither kind of letter would be plain enough (WCAG: 4.5 to 1).
SCALE = ("#e4eef6", "#b9d3e6", "#86b3d3", "#0b4f7a")
ON_LIGHT, ON_DARK = "#1f2934", "#fefefe"
ROLES = {
    **{colour: role for role, colour in PALETTE.items()},
    **{colour: f"scale{step}" for step, colour in enumerate(SCALE, start=1)},
    ON_LIGHT: "onlight",
    ON_DARK: "ondark",
}
# Inches. Narrow on purpose: on a phone of 360 px the letters are still 10 px high.
WIDTH = 4.2


@functools.cache
def _register_fonts() -> None:
    from matplotlib import font_manager

    for face in fonts.faces():
        font_manager.fontManager.addfont(face)


def _style() -> Any:
    import seaborn as sns

    return {
        **sns.axes_style("ticks"),
        "font.family": fonts.TEXT_FAMILY,
        "font.size": 9.5,
        "text.parse_math": False,
        "axes.labelsize": 9.5,
        "xtick.labelsize": 9.5,
        "ytick.labelsize": 9,
        "legend.fontsize": 9,
        "text.color": PALETTE["ink"],
        "axes.labelcolor": PALETTE["ink"],
        "axes.edgecolor": PALETTE["muted"],
        "xtick.color": PALETTE["muted"],
        "ytick.color": PALETTE["muted"],
        "xtick.labelcolor": PALETTE["ink"],
        "ytick.labelcolor": PALETTE["muted"],
        "grid.color": PALETTE["grid"],
        "grid.linewidth": 0.7,
        "axes.facecolor": "none",
        "figure.facecolor": "none",
        "savefig.facecolor": "none",
        "svg.fonttype": "none",
        "svg.hashsalt": "ketnap",
    }


@contextmanager
def canvas(height: float, rows: int = 1, columns: int = 1, **grid: Any) -> Iterator[tuple[Figure, Any]]:
    """Give a figure of the house width and its axes; what is drawn inside follows the theme.

    Args:
        height: Height in inches.
        rows: Rows of axes.
        columns: Columns of axes.
        grid: What else `Figure.subplots` takes: sharex, sharey, …

    Yields:
        The figure, and its axes: one, or an array of rows by columns if there are several.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    _register_fonts()
    with mpl.rc_context(_style()):
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        many = rows * columns > 1
        yield figure, figure.subplots(rows, columns, squeeze=not many, **grid)


def render_svg(figure: Figure) -> str:
    """Return the figure as SVG, the same bytes for the same drawing; call it inside `canvas`."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    buffer, dpi = io.StringIO(), figure.dpi
    drawing: Any = FigureCanvasSVG(figure)
    # Not `savefig`, which draws twice: once for the layout alone, though to draw makes the layout, too.
    drawing.print_svg(buffer, metadata={"Date": None, "Creator": None})
    # It leaves the figure with the 72 dots of SVG.
    figure.dpi = dpi
    return buffer.getvalue()
