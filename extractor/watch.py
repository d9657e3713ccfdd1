"""Watches a folder: what comes into it is read when it is whole, and the table grows.

Events of the system are hints only: they name files to look at sooner. The truth is a walk through the folder, which
is compared with the ledger at the start, every minute, and when a whole folder has changed. So nothing is missed for
an event that never came, and nothing is read twice for one that came twice.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from multiprocessing import Pipe
from pathlib import Path

from extractor.errors import CannotRun, OutputUnwritable
from extractor.evidence.to_review import to_review
from extractor.hints import Hints, hints_of
from extractor.i18n import tr
from extractor.intake.find import Found, find_screenshots, is_left_out, look_at
from extractor.ledger import Entry, Ledger, stamp_of
from extractor.outputs import Outputs, Summary, in_words
from extractor.pool import Limits
from extractor.reading import FileResult
from extractor.runner import Plan, Readers, Setting, no_room_for, reading, session

_BATCH = 4
"""Small batches: a file that comes in the middle of a burst does not wait behind many."""
_AHEAD = 8
"""So many files a worker are hashed ahead."""
_LOOK = 0.1
"""Seconds between looks at files that are to become quiet."""
_WALK, _WALK_POLLING = 60.0, 2.0
"""Seconds between walks through the folder."""
_RETRY = 5.0
"""Seconds until the next try where the disk is full."""
_PATIENCE = 30.0
"""Seconds of quiet after which a picture that is not whole is taken for what it is, and not for a slow copy."""
_PAUSE, _LONGEST = 2.0, 30.0
"""The other outputs follow the table after a pause of so many seconds, at the latest after the longer time."""
_LAST_FILES = 120.0
"""Seconds that the files in hand have when the watcher is to end."""
_NOT_WHOLE = frozenset({"empty_file", "truncated_image", "damaged_image", "not_an_image", "too_small"})


@dataclass(frozen=True, slots=True)
class Options:
    """How to watch. settle: seconds without a change after which a file counts as written. polling: look through the
    folder instead of waiting for events, for network drives. once: end when all that is there has been read."""

    settle: float = 0.5
    polling: bool = False
    once: bool = False
    jobs: int | None = None
    limits: Limits | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """Something that a watcher says. what: `started`, `file`, `waiting`, `gone`, `trouble`, `written`, `ended`.

    name: the file's. rows: how many of each kind (for `written`: in the whole table). review: how many of them ask
    for it. reasons: their codes, never values. message: for people. known: of `started`, the files read before.
    """

    what: str
    name: str = ""
    rows: dict[str, int] = field(default_factory=dict)
    review: int = 0
    reasons: tuple[str, ...] = ()
    message: str = ""
    known: int = 0


Tell = Callable[[Told], None]


class Stop:
    """Asks a watcher to end after the files in hand; safe in a signal handler and from other threads."""

    def __init__(self) -> None:
        self.asked = False
        self.wake, self._bell = Pipe(duplex=False)
        self._ringing = threading.Lock()

    def ask(self) -> None:
        self.asked = True
        self.ring()

    def ring(self) -> None:
        """Wakes the watcher from its wait."""
        if self._ringing.acquire(blocking=False):  # one ring is enough, and the pipe never fills
            self._bell.send_bytes(b"!")

    def quiet(self) -> None:
        """Takes the ring back, by the watcher."""
        while self.wake.poll():
            self.wake.recv_bytes()
            with suppress(RuntimeError):
                self._ringing.release()


def watch(setting: Setting, options: Options, tell: Tell, stop: Stop | None = None) -> Summary:
    """Reads what is in the folder, then what comes into it, until stop is asked (or all is read, for options.once).

    Raises CannotRun where it cannot start. A file that cannot be read, a full disk or a folder that vanishes for a
    while never ends it.
    """
    if not setting.place.target.is_dir():
        raise CannotRun(
            tr(
                "watch takes a folder, and this is none: {path}. For a single file use extractor run",
                path=setting.place.target,
            )
        )
    stop = stop or Stop()
    with (
        session(setting) as ledger,
        reading(setting, ledger, options.jobs, options.limits) as pool,
        _hints(setting, options, stop) as hints,
    ):
        return _Watcher(setting, options, tell, stop, ledger, pool, hints).run()


def _hints(setting: Setting, options: Options, stop: Stop) -> AbstractContextManager[Hints]:
    """Hints that wake the watcher; none where it is to look by itself."""
    if options.once or options.polling:
        return nullcontext(Hints())
    return hints_of(setting.place.target, stop.ring)


@dataclass(slots=True)
class _Waiting:
    """A file on its way in. since: when it was last seen to change (monotonic). told: by an event, so it goes first.

    patient: it was read and was not whole, so it waits longer; read: what that gave, with the entry that it was read as.
    """

    found: Found
    look: tuple[int, int, int] | None
    since: float
    told: bool = False
    patient: bool = False
    read: tuple[FileResult, Entry] | None = None


class _Watcher:
    """The loop. A file is taken when all of these hold:

    1. its name is not one that browsers, sync clients or phones give to unfinished files,
    2. size and times have not changed for `settle` seconds (by a clock that never jumps),
    3. it has bytes and decodes whole, or has been quiet for so long that it never will,
    4. the ledger does not know its bytes yet.

    A file is in one of three places: waiting to be quiet, ready, or being read. The latter two hold groups of files
    with equal bytes, of which the first is read.
    """

    def __init__(
        self,
        setting: Setting,
        options: Options,
        tell: Tell,
        stop: Stop,
        ledger: Ledger,
        pool: Readers,
        hints: Hints,
    ) -> None:
        self._setting, self._options, self._tell, self._stop = setting, options, tell, stop
        self._ledger, self._pool, self._hints = ledger, pool, hints
        self._outputs = Outputs(setting.out, setting.place.target, ledger, options.jobs)
        self._waiting: dict[Path, _Waiting] = {}
        self._taken: dict[Path, _Waiting] = {}
        self._ready: dict[Path, list[Entry]] = {}
        self._reading: dict[Path, list[Entry]] = {}
        self._unsaved: list[tuple[FileResult, list[Entry]]] = []
        # a table of an earlier session may be older than the ledger; an empty ledger must not empty it
        self._table_due = self._rest_due = bool(ledger.paths)
        self._last_result = self._rest_since = time.monotonic()
        self._next_walk = self._not_before = self._table_after = 0.0
        self._trouble = ""

    def run(self) -> Summary:
        known = sum(not path.gone for path in self._ledger.paths.values())
        self._tell(Told("started", message=str(self._setting.place.target), known=known))
        while not self._stop.asked:
            if time.monotonic() >= self._next_walk:
                self._walk()
            self._take_hints()
            self._look_at_waiting()
            self._hand_out()
            self._take_results()
            self._save()
            if self._options.once and not (self._waiting or self._taken or self._unsaved or self._table_due):
                break
        return self._ended()

    # -- which files --------------------------------------------------------------------------------------------

    def _walk(self) -> None:
        """Compares the whole folder with the ledger."""
        began = time.monotonic()
        place = self._setting.place
        if not place.target.is_dir():
            self._next_walk = began + 1.0
            self._say_trouble(
                tr("the folder is gone, waiting for it to come back: {path}", path=place.target)
            )
            return
        finding = find_screenshots(place.target, output=place.output, follow_links=place.follow_links)
        for found in finding.files:
            self._notice(found, told=False)
        present = {found.path for found in finding.files}
        for path in [path for path in self._waiting if path not in present]:
            del self._waiting[path]
        self._keep_absence({self._key(path) for path in present})
        now = time.monotonic()
        # a large folder on a slow drive must not be walked through all the time
        self._next_walk = now + max(_WALK_POLLING if self._options.polling else _WALK, 10 * (now - began))

    def _keep_absence(self, present: set[bytes]) -> None:
        absent = [key for key, known in self._ledger.paths.items() if key not in present and not known.gone]
        if not absent:
            return
        with self._surviving():
            self._ledger.keep_absence(present)
            self._table_due = self._rest_due = True
            for key in absent:
                self._tell(Told("gone", self._setting.place.name_of(self._setting.base / os.fsdecode(key))))

    def _take_hints(self) -> None:
        place = self._setting.place
        for path in self._hints.take():
            if path == place.target:
                self._walk_soon()
            elif is_left_out(path, place):
                continue
            elif path.is_dir() or not os.path.lexists(path):
                self._walk_soon()  # whole folders come and go without an event for each file in them
            elif (found := look_at(path, place)) is not None:
                self._notice(found, told=True)

    def _walk_soon(self) -> None:
        self._next_walk = min(self._next_walk, time.monotonic() + 0.2)

    def _key(self, path: Path) -> bytes:
        return os.fsencode(path.relative_to(self._setting.base).as_posix())

    def _notice(self, found: Found, *, told: bool) -> None:
        """A file that may be new: it waits until it is quiet, unless the ledger knows it as it is."""
        if found.path in self._taken:
            return  # if it changed while it was read, that is seen when the result comes
        waiting = self._waiting.get(found.path)
        if waiting is not None:
            waiting.told |= told
        elif not self._known_as_it_is(found):
            self._waiting[found.path] = _Waiting(found, _look(found.path), time.monotonic(), told)

    def _known_as_it_is(self, found: Found) -> bool:
        known = self._ledger.paths.get(self._key(found.path))
        if known is None or known.gone:
            return False
        if not known.sha256:
            return found.refusal is not None
        if found.refusal is not None or stamp_of(found.path) != known.stamp:
            return False
        entry = self._ledger.entry(found, base=self._setting.base)
        if entry.digest != known.sha256 or self._ledger.wants(entry, self._setting.rules):
            return False
        with self._surviving():
            self._ledger.keep_paths([entry])
        return True

    def _look_at_waiting(self) -> None:
        """Files that have been quiet for long enough become ready; those that an event told of go first."""
        now = time.monotonic()
        room = _AHEAD * self._pool.jobs - len(self._ready)
        quiet: list[Entry] = []
        for path, waiting in sorted(self._waiting.items(), key=lambda item: not item[1].told):
            if not waiting.told and len(quiet) >= room:
                break
            if now - waiting.since < self._wait_for(waiting):
                continue
            look = _look(path)
            if look is None and not os.path.lexists(path):
                del self._waiting[path]
                self._walk_soon()
            elif look != waiting.look:
                waiting.look, waiting.since, waiting.patient = look, now, False
            else:
                quiet.append(self._ledger.entry(waiting.found, base=self._setting.base))
        plan = Plan.of(quiet, self._ledger, self._setting.rules)
        self._note_known(plan.known)
        for group in plan.groups:
            self._make_ready(group)

    def _wait_for(self, waiting: _Waiting) -> float:
        return max(_PATIENCE, self._options.settle) if waiting.patient else self._options.settle

    def _note_known(self, entries: list[Entry]) -> None:
        """Files whose bytes are known under another name, or that must not be opened."""
        news = [e for e in entries if (known := self._ledger.paths.get(e.key)) is None or known.gone
                or known.sha256 != e.digest]  # fmt: skip
        with self._surviving():
            self._ledger.keep_paths(entries)
            for entry in entries:
                self._waiting.pop(entry.found.path, None)
            if news:
                self._table_due = self._rest_due = True
                self._last_result = time.monotonic()
            for entry in news:
                refusal = entry.found.refusal
                if refusal is not None:
                    told = Told("file", entry.found.name, {"unread": 1}, 0, (refusal.reason,), str(refusal))
                else:
                    told = Told("file", entry.found.name, message=tr("its content was read before"))
                self._tell(told)

    def _make_ready(self, group: list[Entry]) -> None:
        """Puts a group to those that are ready, or to the one with the same bytes that is there already."""
        for other in (*self._ready.values(), *self._reading.values()):
            if other[0].digest == group[0].digest:
                other.extend(group)
                break
        else:
            self._ready[group[0].found.path] = group
        for entry in group:
            self._taken[entry.found.path] = self._waiting.pop(entry.found.path)

    def _put_back(self, group: list[Entry], *, patient: bool = False) -> None:
        for entry in group:
            waiting = self._taken.pop(entry.found.path)
            look = _look(entry.found.path)
            if look != waiting.look:
                waiting.since = time.monotonic()
            waiting.look, waiting.patient = look, patient and look == waiting.look
            self._waiting[entry.found.path] = waiting

    # -- reading ------------------------------------------------------------------------------------------------

    def _hand_out(self) -> None:
        """Whatever is ready is begun at once where a worker is free; several share a batch only when more wait."""
        if self._unsaved or time.monotonic() < self._not_before:
            return
        told = [path for path in self._ready if self._taken[path].told]
        order = told + [path for path in self._ready if not self._taken[path].told]
        while order and self._pool.free:
            size = max(1, min(_BATCH, len(order) // self._pool.free))
            batch, order = order[:size], order[size:]
            for path in batch:
                self._reading[path] = self._ready.pop(path)
            self._pool.submit(
                [(self._reading[path][0].found, self._reading[path][0].digest) for path in batch]
            )

    def _take_results(self, timeout: float | None = None) -> None:
        results = self._pool.results(self._until_next() if timeout is None else timeout, self._stop.wake)
        self._stop.quiet()
        for (found, _), result in results:
            group = self._reading.pop(found.path)
            if no_room := no_room_for(result):
                self._put_back(group)
                self._say_trouble(no_room)
                self._later()
            elif self._is_final(found.path, result, group):
                self._unsaved.append((result, group))

    def _until_next(self) -> float:
        """Seconds until something is to be done that neither an event nor a result will call for."""
        now = time.monotonic()
        times = [self._next_walk]
        if self._waiting and len(self._ready) < _AHEAD * self._pool.jobs:
            times.append(now + _LOOK)
        if self._table_due or self._unsaved or (self._ready and self._pool.free):
            times.append(max(self._not_before, 0.0 if self._unsaved else self._table_after))
        elif self._rest_due:
            times.append(max(self._not_before, self._last_result + _PAUSE))
        return max(0.0, min(times) - now)

    def _is_final(self, path: Path, result: FileResult, group: list[Entry]) -> bool:
        """False where the file changed meanwhile, or may still be on its way: it goes back and is read again later."""
        waiting = self._taken[path]
        if result.sha256 != group[0].digest or _look(path) != waiting.look:
            self._put_back(group)
            return False
        whole = result.record.get("unread") not in _NOT_WHOLE and not result.record.get("truncated")
        if whole or waiting.patient or _long_quiet(path):
            return True
        self._put_back(group, patient=True)
        if result.record.get("unread") == "not_an_image" and waiting.look and waiting.look[0]:
            why = tr(
                "is no picture; in case it is still being copied: waiting {seconds} seconds",
                seconds=int(_PATIENCE),
            )
        else:
            why = tr(
                "is empty or not whole yet: waiting {seconds} seconds for the rest", seconds=int(_PATIENCE)
            )
        for entry in group:
            self._waiting[entry.found.path].read = result, entry
            self._tell(Told("waiting", entry.found.name, message=why))
        return False

    # -- writing ------------------------------------------------------------------------------------------------

    def _save(self) -> None:
        now = time.monotonic()
        if now < self._not_before:
            return
        with self._surviving():
            self._keep_results()
            pause = not self._taken and now - self._last_result >= _PAUSE
            if self._rest_due and (pause or now - self._rest_since >= _LONGEST):
                self._write(table_only=False)
                self._table_due = self._rest_due = False
                self._rest_since = now
            elif self._table_due and now >= self._table_after:
                self._write(table_only=True)
                self._table_due = False
                # a table that takes long to write must not take all of a burst's time
                self._table_after = (end := time.monotonic()) + (end - now)

    def _keep_results(self) -> None:
        if not self._unsaved:
            return
        self._ledger.keep(self._unsaved, self._setting.rules)
        saved, self._unsaved = self._unsaved, []
        self._last_result, self._table_due, self._trouble = time.monotonic(), True, ""
        if not self._rest_due:
            self._rest_due, self._rest_since = True, self._last_result
        for result, group in saved:
            for entry in group:
                del self._taken[entry.found.path]
                self._tell(_told_of(result, entry.found.name))

    def _write(self, *, table_only: bool) -> Summary:
        summary = self._outputs.write(table_only=table_only)
        self._tell(Told("written", rows=dict(summary.rows), review=summary.to_review))
        return summary

    @contextmanager
    def _surviving(self) -> Iterator[None]:
        """A full disk or a file that Excel holds does not end the watcher: it says so once, and tries again."""
        try:
            yield
        except OutputUnwritable as error:
            self._say_trouble(str(error))
            self._later()

    def _later(self) -> None:
        self._not_before = time.monotonic() + _RETRY

    def _say_trouble(self, message: str) -> None:
        if message != self._trouble:
            self._trouble = message
            self._tell(Told("trouble", message=message))

    def _ended(self) -> Summary:
        """What is in hand is finished and kept, then everything is written."""
        deadline = time.monotonic() + _LAST_FILES
        while self._reading and time.monotonic() < deadline:
            self._take_results(deadline - time.monotonic())
        self._settle_for_what_was_read()
        self._keep_results()
        summary = self._write(table_only=False)
        self._tell(Told("ended", rows=dict(summary.rows), review=summary.to_review))
        return summary

    def _settle_for_what_was_read(self) -> None:
        """Files that were waited for to become whole, and are as they were: what was read of them counts. Should more of them
        come, the next start reads them again."""
        groups: dict[str, tuple[FileResult, list[Entry]]] = {}
        for path, waiting in list(self._waiting.items()):
            if waiting.patient and waiting.read is not None and _look(path) == waiting.look:
                result, entry = waiting.read
                groups.setdefault(result.sha256, (result, []))[1].append(entry)
                self._taken[path] = self._waiting.pop(path)
        self._unsaved += groups.values()


def _told_of(result: FileResult, name: str) -> Told:
    rows: dict[str, int] = {}
    reasons: dict[str, None] = {}
    for row in result.rows:
        rows[row.kind] = rows.get(row.kind, 0) + 1
        # a code may go on with the values that were read: those are for the table alone
        reasons |= dict.fromkeys(reason.partition("=")[0] for reason in row.reasons)
    review = to_review(result.rows)
    message = str(result.record.get("message", ""))
    if "unread" in rows and not message:
        message = in_words(result.rows[0].reasons)
    return Told("file", name, rows, review, tuple(reasons), message)


def _long_quiet(path: Path) -> bool:
    """By the clock on the wall, which may jump; then at most the row of a damaged file comes early, or late."""
    try:
        return time.time() - path.stat().st_mtime > _PATIENCE
    except OSError:
        return False


def _look(path: Path) -> tuple[int, int, int] | None:
    """What changes when a file is written; None where it cannot be seen."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ino
