"""Draws the stress sets, reads them as a user's folder, and judges every value."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from extractor.ocr.choice import NO_CHOICE, ReaderChoice
from tests.bench.baselines import run_baseline
from tests.bench.certainty.judge import Judged, Rows, count_rows, judge
from tests.bench.certainty.sets import Drawn, StressSet, draw_set
from tests.bench.certainty.single import Part, read_singles
from tests.bench.matching import likeness
from tests.bench.readers import Run, run_extractor
from tests.bench.scoring import Row
from tests.bench.tally import Outcome

_CHUNK = 120


@dataclass(frozen=True, slots=True)
class Plan:
    """Which sets, how many values in all, which seed, how many processes, which engines, which baselines beside."""

    sets: Sequence[StressSet]
    limit: int
    seed: int
    jobs: int
    readers: ReaderChoice = NO_CHOICE
    baselines: Sequence[str] = ()

    @property
    def each(self) -> int:
        """Values a set."""
        return -(-self.limit // len(self.sets))


@dataclass(slots=True)
class Outcomes:
    """What became of all values, by value and by row; flaws are the wrong ones with what the readers read."""

    judged: list[Judged] = field(default_factory=list)
    rows: dict[str, Rows] = field(default_factory=dict)
    flaws: list[dict[str, Any]] = field(default_factory=list)
    others: dict[str, list[Judged]] = field(default_factory=dict)
    cost: dict[str, float] = field(default_factory=dict)


def read_pages(plan: Plan, keep: Path | None = None) -> Outcomes:
    """Draws the sets, reads them in parts; keep: a folder for the pictures of errors."""
    outcomes = Outcomes()
    with tempfile.TemporaryDirectory(prefix="certainty-") as name:
        folder = Path(name)
        drawn = _draw(plan, folder)
        for index, part in enumerate(_chunks(drawn, _CHUNK)):
            _read(part, folder, folder / f"part-{index}", plan, outcomes)
            print(f"{min((index + 1) * _CHUNK, len(drawn))} of {len(drawn)} pictures", file=sys.stderr)
        if keep:
            _keep(outcomes.flaws, folder, keep)
    return outcomes


def _draw(plan: Plan, folder: Path) -> list[Drawn]:
    with ProcessPoolExecutor(plan.jobs, get_context("spawn")) as pool:
        parts = [pool.submit(_draw_one, one, plan.seed, plan.each, folder) for one in plan.sets]
        return [drawn for part in parts for drawn in part.result()]


def _draw_one(chosen: StressSet, seed: int, wanted: int, folder: Path) -> list[Drawn]:
    return list(draw_set(chosen, seed, wanted, folder))


def _chunks(drawn: Sequence[Drawn], size: int) -> Iterator[list[Drawn]]:
    waiting = iter(drawn)
    while part := list(islice(waiting, size)):
        yield part


def _read(part: Sequence[Drawn], source: Path, folder: Path, plan: Plan, outcomes: Outcomes) -> None:
    """Reads some pictures as a user's folder, and judges every value of them."""
    for drawn in part:
        (folder / "in" / drawn.file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / drawn.file, folder / "in" / drawn.file)
    run = run_extractor(folder / "in", folder / "out", plan.jobs, plan.readers)
    by_file = _transactions(run)
    with (folder / "out" / "readings.jsonl").open(encoding="utf-8") as file:
        records = {record["source_file"]: record for record in map(json.loads, file)}
    for drawn in part:
        rows = by_file.get(drawn.file, [])
        seen = records[drawn.file].get("witnesses", {})
        found = judge(drawn.file, drawn.group, drawn.shown, rows, seen)
        outcomes.judged += found
        count_rows(len(drawn.shown), rows, outcomes.rows.setdefault(drawn.group, Rows()))
        outcomes.flaws += [
            _flaw(one, drawn, rows, records[drawn.file]) for one in found if one.outcome is not Outcome.RIGHT
        ]
    _beside(part, run, folder / "in", plan, outcomes)
    shutil.rmtree(folder)


def _beside(part: Sequence[Drawn], ours: Run, folder: Path, plan: Plan, outcomes: Outcomes) -> None:
    """The baselines over the same pictures, through the same parsers; CPU seconds of each and of ours."""
    for name in ("", *plan.baselines):
        run = run_baseline(name, folder, plan.jobs) if name else ours
        outcomes.cost[name] = outcomes.cost.get(name, 0.0) + run.cost.cpu_seconds
        by_file = _transactions(run)
        for drawn in part if name else ():
            found = judge(drawn.file, drawn.group, drawn.shown, by_file.get(drawn.file, []))
            outcomes.others.setdefault(name, []).extend(found)


def _transactions(run: Run) -> dict[str, list[Row]]:
    by_file: dict[str, list[Row]] = {}
    for row in run.rows:
        if row.get("kind") == "transaction":
            by_file.setdefault(row["source_file"], []).append(row)
    return by_file


def _flaw(one: Judged, drawn: Drawn, rows: Sequence[Row], record: Mapping[str, Any]) -> dict[str, Any]:
    """All that tells why a value went wrong: its row, and the lines that look like it as each reader read them."""
    row = rows[one.row] if one.row >= 0 else {}
    written = next(
        (
            w[one.field]
            for s, w in zip(drawn.shown, drawn.written, strict=True)
            if s.get(one.field) == one.shown and one.field in w
        ),
        "",
    )
    lines = [
        line["readings"]
        for line in record.get("lines", ())
        if any(
            max(likeness(r["text"], written), likeness(r["text"], one.read)) > 0.6 for r in line["readings"]
        )
    ]
    return {
        "silent": one.silent,
        "set": one.group,
        "field": one.field,
        "outcome": one.outcome.value,
        "written": written,
        "shown": one.shown,
        "read": one.read,
        "file": one.file,
        "layout": drawn.layout,
        "print": drawn.print,
        "screen": record.get("screen"),
        "review_reason": row.get("review_reason", ""),
        "lines": [[f"{r['engine']}: {r['text']} ({r['confidence']})" for r in line] for line in lines[:4]],
    }


def _keep(flaws: Sequence[Mapping[str, Any]], source: Path, folder: Path) -> None:
    """Copies the pictures with errors."""
    for flaw in flaws:
        target = folder / flaw["file"]
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / flaw["file"], target)


def read_lines_alone(plan: Plan) -> Outcomes:
    """Single lines of the sets, without pages."""
    outcomes = Outcomes()
    parts = [
        Part(one, plan.seed, start, min(start + _CHUNK, plan.each), plan.readers)
        for one in plan.sets
        for start in range(0, plan.each, _CHUNK)
    ]
    with ProcessPoolExecutor(plan.jobs, get_context("spawn")) as pool:
        for judged, flaws in pool.map(read_singles, parts):
            outcomes.judged += judged
            outcomes.flaws += flaws
    return outcomes
