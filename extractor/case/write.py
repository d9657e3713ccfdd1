"""Writes the case into the results folder: papers/ first, then the overview, case.ics and case.json, each file whole.

A paper that a person has edited is never overwritten: the new version goes beside it (催告函-新.docx). Papers of a dispute that
is there no more go, but for edited ones: a note beside them says that they are out of date.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from extractor.case.agenda import calendar_of
from extractor.case.folders import folder_of, id_in, paper_folders
from extractor.case.model import Case, Dispute, Text
from extractor.case.overview import CSV_NAME, XLSX_NAME, overview_csv, overview_xlsx
from extractor.case.papers import as_docx, as_text
from extractor.errors import OutputUnwritable
from extractor.evidence.tables import atomic
from extractor.i18n import language
from extractor.system_errors import cannot_create

_LEDGER = "papers/.written.json"
_OUT_OF_DATE = "已过时-请勿提交.txt"
_NOTE = (
    "这个文件夹里的文书已经过时：它们所属的案件编号现在没有了（证据、case.toml 或者分人的方式变了）。\r\n"
    "您改过的文书没有删除。需要的内容请抄到新的文书里，不要再提交这里的文件。\r\n"
)


def write_case(case: Case, out: Path) -> list[Path]:
    """Writes case.json, case.ics, the overview and papers/ into out; returns the paths. Raises OutputUnwritable."""
    written: list[Path] = []
    before = _ledger(out)
    now: dict[str, str] = {}
    folders: set[str] = set()
    for dispute in case.disputes:
        folder, before = _settled(out, dispute, before)
        folders.add(folder)
        for line in case.overview:
            line.papers = folder if line.dispute == dispute.id else line.papers
        for draft in dispute.drafts:
            draft.paper.file = f"{folder}/{Path(draft.paper.file).name}"
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
    left = _marked_out_of_date(out, folders)
    if left:
        case.warnings.append(
            Text(
                zh=f"papers 里还有旧案件的文书，是您改过的，没有删除，但已经过时，不要再提交：{'、'.join(left)}。",
                en=f"papers still holds papers of former disputes that you have edited; they are out of date, do not send them: {', '.join(left)}.",
            )
        )
    if now:
        _write(out / _LEDGER, json.dumps(now, ensure_ascii=False, indent=1).encode())
    _write(out / CSV_NAME, overview_csv(case.overview))
    with atomic(out / XLSX_NAME) as temporary:
        overview_xlsx(case.overview, temporary, zh=language() == "zh")
    _write(out / "case.ics", calendar_of(case.disputes, case.today))
    _write(out / "case.json", (case.model_dump_json(indent=1) + "\n").encode())
    return [*written, out / CSV_NAME, out / XLSX_NAME, out / "case.ics", out / "case.json"]


def _settled(out: Path, dispute: Dispute, before: dict[str, str]) -> tuple[str, dict[str, str]]:
    """The folder of a dispute's papers and the ledger, after the folder has followed the name that is known now.

    What a person edited moves with it. A folder that the system will not let go keeps its old name.
    """
    wanted = folder_of(dispute)
    there = [path for path in paper_folders(out) if id_in(path.name) == dispute.id]
    if not there or (out / wanted).exists():
        return wanted, before
    old = there[0].relative_to(out).as_posix()
    try:
        there[0].rename(out / wanted)
    except OSError:
        return old, before
    moved = {
        f"{wanted}/{file.removeprefix(f'{old}/')}" if file.startswith(f"{old}/") else file: digest
        for file, digest in before.items()
    }
    _write(out / _LEDGER, json.dumps(moved, ensure_ascii=False, indent=1).encode())
    return wanted, moved


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


def _marked_out_of_date(out: Path, folders: set[str]) -> list[str]:
    """The folders of disputes that are there no more, where they still hold papers: those get a note, empty ones go."""
    left: list[str] = []
    for folder in list(paper_folders(out)):
        note = folder / _OUT_OF_DATE
        current = folder.relative_to(out).as_posix() in folders
        if current or all(path == note for path in folder.iterdir()):
            note.unlink(missing_ok=True)
        if current:
            continue
        if any(folder.iterdir()):
            _write(note, _NOTE.encode("utf-8-sig"))
            left.append(folder.name)
        else:
            folder.rmdir()
    return left


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
