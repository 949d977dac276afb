"""The palette can be told apart by everybody, on white pages and on dark ones."""

import io
import itertools
import re

import pytest
from matplotlib.colors import to_rgb

from analysis.figures import theme
from analysis.paths import find_project

CSS = (find_project().templates / "brief" / "brief.css").read_text(encoding="utf-8")
# What is read or counted; grid, soft grounds and the paper itself only stand behind.
TOLD = sorted(set(theme.PALETTE) - {"paper", "grid", "soft"})
# Machado, Oliveira and Fernandes 2009, severity 1.0, for linear RGB.
BLINDNESS = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def linear(colour):
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]


def luminance(colour):
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))


def contrast(first, second):
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def lab(colour, blindness):
    """CIE L*a*b* of a colour as it is seen."""
    seen = [
        min(max(sum(weight * part for weight, part in zip(row, linear(colour), strict=True)), 0), 1)
        for row in BLINDNESS[blindness]
    ]
    matrix = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(weight * part for weight, part in zip(row, seen, strict=True)) for row in matrix]
    x, y, z = (
        part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116
        for part in (xyz[0] / 0.9505, xyz[1], xyz[2] / 1.089)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def dark_palette():
    (block,) = re.findall(r"@media \(prefers-color-scheme: dark\) \{\s*:root \{(.*?)\}", CSS, re.DOTALL)
    return dict(re.findall(r"--chart-(\w+): (#[0-9a-f]{6})", block))


@pytest.mark.parametrize("role", TOLD)
def test_what_is_told_stands_out_from_the_page_light_and_dark(role):
    dark = dark_palette()

    assert contrast(theme.PALETTE[role], theme.PALETTE["paper"]) >= 4.5
    assert contrast(dark[role], dark["paper"]) >= 4.5


def test_a_dark_page_recolours_every_role():
    assert set(dark_palette()) == set(theme.ROLES.values())


def test_what_is_written_on_a_scale_can_be_read_on_a_dark_page_and_much_is_light_there():
    dark = dark_palette()
    steps = [dark[f"scale{step}"] for step in (1, 2, 3, 4)]

    assert [luminance(one) for one in steps] == sorted(luminance(one) for one in steps)
    assert min(contrast(one, dark["onlight"]) for one in steps[:3]) >= 4.5
    assert contrast(steps[3], dark["ondark"]) >= 4.5


@pytest.mark.parametrize("blindness", BLINDNESS)
@pytest.mark.parametrize(("first", "second"), [*itertools.combinations(theme.SERIES[:3], 2)], ids=str)
def test_the_series_of_one_chart_are_told_apart_with_any_eyes(first, second, blindness):
    (one, marker), (other, another) = first, second
    seen = [lab(theme.PALETTE[role], blindness) for role in (one, other)]
    difference = sum((a - b) ** 2 for a, b in zip(*seen, strict=True)) ** 0.5

    assert difference >= 10
    assert marker != another


def test_in_grey_print_the_marker_tells_the_series():
    assert len({marker for _, marker in theme.SERIES}) == len(theme.SERIES)


def test_the_steps_of_a_scale_grow_darker():
    lights = [luminance(colour) for colour in theme.SCALE]

    assert lights == sorted(lights, reverse=True)
    assert min(before / after for before, after in itertools.pairwise(lights)) >= 1.3


def test_no_colour_has_two_roles():
    assert len(theme.ROLES) == len(theme.PALETTE) + len(theme.SCALE) + 2


def test_a_drawing_is_drawn_once_into_the_same_bytes_as_matplotlib_saves_it():
    def drawing():
        with theme.canvas(2.0) as (figure, axes):
            axes.plot([1, 2], [3, 5_000_000], label="Số đảng viên")
            axes.annotate("Đắk Lắk", (1, 3), xytext=(4, 4), textcoords="offset points")
            axes.legend(loc="lower left", bbox_to_anchor=(0, 1.0))
            yield figure

    (once,) = (theme.render_svg(figure) for figure in drawing())
    buffer = io.StringIO()
    for figure in drawing():
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})

    assert once == buffer.getvalue()
