"""Samples under a watermark, on real Tesseract: they are read as well as without."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.bench.labels import load_labels
from tests.bench.readers import run_extractor
from tests.bench.samples import lay_out
from tests.bench.scoring import Scores, score_all
from tests.bench.tally import SILENT
from tests.watermarking import marked

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
LOOKS = {
    "pages/IMG_5816.PNG": {"slant": 30.0, "share": 0.3},
    "pages/IMG_5429.PNG": {"slant": -20.0, "colour": (210, 40, 40), "share": 0.3},
    "pages/IMG_8975.PNG": {"slant": 25.0, "colour": (255, 255, 255), "share": 0.2},
    "pages/IMG_1555.PNG": {"slant": 45.0, "colour": (40, 70, 200), "share": 0.25},
    "pages/IMG_8700.PNG": {"slant": -35.0, "share": 0.25},
    "chats/IMG_6032.PNG": {"slant": 30.0, "share": 0.3},
    "chats/IMG_3720.PNG": {"slant": -30.0, "colour": (200, 200, 200), "share": 0.2},
    "chats/IMG_2847.PNG": {"slant": 20.0, "colour": (210, 40, 40), "share": 0.3},
}
pytestmark = [pytest.mark.ocr, pytest.mark.xdist_group("watermarked")]


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> Scores:
    folder = tmp_path_factory.mktemp("watermarked")
    pictures = [picture for picture in load_labels(SAMPLES / "labels.json") if picture.file in LOOKS]
    assert len(pictures) == len(LOOKS)
    lay_out(pictures, SAMPLES, folder / "in")
    for name, look in LOOKS.items():
        path = folder / "in" / name
        times = path.stat()
        rgb = np.asarray(Image.open(path).convert("RGB"))
        Image.fromarray(marked(rgb, **look)).save(path)  # type: ignore[arg-type]
        os.utime(path, (times.st_atime, times.st_mtime))
    run = run_extractor(folder / "in", folder / "out", 2)
    return score_all(pictures, run.rows, run.chats)


@pytest.mark.parametrize("field", ["order_no", "trade_no", "amount", "occurred_at"])
def test_numbers_amounts_and_moments_are_read_under_a_watermark(scores: Scores, field: str) -> None:
    tally = scores.total.fields[field]
    assert tally.labelled >= 3
    assert tally.right == tally.labelled, tally


def test_messages_are_read_under_a_watermark(scores: Scores) -> None:
    assert (scores.total.chat.messages.recall or 0) >= 0.95
    assert (scores.total.chat.messages.precision or 0) >= 0.95


def test_nothing_under_a_watermark_is_silently_wrong(scores: Scores) -> None:
    assert [flaw for flaw in scores.total.flaws if flaw.flag == SILENT] == []
