"""Labels beside points: where they stand, and which are left out."""

import itertools

import pytest

from analysis.figures import theme
from analysis.figures.charts.labels import Label, write_labels


def write(labels, points=None, lines=(), **options):
    """Write labels on empty axes from 0 to 10 by 0 to 10; return what is left out and the boxes by text."""
    with theme.canvas(height=3) as (figure, axes):
        axes.set(xlim=(0, 10), ylim=(0, 10))
        figure.draw_without_rendering()
        own = [label.point for label in labels]
        left_out = write_labels(axes, labels, own if points is None else points, lines, size=8, **options)
        boxes = {text.get_text(): text.get_window_extent() for text in axes.texts}
        places = {point: axes.transData.transform(point) for point in own}
        return left_out, boxes, places, axes.get_window_extent()


def test_a_label_stands_above_its_point_or_below_if_it_would_rather():
    _, boxes, places, _ = write([Label((3, 5), "up", "accent"), Label((7, 5), "down", "accent", below=True)])

    assert boxes["up"].y0 > places[3, 5][1]
    assert boxes["down"].y1 < places[7, 5][1]


def test_a_label_gives_way_to_points_to_lines_and_to_the_frame():
    above = [(5, 5.5), (5, 6), (4.8, 5.8), (5.2, 5.8)]
    _, boxes, places, _ = write([Label((5, 5), "12", "accent")], [(5, 5), *above])
    assert boxes["12"].y0 < places[5, 5][1]

    _, boxes, places, _ = write([Label((5, 5), "12", "accent")], lines=[((0, 5.6), (10, 5.6))])
    assert boxes["12"].y0 < places[5, 5][1]

    _, boxes, places, frame = write([Label((5, 9.9), "12", "accent"), Label((9.95, 5), "1,234", "accent")])
    for box in boxes.values():
        assert frame.x0 <= box.x0 <= box.x1 <= frame.x1
        assert frame.y0 <= box.y0 <= box.y1 <= frame.y1


def test_a_label_crosses_a_line_rather_than_to_be_left_out():
    lines = [((0, height), (10, height)) for height in (4, 4.5, 5, 5.5, 6)]

    left_out, boxes, *_ = write([Label((5, 5), "12", "accent")], lines=lines)

    assert left_out == []
    assert list(boxes) == ["12"]


def test_a_label_without_room_is_left_out_unless_it_is_needed():
    crowd = [(x / 4, y / 4) for x in range(12, 28) for y in range(16, 24)]
    label = Label((5, 5), "12", "accent")

    left_out, boxes, *_ = write([label], [label.point, *crowd])
    assert left_out == [label]
    assert boxes == {}

    left_out, boxes, *_ = write([Label((5, 5), "12", "accent", needed=True)], [label.point, *crowd])
    assert left_out == []
    assert list(boxes) == ["12"]


def test_needed_labels_have_the_first_choice():
    optional, needed = Label((5.1, 5), "optional", "accent"), Label((5, 5), "needed", "target", needed=True)

    _, both, *_ = write([optional, needed])
    _, alone, *_ = write([needed], [optional.point, needed.point])

    assert both["needed"].bounds == pytest.approx(alone["needed"].bounds)


@pytest.mark.parametrize("count", [2, 3, 4])
def test_labels_of_one_place_never_meet(count):
    labels = [
        Label((5 + place / 50, 5 + place / 50), f"≥ {place},000", "accent", needed=True) for place in range(count)
    ]

    left_out, boxes, *_ = write(labels)

    assert left_out == []
    for one, other in itertools.combinations(boxes.values(), 2):
        assert not one.overlaps(other)
