"""Readers that need no Tesseract, to be put in the place of runner.read_batch: worker processes import them by name.
And a pool without processes, to be put in the place of runner.Pool.

What they do with a file stands in the file's name: `kill` ends the process, `hang` never ends, `slow` takes a second,
`greedy` wants too much memory, `child` starts a process that hangs, `temporary` leaves a temporary file, `refuse`
cannot be read, `chat` is a conversation of one message.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Generic

from extractor.errors import Refused
from extractor.evidence.schema import Row
from extractor.geometry import Box
from extractor.intake.find import Found
from extractor.pool import Answer, Item, Job
from extractor.reading import NOTHING_EXTRA, Extra, FileResult, _refusal, unread_result
from extractor.report import drawing
from extractor.report.drawing import Outcome, Wanted

Batch = Sequence[tuple[Found, str]]
Result = tuple[tuple[Found, str], FileResult]


def read_batch(batch: Batch, extra: Extra = NOTHING_EXTRA) -> list[FileResult]:
    """One row a file, of kind `none`, with the id that the contract wants; the record tells the batch's size."""
    return [_result(found, digest, len(batch)) for found, digest in batch]


def unread(file: tuple[Found, str], why: Refused) -> FileResult:
    return unread_result(*file, why)


READING = Job(read_batch, unread)


def draw_batch(batch: Sequence[Wanted], folder: Path) -> list[Outcome]:
    """Draws as the report does, but ends the process at a file with `kill` in its name, wants too much for `greedy`."""
    for wanted in batch:
        if "kill" in wanted.name:
            os._exit(9)
        if "greedy" in wanted.name:
            bytearray(8 << 30)
    return drawing.draw_batch(batch, folder)


class PoolWithoutProcesses(Generic[Item, Answer]):
    """Does at once, where it stands, what it is given."""

    def __init__(self, jobs: int, job: Job[Item, Answer], *, scratch: Path, limits: object = None) -> None:
        self.jobs, self._job = jobs, job
        self._done: list[tuple[Item, Answer]] = []

    def __enter__(self) -> PoolWithoutProcesses[Item, Answer]:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    @property
    def free(self) -> int:
        return int(not self._done)

    @property
    def in_hand(self) -> int:
        return len(self._done)

    def submit(self, batch: Sequence[Item]) -> None:
        self._done += zip(batch, self._job.work(batch), strict=True)

    def results(self, timeout: float | None = None, wake: object = None) -> list[tuple[Item, Answer]]:
        done, self._done = self._done, []
        return done


def _result(found: Found, digest: str, size: int) -> FileResult:
    if "kill" in found.name:
        (found.path.parent / f".died-{found.path.name}").touch()
        os._exit(9)
    if "child" in found.name:
        # says that it is there by writing into a pipe, and that it is gone by letting go of it
        code = "import sys, time; pipe = open(sys.argv[1], 'w'); print('x', file=pipe, flush=True); time.sleep(600)"
        subprocess.Popen([sys.executable, "-c", code, str(found.path.parent / ".pipe")])
    if "hang" in found.name or "child" in found.name:
        time.sleep(600)
    if "slow" in found.name:
        (found.path.parent / ".slow").touch()
        time.sleep(1)
    if "temporary" in found.name:
        tempfile.mkstemp()
    if "greedy" in found.name:
        try:
            bytearray(8 << 30)
        except MemoryError as error:
            return unread_result(found, digest, _refusal(error, size))
    if found.refusal is not None:
        return unread_result(found, digest, found.refusal)
    if "refuse" in found.name:
        return unread_result(found, digest, Refused("not_an_image", "不是图片 / not a picture"))
    row = Row("none", source_file=found.name, source_sha256=digest, evidence_id=f"E-{digest[:12]}-01")
    record: dict[str, Any] = {"source_file": found.name, "source_sha256": digest, "batch": size}
    if "chat" in found.name:
        row.kind, row.box, row.text = "promise", Box(0, 0, 100, 30), "三天内给您退款"
        message = {"kind": "text", "speaker": "other", "at": None, "text": row.text, "box": str(row.box)}
        record |= {"title": "客服", "captured_at": "2025-03-14T21:05:33+08:00", "messages": [message]}
    return FileResult(found.name, digest, [row], record)
