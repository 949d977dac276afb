"""What the shipped briefs say and what they are made of: a real build, read as HTML, PDF and manifest."""

from __future__ import annotations

import calendar
import hashlib
import itertools
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from analysis import load_dataset

BRIEFS = ["dak-lak-2023-vi", "dak-lak-2023-en", "binh-thuan-2021-vi", "binh-thuan-2021-en"]
# Figures that each brief must show, as its language writes them.
DAK_LAK_VI = """
1.994 2.767 72,06% 2.770 2.089 1.900 109,95% 867 45,6% 85.867 3,22% 704 843 389 454 117 115 101,74% 91,90% 90,43% 88,24%
85,45% 455 17 15 12 133,3% 41,7% 22 30 29 824 8,56% 165 164,8 38% 3.011 25,46% 26,9% 759 2.400 773 85 204
""".split()  # noqa: SIM905 - a list would fill a page
DAK_LAK_EN = [one.translate(str.maketrans(".,", ",.")) for one in DAK_LAK_VI]
DAK_LAK = {
    "vi": [*DAK_LAK_VI, "≥ 2.770", "10/10/2023", "tháng 10/2023"],
    "en": [*DAK_LAK_EN, "≥ 2,770", "10 October 2023", "to October 2023"],
}
BINH_THUAN = {"vi": ["2.030", "2.000", "101,5%", "1,5%", "–"], "en": ["2,030", "2,000", "101.5%", "1.5%", "–"]}
FIGURES = {name: (DAK_LAK if name.startswith("dak") else BINH_THUAN)[name[-2:]] for name in BRIEFS}


@pytest.fixture(params=BRIEFS)
def brief(request: pytest.FixtureRequest, built: Path) -> Path:
    return built / str(request.param)


def squeeze(text: str) -> str:
    """Text with plain single blanks; the narrow blank behind ≥ becomes one too."""
    return re.sub(r"\s+", " ", text)


def page_of(brief: Path) -> BeautifulSoup:
    return BeautifulSoup((brief / "brief.html").read_text(encoding="utf-8"), "html.parser")


def manifest_of(brief: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((brief / "manifest.json").read_text(encoding="utf-8"))
    return loaded


def unmarked(page: BeautifulSoup) -> str:
    """The text that a reader sees, without source marks and without what stands in charts."""
    for element in page.select('a[href^="#source-"], svg, style, title'):
        element.decompose()
    return squeeze(page.get_text(" ", strip=True))


def test_the_output_is_complete(brief: Path) -> None:
    names = {str(one.relative_to(brief)) for one in brief.rglob("*") if one.is_file()}
    assert {"brief.html", "brief.pdf", "output.ipynb", "manifest.json", "figures/trend.svg"} <= names


def test_html_says_what_it_must(brief: Path) -> None:
    text = unmarked(page_of(brief))
    # As whole numbers: "15" must not be found within "2015".
    missing = [one for one in FIGURES[brief.name] if not re.search(rf"(?<![\d.,]){re.escape(one)}(?![\d])", text)]
    assert missing == []


def test_pdf_says_what_it_must(brief: Path) -> None:
    # pypdf puts blanks where the compiler kerned, so blanks do not count here; poppler's reading is checked below.
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(brief / "brief.pdf").pages))
    area = "ĐắkLắk" if brief.name.startswith("dak") else "BìnhThuận"
    assert area in text
    assert [one for one in FIGURES[brief.name] if one.replace(" ", "") not in text] == []


def test_every_number_in_prose_and_tables_comes_from_the_ledger(brief: Path) -> None:
    """Take out what the ledger showed, and what names a time or a part of the page; no digit may be left."""
    page = page_of(brief)
    for element in page.select("ol.sources, svg, style, title, head, footer"):
        element.decompose()
    for mark in page.select('a[href^="#source-"]'):
        mark.replace_with(" ")
    text = squeeze(page.get_text(" ", strip=True))
    months = "|".join(calendar.month_name[1:])
    allowed = [
        r"\b\d{1,2}/\d{1,2}/\d{4}\b",
        r"\b\d{1,2}/\d{4}\b",
        rf"\b\d{{1,2}} (?:{months}) \d{{4}}\b",
        r"\b20\d\d\b",
        r"3–4%",
        r"(?:Hình|Bảng|Figure|Table) \d+",
        r"(?:ngày đăng|publication)[^:]*: \d+",
    ]
    shown = sorted({str(one["shown"]) for one in manifest_of(brief)["numbers"]}, key=len, reverse=True)
    shown += [one.lstrip("≥≤≈\u202f") for one in shown if one[0] in "≥≤≈"]
    for pattern in allowed:
        text = re.sub(pattern, " ", text)
    for one in shown:
        text = re.sub(rf"(?<![\d.,]){re.escape(squeeze(one))}(?![\d])", " ", text)
    assert re.findall(r".{0,30}\d.{0,30}", text) == []


def test_each_number_of_the_manifest_names_observations_and_sources_that_exist(brief: Path) -> None:
    dataset = load_dataset()
    known = set(dataset.observations["observation_id"])
    numbers = manifest_of(brief)["numbers"]
    assert numbers
    for number in numbers:
        assert number["observations"], number
        assert set(number["observations"]) <= known, number
        assert set(number["sources"]) <= set(dataset.sources), number


def test_printed_numbers_equal_their_observation(brief: Path) -> None:
    rows = load_dataset().observations.set_index("observation_id")["obs_value"]
    printed = [one for one in manifest_of(brief)["numbers"] if not one["formula"]]
    assert printed
    for number in printed:
        (key,) = number["observations"]
        assert number["obs_value"] == rows[key]


def test_every_number_in_a_table_has_a_source_mark(brief: Path) -> None:
    cells = [cell for cell in page_of(brief).select("td.num") if re.search(r"\d", cell.get_text())]
    assert cells
    assert [cell.get_text() for cell in cells if not cell.select('a[href^="#source-"]')] == []


def test_source_marks_lead_to_the_source_list(brief: Path) -> None:
    page = page_of(brief)
    targets = {f"#{entry['id']}" for entry in page.select("ol.sources > li")}
    assert {link["href"] for link in page.select('a[href^="#source-"]')} == targets


def test_html_holds_no_code_no_script_and_asks_for_nothing(brief: Path) -> None:
    page = page_of(brief)
    assert not page.select("script, iframe, object, embed, link, .jp-CodeCell, .input, pre code")
    for element in page.find_all(True):
        for name in ("src", "srcset", "href", "xlink:href", "data", "action"):
            value = element.get(name, "")
            if element.name == "a" and name == "href":
                assert value.startswith(("#", "https://", "http://"))
            else:
                assert value == "" or value.startswith(("#", "data:")), f"{element.name} {name}={value[:60]}"


def test_html_is_accessible_in_its_parts(brief: Path) -> None:
    page = page_of(brief)
    assert page.html["lang"] == brief.name[-2:]
    assert page.title.string
    for image in page.find_all("img"):
        assert image.get("alt")
    charts = page.find_all("svg")
    assert charts
    assert all(chart.get("role") == "img" and len(chart.get("aria-label", "")) > 40 for chart in charts)
    assert all(head.get("scope") in ("col", "row") for head in page.select("table th"))
    assert all(table.caption and table.caption.get_text() for table in page.find_all("table"))
    levels = [int(heading.name[1]) for heading in page.find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_pdf_names_its_title_language_and_standards(brief: Path) -> None:
    reader = PdfReader(brief / "brief.pdf")
    root = reader.trailer["/Root"]
    assert str(root["/Lang"]).split("-")[0] == brief.name[-2:]
    assert reader.metadata is not None
    assert reader.metadata.title == manifest_of(brief)["title"]
    assert root["/MarkInfo"]["/Marked"]
    xmp = root["/Metadata"].get_data().decode("utf-8")
    assert re.search(r"<pdfaid:part>2</pdfaid:part>.*<pdfaid:conformance>A<", xmp, re.DOTALL)
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_pdf_fonts_are_all_embedded(brief: Path) -> None:
    reader = PdfReader(brief / "brief.pdf")
    objects = [reader.get_object(number) for number in range(1, int(reader.trailer["/Size"]))]
    fonts = [one for one in objects if isinstance(one, DictionaryObject) and one.get("/Type") == "/FontDescriptor"]
    assert fonts
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(one) for one in fonts)


@pytest.mark.skipif(shutil.which("pdffonts") is None, reason="poppler-utils is not installed: no pdffonts, pdftotext")
def test_poppler_finds_embedded_fonts_and_vietnamese_text(brief: Path) -> None:
    fonts = subprocess.run(["pdffonts", str(brief / "brief.pdf")], capture_output=True, text=True, check=True).stdout
    rows = [re.search(r"\s(yes|no)\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+$", line) for line in fonts.splitlines()[2:]]
    assert rows
    assert all(row is not None and row.group(1) == "yes" for row in rows)
    text = subprocess.run(
        ["pdftotext", str(brief / "brief.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert ("Đắk Lắk" if brief.name.startswith("dak") else "Bình Thuận") in text
    assert [one for one in FIGURES[brief.name] if one not in squeeze(text)] == []


def test_the_manifest_tells_files_and_versions(brief: Path) -> None:
    manifest = manifest_of(brief)
    for name, told in manifest["files"].items():
        content = (brief / name).read_bytes()
        assert told == {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    assert {"python", "ketnap", "papermill", "nbconvert", "typst"} <= set(manifest["versions"])
    assert manifest["parameters"]["lang"] == brief.name[-2:]
    part = load_dataset().about(manifest["parameters"]["area"], merged=True)
    assert manifest["edition"] == str(part.edition)
    assert manifest["data_hash"] == part.data_hash
    assert manifest["sees"] == list(part.scope)


def test_no_names_of_this_machine_in_what_readers_get(brief: Path) -> None:
    for name in ("brief.html", "manifest.json", "figures/trend.svg"):
        assert str(Path.home()) + "/" not in (brief / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("jobs", "env"),
    [
        ("1", {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Auckland", "LC_ALL": "C"}),
        ("2", {"PYTHONHASHSEED": "4712"}),
        ("2", {"KETNAP_KERNELS": "spawn", "PYTHONHASHSEED": "4713"}),
    ],
    ids=["one job", "two jobs", "spawned kernels"],
)
def test_all_builds_give_the_same_bytes(
    built_all: Path, tmp_path: Path, ketnap: Any, jobs: str, env: dict[str, str]
) -> None:
    done = ketnap("build", "province-brief", "explore", "--jobs", jobs, "--out", str(tmp_path), env=env)
    assert done.returncode == 0, done.stderr
    for report in ("province-brief", "explore"):
        first, second = (contents(folder / report) for folder in (built_all, tmp_path))
        assert first.keys() == second.keys()
        assert [name for name in first if first[name] != second[name]] == []


def contents(folder: Path) -> dict[str, bytes]:
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def test_an_earlier_edition_knows_only_what_was_printed_by_then(tmp_path: Path, ketnap: Any) -> None:
    arguments = ["--year", "2023", "--lang", "en", "--as-of", "2023-06-30", "--format", "html", "--out", str(tmp_path)]
    done = ketnap("brief", "dak-lak", *arguments)
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "province-brief" / "dak-lak-2023-en-as-of-2023-06-30"
    text = unmarked(page_of(folder))
    assert "≥ 2,770" in text
    assert "How many members Đắk Lắk Province admitted in 2023 is not known." in text
    assert not re.search("1,994|2,767|72.06", text)
    assert manifest_of(folder)["edition"] == "2023-06-30"
    assert {source["source_id"] for source in manifest_of(folder)["sources"]} <= {
        "baodaklak-20230130",
        "easup-portal-20200331",
    }


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_browser_opens_it_without_a_request_or_a_message(brief: Path, browser: Any, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    requests: list[str] = []
    messages: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.goto((brief / "brief.html").as_uri(), wait_until="networkidle")
    outside = [url for url in requests if not url.startswith(("file:", "data:"))]
    assert outside == []
    assert [url for url in requests if url.startswith("file:")] == [(brief / "brief.html").as_uri()]
    assert messages == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.fonts.check('16px \"Source Sans Pro\"')")
    context.close()
