"""Folders to read, and what lies in a results folder afterwards."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any


def put(folder: Path, **files: str) -> None:
    """Files name=content; the suffix .png is added. Unequal contents are unequal pictures."""
    for name, content in files.items():
        (folder / f"{name}.png").write_text(content)


def table(out: Path) -> list[dict[str, str]]:
    """The rows of evidence.csv."""
    with (out / "evidence.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def records(out: Path) -> list[dict[str, Any]]:
    """The records of readings.jsonl."""
    return [
        json.loads(text) for text in (out / "readings.jsonl").read_text(encoding="utf-8").split("\n") if text
    ]
