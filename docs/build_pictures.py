"""Draws the pictures of docs/windows*.md: what the program prints and shows for a sample, in both languages.

python docs/build_pictures.py: needs Tesseract, Chromium and Playwright. Nothing in the pictures is written by hand: the
terminal's text is what the commands printed (only the way to the folder is shortened), the pages are report.html and
the review of the results.
"""

from __future__ import annotations

import html
import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from extractor.i18n import LANGUAGES, Language
from extractor.review.server import ReviewServer

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "images"
SAMPLE = ROOT / "samples" / "cases" / "closed_chain"
_NAMES: dict[Language, str] = {"zh": "我的截图", "en": "my-screenshots"}
_LARGEST = 150_000

_TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; background: #fff; }}
pre {{ margin: 0; display: inline-block; min-width: 44rem; padding: 1.1rem 1.4rem; background: #15181c; color: #e9e7e2;
  font: 15px/1.55 "DejaVu Sans Mono", "WenQuanYi Micro Hei Mono", "Noto Sans Mono CJK SC", monospace; }}
b {{ color: #8fd3a2; font-weight: 400; }}
</style><pre>{text}</pre>"""


def main() -> None:
    """Reads the sample once for each language and draws all pictures."""
    with sync_playwright() as playwright:
        program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
        browser = playwright.chromium.launch(executable_path=program)
        for language in LANGUAGES:
            with tempfile.TemporaryDirectory(prefix="extractor-") as place:
                _draw(browser, language, Path(place).resolve())
        browser.close()


def _draw(browser: Browser, language: Language, place: Path) -> None:
    folder = place / _NAMES[language]
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("*.json"))
    out = place / f"{folder.name}-evidence"
    read = _printed(language, place, "run", folder.name, "-j", "1")
    _terminal(browser, f"terminal-run.{language}.png", read)
    _terminal(browser, f"terminal-help.{language}.png", _printed(language, place))
    _printed(language, place, "case", out.name, "--today", "2026-10-12")
    page = browser.new_page(viewport={"width": 1120, "height": 860}, device_scale_factor=1)
    # the way of a temporary folder says nothing to anyone: the page shows the folder's name as it does on a phone
    page.goto((out / "report.html").as_uri())
    page.evaluate("(lang) => { localStorage.setItem('lang', lang); }", language)
    page.reload()
    page.evaluate("(name) => { document.querySelector('[data-command]').textContent = name; }", _command(out))
    _save(page.screenshot(), f"report.{language}.png")
    page.close()
    os.environ["EXTRACTOR_LANG"] = language
    server = ReviewServer(out)
    page = browser.new_page(viewport={"width": 1120, "height": 700}, device_scale_factor=1)
    page.goto(server.url)
    page.locator("#view[data-loaded]").wait_for()
    _save(page.screenshot(), f"review.{language}.png")
    page.close()
    server.close()


def _command(out: Path) -> str:
    return f"extractor review {out.name}"


def _printed(language: Language, place: Path, *args: str) -> list[str]:
    """The command as it is typed, and what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "extractor", *args],
        cwd=place,
        env={
            **os.environ,
            "EXTRACTOR_LANG": language,
            "PYTHONPATH": str(ROOT),
            "PYTHONIOENCODING": "utf-8",
            # installed, so that the commands shown are by its name
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        },
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    typed = " ".join(["extractor", *args]).removesuffix(" -j 1")
    return [f"$ {typed}", *done.stdout.replace(str(place), "…").splitlines()]


def _terminal(browser: Browser, name: str, lines: list[str]) -> None:
    text = "\n".join(f"<b>{html.escape(x)}</b>" if x.startswith("$ ") else html.escape(x) for x in lines)
    page = browser.new_page(viewport={"width": 900, "height": 400}, device_scale_factor=1)
    page.set_content(_TERMINAL.format(text=text))
    _save(page.locator("pre").screenshot(), name)
    page.close()


def _save(picture: bytes, name: str) -> None:
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    path = PICTURES / name
    for colours in (256, 128, 64):
        image.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size < _LARGEST:
            break
    sys.stdout.write(f"{name}: {image.width}×{image.height}, {path.stat().st_size // 1024} KB\n")


if __name__ == "__main__":
    main()
