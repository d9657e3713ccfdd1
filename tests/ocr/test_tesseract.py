"""The model of Han script that comes with the program, on a real line of a sample."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.fields.text import squeeze
from extractor.intake.find import Found
from extractor.intake.screenshot import take_in
from extractor.ocr.lines import han_witness
from extractor.vision.crops import normalised_crop
from extractor.vision.lines import find_lines

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


@pytest.mark.ocr
def test_the_model_of_the_script_reads_what_a_page_shows() -> None:
    labels = json.loads((SAMPLES / "labels.json").read_text(encoding="utf-8"))
    page = next(
        label for label in labels if label["group"] == "wechat_bill" and label["file"].endswith(".png")
    )
    path = SAMPLES / page["file"]
    rgb = take_in(Found(path, path.name)).pixels
    witness = han_witness()
    read = witness.read([normalised_crop(rgb, box, height=witness.crop_height) for box in find_lines(rgb)])
    shown = squeeze(page["text"])
    words = [squeeze(reading.text) for reading in read if len(squeeze(reading.text)) >= 4]
    assert {reading.engine for reading in read} == {"tesseract:HanS"}
    assert sum(word in shown for word in words) >= 0.7 * len(words) >= 5
