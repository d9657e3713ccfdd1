from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from extractor.ocr.tesseract import TesseractReader
from tests.bench.measure import usage
from tests.bench.shares import FIRST, INTAKE, REST, SECOND, Clock, shares
from tests.screens_drawn import put_drawn


def test_a_step_inside_another_takes_its_time_from_that(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([0.0, 1.0, 4.0, 10.0])
    monkeypatch.setattr("tests.bench.shares.usage", lambda: (next(moments), 0.0))
    clock = Clock()
    with clock.step("outer"), clock.step("inner"):
        pass
    assert clock.seconds == {"inner": 3.0, "outer": 7.0}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells it")
def test_what_children_take_counts_while_they_go_on() -> None:
    busy = "import sys, time\nwhile time.process_time() < 0.3: pass\nprint(flush=True); sys.stdin.read()"
    before = usage()[0]
    with subprocess.Popen(
        [sys.executable, "-c", busy], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        running = usage()[0] - before
        child.communicate()
    assert 0.25 < running <= usage()[0] - before + 0.02


@pytest.mark.ocr
@pytest.mark.usefixtures("tesseract")
def test_every_step_of_reading_has_its_share(folder: Path) -> None:
    put_drawn(folder, 0, 2)
    untouched = TesseractReader.read
    seconds = shares(sorted(folder.iterdir()))
    assert {INTAKE, REST, f"{FIRST}: tesseract:chi_sim", f"{SECOND}: figures"} <= set(seconds)
    assert seconds[f"{FIRST}: tesseract:chi_sim"] > 0
    assert TesseractReader.read is untouched
