"""What pytesseract costs as most people call it: one picture after the other, with Tesseract's own threads."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from tests.bench.labels import Picture
from tests.bench.measure import measured
from tests.bench.readers import run_extractor
from tests.bench.samples import lay_out
from tests.bench.tables import Table

PICTURES = 24
"""So many, evenly spread over the labels: such calls are slow."""


def usual_call(pictures: Sequence[Picture], source: Path, folder: Path, jobs: int) -> Table:
    """image_to_string beside the extractor, on the same pictures and the same cores, both from file to result."""
    samples = folder / "usual"
    lay_out(pictures, source, samples)
    files = [samples / picture.file for picture in pictures]
    _, calls = measured(partial(_call_each, files))
    ours = run_extractor(samples, folder / "out-usual", jobs).cost
    return Table(
        f"As pytesseract is usually called, {len(files)} pictures",
        ["", "s a picture", "times ours", "CPU s a picture", "times ours"],
        [
            [
                name,
                f"{cost.seconds / len(files):.2f}",
                f"{cost.seconds / ours.seconds:.2f}",
                f"{cost.cpu_seconds / len(files):.2f}",
                f"{cost.cpu_seconds / max(ours.cpu_seconds, 0.01):.2f}",
            ]
            for name, cost in ((f"extractor, --jobs {jobs}", ours), ("image_to_string, lang chi_sim", calls))
        ],
        "One call a picture, nothing set: Tesseract takes as many threads as there are cores.",
    )


def _call_each(files: Sequence[Path]) -> None:
    import pytesseract
    from PIL import Image, ImageOps
    from pillow_heif import register_heif_opener

    register_heif_opener()
    for variable in ("OMP_THREAD_LIMIT", "OMP_NUM_THREADS"):
        os.environ.pop(variable, None)
    for file in files:
        with Image.open(file) as picture:
            pytesseract.image_to_string(ImageOps.exif_transpose(picture).convert("RGB"), lang="chi_sim")
