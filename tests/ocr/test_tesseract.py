"""The models of Han characters that come with the program, on the real lines of a sample."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from extractor.data_files import models_folder
from extractor.fields.text import squeeze
from extractor.intake.find import Found
from extractor.intake.screenshot import take_in
from extractor.ocr.lines import han_arbiter, han_witness
from extractor.ocr.reader import Reader
from extractor.ocr.tesseract import TesseractReader
from extractor.vision.crops import normalised_crop
from extractor.vision.lines import find_lines

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


@pytest.mark.ocr
def test_models_in_a_folder_whose_name_has_a_blank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "my data"
    shutil.copytree(models_folder() / "tessdata", folder)
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    blank = np.full((44, 120), 255, np.uint8)
    reader = TesseractReader("HanS", crop_height=24, data=folder)
    assert [reading.words for reading in reader.read([blank])] == [()]
    assert "TESSDATA_PREFIX" not in os.environ  # chi_sim is in the folder of the system
    assert len(TesseractReader("chi_sim", crop_height=20).read([blank])) == 1


@pytest.mark.ocr
@pytest.mark.parametrize(
    ("made", "name"), [(han_witness, "tesseract:chi_sim_std"), (han_arbiter, "tesseract:HanS")]
)
def test_shipped_models_read_what_a_page_shows(made: Callable[[], Reader], name: str) -> None:
    labels = json.loads((SAMPLES / "labels.json").read_text(encoding="utf-8"))
    page = next(
        label for label in labels if label["group"] == "wechat_bill" and label["file"].endswith(".png")
    )
    path = SAMPLES / page["file"]
    rgb = take_in(Found(path, path.name)).pixels
    witness = made()
    read = witness.read([normalised_crop(rgb, box, height=witness.crop_height) for box in find_lines(rgb)])
    shown = squeeze(page["text"])
    words = [squeeze(reading.text) for reading in read if len(squeeze(reading.text)) >= 4]
    assert {reading.engine for reading in read} == {name}
    assert sum(word in shown for word in words) >= 0.7 * len(words) >= 5
