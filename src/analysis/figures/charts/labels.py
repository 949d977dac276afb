"""Labels beside points, each where it meets no other label and no point, and crosses as few lines as can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.figures.charts.parts import GROUND
from analysis.figures.theme import PALETTE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.path import Path
    from matplotlib.transforms import Bbox

Point = tuple[float, float]
# Points (1/72 inch) from the middle of a point to its label, and half the room that the point itself takes.
_AWAY, _HALF = 6.5, 4.5
# How much further off a label may stand that must not be left out, in points.
_FURTHER = (0.0, 11.0, 22.0, 33.0, 44.0, 55.0, 66.0)
# Points that stay free between a label and the next, to its left and right and above and below.
_APART, _OVER = 2.5, 0.5


@dataclass(frozen=True)
class Label:
    """What is written beside a point.

    Attributes:
        point: The point, in the numbers of the axes.
        text: What is written.
        colour: Role in the palette.
        needed: Whether the chart would mislead without it; it gets its place first, if need be further off.
        below: Whether it would rather stand below the point than above it.
    """

    point: Point
    text: str
    colour: str
    needed: bool = False
    below: bool = False


def write_labels(
    axes: Axes,
    labels: Sequence[Label],
    points: Sequence[Point],
    lines: Sequence[tuple[Point, Point]],
    *,
    size: float,
    reach: int = 1,
) -> list[Label]:
    """Write labels beside their points; those on the right first, for they are the newest.

    They also keep clear of what is already written on the axes. Call it when layout and limits are final.

    Args:
        axes: The axes.
        labels: What is to be written.
        points: All points that are drawn, also those without a label.
        lines: The ends of all lines that are drawn.
        size: Size of the letters, in points.
        reach: In how many rows above and below its point a label may stand that can be left out.

    Returns:
        The labels for which there is no room; they are not written.
    """
    from matplotlib.path import Path

    scale = axes.figure.dpi / 72
    taken = [_around(axes, point, _HALF * scale) for point in points]
    taken += [text.get_window_extent() for text in axes.texts]
    paths = [Path(axes.transData.transform(line)) for line in lines]
    left_out = []
    for label in sorted(labels, key=lambda one: (not one.needed, -one.point[0], -one.point[1])):
        box = _write(axes, label, taken, paths, size, reach)
        if box is None:
            left_out.append(label)
        else:
            taken.append(box.padded(_APART * scale, _OVER * scale))
    return left_out


def _around(axes: Axes, point: Point, half: float) -> Bbox:
    from matplotlib.transforms import Bbox

    x, y = axes.transData.transform(point)
    return Bbox.from_extents(x - half, y - half, x + half, y + half)


def _write(axes: Axes, label: Label, taken: list[Bbox], paths: list[Path], size: float, reach: int) -> Bbox | None:
    """Write a label at the best of its places, and return its box; None if there is no place."""
    text = axes.annotate(
        label.text,
        label.point,
        xytext=(0, 0),
        textcoords="offset points",
        color=PALETTE[label.colour],
        fontsize=size,
        linespacing=1.05,
        bbox=GROUND | {"pad": 0.4},
        zorder=3,
    )
    text.set_in_layout(False)
    ground, found = axes.get_window_extent(), []
    for rank, (away, across, down) in enumerate(_places(label, reach)):
        text.set(position=away, ha=across, va=down)
        box = text.get_window_extent()
        inside = ground.x0 <= box.x0 and box.x1 <= ground.x1 and ground.y0 <= box.y0 and box.y1 <= ground.y1
        if inside and not any(box.overlaps(other) for other in taken):
            crossed = sum(path.intersects_bbox(box, filled=False) for path in paths)
            found.append((crossed, rank, away, across, down, box))
    if not found:
        text.remove()
        return None
    *_, away, across, down, box = min(found, key=lambda one: one[:2])
    text.set(position=away, ha=across, va=down)
    return box


def _places(label: Label, reach: int) -> Iterator[tuple[Point, str, str]]:
    """Yield where a label may stand, the best place first: its distance, and which of its sides faces the point."""
    first = -1 if label.below else 1
    for further in _FURTHER if label.needed else _FURTHER[:reach]:
        for side in (first, -first):
            high, down = side * (_AWAY + further), "bottom" if side > 0 else "top"
            yield (0, high), "center", down
            yield (_AWAY - 2, high - side * 2), "left", down
            yield (2 - _AWAY, high - side * 2), "right", down
        yield (_AWAY + further, 0), "left", "center"
        yield (-_AWAY - further, 0), "right", "center"
