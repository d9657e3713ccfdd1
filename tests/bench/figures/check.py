"""`python -m tests.bench.figures.check`: the network beside Tesseract's two models, on lines in fonts it never saw.

The lines hold no Han characters, so that eng can read them as they are. Whole lines count; signs and case do not.
"""

from __future__ import annotations

import argparse
import re
import time
from pathlib import Path
from random import Random

from extractor.ocr.figures import FiguresReader
from extractor.ocr.reader import Reader
from extractor.ocr.tesseract import TesseractReader
from extractor.vision.crops import normalised_crop
from tests.bench.figures.draw import faces_in
from tests.bench.figures.fonts import Face
from tests.bench.figures.pictures import Undrawable, line_on_screen
from tests.bench.figures.texts import invent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=600)
    parser.add_argument("--fonts", type=Path, action="append", help="a folder; default: /usr/share/fonts")
    parser.add_argument("--font", type=Path, action="append", help="only this file, which was not trained on")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    random = Random(options.seed)
    apart = faces_in(tuple(options.fonts or [Path("/usr/share/fonts")]), True)
    only = [Face(str(path), 0, latin=True, lower=True, han=False) for path in options.font or []]
    lines = []
    while len(lines) < options.lines:
        text, (latin, chinese) = invent(random), apart.draw_from(random)
        if sum(char.isdigit() for char in text) < 4 or any(ord(char) > 0x2E00 for char in text):
            continue
        latin = random.choice(only) if only else latin
        try:
            lines.append((text, *line_on_screen(random, text, latin, chinese)))
        except Undrawable:
            continue
    readers: tuple[Reader, ...] = (
        FiguresReader(),
        TesseractReader("eng", crop_height=24),
        TesseractReader("chi_sim", crop_height=20),
    )
    for reader in readers:
        crops = [normalised_crop(rgb, box, height=reader.crop_height) for _, rgb, box in lines]
        begun = time.perf_counter()
        readings = reader.read(crops)
        spent = time.perf_counter() - begun
        right = sum(
            _bare(reading.text) == _bare(text) for reading, (text, _, _) in zip(readings, lines, strict=True)
        )
        print(
            f"{reader.name:18} {right}/{len(lines)} {right / len(lines):.1%}, {1000 * spent / len(lines):.1f} ms a line"
        )


def _bare(text: str) -> str:
    return re.sub("[^0-9A-Z]", "", text.upper())


if __name__ == "__main__":
    main()
