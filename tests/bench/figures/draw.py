"""`python -m tests.bench.figures.draw OUT`: draws training lines into shards, and lines in fonts kept apart to check with."""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import numpy as np

from tests.bench.figures.alphabet import written
from tests.bench.figures.fonts import Face, family, find_faces
from tests.bench.figures.pictures import Undrawable, line_picture
from tests.bench.figures.texts import invent

_SHARD = 4000
_USUAL = (
    "roboto", "noto", "inter", "opensans", "liberati", "arimo", "nimbus", "droid", "wqy", "source", "misans", "din", "lato",
    "tahoma", "dejavu", "lxgw", "barlow",
)  # fmt: skip
"""What looks like the faces of Android, iOS, Windows and the payment apps."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--lines", type=int, default=240_000)
    parser.add_argument("--check-lines", type=int, default=4_000)
    parser.add_argument("--fonts", type=Path, action="append", help="a folder; default: /usr/share/fonts")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    folders = tuple(options.fonts or [Path("/usr/share/fonts")])
    options.out.mkdir(parents=True, exist_ok=True)
    shards = [(f"train-{i:03d}", options.seed * 1000 + i, _SHARD) for i in range(options.lines // _SHARD)]
    shards.append(("check", options.seed * 1000 - 1, options.check_lines))
    with ProcessPoolExecutor(options.jobs) as pool:
        for name in pool.map(_draw, *zip(*[(options.out, folders, *shard) for shard in shards], strict=True)):
            print(name, flush=True)


def _draw(out: Path, folders: tuple[Path, ...], name: str, seed: int, count: int) -> str:
    """Writes one shard: pixels end to end, widths, labels; returns what it wrote."""
    random = Random(seed)
    faces = faces_in(folders, name == "check")
    pixels, widths, labels, fonts = [], [], [], []
    while len(labels) < count:
        text, (face, companion) = invent(random), faces.draw_from(random)
        if not face.lower:
            text = text.upper()
        if not written(text):
            continue
        try:
            crop = line_picture(random, text, face, companion)
        except Undrawable:
            continue
        pixels.append(crop.ravel(order="F"))
        widths.append(crop.shape[1])
        labels.append(written(text))
        fonts.append(Path(face.path).stem)
    np.savez(out / f"{name}.npz", pixels=np.concatenate(pixels), widths=widths, labels=labels, fonts=fonts)
    return f"{name}: {count} lines"


@dataclass(frozen=True, slots=True)
class Faces:
    """Latin faces by family, and the Chinese ones."""

    latin: dict[str, list[Face]]
    chinese: list[Face]

    def draw_from(self, random: Random) -> tuple[Face, Face]:
        """A Latin face, families that phones and desktops show oftener, and a Chinese companion."""
        families = sorted(self.latin)
        weights = [4 if name.startswith(_USUAL) else 1 for name in families]
        chosen = random.choices(families, weights)[0]
        return random.choice(self.latin[chosen]), random.choice(self.chinese)


@cache
def faces_in(folders: tuple[Path, ...], check: bool) -> Faces:
    """Faces to train with, or, every twelfth family, to check with: these are never trained on in any weight."""
    faces = find_faces(folders)
    families = sorted({family(face) for face in faces if face.latin})
    apart = set(families[5::12])
    latin: dict[str, list[Face]] = {}
    for face in faces:
        if face.latin and (family(face) in apart) == check:
            latin.setdefault(family(face), []).append(face)
    return Faces(latin, [face for face in faces if face.han])


if __name__ == "__main__":
    main()
