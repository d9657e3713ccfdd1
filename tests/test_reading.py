"""A batch of files in a worker: an error in one is that file's alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

from extractor import reading
from extractor.evidence.schema import Row
from extractor.intake.find import Found
from extractor.screens.recognise import Page

pytestmark = pytest.mark.ocr


def test_a_page_whose_rows_cannot_be_made_ends_no_other_file_s_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = []
    for number, name in enumerate(("good.png", "bad.png")):
        rgb = np.full((300, 400, 3), 250, np.uint8)
        cv2.putText(
            rgb, f"2026-03-1{number} 12:30", (30, 120), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (30, 30, 30), 2
        )
        Image.fromarray(rgb).save(tmp_path / name)
        batch.append((Found(tmp_path / name, name), ""))
    make = reading.page_rows

    def rows_of(page: Page, *rest: Any) -> list[Row]:
        if any("2026-03-11" in line.text for line in page.lines):
            raise IndexError
        return make(page, *rest)

    monkeypatch.setattr(reading, "page_rows", rows_of)
    good, bad = reading.read_batch(batch)
    assert [row.kind for row in good.rows] == ["none"]
    assert [(row.kind, row.reasons) for row in bad.rows] == [("unread", ["internal_error"])]
