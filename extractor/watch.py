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
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

from extractor.errors import CannotRun, OutputUnwritable
from extractor.intake.find import Found, find_screenshots, is_left_out, look_at
from extractor.ledger import Entry, Ledger
from extractor.outputs import Outputs, Summary
from extractor.pool import Limits, Pool
from extractor.reading import FileResult
from extractor.runner import Plan, Setting, no_room_for, reading, session

_BATCH = 4
"""Small batches: a file that comes in the middle of a burst does not wait behind many."""
_LOOK = 0.1
_WALK = 60.0
_WALK_POLLING = 10.0
_RETRY = 5.0
"""Seconds between looks at waiting files, walks through the folder, and tries at a full disk."""
_PATIENCE = 30.0
"""Seconds of quiet after which a picture that is not whole is taken for what it is, and not for a slow copy."""
_PAUSE = 2.0
_LONGEST = 30.0
"""The other outputs follow the table after a pause of so many seconds, at the latest after the longer time."""
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
    """Something that a watcher says. what: `started`, `file`, `gone`, `trouble`, `written`, `ended`.

    name: the file's. rows: how many of each kind (for `written`: in the whole table). review: how many of them ask
    for it. reasons: their codes, never values. message: for people.
    """

    what: str
    name: str = ""
    rows: dict[str, int] = field(default_factory=dict)
    review: int = 0
    reasons: tuple[str, ...] = ()
    message: str = ""


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
            f"watch 需要一个文件夹 / watch takes a folder, and this is none: {setting.place.target}"
        )
    stop = stop or Stop()
    with (
        session(setting) as ledger,
        reading(setting, ledger, options.jobs, options.limits) as pool,
        _hints(setting, options, stop) as hints,
    ):
        return _Watcher(setting, options, tell, stop, ledger, pool, hints).run()


class _Hints:
    """Paths that changed, from another thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._paths: set[Path] = set()

    def add(self, paths: set[Path]) -> None:
        with self._lock:
            self._paths |= paths

    def take(self) -> set[Path]:
        with self._lock:
            paths, self._paths = self._paths, set()
        return paths


@contextmanager
def _hints(setting: Setting, options: Options, stop: Stop) -> Iterator[_Hints]:
    """Collects events in a thread, which begins anew where the folder was removed and made again."""
    hints = _Hints()
    if options.once:
        yield hints
        return
    end = threading.Event()
    thread = threading.Thread(target=_listen, args=(setting, options, stop, hints, end), daemon=True)
    thread.start()
    try:
        yield hints
    finally:
        end.set()
        thread.join(timeout=5)


def _listen(setting: Setting, options: Options, stop: Stop, hints: _Hints, end: threading.Event) -> None:
    from watchfiles import watch as events

    root = setting.place.target.resolve()
    while not end.is_set():
        try:
            identity = _identity(root)
            for changes in events(
                root,
                watch_filter=None,
                debounce=200,
                step=50,
                rust_timeout=1000,
                yield_on_timeout=True,
                stop_event=end,
                force_polling=options.polling or None,
                poll_delay_ms=1000,
                raise_interrupt=False,
            ):
                if changes:
                    # named as the walk names them, whatever the links on the way
                    hints.add({setting.place.target / Path(p).relative_to(root) for _, p in changes})
                    stop.ring()
                if _identity(root) != identity:
                    hints.add({setting.place.target})
                    stop.ring()
                    break
        except (OSError, RuntimeError, ValueError):
            # the folder is gone, or the system gives no more watches: the walks go on
            end.wait(_RETRY / 5)


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


@dataclass(slots=True)
class _Waiting:
    """A file on its way in. since: when it was last seen to change (monotonic). patient: it was read and not whole."""

    found: Found
    look: tuple[int, int, int] | None
    since: float
    patient: bool = False


class _Watcher:
    """The loop. A file is taken when all of these hold:

    1. its name is not one that browsers, sync clients or phones give to unfinished files,
    2. size and times have not changed for `settle` seconds (by a clock that never jumps),
    3. it has bytes and decodes whole, or has been quiet for so long that it will never,
    4. the ledger does not know its bytes yet.
    """

    def __init__(
        self,
        setting: Setting,
        options: Options,
        tell: Tell,
        stop: Stop,
        ledger: Ledger,
        pool: Pool,
        hints: _Hints,
    ) -> None:
        self._setting, self._options, self._tell, self._stop = setting, options, tell, stop
        self._ledger, self._pool, self._hints = ledger, pool, hints
        self._outputs = Outputs(setting.out, ledger)
        self._waiting: dict[Path, _Waiting] = {}
        self._ready: dict[Path, list[Entry]] = {}
        self._reading: dict[Path, list[Entry]] = {}
        self._unsaved: list[tuple[FileResult, list[Entry]]] = []
        self._table_due = self._rest_due = True
        self._last_result = self._rest_since = 0.0
        self._next_walk = self._not_before = 0.0
        self._trouble = ""

    def run(self) -> Summary:
        self._tell(Told("started", message=str(self._setting.place.target)))
        while not self._stop.asked:
            if time.monotonic() >= self._next_walk:
                self._walk()
            self._take_hints()
            self._look_at_waiting()
            self._hand_out()
            self._take_results()
            self._save()
            if self._options.once and not (
                self._waiting or self._ready or self._reading or self._unsaved or self._table_due
            ):
                break
        return self._ended()

    # -- which files --------------------------------------------------------------------------------------------

    def _walk(self) -> None:
        """Compares the whole folder with the ledger."""
        place = self._setting.place
        every = _WALK_POLLING if self._options.polling else _WALK
        self._next_walk = time.monotonic() + every
        if not place.target.is_dir():
            self._next_walk = time.monotonic() + 1.0
            self._say_trouble(
                f"文件夹不见了，等它回来 / the folder is gone, waiting for it to come back: {place.target}"
            )
            return
        finding = find_screenshots(place.target, output=place.output, follow_links=place.follow_links)
        for found in finding.files:
            self._notice(found)
        keys = {os.fsencode(f.path.relative_to(self._setting.base).as_posix()) for f in finding.files}
        before = {key for key, known in self._ledger.paths.items() if not known.gone}
        for path in [p for p in self._waiting if p not in {f.path for f in finding.files}]:
            del self._waiting[path]
        if before - keys:
            self._absent = keys
            self._keep_absence(keys)

    def _keep_absence(self, present: set[bytes]) -> None:
        with self._surviving():
            gone = [k for k, known in self._ledger.paths.items() if k not in present and not known.gone]
            self._ledger.keep_absence(present)
            self._table_due = self._rest_due = True
            for key in gone:
                if key in self._ledger.paths:
                    self._tell(Told("gone", os.fsencode(key).decode("utf-8", "replace")))

    def _take_hints(self) -> None:
        place = self._setting.place
        for path in self._hints.take():
            if path == place.target or path.is_dir() or not os.path.lexists(path):
                # whole folders come and go without an event for each file in them
                self._next_walk = min(self._next_walk, time.monotonic() + 0.2)
            elif not is_left_out(path, place):
                found = look_at(path, place)
                if found is not None:
                    self._notice(found)

    def _notice(self, found: Found) -> None:
        """A file that may be new: it waits until it is quiet, unless the ledger knows it as it is."""
        if found.path in self._waiting or found.path in self._reading:
            return
        entry_known = self._known_as_is(found)
        if not entry_known:
            self._waiting[found.path] = _Waiting(found, _look(found.path), time.monotonic())

    def _known_as_is(self, found: Found) -> bool:
        key = os.fsencode(found.path.relative_to(self._setting.base).as_posix())
        known = self._ledger.paths.get(key)
        if known is None or known.gone:
            return False
        if found.refusal is not None:
            return not known.sha256
        return bool(known.sha256) and not self._needs_look(found)

    def _needs_look(self, found: Found) -> bool:
        entry = self._ledger.entry(found, base=self._setting.base)
        key = self._ledger.paths[entry.key]
        if entry.digest != key.sha256 or self._ledger.wants(entry, self._setting.rules):
            return True
        if key.stamp != entry.stamp or key.hashed_at != entry.hashed_at:
            with self._surviving():
                self._ledger.keep_paths([entry])
        return False

    def _look_at_waiting(self) -> None:
        """Files that have been quiet for long enough become ready, equal ones together."""
        now = time.monotonic()
        quiet: list[Entry] = []
        for path, waiting in list(self._waiting.items()):
            look = _look(path)
            if look is None and not os.path.lexists(path):
                del self._waiting[path]
                self._next_walk = min(self._next_walk, now + 0.2)
                continue
            if look != waiting.look:
                waiting.look, waiting.since, waiting.patient = look, now, False
            wait = _PATIENCE if waiting.patient else self._options.settle
            if now - waiting.since >= wait and path not in self._reading:
                quiet.append(self._ledger.entry(waiting.found, base=self._setting.base))
        if not quiet:
            return
        plan = Plan.of(quiet, self._ledger, self._setting.rules)
        with self._surviving():
            self._ledger.keep_paths(plan.known)
            if plan.known:
                self._table_due = self._rest_due = True
            for entry in plan.known:
                del self._waiting[entry.found.path]
                refusal = entry.found.refusal
                reasons = (refusal.reason,) if refusal else ()
                self._tell(Told("file", entry.found.name, {"unread": 1} if refusal else {}, len(reasons), reasons))
        in_hand = {group[0].digest: group for group in (*self._ready.values(), *self._reading.values())}
        for group in plan.groups:
            if group[0].digest in in_hand:
                in_hand[group[0].digest].extend(e for e in group if e not in in_hand[group[0].digest])
            elif not any(entry.found.path in self._ready for entry in group):
                self._ready[group[0].found.path] = group

    # -- reading ------------------------------------------------------------------------------------------------

    def _hand_out(self) -> None:
        """Whatever is ready is begun at once where a worker is free; several share a batch only when more wait."""
        if self._unsaved:
            return
        while self._ready and self._pool.free:
            size = max(1, min(_BATCH, len(self._ready) // self._pool.free))
            batch = [self._ready.pop(path) for path in list(self._ready)[:size]]
            for group in batch:
                self._reading[group[0].found.path] = group
            self._pool.submit([(group[0].found, group[0].digest) for group in batch])

    def _take_results(self) -> None:
        now = time.monotonic()
        looks = [self._next_walk - now]
        if self._waiting:
            looks.append(_LOOK)
        if self._table_due or self._unsaved:
            looks.append(max(0.0, self._not_before - now))
        elif self._rest_due:
            looks.append(max(0.0, self._last_result + _PAUSE - now))
        results = self._pool.results(max(0.0, min(looks)), self._stop.wake)
        self._stop.quiet()
        for found, result in results:
            group = self._reading.pop(found.path)
            no_room = no_room_for(result)
            if no_room:
                self._say_trouble(no_room)
                self._later()
            elif not self._put_off(found.path, result, group):
                self._unsaved.append((result, group))

    def _put_off(self, path: Path, result: FileResult, group: list[Entry]) -> bool:
        """True where the file changed meanwhile, or may still be on its way: it is read again later."""
        waiting = self._waiting.get(path)
        if waiting is None:
            return False
        if result.sha256 != group[0].digest or _look(path) != waiting.look:
            waiting.since = time.monotonic()
            return True
        whole = result.record.get("unread") not in _NOT_WHOLE and not result.record.get("truncated")
        if whole or waiting.patient or self._long_quiet(path):
            return False
        waiting.patient = True
        return True

    def _long_quiet(self, path: Path) -> bool:
        """By the clock on the wall, which may jump; then at most a damaged row comes early, or late."""
        try:
            return time.time() - path.stat().st_mtime > _PATIENCE
        except OSError:
            return False

    # -- writing ------------------------------------------------------------------------------------------------

    def _save(self) -> None:
        now = time.monotonic()
        if now < self._not_before:
            return
        with self._surviving():
            if self._unsaved:
                self._ledger.keep(self._unsaved, self._setting.rules)
                for result, group in self._unsaved:
                    self._tell_file(result, group)
                    for entry in group:
                        self._waiting.pop(entry.found.path, None)
                self._unsaved = []
                self._last_result, self._table_due = now, True
                if not self._rest_due:
                    self._rest_due, self._rest_since = True, now
            idle = not (self._reading or self._ready)
            if self._rest_due and (
                (idle and now - self._last_result >= _PAUSE) or now - self._rest_since >= _LONGEST
            ):
                self._write(table_only=False)
                self._table_due = self._rest_due = False
            elif self._table_due:
                self._write(table_only=True)
                self._table_due = False
            self._trouble = ""

    def _write(self, *, table_only: bool) -> Summary:
        summary = self._outputs.write(table_only=table_only)
        if self._table_due or not table_only:
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

    def _tell_file(self, result: FileResult, group: list[Entry]) -> None:
        rows: dict[str, int] = {}
        reasons: dict[str, None] = {}
        for row in result.rows:
            rows[row.kind] = rows.get(row.kind, 0) + 1
            reasons |= dict.fromkeys(reason.partition("=")[0] for reason in row.reasons)
        review = sum(row.needs_review for row in result.rows)
        for entry in group:
            self._tell(
                Told(
                    "file",
                    entry.found.name,
                    rows,
                    review,
                    tuple(reasons),
                    str(result.record.get("message", "")),
                )
            )

    def _ended(self) -> Summary:
        """What is in hand is finished and kept, then everything is written."""
        deadline = time.monotonic() + 60.0
        while self._reading and time.monotonic() < deadline:
            for found, result in self._pool.results(max(0.0, deadline - time.monotonic())):
                group = self._reading.pop(found.path)
                if not no_room_for(result) and not self._put_off(found.path, result, group):
                    self._unsaved.append((result, group))
        if self._unsaved:
            self._ledger.keep(self._unsaved, self._setting.rules)
            for result, group in self._unsaved:
                self._tell_file(result, group)
        summary = self._write(table_only=False)
        self._tell(Told("ended"))
        return summary


def _look(path: Path) -> tuple[int, int, int] | None:
    """What changes when a file is written; None where it cannot be seen."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ino
