"""What holds for a brief as a whole, with the real data."""

import functools
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from shown import blocks_of_brief, bundle_of

from analysis.errors import CallerError
from analysis.figures.blocks import Chart, SourceList
from analysis.figures.brief import Brief
from analysis.text.mime import BRIEF_MIME

BRIEFS = {
    "dak-lak-vi": {"area": "dak-lak", "year": 2023, "lang": "vi"},
    "dak-lak-en": {"area": "dak-lak", "year": 2023, "lang": "en"},
    "binh-thuan-en": {"area": "binh-thuan", "year": 2021, "lang": "en"},
}


@functools.cache
def made(name):
    return blocks_of_brief(**BRIEFS[name])


@pytest.fixture(scope="module", params=BRIEFS)
def brief_and_blocks(request):
    return made(request.param)


def markup(block):
    """The markup of a block in which its marks stand in the order of reading."""
    bundle, metadata = bundle_of(block)
    if isinstance(block, Chart):
        return metadata["image/svg+xml"]["caption"]
    return bundle.get("text/html") or bundle["text/markdown"]


def test_sources_are_numbered_as_the_reader_meets_them(brief_and_blocks):
    _, blocks = brief_and_blocks
    text = "".join(markup(block) for block in blocks if not isinstance(block, SourceList))
    met = list(dict.fromkeys(int(number) for number in re.findall(r"#source-(\d+)", text)))

    assert met == list(range(1, len(met) + 1))
    (listed,) = [block for block in blocks if isinstance(block, SourceList)]
    assert [entry.number for entry in listed.entries] == met


def test_every_recorded_number_rests_on_observations_and_sources_that_exist(brief_and_blocks):
    brief, _ = brief_and_blocks
    known = brief.dataset.observations.set_index("observation_id")

    assert len(brief.ledger.numbers) > 5
    for record in brief.ledger.numbers:
        assert record["observations"]
        assert set(record["observations"]) <= set(known.index)
        assert {known.loc[key, "source_id"] for key in record["observations"]} == set(record["sources"])


def test_a_number_without_formula_is_the_printed_one_and_others_have_one(brief_and_blocks):
    brief, _ = brief_and_blocks
    known = brief.dataset.observations.set_index("observation_id")

    computed = [record for record in brief.ledger.numbers if record["formula"]]
    assert computed
    for record in brief.ledger.numbers:
        if not record["formula"]:
            (key,) = record["observations"]
            assert record["obs_value"] == known.loc[key, "obs_value"]
            assert record["bound"] == known.loc[key, "bound"]


def test_no_number_is_recorded_twice(brief_and_blocks):
    brief, _ = brief_and_blocks
    records = [repr(sorted(record.items())) for record in brief.ledger.numbers]

    assert len(records) == len(set(records))


def test_every_marked_number_on_the_page_is_in_the_record(brief_and_blocks):
    brief, blocks = brief_and_blocks
    shown = {record["shown"] for record in brief.ledger.numbers}
    cells = re.findall(r'<td class="num">([^<]+)<', "".join(markup(block) for block in blocks))

    assert len(cells) > 10
    assert {part for cell in cells for part in re.split(r"; | [+/−] |[()]", cell) if re.search(r"\d", part)} <= shown


def test_the_record_in_the_source_list_is_that_of_the_ledger(brief_and_blocks):
    brief, blocks = brief_and_blocks
    (listed,) = [block for block in blocks if isinstance(block, SourceList)]
    record = bundle_of(listed)[0][BRIEF_MIME]

    assert record["numbers"] == brief.ledger.numbers
    assert [source["number"] for source in record["sources"]] == [entry.number for entry in listed.entries]
    assert record["lang"] == brief.language.code
    assert record["data_hash"] == brief.dataset.data_hash


def test_figures_and_tables_are_numbered_each_in_their_order(brief_and_blocks):
    _, blocks = brief_and_blocks
    captions = [str(block.caption) for block in blocks if hasattr(block, "caption")]

    for words in (("Figure", "Hình"), ("Table", "Bảng")):
        numbers = [int(found[1]) for text in captions if (found := re.match(rf"(?:{'|'.join(words)}) (\d+)\.", text))]
        assert numbers == list(range(1, len(numbers) + 1))
        assert numbers
    assert all(re.match(r"(Figure|Hình|Table|Bảng) \d", text) for text in captions)


def test_no_text_of_a_brief_has_a_hole(brief_and_blocks):
    _, blocks = brief_and_blocks
    text = "\n".join(bundle_of(block)[0]["text/plain"] for block in blocks)

    assert not re.search(r"None|nan\b|\{|\}|  |\.\.| [,.;:]", text)


def digests(blocks):
    """The hashes of the charts among some blocks."""
    return [hashlib.sha256(block.svg.encode()).hexdigest() for block in blocks if isinstance(block, Chart)]


def test_charts_have_the_same_bytes_each_time_and_in_another_process():
    _, first = made("dak-lak-vi")
    _, again = blocks_of_brief(**BRIEFS["dak-lak-vi"])
    code = "from test_whole_brief import digests, made; print(digests(made('dak-lak-vi')[1]))"
    there = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parent,
        env=os.environ | {"PYTHONHASHSEED": "4711"},
        check=True,
        capture_output=True,
        text=True,
    )

    assert len(digests(first)) == 2
    assert digests(again) == digests(first)
    assert there.stdout.strip() == str(digests(first))


def test_an_area_of_which_nothing_is_known_is_refused_with_advice(real):
    with pytest.raises(CallerError, match="nothing is known of long-an"):
        Brief(real, "long-an", 2023, "vi")


def test_an_unknown_section_is_an_error(real):
    with pytest.raises(KeyError, match="tend"):
        Brief(real, "dak-lak", 2023, "vi").section("tend")


def test_an_area_within_another_is_named_with_it(real):
    brief = Brief(real, "Đắk Lắk", 2023, "vi")

    assert brief.name_of("dak-lak") == "tỉnh Đắk Lắk"
    assert brief.name_of("dak-lak/krong-bong") == "huyện Krông Bông"
    assert brief.name_of("dak-lak/krong-bong/cu-pui") == "xã Cư Pui (huyện Krông Bông)"
