"""The scenario folders of samples/cases/, read in one run of the real reader, then parted again."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.helpers import ROOT

CASES = ROOT / "samples" / "cases"


def scenarios() -> list[str]:
    """Names of the scenarios."""
    return sorted(path.parent.name for path in CASES.glob("*/expected.json"))


def expected(name: str) -> dict[str, Any]:
    """What is true of a scenario."""
    found: dict[str, Any] = json.loads((CASES / name / "expected.json").read_text(encoding="utf-8"))
    return found


def part(whole: Path, out: Path, name: str) -> Path:
    """The results of one scenario, as if its folder alone had been read; its files lose the folder's name."""
    out.mkdir(parents=True)
    prefix = f"{name}/"
    with (whole / "evidence.csv").open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        columns = list(reader.fieldnames or ())
        rows = [
            {**row, "source_file": row["source_file"].removeprefix(prefix)}
            for row in reader
            if row["source_file"].startswith(prefix)
        ]
    with (out / "evidence.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    lines = [
        json.loads(line)
        for line in (whole / "readings.jsonl").read_text(encoding="utf-8").split("\n")
        if line
    ]
    _write(
        out / "readings.jsonl",
        (
            {**r, "source_file": r["source_file"].removeprefix(prefix)}
            for r in lines
            if r["source_file"].startswith(prefix)
        ),
    )
    return out


def _write(path: Path, records: Iterable[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
