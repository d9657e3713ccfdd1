"""The whole way on real Tesseract: a spread of the committed samples, scored as `make bench` does.

The bounds lie below what is measured (docs/accuracy.md), so that another version of Tesseract passes and a broken
room does not.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.evidence.schema import COLUMN_NAMES
from tests.bench.labels import Picture, load_labels, spread
from tests.bench.readers import Run, run_extractor
from tests.bench.samples import lay_out
from tests.bench.scoring import Scores, score_all
from tests.bench.tally import SILENT

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
pytestmark = [pytest.mark.ocr, pytest.mark.xdist_group("samples")]


@pytest.fixture(scope="module")
def pictures() -> list[Picture]:
    labels = load_labels(SAMPLES / "labels.json")
    pages = [p for p in labels if p.kind != "chat"]
    chats = [p for p in labels if p.kind == "chat"]
    return spread(pages, 45) + spread(chats, 24)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, pictures: list[Picture]) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    lay_out(pictures, SAMPLES, folder / "in")
    return folder


@pytest.fixture(scope="module")
def run(folder: Path) -> Run:
    return run_extractor(folder / "in", folder / "out", 2)


@pytest.fixture(scope="module")
def scores(run: Run, pictures: list[Picture]) -> Iterator[Scores]:
    yield score_all(pictures, run.rows, run.chats)


@pytest.mark.parametrize("field", ["order_no", "trade_no", "amount", "occurred_at"])
def test_fields_of_pages(scores: Scores, field: str) -> None:
    tally = scores.total.fields[field]
    assert tally.labelled >= 15
    assert tally.accuracy is not None and tally.accuracy >= 0.85, tally


def test_hardly_a_value_is_silently_wrong(scores: Scores) -> None:
    silent = [flaw for flaw in scores.total.flaws if flaw.flag == SILENT]
    values = [f for f in silent if f.what.endswith(("order_no", "trade_no", ".amount", "occurred_at"))]
    assert len(values) <= 1, [str(flaw) for flaw in values]


def test_nothing_is_invented_on_unrelated_screens(scores: Scores) -> None:
    tally = scores.without_transactions.transactions
    assert tally.invented == 0


def test_messages_speakers_and_times(scores: Scores) -> None:
    tally = scores.total.chat
    assert tally.messages.found > 100
    assert (tally.messages.recall or 0) >= 0.85
    assert (tally.speaker.accuracy or 0) >= 0.9
    assert (tally.time.accuracy or 0) >= 0.8


def test_every_file_has_a_row_and_every_row_traces_to_a_file_and_a_box(folder: Path, run: Run) -> None:
    with (folder / "out" / "evidence.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMN_NAMES
    names = {
        path.relative_to(folder / "in").as_posix() for path in (folder / "in").rglob("*") if path.is_file()
    }
    assert {row["source_file"] for row in rows} == names
    assert len({(row["source_file"], row["evidence_id"]) for row in rows}) == len(rows)
    sizes = {}
    for line in (folder / "out" / "readings.jsonl").read_text(encoding="utf-8").split("\n"):
        if line:
            record = json.loads(line)
            sizes[record["source_file"]] = (record["width"], record["height"])
    for row in rows:
        if row["kind"] in ("none", "unread"):
            continue
        x, y, w, h = map(int, row["bbox"].split(","))
        width, height = sizes[row["source_file"]]
        assert 0 <= x < x + w <= width + 1 and 0 <= y < y + h <= height + 1, row["source_file"]
        assert len(row["source_sha256"]) == 64
    assert rows == sorted(rows, key=lambda row: row["source_file"])
