"""Writes the case into the results folder: papers/ first, then case.ics and case.json, each file whole.

A paper that a person has edited is never overwritten: the new version goes beside it (催告函-新.docx).
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from extractor.case.agenda import calendar_of
from extractor.case.model import Case
from extractor.case.papers import as_docx, as_text
from extractor.errors import OutputUnwritable
from extractor.evidence.tables import atomic
from extractor.system_errors import cannot_create

_LEDGER = "papers/.written.json"


def write_case(case: Case, out: Path) -> list[Path]:
    """Writes case.json, case.ics and papers/ into out; returns the paths. Raises OutputUnwritable."""
    written: list[Path] = []
    before = _ledger(out)
    now: dict[str, str] = {}
    for dispute in case.disputes:
        for draft in dispute.drafts:
            data = (
                as_docx(draft, dispute)
                if draft.paper.format == "docx"
                else as_text(draft).replace("\n", "\r\n").encode("utf-8-sig")
            )
            path = _place(out, draft.paper.file, before)
            draft.paper.file = path.relative_to(out).as_posix()
            _write(path, data)
            now[draft.paper.file] = hashlib.sha256(data).hexdigest()
            written.append(path)
    _forget(out, before, now)
    if now:
        _write(out / _LEDGER, json.dumps(now, ensure_ascii=False, indent=1).encode())
    _write(out / "case.ics", calendar_of(case.disputes, case.today))
    _write(out / "case.json", (case.model_dump_json(indent=1) + "\n").encode())
    return [*written, out / "case.ics", out / "case.json"]


def _place(out: Path, file: str, before: dict[str, str]) -> Path:
    """Where a paper goes: its own name, or another one where a person has worked on the file of that name."""
    path = out / file
    if not _edited(path, before.get(file)):
        return path
    return path.with_name(f"{path.stem}-新{path.suffix}")


def _edited(path: Path, ours: str | None) -> bool:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() != ours
    except FileNotFoundError:
        return False
    except OSError:
        return True


def _forget(out: Path, before: dict[str, str], now: dict[str, str]) -> None:
    """Removes papers of an earlier run that no dispute has any more, unless a person edited them."""
    for file, digest in before.items():
        path = out / file
        if file not in now and path.is_file() and path.resolve().is_relative_to((out / "papers").resolve()):
            if not _edited(path, digest):
                path.unlink(missing_ok=True)


def _ledger(out: Path) -> dict[str, str]:
    try:
        found = json.loads((out / _LEDGER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputUnwritable(cannot_create(path.parent, error)) from error
    with atomic(path) as temporary:
        temporary.write_bytes(data)
