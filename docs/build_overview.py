"""Draws docs/images/overview.png: a sample screenshot, and the row that the extractor makes of it.

python docs/build_overview.py [SAMPLE]: needs Chromium and the `samples` extra. Nothing in the picture is written by
hand: values, places and review reasons come from reading the sample.
"""

from __future__ import annotations

import base64
import html
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from extractor import extract
from extractor.evidence.schema import COLUMNS

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "samples" / "pages" / "Screenshot_2026-03-26-20-20-47-795_com.android.browser.jpg"
PICTURE = ROOT / "docs" / "images" / "overview.png"
CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
MARKED = ("status", "amount", "order_no", "occurred_at", "trade_no", "account")
SHOWN = (
    "kind", "screen", *MARKED, "captured_at", "source_sha256", "confidence", "needs_review", "review_reason",
)  # fmt: skip
COLOURS = ("#1f2937", "#b91c1c", "#1d4ed8", "#047857", "#7e22ce", "#a16207")
HEIGHT, CUT = 950, 0.845

_PAGE = """<!doctype html><meta charset="utf-8"><style>
*{{box-sizing:border-box}} body{{margin:0;width:1400px;background:#f3f4f6;color:#111827;
font-family:"Noto Sans CJK SC","WenQuanYi Micro Hei",sans-serif}}
main{{display:flex;gap:44px;padding:28px 32px;align-items:flex-start}}
h2{{font-size:19px;margin:0 0 12px;font-weight:600}} h2 small{{color:#6b7280;font-weight:400;font-size:15px}}
.shot{{position:relative;width:{width}px;height:{height}px;overflow:hidden;border-radius:14px;
box-shadow:0 2px 14px #0003;background:#fff}} .shot img{{width:100%;display:block}}
.mark{{position:absolute;border:2.5px solid;border-radius:6px}}
.mark b,td b{{display:inline-block;min-width:22px;height:22px;border-radius:11px;color:#fff;font-size:14px;
line-height:22px;text-align:center;font-weight:600}} .mark b{{position:absolute;right:-11px;top:-13px}}
table{{border-collapse:collapse;background:#fff;border-radius:10px;overflow:hidden;box-shadow:0 2px 14px #0002;
width:768px;font-size:17px}} td{{border-bottom:1px solid #e5e7eb;padding:9.5px 14px;vertical-align:top}}
td:nth-child(1){{width:44px;padding-right:0}} td:nth-child(2){{width:220px;white-space:nowrap}}
td:nth-child(2) small{{display:block;color:#6b7280;font-size:13px}}
td:nth-child(3){{font-family:"DejaVu Sans Mono","Noto Sans CJK SC",monospace;font-size:16.5px;word-break:break-all}}
tr.asks td{{background:#fff2cc}} tr.sure td{{background:#e7f6ec}} .arrow{{font-size:16px;color:#374151;margin:14px 2px 0;line-height:1.5}}
</style><main><div><h2>截图 <small>screenshot</small></h2><div class="shot"><img src="{image}">{marks}</div></div>
<div><h2>evidence.xlsx 里的一行 <small>its row in the evidence table</small></h2><table>{cells}</table>
<div class="arrow">{note}</div></div></main>"""


def place_of(column: str, rule: str, record: dict[str, Any]) -> tuple[int, int, int, int] | None:
    """Where on the picture a column's value was read: x, y, width, height."""
    slot, _, rest = rule.partition(":")
    for pair in record["pairs"]:
        if pair["slot"] == slot and (column == slot or pair["label"] == rest.partition(":")[0]):
            return _box(pair["value_box"])
    return next(
        (_box(line["box"]) for line in record["lines"] if line["text"].replace(" ", "") == rest), None
    )


def _box(text: str) -> tuple[int, int, int, int]:
    x, y, w, h = (int(part) for part in text.split(","))
    return x, y, w, h


def draw(sample: Path) -> None:
    """Reads the sample and draws the picture."""
    command = [sys.executable, "-m", "extractor", "explain", "--json", str(sample)]
    record = json.loads(subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout)
    row = extract(sample)[0]
    cells = row.cells()
    scale = HEIGHT / (record["height"] * CUT)
    width = round(record["width"] * scale)
    marks, numbers = [], {}
    for colour, column in zip(COLOURS, MARKED, strict=True):
        box = place_of(column, row.rules.get(column, column), record)
        if box is None or not cells[column]:
            continue
        numbers[column] = (len(numbers) + 1, colour)
        x, y, w, h = (round(v * scale) for v in (box[0] - 10, box[1] - 9, box[2] + 20, box[3] + 18))
        marks.append(
            f'<div class="mark" style="left:{x}px;top:{y}px;width:{w}px;height:{h}px;border-color:{colour}">'
            f'<b style="background:{colour}">{numbers[column][0]}</b></div>'
        )
    titles = {column.name: column.heading_zh for column in COLUMNS}
    lines = []
    for name in SHOWN:
        if not cells[name]:
            continue
        number, colour = numbers.get(name, ("", ""))
        chip = f'<b style="background:{colour}">{number}</b>' if number else ""
        style = ("asks" if row.needs_review else "sure") if "review" in name else ""
        lines.append(
            f'<tr class="{style}"><td>{chip}</td><td>{titles[name]}<small>{name}</small></td>'
            f"<td>{html.escape(cells[name])}</td></tr>"
        )
    data = base64.b64encode(sample.read_bytes()).decode()
    note = "没读准的会请您核对，图上没有的就留空<br>what it is unsure of asks for review, what is not shown stays empty"
    page_html = _PAGE.format(
        width=width, height=HEIGHT, image=f"data:image/jpeg;base64,{data}", marks="".join(marks),
        cells="".join(lines), note=note,
    )  # fmt: skip
    PICTURE.parent.mkdir(exist_ok=True)
    _save(_drawn(page_html))


def _drawn(page_html: str) -> bytes:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.set_content(page_html)
        picture = page.screenshot(full_page=True)
        browser.close()
    return picture


def _save(picture: bytes) -> None:
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(256, dither=Image.Dither.NONE).save(PICTURE, optimize=True)
    sys.stdout.write(f"{PICTURE.name}: {image.width}×{image.height}, {PICTURE.stat().st_size // 1024} KB\n")


if __name__ == "__main__":
    draw(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE)
