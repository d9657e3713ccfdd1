"""Tesseract kept running while a batch is read: its start costs 0.1 s of CPU time for each language, as much as fifteen lines.

Names of pictures go in by its standard input, one a line, and its table comes back row by row. So that it gives each
row as soon as it has it, and not some kilobytes together, its output is a terminal of its own; Windows has none, there
each call starts a Tesseract, as everywhere where none is kept.
"""

from __future__ import annotations

import os
import selectors
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import pty
    import tty
except ImportError:  # Windows
    HAS_TERMINALS = False
else:
    HAS_TERMINALS = True

_PIECE = 1 << 16
_START = 30.0
"""Seconds in which a Tesseract gives the head of its table; one that does not waits for the end of its input."""
_unfit: set[str] = set()
"""The programs that take no names one by one."""
_kept = threading.local()
"""Of each thread: the Tesseracts that run for it, by command and place of their models, while it keeps any."""


class Ended(RuntimeError):
    """A Tesseract that was kept ended in the middle of its work, whyever."""


@contextmanager
def kept_running() -> Iterator[None]:
    """While the block runs, Tesseracts that this thread starts go on to its next calls; they end with it."""
    if getattr(_kept, "running", None) is not None or not HAS_TERMINALS:
        yield
        return
    running: dict[tuple[str, ...], Running] = {}
    _kept.running = running
    try:
        yield
    finally:
        _kept.running = None
        for one in running.values():
            one.end()


def table_of(
    command: Sequence[str], environment: Mapping[str, str], names: Sequence[Path], blank: Path, seconds: float
) -> str | None:
    """The rows of Tesseract's table for pictures, their pages counted from 1; None where no Tesseract is kept.

    command: the program and all of its options but for files. blank: the name of a picture without print: its row tells that
    those before it are done. Raises Ended where Tesseract ends, RuntimeError where it takes more than so many seconds.
    """
    running: dict[tuple[str, ...], Running] | None = getattr(_kept, "running", None)
    if running is None or command[0] in _unfit:
        return None
    key = (*command, environment.get("TESSDATA_PREFIX", ""))
    one = running.get(key)
    try:
        if one is None:
            one = running[key] = Running(command, environment)
        return one.read(names, blank, seconds)
    except BaseException:
        if one is not None:
            del running[key]
            one.end()
        raise


class Running:
    """One Tesseract that runs until it is ended."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Starts it; command as for table_of. Raises Ended where it cannot be started."""
        try:
            ours, theirs = pty.openpty()
        except OSError as error:  # a container may have none to give
            raise Ended(str(error)) from error
        try:
            tty.setraw(theirs)  # else line ends are changed
            self._process = subprocess.Popen(
                [command[0], "-", "-", *command[1:], "-c", "stream_filelist=1"],
                stdin=subprocess.PIPE,
                stdout=theirs,
                stderr=subprocess.DEVNULL,
                env=dict(environment),
            )
        except OSError as error:
            os.close(ours)
            raise Ended(str(error)) from error
        finally:
            os.close(theirs)
        self._program = command[0]
        self._begun = False
        """Whether it has given the head of its table, which it does before it reads a name."""
        self._answers = ours
        self._pages = 0
        """How many pictures it has been given."""

    def read(self, names: Sequence[Path], blank: Path, seconds: float) -> str:
        """As table_of; after an error it is of no use any more."""
        asked = b"".join(os.fsencode(name) + b"\n" for name in (*names, blank))
        before, self._pages = self._pages, self._pages + len(names) + 1
        # a page's rows come one after the other, its own before those of what stands on it
        mark = b"\n1\t%d\t" % self._pages
        answer = bytearray(b"\n")
        for piece in self._exchange(asked, seconds):
            since = max(0, len(answer) - len(mark))
            answer += piece
            begins = answer.find(mark, since)
            if begins >= 0 and answer.find(b"\n", begins + 1) >= 0:
                return _own_rows(bytes(answer[:begins]).decode("utf-8"), before)
        raise Ended("Tesseract ended")

    def _exchange(self, asked: bytes, seconds: float) -> Iterator[bytes]:
        """Writes what is asked while it gives what comes back: neither side waits for the other to read."""
        assert self._process.stdin is not None
        questions = self._process.stdin.fileno()
        begun = time.monotonic()
        os.set_blocking(questions, False)
        with selectors.DefaultSelector() as ready:
            ready.register(self._answers, selectors.EVENT_READ)
            ready.register(questions, selectors.EVENT_WRITE)
            while True:
                left = begun + (seconds if self._begun else min(seconds, _START)) - time.monotonic()
                events = ready.select(max(0.0, left))
                if left < 0 or not events:
                    if self._begun:
                        raise RuntimeError("Tesseract process timeout")
                    _unfit.add(self._program)
                    raise Ended("no head of a table")
                for key, _ in events:
                    try:
                        if key.fd == self._answers:
                            piece = os.read(self._answers, _PIECE)
                            if not piece:
                                return
                            self._begun = True
                            yield piece
                        else:
                            asked = asked[os.write(questions, asked) :]
                            if not asked:
                                ready.unregister(questions)
                    except OSError:  # Linux's word for a terminal whose other end is closed; or a pipe's
                        return

    def end(self) -> None:
        """Ends it, if it has not ended by itself, and gives back what it holds."""
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.close()
        self._process.kill()
        self._process.wait()
        os.close(self._answers)


def _own_rows(table: str, before: int) -> str:
    """The rows of pages behind so many, which are counted from 1 then; before stands the head, or what follows the blank one."""
    rows = []
    for row in table.split("\n"):
        level, _, rest = row.partition("\t")
        page, _, cells = rest.partition("\t")
        if page.isdigit() and int(page) > before:
            rows.append(f"{level}\t{int(page) - before}\t{cells}")
    return "".join(f"{row}\n" for row in rows)
