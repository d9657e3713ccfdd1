"""A reader's run over the samples: the rows and messages that it gave, and what it cost. Here the extractor's own."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from extractor.ocr.choice import NO_CHOICE, ReaderChoice
from tests.bench.measure import Cost, measured
from tests.bench.messages import Spoken
from tests.bench.scoring import Row

_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Run:
    """What a reader made of the samples. unread: the files it gave up on, with the reason."""

    name: str
    jobs: int
    rows: Sequence[Row]
    cost: Cost
    chats: Mapping[str, list[Spoken]] = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)


def run_extractor(folder: Path, out: Path, jobs: int, readers: ReaderChoice = NO_CHOICE) -> Run:
    """The extractor over folder as a user runs it, table and all, results in out; readers: other engines."""
    _, cost = measured(partial(_extract, folder, out, jobs, readers))
    with (out / "evidence.csv").open(newline="", encoding="utf-8-sig") as file:
        rows = [{name: _unguarded(cell) for name, cell in row.items()} for row in csv.DictReader(file)]
    with (out / "readings.jsonl").open(encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    return Run("extractor", jobs, rows, cost, chats_of(records), unread_of(records))


def chats_of(records: Iterable[Mapping[str, Any]]) -> dict[str, list[Spoken]]:
    """The messages by file, from the records of readings.jsonl."""
    return {record["source_file"]: record["messages"] for record in records if record.get("messages")}


def unread_of(records: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The reasons of unread files, from the records of readings.jsonl."""
    return {record["source_file"]: record["unread"] for record in records if record.get("unread")}


def _extract(folder: Path, out: Path, jobs: int, readers: ReaderChoice) -> None:
    from extractor.runner import run

    run(folder, out, jobs=jobs, readers=readers)


def _unguarded(cell: str) -> str:
    """The cell without the apostrophe that keeps spreadsheets from running it."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA_START) else cell
