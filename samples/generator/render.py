"""Chromium draws the screens; text, marks and row positions are read back from the page."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--font-render-hinting=none",
]  # fmt: skip

#: Collects every line fragment of every text node in document order; late (overlaid) text comes last.
_COLLECT = """
() => {
  const runs = [], late = [], rows = {}, holes = [], owners = [];
  const box = r => [r.left + scrollX, r.top + scrollY, r.right + scrollX, r.bottom + scrollY];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const node = walker.currentNode, host = node.parentElement, value = node.nodeValue;
    if (!value.trim() || host.closest('[data-skip],style,script')) continue;
    if (getComputedStyle(host).visibility === 'hidden') continue;
    const marked = host.closest('[data-m]');
    const marks = [];
    for (let up = marked; up; up = up.parentElement && up.parentElement.closest('[data-m]')) {
      if (!owners.includes(up)) owners.push(up);
      for (const mark of up.dataset.m.split(' ')) marks.push([mark, owners.indexOf(up)]);
    }
    const around = host.closest('[data-clip]');
    const clip = around ? box(around.getBoundingClientRect()) : null;
    const hidden = !!host.closest('[data-private]'), isLate = !!host.closest('[data-late]');
    let current = null;
    const out = isLate ? late : runs;
    for (let i = 0; i < value.length; i++) {
      const code = value.codePointAt(i), step = code > 0xffff ? 2 : 1;
      range.setStart(node, i); range.setEnd(node, Math.min(value.length, i + step));
      const r = range.getBoundingClientRect(), text = value.substr(i, step);
      i += step - 1;
      if (!r.width && !r.height) continue;
      const b = box(r);
      if (!current || (!isLate && Math.abs(b[1] - current.box[1]) > 4)) {
        current = {text: '', box: b, marks, hidden, late: isLate, clip};
        out.push(current);
      }
      current.text += text;
      current.box = [Math.min(current.box[0], b[0]), Math.min(current.box[1], b[1]), Math.max(current.box[2], b[2]), Math.max(current.box[3], b[3])];
    }
  }
  for (const e of document.querySelectorAll('[data-row]')) rows[e.dataset.row] = box(e.getBoundingClientRect());
  for (const e of document.querySelectorAll('[data-private]')) {
    const around = e.closest('[data-clip]'), c = around ? box(around.getBoundingClientRect()) : null;
    for (const r of e.getClientRects()) {
      const b = box(r);
      if (!c) holes.push(b);
      else if (b[3] > c[1] && b[1] < c[3]) holes.push([b[0], Math.max(b[1], c[1]), b[2], Math.min(b[3], c[3])]);
    }
  }
  const keep = x => x.filter(r => r.text.trim());
  return JSON.stringify({runs: keep(runs).concat(keep(late)), rows, holes, width: document.documentElement.scrollWidth});
}
"""

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Run:
    """One line fragment of text as drawn; its box is in picture pixels."""

    text: str
    box: Box
    #: pairs of a mark and the number of the element that carries it
    marks: tuple[tuple[str, int], ...]
    private: bool
    late: bool
    #: the scrolling area around it, whose outside is not seen
    clip: Box | None = None

    def seen(self) -> Box:
        """Its box inside the scrolling area; upside down where nothing is seen."""
        if self.clip is None:
            return self.box
        return (self.box[0], max(self.box[1], self.clip[1]), self.box[2], min(self.box[3], self.clip[3]))


@dataclass(frozen=True)
class Drawn:
    """A picture and where everything stands in it."""

    image: Image.Image
    runs: tuple[Run, ...]
    rows: dict[str, Box]
    private_boxes: tuple[Box, ...]


class Renderer:
    """One running Chromium."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    def draw(self, html: str, *, width: int, height: int, ratio: float) -> Drawn:
        """Draw a document at the given CSS size and device pixel ratio, full page."""
        page = self._browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=ratio)
        try:
            page.set_content(html, wait_until="load")
            page.evaluate("() => document.fonts.ready.then(() => true)")
            found = json.loads(page.evaluate(_COLLECT))
            if found["width"] > width:
                raise ValueError(f"the page is {found['width']} px wide, wider than its viewport of {width}")
            image = Image.open(io.BytesIO(page.screenshot(full_page=True, animations="disabled"))).convert("RGB")
        finally:
            page.close()

        def scaled(box: list[float]) -> Box:
            return (box[0] * ratio, box[1] * ratio, box[2] * ratio, box[3] * ratio)

        runs = tuple(
            Run(r["text"].strip(), scaled(r["box"]), tuple((mark, owner) for mark, owner in r["marks"]), r["hidden"], r["late"], scaled(r["clip"]) if r["clip"] else None) for r in found["runs"]
        )
        return Drawn(image, runs, {k: scaled(v) for k, v in found["rows"].items()}, tuple(scaled(b) for b in found["holes"]))


@contextmanager
def renderer() -> Iterator[Renderer]:
    """Start Chromium for a while."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=_ARGUMENTS)
        try:
            yield Renderer(browser)
        finally:
            browser.close()


def overlaps(drawn: Drawn) -> list[str]:
    """Text over text, and text beyond the picture's edge: mistakes of a template."""
    problems = []
    width, height = drawn.image.size
    runs = [r for r in drawn.runs if not r.late and r.seen()[3] - r.seen()[1] > 1]
    for i, a in enumerate(runs):
        one = a.seen()
        if one[0] < -2 or one[2] > width + 2 or one[3] > height + 2:
            problems.append(f"{a.text!r} lies beyond the edge")
        for b in runs[i + 1 : i + 60]:
            two = b.seen()
            across = min(one[2], two[2]) - max(one[0], two[0])
            down = min(one[3], two[3]) - max(one[1], two[1])
            small = min(a.box[3] - a.box[1], b.box[3] - b.box[1])
            if across > 2 and down > 0.45 * small:
                problems.append(f"{a.text!r} overlaps {b.text!r}")
    return problems
