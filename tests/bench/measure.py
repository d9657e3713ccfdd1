"""What a run costs: each in a fresh process, so that its children's CPU time and memory are its own."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock, from the start of the workers to the last result; CPU seconds of all processes; and the
    memory of the largest single process in MB. The latter two are 0 on Windows."""

    seconds: float
    cpu_seconds: float
    peak_mb: float

    def busy(self, jobs: int) -> float:
        """The share of jobs cores that it used, 0–1: low where other work on the machine took them."""
        return self.cpu_seconds / (self.seconds * jobs)


def measured(work: Callable[[], T]) -> tuple[T, Cost]:
    """What work gives, and what it cost. work must be picklable (a function of a module, or a partial of one)."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_timed, work).result()


def _timed(work: Callable[[], T]) -> tuple[T, Cost]:
    cpu, start = usage()[0], time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    after, peak = usage()
    return result, Cost(seconds, after - cpu, peak)


def usage() -> tuple[float, float]:
    """CPU seconds of this process and its children, and the largest ended one's memory in MB; of children that go on, on Linux
    only: elsewhere theirs count once they end."""
    if sys.platform == "win32":
        return 0.0, 0.0
    import resource

    every = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return sum(u.ru_utime + u.ru_stime for u in every) + _going_on(), max(u.ru_maxrss for u in every) / unit


def _going_on() -> float:
    """CPU seconds of the children that have not ended, as Linux tells them; 0 elsewhere."""
    ticks = 0
    for task in Path("/proc/self/task").glob("*/children"):
        for child in task.read_text().split():
            with suppress(OSError):  # it has ended meanwhile
                times = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[11:13]
                ticks += sum(map(int, times))
    return ticks / os.sysconf("SC_CLK_TCK") if ticks else 0.0
