"""The map of tiles: its layout, its classes, and the drawing told by its artists."""

import itertools
import statistics

import pytest
from matplotlib.colors import to_hex, to_rgb

from analysis.figures import theme
from analysis.figures.audit_page import AuditPage
from analysis.figures.charts.tiles import SHADES, Classes, Tile, draw_tiles
from analysis.figures.inline import Inline
from analysis.figures.theme import PALETTE
from analysis.figures.tile_grid import load_grid, places_of

VERSIONS = [63, 34]
CLASSES = Classes((10, 20, 30))
# Some provinces from the north to the south, of both layouts.
NORTH = {"lai-chau", "cao-bang", "lang-son", "dien-bien", "son-la", "ha-noi", "quang-ninh", "ha-giang", "lao-cai-2025"}
CENTRE = {"thanh-hoa", "nghe-an", "ha-tinh", "quang-tri", "quang-tri-2025", "hue", "da-nang", "da-nang-2025", "gia-lai"}
SOUTH = {"tay-ninh", "can-tho", "ca-mau", "ben-tre", "tay-ninh-2025", "can-tho-2025", "ca-mau-2025", "vinh-long-2025"}
# Neighbours on the ground, whose tiles must touch, by a side or a corner.
NEIGHBOURS = [
    (63, "ha-noi", "hoa-binh"),
    (63, "nghe-an", "thanh-hoa"),
    (63, "nghe-an", "ha-tinh"),
    (63, "quang-tri", "thua-thien-hue"),
    (63, "quang-nam", "da-nang"),
    (63, "dak-lak", "gia-lai"),
    (63, "dak-lak", "dak-nong"),
    (63, "dak-lak", "phu-yen"),
    (63, "lam-dong", "binh-thuan"),
    (63, "binh-thuan", "ninh-thuan"),
    (63, "ho-chi-minh", "binh-duong"),
    (63, "bac-lieu", "ca-mau"),
    (34, "ha-noi", "phu-tho-2025"),
    (34, "thanh-hoa", "nghe-an"),
    (34, "da-nang-2025", "quang-ngai-2025"),
    (34, "dak-lak-2025", "gia-lai-2025"),
    (34, "dak-lak-2025", "lam-dong-2025"),
    (34, "ho-chi-minh-2025", "dong-nai-2025"),
    (34, "can-tho-2025", "ca-mau-2025"),
]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_layout_holds_every_province_once(real, version):
    provinces = [area for area in real.areas.values() if area.level == "province"]
    wanted = [area.code for area in provinces if (area.valid_from is None if version == 63 else area.valid_to is None)]
    placed = [place.ref_area for place in load_grid()[version]]

    assert len(wanted) == version
    assert sorted(placed) == sorted(wanted)


@pytest.mark.parametrize("version", VERSIONS)
def test_no_two_tiles_share_a_place_and_none_is_outside(version):
    places = [(place.row, place.column) for place in load_grid()[version]]

    assert len(places) == len(set(places))
    assert {row for row, _ in places} == set(range(max(places)[0] + 1))
    assert max(row for row, _ in places) < 16
    assert {column for _, column in places} <= set(range(8))


@pytest.mark.parametrize("version", VERSIONS)
def test_a_label_is_the_name_in_lines(real, version):
    for place in load_grid()[version]:
        assert " ".join(place.lines) == real.areas[place.ref_area].name_vi
        assert len(place.lines) <= 2


@pytest.mark.parametrize("version", VERSIONS)
def test_the_north_lies_above_the_centre_and_that_above_the_south(version):
    rows = {place.ref_area: place.row for place in load_grid()[version]}
    means = [statistics.mean(row for code, row in rows.items() if code in part) for part in (NORTH, CENTRE, SOUTH)]

    assert means[0] + 2 < means[1] < means[2] - 2


@pytest.mark.parametrize(("version", "first", "second"), NEIGHBOURS)
def test_neighbours_touch(version, first, second):
    places = {place.ref_area: place for place in load_grid()[version]}

    assert abs(places[first].row - places[second].row) <= 1
    assert abs(places[first].column - places[second].column) <= 1


def test_the_coast_lies_east_of_the_highlands():
    columns = {place.ref_area: place.column for place in load_grid()[63]}

    assert columns["phu-yen"] > columns["dak-lak"]
    assert columns["binh-dinh"] > columns["gia-lai"]
    assert columns["an-giang"] < columns["ho-chi-minh"] < columns["ninh-thuan"]


def test_a_renamed_province_takes_the_place_of_its_predecessor(real):
    codes = [area.code for area in real.areas.values() if area.level == "province" and not area.valid_from]
    codes = ["hue" if code == "thua-thien-hue" else code for code in codes]
    before = {place.ref_area: place for place in load_grid()[63]}["thua-thien-hue"]

    places = {place.ref_area: place for place in places_of(codes, real.areas)}

    assert len(places) == 63
    assert (places["hue"].row, places["hue"].column) == (before.row, before.column)
    assert places["hue"].lines == ("Huế",)


def test_an_area_without_a_place_is_left_out(real):
    assert [place.ref_area for place in places_of(["ha-noi", "dak-lak/krong-bong"], real.areas)] == ["ha-noi"]


@pytest.mark.parametrize(
    ("number", "expected"), [(0, 0), (9.99, 0), (10, 1), (19, 1), (20, 2), (29.99, 2), (30, 3), (1e6, 3)]
)
def test_a_class_begins_at_its_limit(number, expected):
    assert CLASSES.of(number) == expected


@pytest.mark.parametrize(
    ("lang", "percent", "names"),
    [
        ("en", False, ["under 1,000", "1,000–1,999", "2,000–3,999", "4,000 and more"]),
        ("vi", False, ["dưới 1.000", "1.000–1.999", "2.000–3.999", "4.000 trở lên"]),
        ("en", True, ["under 1,000%", "1,000 to under 2,000%", "2,000 to under 4,000%", "4,000% and more"]),
        ("vi", True, ["dưới 1.000%", "1.000 đến dưới 2.000%", "2.000 đến dưới 4.000%", "4.000% trở lên"]),
    ],
)
def test_classes_are_told_by_their_limits(real, lang, percent, names):
    classes = Classes((1000, 2000, 4000), percent)

    assert [str(name) for name in classes.names(AuditPage(real, lang))] == names


def luminance(colour):
    parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(first, second):
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def test_what_is_written_can_be_read_on_every_colour():
    place = load_grid()[63][0]
    for shade, colour in enumerate(SHADES):
        assert contrast(Tile(place, "", "1", shade).ink, colour) >= 4.5
    assert contrast(Tile(place, "", "1", None, "to 1 May").ink, PALETTE["paper"]) >= 4.5
    assert contrast(Tile(place, "").ink, PALETTE["paper"]) >= 4.5


def test_colours_grow_darker_with_the_class_and_belong_to_the_theme():
    light = [luminance(colour) for colour in SHADES]

    assert light == sorted(light, reverse=True)
    assert set(SHADES) <= set(theme.SCALE)


def draw(page, numbers, version=63):
    """Draw a map with numbers by code, those with a cut-off as pairs."""
    tiles = []
    for place in load_grid()[version]:
        number = numbers.get(place.ref_area)
        if number is None:
            tiles.append(Tile(place, place.ref_area))
        elif isinstance(number, tuple):
            tiles.append(Tile(place, place.ref_area, str(number[0]), None, number[1], f"{number[1]} 2021"))
        else:
            tiles.append(Tile(place, place.ref_area, str(number), CLASSES.of(number)))
    text = {name: Inline.of(name) for name in ("title", "subtitle", "lead", "note")}
    return draw_tiles(page, "map", tiles, CLASSES, **text)


NUMBERS = {"ha-noi": 5, "dak-lak": 15, "ca-mau": 25, "lai-chau": 35, "can-tho": (12, "to 1 May")}


@pytest.fixture(scope="module")
def drawing(real, drawn_in_module):
    draw(AuditPage(real, "en"), NUMBERS)
    return drawn_in_module[0]


def tiles_by_place(drawing):
    found = {}
    for patch in drawing.axes.patches:
        x, y = patch.get_center()
        found[round(y), round(x)] = patch
    return found


def test_every_province_has_a_tile_of_its_colour(drawing):
    tiles = tiles_by_place(drawing)
    faces = {}
    for place in load_grid()[63]:
        faces[place.ref_area] = to_hex(tiles[place.row, place.column].get_facecolor())

    assert len(tiles) == 63
    told = {code: face for code, face in faces.items() if face != PALETTE["paper"]}
    assert told == dict(zip(("ha-noi", "dak-lak", "ca-mau", "lai-chau"), SHADES, strict=True))


def test_a_year_to_date_is_hollow_with_a_border_and_its_day(drawing):
    places = {place.ref_area: place for place in load_grid()[63]}
    tiles = tiles_by_place(drawing)
    to_date, unknown = (tiles[places[code].row, places[code].column] for code in ("can-tho", "bac-lieu"))

    assert to_hex(to_date.get_edgecolor()) == PALETTE["accent"]
    assert to_hex(unknown.get_edgecolor()) == PALETTE["grid"]
    assert to_date.get_linewidth() > unknown.get_linewidth()
    assert "to 1 May" in [text for text, _ in drawing.labels]


def test_the_unknown_has_its_sign_and_every_tile_its_name(drawing):
    texts = [text for text, _ in drawing.labels]

    assert texts.count("–") == 63 - len(NUMBERS)
    assert [text for text in ("5", "15", "25", "35", "12") if text not in texts] == []
    for place in load_grid()[63]:
        assert set(place.lines) <= set(texts)


def test_the_legend_names_the_classes_the_year_to_date_and_the_unknown(drawing):
    assert [text for text, _ in drawing.legend] == [
        "under 10",
        "10–19",
        "20–29",
        "30 and more",
        "year to date",
        "–: not known",
    ]


def test_the_legend_names_no_year_to_date_where_there_is_none(real, drawn):
    draw(AuditPage(real, "vi"), {"ha-noi": 5})

    assert "từ đầu năm" not in [text for text, _ in drawn[0].legend]


def test_letters_are_large_enough(drawing):
    assert min(text.get_fontsize() for text in drawing.axes.texts) >= 7
    assert min(text.get_fontsize() for text in drawing.axes.get_legend().get_texts()) >= 7.5


@pytest.mark.parametrize("version", VERSIONS)
def test_nothing_written_meets_anything_else_or_leaves_its_tile(real, drawn, version):
    # Two long names have two lines; with a day below the number theirs would be the fourth.
    widest = {
        place.ref_area: ("≥\u202f44,444", "to 30 Nov") if len(place.lines) == 1 else 44
        for place in load_grid()[version]
    }
    draw(AuditPage(real, "en"), widest, version)

    (drawing,) = drawn
    for (first, box), (second, other) in itertools.combinations([*drawing.labels, *drawing.legend], 2):
        assert not box.overlaps(other), (first, second)
    tiles = [patch.get_window_extent() for patch in drawing.axes.patches]
    for text, box in drawing.labels:
        assert any(
            tile.x0 <= box.x0 and box.x1 <= tile.x1 and tile.y0 <= box.y0 and box.y1 <= tile.y1 for tile in tiles
        ), text
    for text, box in drawing.legend:
        assert not any(box.overlaps(tile) for tile in tiles), text
        assert drawing.page.x0 <= box.x0 <= box.x1 <= drawing.page.x1, text


def test_a_name_of_two_lines_has_room_for_a_number_and_a_day(real, drawn):
    draw(AuditPage(real, "en"), {"thua-thien-hue": (4444, "to 30 Nov")})

    place = {place.ref_area: place for place in load_grid()[63]}["thua-thien-hue"]
    tile = tiles_by_place(drawn[0])[place.row, place.column].get_window_extent()
    boxes = [box for text, box in drawn[0].labels if text in ("Thừa Thiên", "Huế", "4444", "to 30 Nov")]
    middles = [(box.y0 + box.y1) / 2 for box in boxes]
    assert len(boxes) == 4
    assert middles == sorted(middles, reverse=True)
    assert all(tile.x0 <= box.x0 and box.x1 <= tile.x1 for box in boxes)
    assert tile.y0 + 3 < middles[-1] < middles[0] < tile.y1 - 3


def test_the_words_name_every_known_province_and_count_the_others(real):
    chart = draw(AuditPage(real, "en"), NUMBERS)

    assert chart.alt.startswith("lead ")
    for told in (
        "ha-noi: 5.",
        "dak-lak: 15.",
        "can-tho: 12 (to 1 May 2021).",
        "Of 58 further provinces nothing is known",
    ):
        assert told in chart.alt
    assert "bac-lieu" not in chart.alt


def test_counts_have_no_line_of_sources(real):
    chart = draw(AuditPage(real, "en"), NUMBERS)

    assert str(chart.note) == "note"


def test_the_same_map_gives_the_same_bytes(real):
    page = AuditPage(real, "en")

    assert draw(page, NUMBERS).svg == draw(page, NUMBERS).svg


def test_the_map_fits_a_page(drawing):
    width, height = drawing.figure.get_size_inches()

    assert width == theme.WIDTH
    assert height <= 7.3
