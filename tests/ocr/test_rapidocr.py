"""RapidOCR as an optional reader: with the real engine where the extra is installed, and what is said where it is not."""

from __future__ import annotations

import csv
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from extractor.cli.main import main
from extractor.errors import CannotRun, ReaderMissing
from extractor.ocr import rapidocr
from extractor.ocr.choice import ReaderChoice, check_choice, readers_for
from extractor.ocr.lines import read_lines
from extractor.ocr.rapidocr import RapidOCRReader
from extractor.vision.crops import normalised_crop
from extractor.vision.lines import find_lines
from tests.helpers import ROOT

PICTURE = ROOT / "samples" / "pages" / "IMG_5816.PNG"
TRADE, ORDER = "4200764086202504109646012949", "2025041015052462577"
MISSING = importlib.util.find_spec("rapidocr_onnxruntime") is None
installed = pytest.mark.skipif(MISSING, reason="the extra is not installed: pip install -e '.[rapidocr]'")


def code_of(*args: str | Path) -> object:
    with pytest.raises(SystemExit) as caught:
        main([str(arg) for arg in args])
    return caught.value.code


@installed
@pytest.mark.ocr
def test_it_reads_crops_of_numbers_and_chinese() -> None:
    rgb = np.asarray(Image.open(PICTURE).convert("RGB"))
    reader = RapidOCRReader(crop_height=40)
    crops = [normalised_crop(rgb, box, height=40) for box in find_lines(rgb)]
    readings = reader.read(crops)
    texts = [reading.text for reading in readings]
    assert {TRADE, ORDER, "交易单号", "商户单号"} <= set(texts)
    assert {reading.engine for reading in readings} == {"rapidocr"}
    for crop, reading in zip(crops, readings, strict=True):
        edges = [(word.left, word.right) for word in reading.words]
        assert all(0 <= left < right <= crop.shape[1] + crop.shape[0] for left, right in edges)
        assert edges == sorted(edges)
        assert 0 <= reading.confidence <= 1


@installed
@pytest.mark.ocr
def test_words_lie_where_their_ink_is() -> None:
    """The second model's mask hangs on it: Chinese and figures of one line are words of their own, side by side."""
    rgb = np.asarray(Image.open(PICTURE).convert("RGB"))
    line = next(line for line in read_lines([(rgb, find_lines(rgb))], readers_for(ReaderChoice("rapidocr")))[0]
                if line.text.startswith("2025年") and ":" in line.text)  # fmt: skip
    words = line.readings[0].words
    assert [word.text for word in words][:2] == ["2025", "年"]
    assert words[0].left < words[0].right <= words[1].right
    assert abs(words[0].left - line.box.x) < line.box.h
    assert abs(words[-1].right - line.box.right) < line.box.h


@installed
def test_no_crops_no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rapidocr, "_recogniser", lambda: pytest.fail("loaded for nothing"))
    assert RapidOCRReader(crop_height=40).read([]) == []


@installed
@pytest.mark.ocr
@pytest.mark.usefixtures("tesseract")
@pytest.mark.parametrize("options", [("--reader", "rapidocr"), ("--second-reader", "rapidocr")])
def test_a_run_with_it_reads_the_same_values(tmp_path: Path, options: tuple[str, str]) -> None:
    assert code_of("run", PICTURE, "-o", tmp_path, "--jobs", "1", *options) == 0
    with (tmp_path / "evidence.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["trade_no"], row["order_no"], row["amount"]) == (TRADE, ORDER, "602.00")
    record = json.loads((tmp_path / "readings.jsonl").read_text(encoding="utf-8"))
    read = next(line["readings"] for line in record["lines"] if TRADE in line["text"])
    engines = {reading["engine"] for reading in read}
    assert "rapidocr" in engines and engines - {"rapidocr", "shapes"}


def test_nothing_of_it_is_imported_without_the_option() -> None:
    code = (
        "import sys; from extractor.ocr.choice import ReaderChoice, readers_for; import extractor.reading;"
        "readers_for(ReaderChoice());"
        "assert not {m for m in sys.modules if 'rapidocr_onnx' in m or 'onnxruntime' in m}"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("options", [("--reader", "rapidocr"), ("--second-reader", "rapidocr")])
def test_where_it_is_not_installed_one_message_says_what_to_do(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: tuple[str, str],
) -> None:
    monkeypatch.setattr("extractor.runner.check_tesseract", lambda: None)
    monkeypatch.setattr(rapidocr.importlib.util, "find_spec", lambda name: None)
    assert code_of("run", PICTURE, "-o", tmp_path / "out", *options) == 1
    message = capsys.readouterr().err
    assert message.count("pip install") == 1 and "is not installed" in message
    assert not (tmp_path / "out").exists()


def test_one_engine_cannot_bear_itself_out() -> None:
    with pytest.raises(CannotRun, match="two different engines"):
        check_choice(ReaderChoice("rapidocr", "rapidocr"))


def test_missing_is_a_reason_not_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rapidocr.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ReaderMissing):
        readers_for.__wrapped__(ReaderChoice(second="rapidocr"))
    assert issubclass(ReaderMissing, CannotRun)
