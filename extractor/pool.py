"""Worker processes that work through batches of items, each bounded in time and memory and ended when it passes a bound.

Own code and not a library, for what must hold here: any process may be killed at any moment, and no other may wait
for it. In concurrent.futures one dead worker breaks the pool and all that runs in it; in pools whose workers take
their work from one shared pipe, a worker that is killed while it holds the pipe's lock stops the others for ever.
Here each worker has a pipe of its own, and the parent waits for the pipes and the processes at once.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import parent_process
from pathlib import Path
from typing import Any, Generic, TypeVar

from extractor.errors import Refused

# spawn, on every system alike: a forked child of a threaded parent can hang
_CONTEXT = get_context("spawn")
_START = 120.0
"""Seconds that a worker has to start, on a computer with much else to do."""
_WAIT_WINDOWS = 0.5
_SCRATCH = "extractor-"
_IN_MEMORY = Path("/dev/shm")
_AMPLE = 1 << 30
"""A batch's crops take some ten megabytes, those of the largest picture a few hundred."""
Item = TypeVar("Item", bound=Hashable)
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Job(Generic[Item, Answer]):
    """What a pool does with its items: files to read, pictures to draw.

    work: runs in a worker process, which imports it by its name; gives one answer an item, in order. It raises
    MemoryError where several items together need too much: one by one they may fit. failed: runs here; the answer
    that stands for an item which ended its worker, and why.
    """

    work: Callable[[Sequence[Item]], list[Answer]]
    failed: Callable[[Item, Refused], Answer]


def new_scratch() -> Path:
    """Where a pool may put its temporary files, by a name that nobody can foresee; not yet made.

    In memory where the system has a folder for that with ample room, and nobody has chosen another: crops of private
    pictures then never reach a disk, and are written several times as fast.
    """
    return _temporary_folder() / f"{_SCRATCH}{secrets.token_hex(8)}"


def clear_scratch(left: Path) -> None:
    """Removes the folder that new_scratch once gave to a pool whose process was killed, and no other."""
    usual = {_IN_MEMORY, Path(tempfile.gettempdir())}
    if left.name.startswith(_SCRATCH) and left.parent in usual:
        shutil.rmtree(left, ignore_errors=True)


def _temporary_folder() -> Path:
    chosen = any(os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP"))
    if not chosen and os.access(_IN_MEMORY, os.W_OK | os.X_OK):
        with suppress(OSError):
            if shutil.disk_usage(_IN_MEMORY).free > _AMPLE:
                return _IN_MEMORY
    return Path(tempfile.gettempdir())


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading may cost, and any other work on files of strangers.

    seconds: of wall time for a batch, to which seconds_a_file is added for each of its files; Tesseract's calls have
    a shorter time limit of their own. memory: bytes of address space of a worker, and of each Tesseract that it
    starts; None for no limit. The largest picture that is let in takes 2.3 GB while it is decoded. Windows and macOS
    do not enforce it.
    """

    seconds: float = 300.0
    seconds_a_file: float = 15.0
    memory: int | None = 4 << 30


class Pool(Generic[Item, Answer]):
    """Does a job in worker processes. A batch whose worker dies or is ended is done again, item by item.

    Use as a context manager: leaving it ends all workers at once, whatever they do.
    """

    def __init__(
        self,
        jobs: int,
        job: Job[Item, Answer],
        *,
        limits: Limits | None = None,
        scratch: Path | None = None,
    ) -> None:
        self.jobs = jobs
        self.scratch = scratch or new_scratch()
        """The folder of the workers' temporary files, removed when the pool ends."""
        self._limits = limits or Limits()
        self._job = job
        self._workers: list[_Worker[Item, Answer]] = []
        self._waiting: deque[Sequence[Item]] = deque()
        self._died: set[Item] = set()

    def __enter__(self) -> Pool[Item, Answer]:
        # all temporary files of the workers lie here, so that they go with us even if a worker was killed
        self.scratch.mkdir(mode=0o700)
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()
        self._workers.clear()
        shutil.rmtree(self.scratch, ignore_errors=True)

    @property
    def in_hand(self) -> int:
        """How many items are being worked on or wait for a worker."""
        return sum(map(len, self._waiting)) + sum(len(worker.batch) for worker in self._workers)

    @property
    def free(self) -> int:
        """How many batches could be begun at once."""
        return max(0, self.jobs - sum(bool(w.batch) for w in self._workers) - len(self._waiting))

    def submit(self, batch: Sequence[Item]) -> None:
        """Has batch done, as soon as a worker is free."""
        self._waiting.append(batch)
        self._hand_out()

    def results(
        self, timeout: float | None = None, wake: Connection | None = None
    ) -> list[tuple[Item, Answer]]:
        """What has been done, at the latest after timeout seconds or when wake can be read; may be nothing.

        Results come in no order, but those of a batch together and in its order, or one by one after a failure.
        """
        results: list[tuple[Item, Answer]] = []
        deadlines = [worker.deadline for worker in self._workers if worker.batch]
        left = min(deadlines) - time.monotonic() if deadlines else None
        if timeout is not None:
            left = timeout if left is None else min(left, timeout)
        if os.name == "nt":  # where a signal does not end the wait
            left = min(left, _WAIT_WINDOWS) if left is not None else _WAIT_WINDOWS
        things: list[Connection | int] = [w.pipe for w in self._workers if w.batch]
        things += [w.process.sentinel for w in self._workers if w.batch]
        if wake is not None:
            things.append(wake)
        ready = wait(things, None if left is None else max(0.0, left))
        for worker in [w for w in self._workers if w.batch]:
            if worker.pipe in ready or worker.process.sentinel in ready:
                results += self._taken(worker)
            elif time.monotonic() > worker.deadline:
                results += self._failed(worker, _took_too_long())
        self._hand_out()
        return results

    def _taken(self, worker: _Worker[Item, Answer]) -> list[tuple[Item, Answer]]:
        try:
            answer = worker.pipe.recv()
        except (EOFError, OSError):
            return self._failed(worker, _crashed())
        if answer is None:  # it has started, and begins now
            worker.deadline = self._deadline(len(worker.batch))
            worker.started = True
            return []
        if isinstance(answer, MemoryError):
            return self._failed(worker, _crashed())
        batch, worker.batch = worker.batch, ()
        self._died.difference_update(batch)
        return list(zip(batch, answer, strict=True))

    def _failed(self, worker: _Worker[Item, Answer], refusal: Refused) -> list[tuple[Item, Answer]]:
        """After a worker's end: a single item is at fault, of several each is done in turn to find the one that is."""
        batch, worker.batch = worker.batch, ()
        worker.end()
        self._workers.remove(worker)
        if len(batch) == 1:
            item = batch[0]
            # a worker that died may have been killed for something else, so an item alone has two tries
            if refusal.reason != "reader_crashed" or item in self._died:
                self._died.discard(item)
                return [(item, self._job.failed(item, refusal))]
            self._died.add(item)
        self._waiting.extendleft([item] for item in reversed(batch))
        return []

    def _hand_out(self) -> None:
        while self._waiting:
            worker = next((w for w in self._workers if not w.batch), None)
            if worker is None:
                if len(self._workers) >= self.jobs:
                    return
                worker = _Worker(self._job.work, self.scratch, self._limits.memory)
                self._workers.append(worker)
            batch = self._waiting.popleft()
            try:
                worker.pipe.send(batch)
            except OSError:  # it died while it had nothing to do
                worker.end()
                self._workers.remove(worker)
                self._waiting.appendleft(batch)
                continue
            worker.batch = batch
            worker.deadline = self._deadline(len(batch)) + (0 if worker.started else _START)

    def _deadline(self, items: int) -> float:
        return time.monotonic() + self._limits.seconds + self._limits.seconds_a_file * items


class _Worker(Generic[Item, Answer]):
    """One process with its pipe, and what it is working on."""

    def __init__(
        self, work: Callable[[Sequence[Item]], list[Answer]], scratch: Path, memory: int | None
    ) -> None:
        self.pipe, other = _CONTEXT.Pipe()
        self.process = _CONTEXT.Process(target=_work, args=(other, work, scratch, memory), daemon=True)
        self.process.start()
        other.close()
        self.batch: Sequence[Item] = ()
        self.deadline = 0.0
        self.started = False

    def end(self) -> None:
        """Ends the process and, where there are process groups, the Tesseract that it started."""
        pid = self.process.pid
        self.process.kill()
        if pid is not None and hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)
        self.process.join()
        self.pipe.close()


def _work(
    pipe: Connection, work: Callable[[Sequence[Any]], list[Any]], scratch: Path, memory: int | None
) -> None:
    """What a worker does: batches, until its parent closes the pipe."""
    _settle_in(scratch, memory)
    pipe.send(None)
    while True:
        try:
            batch = pipe.recv()
        except (EOFError, OSError):
            return
        answer: list[Any] | MemoryError
        try:
            answer = work(batch)
        except MemoryError:
            answer = MemoryError()
        pipe.send(answer)


def _settle_in(scratch: Path, memory: int | None) -> None:
    """One thread a process: Tesseract's and OpenCV's own threads make parallel runs many times slower."""
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)  # Ctrl-C in a terminal is the parent's to handle; and Tesseract can be ended with us
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    tempfile.tempdir = str(scratch)
    os.environ["OMP_THREAD_LIMIT"] = os.environ["OPENCV_FOR_THREADS_NUM"] = "1"
    if memory is not None:
        _limit_memory(memory)
    if (
        loaded := sys.modules.get("cv2")
    ) is not None:  # came with the job; where it comes later, it looks there
        loaded.setNumThreads(1)


def _limit_memory(memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    with suppress(OSError, ValueError):  # macOS knows the limit and does not take it
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _end_with_parent() -> None:
    """When the parent is killed, nobody waits for this batch any more."""
    parent = parent_process()
    if parent is not None:
        parent.join()
    if hasattr(os, "killpg"):
        os.killpg(os.getpgid(0), signal.SIGKILL)
    os._exit(1)


def _crashed() -> Refused:
    return Refused(
        "reader_crashed", "读取时进程崩溃，已跳过此文件 / the reading process crashed on this file; skipped"
    )


def _took_too_long() -> Refused:
    return Refused(
        "took_too_long",
        "读取超时，已跳过此文件，请分段截取 / reading took too long, this file was skipped; cut it into parts",
    )
