"""Reads a folder: finds, reads in worker processes, writes the results whole. Memory stays flat over the folder's size."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path

from extractor.conversation import Capture, captures_of, seen_before
from extractor.errors import CannotRun, ExitCode, OutputUnwritable, Refused
from extractor.evidence.corrections import Misfit, apply_corrections
from extractor.evidence.schema import Row
from extractor.evidence.stored import save_run
from extractor.evidence.tables import atomic, write_table
from extractor.intake.find import Found, find_screenshots
from extractor.intake.screenshot import digest_of
from extractor.ocr.choice import NO_CHOICE, ReaderChoice, check_choice
from extractor.ocr.preflight import check_tesseract
from extractor.reading import Extra, FileResult, read_batch, read_picture, unread_result
from extractor.report import write_report
from extractor.screens.definitions import load_screens
from extractor.statements import load_phrases

_BATCH = 16
_NOWHERE = -1
"""The place in the work of a file that was refused unseen: it never goes to a worker."""
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Summary:
    """What a run did: files found, rows by kind, rows to review, files unread with their messages, results' folder."""

    folder: Path
    files: int = 0
    duplicates: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    to_review: int = 0
    unread: list[tuple[str, str]] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    misfits: list[Misfit] = field(default_factory=list)
    """Decisions of people in corrections.csv that no longer fit what was read."""

    @property
    def exit_code(self) -> ExitCode:
        return ExitCode.SOME_UNREAD if self.unread else ExitCode.ALL_READ


def default_output(target: Path) -> Path:
    """Where results go unless told: a sibling of the input, `<name>-evidence`."""
    target = target.resolve()
    return target.with_name(f"{target.stem if target.is_file() else target.name}-evidence")


def run(
    target: Path,
    out: Path | None = None,
    *,
    jobs: int | None = None,
    screens: Path | None = None,
    phrases: Path | None = None,
    readers: ReaderChoice = NO_CHOICE,
    progress: Progress | None = None,
) -> Summary:
    """Reads target (a folder or one file) and writes the results into out (default: a sibling of target).

    jobs: worker processes, default one a core. screens, phrases: folders with a user's own files. readers: other engines. progress is
    called with (done, total). Raises CannotRun; a file that cannot be read never raises, it becomes a row.
    """
    if not target.exists():
        raise CannotRun(f"没有这个文件或文件夹 / no such file or folder: {target}")
    out = out or default_output(target)
    if out.resolve() == target.resolve():
        raise CannotRun(
            f"输出文件夹不能就是输入文件夹，请用 -o 另选 / OUT must not be the input folder itself: {out}"
        )
    check_tesseract()
    check_choice(readers)
    extra = Extra(screens, phrases, readers)
    load_screens(screens)
    load_phrases(phrases)
    _prepare(out)
    finding = find_screenshots(target, output=out)
    summary = Summary(out, files=len(finding.files), passed_over=finding.passed_over)
    rows: list[Row] = []
    chats: list[Capture] = []
    with atomic(out / "readings.jsonl") as temporary:
        with temporary.open("w", encoding="utf-8") as readings:
            for result in _results(finding.files, jobs or os.cpu_count() or 1, extra, progress, summary):
                readings.write(json.dumps(result.record, ensure_ascii=False) + "\n")
                rows.extend(result.rows)
                chats.extend(captures_of([result.record]))
                _count(summary, result)
        _mark_repeated(temporary, rows, chats)
    save_run(rows, target, out)
    summary.misfits = apply_corrections(rows, out)
    summary.rows, summary.to_review = Counter(row.kind for row in rows), sum(row.needs_review for row in rows)
    write_table(rows, out)
    write_report(out)
    return summary


def _mark_repeated(readings: Path, rows: Sequence[Row], chats: Sequence[Capture]) -> None:
    """Marks messages that stand on two overlapping screenshots, in the rows and in readings.jsonl; none is dropped."""
    repeated = seen_before(sorted(chats, key=lambda c: (c.captured_at, c.source)))
    if not repeated:
        return
    boxes = {(c.source, m.index): m.box for c in chats for m in c.messages}
    by_place: dict[tuple[str, str], Row] = {}
    for row in rows:
        by_place.setdefault((row.source_file, str(row.box)), row)
    marks: dict[tuple[str, int], str] = {}
    for place, first in repeated.items():
        other = by_place.get((first[0], boxes[first]))
        marks[place] = other.evidence_id if other is not None else first[0]
        for row in rows:
            if (row.source_file, str(row.box)) == (place[0], boxes[place]):
                row.notes.append(f"also_in:{marks[place]}")
    with tempfile.TemporaryFile("w+", encoding="utf-8") as copy:
        with readings.open(encoding="utf-8") as source:
            shutil.copyfileobj(source, copy)
        copy.seek(0)
        with readings.open("w", encoding="utf-8") as target:
            for line in copy:
                target.write(_with_marks(line, marks))


def _with_marks(line: str, marks: dict[tuple[str, int], str]) -> str:
    record = json.loads(line)
    for index, message in enumerate(record.get("messages", [])):
        mark = marks.get((record["source_file"], index))
        if mark is not None:
            message["also_in"] = mark
    return json.dumps(record, ensure_ascii=False) + "\n"


def extract(
    path: Path,
    *,
    screens: Path | None = None,
    phrases: Path | None = None,
    readers: ReaderChoice = NO_CHOICE,
) -> list[Row]:
    """The rows of one file, for programs. Raises Refused where it cannot be read, CannotRun without its engines."""
    check_tesseract()
    return read_picture(path, Extra(screens, phrases, readers)).rows


def _prepare(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputUnwritable(
            f"建不了输出文件夹 {out}：{error.strerror}，请用 -o 换一个 / cannot create {out}: {error.strerror}; "
            "choose another with -o"
        ) from error


def _count(summary: Summary, result: FileResult) -> None:
    for row in result.rows:
        summary.rows[row.kind] += 1
        summary.to_review += row.needs_review
        if row.kind == "unread":
            summary.unread.append((result.name, result.record.get("message", ";".join(row.reasons))))


def _results(
    files: Sequence[Found], jobs: int, extra: Extra, progress: Progress | None, summary: Summary
) -> Iterator[FileResult]:
    """A result a file, in the files' order. Equal files are read once; copies come right after in their own place."""
    first_of: dict[str, int] = {}
    work: list[tuple[Found, str]] = []
    plan: list[tuple[Found, int]] = []
    uses: Counter[int] = Counter()
    for found in files:
        if found.refusal is not None:
            plan.append((found, _NOWHERE))
            continue
        digest = _digest(found)
        index = first_of.get(digest) if digest else None
        if index is None:
            index = len(work)
            work.append((found, digest))
            if digest:
                first_of[digest] = index
        else:
            summary.duplicates += 1
        plan.append((found, index))
        uses[index] += 1
    done: dict[int, FileResult] = {}
    source = _read(work, jobs, extra)
    received = 0
    for number, (found, index) in enumerate(plan, start=1):
        while received <= index:
            done[received] = next(source)
            received += 1
        if found.refusal is not None:
            yield unread_result(found, "", found.refusal)
        else:
            result = done[index]
            uses[index] -= 1
            if not uses[index]:
                del done[index]
            yield result if result.name == found.name else _copy(result, found)
        if progress:
            progress(number, len(plan))


def _digest(found: Found) -> str:
    try:
        return digest_of(found.path)
    except Refused:
        return ""


def _copy(result: FileResult, found: Found) -> FileResult:
    """The result of an equal file under another name: the same rows and ids, its own source_file.

    The capture time is the first copy's: the bytes are the same, so one screenshot was taken, once.
    """
    rows = [
        replace(row, source_file=found.name, reasons=[*row.reasons], notes=[*row.notes])
        for row in result.rows
    ]
    record = {**result.record, "source_file": found.name, "same_as": result.name}
    return FileResult(found.name, result.sha256, rows, record)


def _read(work: Sequence[tuple[Found, str]], jobs: int, extra: Extra) -> Iterator[FileResult]:
    """Results in the order of work; at most a few batches are in flight, so memory does not grow with the folder."""
    size = max(1, min(_BATCH, -(-len(work) // (jobs * 3))))
    batches = [work[i : i + size] for i in range(0, len(work), size)]
    if not batches:
        return
    pool = _pool(jobs)
    try:
        pending: deque[tuple[Sequence[tuple[Found, str]], Future[list[FileResult]]]] = deque()
        waiting = iter(batches)
        for batch in waiting:
            pending.append((batch, _submit(pool, batch, extra)))
            if len(pending) >= 2 * jobs:
                break
        while pending:
            batch, future = pending.popleft()
            try:
                yield from future.result()
            except BrokenProcessPool:
                yield from _one_by_one(batch, extra)
                pool.shutdown(wait=False, cancel_futures=True)
                pool = _pool(jobs)
                pending = deque((b, _submit(pool, b, extra)) for b, _ in pending)
            following = next(waiting, None)
            if following is not None:
                pending.append((following, _submit(pool, following, extra)))
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _submit(
    pool: ProcessPoolExecutor, batch: Sequence[tuple[Found, str]], extra: Extra
) -> Future[list[FileResult]]:
    """Hands batch to pool; a pool that has just lost a worker says so only when the batch's turn comes."""
    try:
        return pool.submit(read_batch, batch, extra)
    except BrokenProcessPool as error:
        future: Future[list[FileResult]] = Future()
        future.set_exception(error)
        return future


def _pool(jobs: int) -> ProcessPoolExecutor:
    # spawn, on every system alike: a forked child of a threaded parent can hang
    return ProcessPoolExecutor(max_workers=jobs, mp_context=get_context("spawn"), initializer=_start_worker)


def _start_worker() -> None:
    """One thread a process: Tesseract's and OpenCV's own threads make parallel runs many times slower."""
    import signal

    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    import cv2

    cv2.setNumThreads(1)


def _one_by_one(batch: Sequence[tuple[Found, str]], extra: Extra) -> Iterator[FileResult]:
    """After a worker died: each file in a process of its own, so that only the one that kills it is lost."""
    for found, digest in batch:
        with _pool(1) as pool:
            try:
                yield from pool.submit(read_batch, [(found, digest)], extra).result()
            except BrokenProcessPool:
                refusal = Refused(
                    "reader_crashed",
                    "读取时进程崩溃，已跳过此文件 / the reading process crashed on this file; skipped",
                )
                yield unread_result(found, digest, refusal)
