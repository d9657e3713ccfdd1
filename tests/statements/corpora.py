"""Reads the lists of messages beside this file, and counts what the rules make of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import yaml

from extractor.fields.moments import CHINA
from extractor.statements import Speaker, Statement, find_statements

FOLDER = Path(__file__).parent
SAID_AT = datetime(2025, 3, 14, 10, 30, tzinfo=CHINA)  # a Friday
SPEAKERS: tuple[Speaker, ...] = get_args(Speaker)
KINDS = ("promise", "refusal", "request", "scam")


@dataclass(frozen=True)
class Said:
    """A message as find_statements wants those before."""

    text: str
    speaker: Speaker
    at: datetime | None = SAID_AT


@dataclass(frozen=True)
class Example:
    """A message and what it states."""

    said: Said
    before: tuple[Said, ...]
    kinds: frozenset[str]
    amount: Decimal | None
    by: str | None
    form: str | None

    def found(self, change: Callable[[str], str] = str) -> list[Statement]:
        """What is found in the message, its text changed first."""
        return find_statements(change(self.said.text), self.said.speaker, at=self.said.at, before=self.before)


@dataclass
class Count:
    """Right, wrongly found and missed, by kind; and the values of what was rightly found."""

    right: Counter[str] = field(default_factory=Counter)
    spurious: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    sure_right: int = 0
    sure_wrong: list[str] = field(default_factory=list)

    def f1(self, kind: str) -> float:
        found = 2 * self.right[kind]
        return found / (found + self.spurious[kind] + self.missed[kind])


def load(name: str) -> list[Example]:
    """The examples of a file beside this one."""
    return [_example(entry) for entry in yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))]


def count(examples: Iterable[Example], change: Callable[[str], str] = str) -> Count:
    """What the rules make of the examples, their texts changed first."""
    result = Count()
    for example in examples:
        found = example.found(change)
        kinds = {statement.kind for statement in found}
        result.right.update(kinds & example.kinds)
        result.spurious.update(kinds - example.kinds)
        result.missed.update(example.kinds - kinds)
        if kinds != example.kinds:
            result.errors.append(f"{example.said.text}: {sorted(kinds)}, not {sorted(example.kinds)}")
        for statement in found:
            if statement.sure and statement.kind in example.kinds:
                result.sure_right += 1
            elif statement.sure:
                result.sure_wrong.append(f"{statement.kind}: {example.said.text}")
    return result


def _example(entry: dict[str, Any]) -> Example:
    speaker = next(speaker for speaker in SPEAKERS if speaker in entry)
    before = tuple(Said(str(t), s) for line in entry.get("before", []) for s, t in line.items())
    known = {speaker, "before", "is", "amount", "by", "form"}
    assert set(entry) <= known, f"{entry}: unknown keys {set(entry) - known}"
    return Example(
        said=Said(str(entry[speaker]), speaker),
        before=before,
        kinds=frozenset(entry["is"]),
        amount=Decimal(entry["amount"]) if entry.get("amount") else None,
        by=_by(entry["by"]) if "by" in entry else None,
        form=entry.get("form"),
    )


def _by(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else str(value)
