"""Scam warnings, first of all: what was said, where, and what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import get_args

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from extractor.case.load import CaseRow
from extractor.case.model import ScamWarning, Severity, Text
from extractor.case.timeline import quoted
from extractor.data_files import models_folder
from extractor.errors import ModelsInvalid
from extractor.statements import find_statements
from extractor.statements.apply import Speaker

_CLAUSE = re.compile(r"[，。；！？,;!?\n]+")
_ORDER: tuple[Severity, ...] = get_args(Severity)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ScamKind(_Strict):
    """A sort of scam: its code, what it is called, what to do."""

    what: str
    rules: tuple[str, ...]
    zh: str
    en: str
    do_zh: str
    do_en: str


class _File(_Strict):
    kinds: tuple[ScamKind, ...]
    other: ScamKind


@cache
def _kinds() -> _File:
    path = models_folder() / "scam.yaml"
    try:
        return _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise ModelsInvalid(f"{path}: {error}") from error


def scam_warnings(
    rows: Sequence[CaseRow], dispute_of: dict[tuple[str | None, str], str]
) -> list[ScamWarning]:
    """One warning a message, the gravest first. dispute_of: (person, evidence_id) to the dispute's id."""
    found = [
        _warning(row, dispute_of.get((row.person, row.id)))
        for row in rows
        if row.kind == "scam" and not row.repeated
    ]
    return sorted(found, key=lambda w: (_ORDER.index(w.severity), w.at))


def _warning(row: CaseRow, dispute: str | None) -> ScamWarning:
    """The rule that found the message says of which sort it is; the row alone says that it is one."""
    rule, severity = _gravest(row)
    kind = _kind(rule)
    said = quoted(row.text, 80)
    return ScamWarning(
        severity=severity,
        what=kind.what,
        said=said,
        speaker=row.speaker,
        at=row.occurred_at,
        rows=[row.id],
        files=list(row.files),
        dispute=dispute,
        text=Text(zh=f"{kind.zh}：“{said}”（{row.files[0]}）", en=f"{kind.en}: “{said}” ({row.files[0]})"),
        do=Text(zh=kind.do_zh, en=kind.do_en),
    )


def kind_of(row: CaseRow) -> tuple[ScamKind, Severity]:
    """Of which sort the message of a scam row is, by the worst thing that it asks for, and how grave."""
    rule, severity = _gravest(row)
    return _kind(rule), severity


def _kind(rule: str) -> ScamKind:
    return next((k for k in _kinds().kinds if rule in k.rules), _kinds().other)


def _gravest(row: CaseRow) -> tuple[str, Severity]:
    """Rule and severity of the worst thing the message asks for: 加我微信退款，先交保证金 is a fee in advance too."""
    speaker: Speaker = "system" if row.speaker == "system" else "other"
    found: list[tuple[int, str]] = []
    for part in (row.text, *_CLAUSE.split(row.text)):
        for hit in find_statements(part, speaker, at=row.at):
            if hit.kind == "scam":
                severity = next((s for s in _ORDER if s == hit.severity), "high")
                found.append((_ORDER.index(severity), hit.rule))
    rank, rule = min(found, default=(_ORDER.index("high"), ""))
    return rule, _ORDER[rank]
