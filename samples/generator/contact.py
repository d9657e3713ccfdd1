"""Contact sheets to look at: python -m samples.generator.contact GROUP SHEET.png [HEIGHT [FIRST LAST]]."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PIL import Image, ImageOps
from pillow_heif import register_heif_opener


def sheet(files: list[Path], height: int) -> Image.Image:
    """The pictures side by side at one height, in lines of at most 1900 px."""
    placed: list[tuple[Image.Image, int, int]] = []
    x = y = right = tallest = 0
    for path in files:
        with Image.open(path) as opened:
            image = ImageOps.exif_transpose(opened).convert("RGB")
        image.thumbnail((1900, height))
        if x + image.width > 1900:
            x, y, tallest = 0, y + tallest + 8, 0
        placed.append((image, x, y))
        x += image.width + 8
        right, tallest = max(right, x), max(tallest, image.height)
    out = Image.new("RGB", (right, y + tallest), (200, 60, 160))
    for image, left, top in placed:
        out.paste(image, (left, top))
    return out


if __name__ == "__main__":
    register_heif_opener()
    folder = Path("samples")
    entries = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    wanted = [folder / e["file"] for e in entries if e["group"] == sys.argv[1]]
    if len(sys.argv) > 5:
        wanted = wanted[int(sys.argv[4]) : int(sys.argv[5])]
    sheet(wanted, int(sys.argv[3]) if len(sys.argv) > 3 else 900).save(sys.argv[2])
