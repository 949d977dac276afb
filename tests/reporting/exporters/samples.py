"""Notebooks made for the tests: a brief with every type of output that ours have, and one as anybody may write it."""

import base64
import struct
import zlib

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

BRIEF = "application/vnd.ketnap.brief+json"
TITLE = "Kết nạp đảng viên ở Đắk Lắk và Quảng Ngãi, năm 2023"
LABEL = "Số liệu công bố đến ngày 13/10/2023"

SVG = """<?xml version="1.0" encoding="utf-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="480pt" height="240pt" viewBox="0 0 480 240"
 xmlns="http://www.w3.org/2000/svg" version="1.1">
 <metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata>
 <defs><style type="text/css">*{stroke-linejoin: round; stroke-linecap: butt}</style></defs>
 <g id="figure_1"><path id="patch_1" d="M 0 240 L 480 240 L 480 0 L 0 0 z" style="fill: #ffffff"/>
 <defs><clipPath id="p1a2b3c"><rect x="40" y="10" width="420" height="190"/></clipPath>
 <path id="m1" d="M -4 0 A 4 4 0 1 0 4 0 A 4 4 0 1 0 -4 0 z"/></defs>
 <path d="M 40 60 L 460 60 M 40 130 L 460 130 M 40 200 L 460 200" style="stroke: #d9e0e6; fill: none"/>
 <g clip-path="url(#p1a2b3c)"><path d="M 60 170 L 160 120 L 260 140 L 360 60"
 style="fill: none; stroke: #0b5c8a; stroke-width: 2"/>
 <use xlink:href="#m1" x="360" y="60" style="fill: #0b5c8a"/>
 <use xlink:href="#m1" x="260" y="90" style="fill: #b3541e"/></g>
 <text x="60" y="222" style="font: 13px 'Source Sans Pro'; fill: #52606d">2019</text>
 <text x="345" y="222" style="font: 13px 'Source Sans Pro'; fill: #52606d">2022</text>
 <text x="370" y="56" style="font: 600 13px 'Source Sans Pro'; fill: #1f2933">1.234 (Đắk Lắk, ữ ợ ẫ)</text></g></svg>"""
CHART = {
    "name": "trend",
    "alt": 'Biểu đồ "đường": số kết nạp 2019–2022 <tăng>',
    "caption": "Số đảng viên mới kết nạp mỗi năm; chấm *cam* là chỉ tiêu. [1](#source-1)[2](#source-2)",
    "palette": {
        "#1f2933": "ink", "#52606d": "muted", "#d9e0e6": "grid", "#ffffff": "paper",
        "#0b5c8a": "accent", "#b3541e": "target",
    },
}  # fmt: skip

TABLE_HTML = """<table class="brief"><caption>Tiến độ theo đơn vị</caption><thead><tr><th scope="col">Đơn vị</th>
<th scope="col" class="num">Kết nạp</th><th scope="col" class="num">Chỉ tiêu</th><th scope="col" class="num">Đạt</th>
<th scope="col">Ghi chú</th></tr></thead>
<tbody><tr><th scope="row">Ea Súp</th><td class="num">≥ 165<a href="#source-1">1</a></td><td class="num">150</td>
<td class="num">110,0%</td><td>Báo cáo sáu tháng, đơn vị ghi “trên 165”</td></tr>
<tr><th scope="row">Sơn Tịnh</th><td class="num">1.046<a href="#source-2">2</a></td><td class="num">–</td>
<td class="num">–</td><td>Chưa thấy chỉ tiêu được công bố</td></tr></tbody></table>"""
TABLE_TYPST = r"""#brief-table(
  columns: (auto, auto, auto, auto, 1fr), align: (left, right, right, right, left), caption: [Tiến độ theo đơn vị],
  header: ([Đơn vị], [Kết nạp], [Chỉ tiêu], [Đạt], [Ghi chú]),
  rows: (
    ([Ea Súp], [≥ 165#source(1)], [150], [110,0%], [Báo cáo sáu tháng, đơn vị ghi “trên 165”]),
    ([Sơn Tịnh], [1.046#source(2)], [–], [–], [Chưa thấy chỉ tiêu được công bố]),
  ),
  notes: [– chưa có số liệu công bố],
)"""
KEY_HTML = """<dl class="key-figures"><div><dt>Kết nạp năm 2022</dt><dd>1.234<a href="#source-1">1</a></dd>
<dd class="note">năm trọn vẹn</dd></div>
<div><dt>Chín tháng năm 2023</dt><dd>≥ 987</dd><dd class="note">đến 30/9/2023</dd></div>
<div><dt>So với chỉ tiêu</dt><dd>78,4%</dd><dd class="note">chỉ tiêu 1.260</dd></div></dl>"""
KEY_TYPST = r"""#key-figures((
  (label: [Kết nạp năm 2022], value: [1.234#source(1)], note: [năm trọn vẹn]),
  (label: [Chín tháng năm 2023], value: [≥ 987], note: [đến 30/9/2023]),
  (label: [So với chỉ tiêu], value: [78,4%], note: [chỉ tiêu 1.260]),
))"""
SOURCES_HTML = """<ol class="sources"><li id="source-1">Báo A, “Bài thứ nhất”, 02/01/2023,
<a href="https://example.org/mot">example.org</a></li><li id="source-2">Báo B, “Bài thứ hai”, 13/10/2023</li></ol>"""
SOURCES_TYPST = r"""#source-list((
  (number: 1, body: [Báo A, “Bài thứ nhất”, 02/01/2023, #link("https://example.org/mot")[example.org]]),
  (number: 2, body: [Báo B, “Bài thứ hai”, 13/10/2023]),
))"""


SUMMARY = """Năm 2022, Đảng bộ tỉnh kết nạp **1.234** đảng viên mới[1](#source-1)[2](#source-2), tăng so với năm trước.
Sáu tháng đầu năm 2023 kết nạp trên 600 người; Krông Bông, Ea Súp và Cư Pui dẫn đầu về tiến độ.
Số *dự kiến* cả năm chưa được công bố[9](#source-9)."""


def png(width=320, height=120):
    """A plain PNG, base64."""
    rows = b"".join(
        b"\0" + bytes((40 + x * 180 // width, 120, 170)[i % 3] for x in range(width) for i in range(3))
        for _ in range(height)
    )

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return base64.b64encode(data).decode()


def shown(data, metadata=None):
    """A code cell that shows `data`."""
    return new_code_cell("secret_code()", outputs=[new_output("display_data", data=data, metadata=metadata or {})])


def made(html, typst):
    """A code cell that shows a block of ours."""
    return shown({"text/html": html, "text/x-typst": typst, "text/plain": "a plain text"})


def notebook(*cells, **metadata):
    """A notebook whose cells have the same ids each time."""
    nb = new_notebook(cells=list(cells), metadata=metadata)
    for number, cell in enumerate(nb.cells):
        cell["id"] = f"cell-{number}"
    return nb


def statement(**changes):
    """The cell in which a brief says what it is."""
    said = {"title": TITLE, "lang": "vi", "description": "Số đảng viên mới, từng số có nguồn.", "edition": "2023-10-13",
            "edition_label": LABEL, "area": "dak-lak"} | changes  # fmt: skip
    return shown({BRIEF: said, "text/plain": "the brief"})


def brief(rows=2):
    """A brief of ours."""
    long = TABLE_TYPST
    if rows > 2:
        body = "".join(f"([Đơn vị {n}], [{n}], [{n + 5}], [90,0%], [Ghi chú]), " for n in range(rows))
        long = TABLE_TYPST[: TABLE_TYPST.index("rows: (")] + f"rows: ({body}))"
    return notebook(
        new_markdown_cell("A note for researchers only.", metadata={"tags": ["note"]}),
        new_code_cell('area = "dak-lak"', metadata={"tags": ["parameters"]}),
        new_code_cell('area = "quang-ngai"', metadata={"tags": ["injected-parameters"]}),
        statement(),
        shown({"text/markdown": f"# {TITLE}"}),
        made(f'<p class="edition">{LABEL}</p>', f"#edition[{LABEL}]"),
        made(KEY_HTML, KEY_TYPST),
        shown({"text/markdown": SUMMARY}),
        new_markdown_cell("## Diễn biến qua các năm"),
        shown({"image/svg+xml": SVG, "text/plain": "a chart"}, {"image/svg+xml": CHART}),
        new_markdown_cell("## Tiến độ theo đơn vị"),
        made(TABLE_HTML, long),
        made('<p class="finding warning">Hai nguồn khác nhau.</p>', "#finding[Hai nguồn khác nhau.]"),
        made('<p class="finding ok">Khớp với các phần.</p>', '#finding(kind: "ok", [Khớp với các phần.])'),
        made('<p class="remark">Chưa có số liệu theo thành phần.</p>', "#remark[Chưa có số liệu theo thành phần.]"),
        new_markdown_cell("## Nguồn"),
        made(SOURCES_HTML, SOURCES_TYPST),
    )  # fmt: skip


PROSE = r"""Some text with `code`, **bold**, *italic*, a [link](https://example.org/a) and a
[bad one](javascript:alert(1)).
A list follows at once:
- one
  - nested one
    - deeper
- two with $x_i^2$ inside

1. first
2. second

> A quotation, ≥ 3 lines 😀 中文 → done.

| Name | Count | Share |
|:-----|------:|:-----:|
| a    | 1,204 | 12%   |
| b    | 33    | 88%   |

$$
\frac{a}{b} = \sum_{i=1}^{n} x_i

+ 1
$$

\begin{align}
a &= b \\
c &= d
\end{align}

Costs \$5 and \$10; broken $\undefinedmacro{x$ formula. Back to [the start](#My-Notebook) or to [nowhere](#Nowhere).

```python
def f(x):
    return "<tag>"  # a comment
```

Raw <b>HTML</b><br>and <span style="color:red">a span</span>.

<div>A block of <em>HTML</em><table><tr><th>k</th></tr><tr><td>v</td></tr></table></div>

<script>alert("no")</script>
<iframe src="https://example.org/frame"></iframe>
<img src="https://example.org/x.png" alt="remote raw" onerror="alert(1)">

![remote](https://example.org/y.png)

![attached](attachment:a%20picture.png)
"""


def frame():
    """A frame with two levels of headers, as HTML."""
    import numpy as np
    import pandas as pd

    columns = pd.MultiIndex.from_product([["north", "south"], ["2021", "2022", "2023"]], names=["part", "year"])
    index = pd.MultiIndex.from_tuples([("p", "x"), ("p", "y"), ("q", "x")], names=["group", "unit"])
    return pd.DataFrame(np.arange(18).reshape(3, 6) * 1.5, columns=columns, index=index).to_html()


def anybody():
    """A notebook with what notebooks hold."""
    error = new_output("error", ename="ValueError", evalue="bad", traceback=["\x1b[0;31mValueError\x1b[0m: bad"])
    return notebook(
        new_markdown_cell("# My Notebook\n\nAn introduction."),
        new_code_cell("secret_code()", outputs=[
            new_output("stream", name="stdout", text="\x1b[32mgreen\x1b[0m\n 10%\r 90%\r100% ━━ done\n"),
            new_output("stream", name="stderr", text="a warning for the log"),
        ]),
        new_markdown_cell("### A jumped level"),
        new_markdown_cell(PROSE, attachments={"a picture.png": {"image/png": png(60, 30)}}),
        new_markdown_cell("#\n\n## Outputs\n\nAn unclosed fence:\n\n```\nnever closed"),
        new_markdown_cell("An unclosed <!-- comment"),
        shown({"image/png": png(900, 200), "text/plain": "<Figure>"}, {"image/png": {"alt": "A coloured band"}}),
        shown({"image/png": png(40, 40), "text/plain": "<Figure>"}),
        shown({"image/svg+xml": SVG, "text/plain": "<SVG>"}),
        shown({"text/html": frame(), "text/plain": "a frame"}),
        shown({"text/html": "<b>just</b> a line<script>alert(2)</script>", "text/plain": "<IPython HTML>"}),
        shown({"text/latex": r"$\displaystyle \int_0^1 x\,dx$", "text/plain": "Integral"}),
        shown({"text/plain": "{'a': 1, 'ữ': 2}"}),
        new_code_cell("1/0", outputs=[error]),
        new_markdown_cell("###### Deep\n\nA last word."),
        language_info={"name": "python"},
    )  # fmt: skip
