"""The Matplotlib figures behind the charts."""

import sys
from functools import cached_property
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


class Drawing:
    """A chart as Matplotlib has it; its texts as pairs of text and bounding box."""

    def __init__(self, figure):
        self.figure = figure

    @property
    def axes(self):
        """The axes of a drawing that has one."""
        (axes,) = self.figure.axes
        return axes

    @property
    def page(self):
        return self.figure.bbox

    @cached_property
    def labels(self):
        return self._extents(self.axes.texts)

    @cached_property
    def ticks(self):
        return self._extents(
            tick.label1
            for axis, (low, high) in ((self.axes.xaxis, self.axes.get_xlim()), (self.axes.yaxis, self.axes.get_ylim()))
            for tick in axis.get_major_ticks()
            if low <= tick.get_loc() <= high
        )

    @cached_property
    def legend(self):
        return self._extents(self.axes.get_legend().get_texts())

    @cached_property
    def _renderer(self):
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        canvas = FigureCanvasAgg(self.figure)
        self.figure.draw_without_rendering()
        return canvas.get_renderer()

    def _extents(self, texts):
        renderer = self._renderer
        return [(text.get_text(), text.get_window_extent(renderer)) for text in texts if text.get_text()]


@pytest.fixture
def drawn(monkeypatch):
    """The drawings made in a test, in their order."""
    return keep_drawings(monkeypatch)


@pytest.fixture(scope="module")
def drawn_in_module():
    """The drawings made in the fixtures of a module, in their order."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield keep_drawings(monkeypatch)


def keep_drawings(monkeypatch):
    """Return the list to which every chart that is rendered adds its drawing."""
    from analysis.figures import theme

    drawings, render_svg = [], theme.render_svg

    def capture(figure):
        drawings.append(Drawing(figure))
        return render_svg(figure)

    monkeypatch.setattr(theme, "render_svg", capture)
    return drawings
