"""One picture of each kind of chart, against the one that was looked at and kept in `baseline/`.

`KETNAP_BASELINES=write pytest tests/figures/charts/test_baselines.py` draws them anew; look at them before you keep
them.
"""

import os
from pathlib import Path

import pytest
import test_bars
import test_grouped
import test_lines
import test_matrix
import test_pace_chart
import test_points
import test_shares_chart
import test_stock
import test_terms_chart
import test_tiles
import test_trend
from matplotlib.testing.compare import compare_images

from analysis.figures import theme
from analysis.figures.audit_page import AuditPage

FOLDER = Path(__file__).parent / "baseline"
# Root mean square of the differences of colour, of 255; letters are smoothed a little differently by other versions.
TOLERANCE = 6

KINDS = {
    "bars": lambda invent, _: test_bars.draw(invent(*test_bars.UNITS), "p", 2023),
    "grouped": lambda invent, _: test_grouped.draw(invent(*test_grouped.ROWS)),
    "lines": lambda invent, _: test_lines.draw(invent(*test_lines.ROWS)),
    "panels": lambda invent, _: test_lines.draw(invent(*test_lines.ROWS), "p, q, r, s"),
    "matrix": lambda _, real: test_matrix.draw(AuditPage(real, "en")),
    "pace": lambda invent, _: test_pace_chart.draw(invent(*test_pace_chart.ROWS), "p", 2023),
    "points": lambda invent, _: test_points.page_of(invent(*test_points.FIGURES)).draw(),
    "shares": lambda invent, _: test_shares_chart.draw(invent(*test_shares_chart.GROUPS)),
    "stock": lambda invent, _: test_stock.draw(invent(*test_stock.ROWS)),
    "terms": lambda invent, _: test_terms_chart.draw(invent(*test_terms_chart.MIXED)),
    "tiles": lambda _, real: test_tiles.draw(AuditPage(real, "en"), test_tiles.NUMBERS),
    "trend": lambda invent, _: test_trend.draw(invent(*test_trend.FULL_AND_TO_DATE), "p", 2023),
}


@pytest.fixture
def picture(monkeypatch, tmp_path):
    """Where the picture of the one chart lies that a test draws."""
    file, render_svg = tmp_path / "chart.png", theme.render_svg

    def capture(figure):
        figure.savefig(file, dpi=110, facecolor="white", metadata={"Software": None})
        return render_svg(figure)

    monkeypatch.setattr(theme, "render_svg", capture)
    return file


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_looks_as_it_did(kind, invent, real, picture):
    KINDS[kind](invent, real)
    kept = FOLDER / f"{kind}.png"
    if os.environ.get("KETNAP_BASELINES") == "write":
        kept.parent.mkdir(exist_ok=True)
        kept.write_bytes(picture.read_bytes())

    assert compare_images(str(kept), str(picture), tol=TOLERANCE) is None


def test_every_kind_of_chart_has_its_picture_and_none_is_left_over():
    folder = Path(theme.__file__).parent / "charts"
    parts = {"__init__", "parts", "labels", "line_series", "line_words", "term_rows"}
    kinds = {module.stem for module in folder.glob("*.py")} - parts

    assert kinds <= set(KINDS)
    assert {picture.stem for picture in FOLDER.glob("*.png")} == set(KINDS)


def test_another_drawing_is_told_apart(invent, picture):
    test_trend.draw(invent(*test_trend.FULL_AND_TO_DATE[:2]), "p", 2023)

    assert compare_images(str(FOLDER / "trend.png"), str(picture), tol=TOLERANCE) is not None
