from __future__ import annotations

from pathlib import Path

import pytest

from extractor.ocr.tesseract import TesseractReader
from tests.bench.shares import FIRST, INTAKE, REST, SECOND, Clock, shares
from tests.screens_drawn import put_drawn


def test_a_step_inside_another_takes_its_time_from_that(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([0.0, 1.0, 4.0, 10.0])
    monkeypatch.setattr("tests.bench.shares.usage", lambda: (next(moments), 0.0))
    clock = Clock()
    with clock.step("outer"), clock.step("inner"):
        pass
    assert clock.seconds == {"inner": 3.0, "outer": 7.0}


@pytest.mark.ocr
@pytest.mark.usefixtures("tesseract")
def test_every_step_of_reading_has_its_share(folder: Path) -> None:
    put_drawn(folder, 0, 2)
    untouched = TesseractReader.read
    seconds = shares(sorted(folder.iterdir()))
    assert {INTAKE, REST, f"{FIRST}: tesseract:chi_sim", f"{SECOND}: figures"} <= set(seconds)
    assert seconds[f"{FIRST}: tesseract:chi_sim"] > 0
    assert TesseractReader.read is untouched
