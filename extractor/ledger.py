"""What has been read already: `ledger.sqlite` in the results folder, the truth from which all outputs are rebuilt.

Two tables matter. `contents` holds what a file's bytes (by SHA-256) gave: rows, record, the rules that made them.
`paths` says which file of which input folder has which bytes. So a moved file keeps its rows, equal files are read
once, and a file that is gone is still known. Each change is one transaction: after a crash it is there or it is not.

SQLite keeps its rollback journal (not the write-ahead log, which network drives do not bear) and flushes at every
commit. One process at a time may write: `locked` sees to that.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from extractor.errors import LedgerDamaged, OutputBusy, OutputUnwritable, Refused
from extractor.evidence.schema import Row
from extractor.geometry import Box
from extractor.i18n import tr
from extractor.intake.capture import basis_of
from extractor.intake.find import LEDGER_NAME, Found
from extractor.intake.screenshot import digest_of
from extractor.reading import FileResult
from extractor.system_errors import cannot_create, cannot_write

LOCK_NAME = "ledger.lock"
_FORM = 1
"""The version of the tables below, in SQLite's user_version."""
_TABLES = """
CREATE TABLE contents (
    sha256 TEXT PRIMARY KEY, rules TEXT NOT NULL, reason TEXT NOT NULL, attempts INTEGER NOT NULL,
    basis_rank INTEGER NOT NULL, basis_time INTEGER NOT NULL, read_at TEXT NOT NULL,
    "rows" TEXT NOT NULL, chat TEXT
);
CREATE TABLE records (sha256 TEXT PRIMARY KEY, record BLOB NOT NULL);
CREATE TABLE paths (
    root BLOB NOT NULL, path BLOB NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, stamp TEXT NOT NULL,
    hashed_at INTEGER NOT NULL, gone INTEGER NOT NULL, reason TEXT NOT NULL, message TEXT NOT NULL,
    PRIMARY KEY (root, path)
) WITHOUT ROWID;
CREATE TABLE facts (key TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_ROW_FIELDS = frozenset(field.name for field in fields(Row))
# Failures that may be the machine's fault and not the file's: tried again at the next start, so many times in all.
_PERHAPS_NEXT_TIME = frozenset(
    {"ocr_failed", "reader_crashed", "took_too_long", "too_much_memory", "internal_error"}
)
_ATTEMPTS = 2
_TICK_NS = 2_000_000_000
"""The coarsest clock of a file system in use (FAT), in nanoseconds."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An input file as it was seen: its place, a stamp that changes when it is written, and its bytes' SHA-256.

    digest is "" where the file could not be read or must not be; found.refusal then says why.
    """

    found: Found
    key: bytes
    stamp: str
    hashed_at: int
    digest: str
    basis: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Content:
    """What is known of bytes that were read: by which rules, why they failed ("" where not), how often tried."""

    rules: str
    reason: str
    attempts: int
    basis: tuple[int, int]


@dataclass(frozen=True, slots=True)
class KnownPath:
    """What is known of a path: its bytes, their stamp, and when they were hashed (nanoseconds since the epoch)."""

    sha256: str
    stamp: str
    hashed_at: int
    gone: bool


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of the table, as the ledger gives it back: rows under the file's present name, before any marks."""

    name: str
    sha256: str
    rows: list[Row]
    chat: dict[str, Any] | None
    gone: bool
    message: str
    """Why it was not read, for people; "" where it was."""


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Holds the results folder for this process alone, making it where needed; the system lets go when we die.

    Raises OutputBusy where another run or watcher has it, OutputUnwritable where it cannot be made or written.
    """
    from filelock import FileLock, Timeout

    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputUnwritable(cannot_create(out, error)) from error
    lock = FileLock(out / LOCK_NAME, timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout as error:
        raise OutputBusy(
            tr(
                "another extractor (run or watch) is writing {path}; wait until it has ended, or choose another "
                "folder with -o",
                path=out,
            )
        ) from error
    except OSError as error:
        raise OutputUnwritable(cannot_write(out, error)) from error
    try:
        yield
    finally:
        lock.release()


class Ledger:
    """The ledger of a results folder, for one input folder (or file). Use inside `locked`.

    Raises LedgerDamaged where the file is no ledger of this version, OutputUnwritable where the disk is full or the
    folder may not be written. A failed write leaves everything as it was.
    """

    def __init__(self, out: Path, target: Path) -> None:
        self.out, self.root = out, os.fsencode(target.resolve())
        self._path = out / LEDGER_NAME
        with self._guarded():
            self._db = self._opened()
            self.contents = {
                sha: Content(rules, reason, attempts, (rank, at))
                for sha, rules, reason, attempts, rank, at in self._db.execute(
                    "SELECT sha256, rules, reason, attempts, basis_rank, basis_time FROM contents"
                )
            }
            self.paths = {
                key: KnownPath(sha, stamp, hashed_at, bool(gone))
                for key, sha, stamp, hashed_at, gone in self._db.execute(
                    "SELECT path, sha256, stamp, hashed_at, gone FROM paths WHERE root = ?", (self.root,)
                )
            }

    def _opened(self) -> sqlite3.Connection:
        # SQLite gives its journal the mode of the database
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        db = sqlite3.connect(self._path, isolation_level=None, timeout=30)
        db.execute("PRAGMA synchronous = FULL")
        (form,) = db.execute("PRAGMA user_version").fetchone()
        if form == 0:
            db.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {_FORM}; COMMIT;")
        elif form != _FORM:
            raise LedgerDamaged(
                tr(
                    "{path} was written by another version of this program; upgrade it, or choose another folder "
                    "with -o",
                    path=self._path,
                )
            )
        return db

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- looking at files ---------------------------------------------------------------------------------------

    def entry(self, found: Found, *, base: Path) -> Entry:
        """found as it is now. Its bytes are hashed only where its stamp is new, or too young to be trusted."""
        key = os.fsencode(found.path.relative_to(base).as_posix())
        if found.refusal is not None:
            return Entry(found, key, "", 0, "", (9, 0))
        try:
            status = found.path.stat()
            stamp = _stamp(status)
            basis = basis_of(found.path, status.st_mtime)
            known = self.paths.get(key)
            newest = max(status.st_mtime_ns, status.st_ctime_ns)
            # a file written twice within a tick of the clock has one stamp: it tells only when it is older
            if known and known.sha256 and known.stamp == stamp and abs(known.hashed_at - newest) > _TICK_NS:
                return Entry(found, key, stamp, known.hashed_at, known.sha256, basis)
            now = time.time_ns()
            return Entry(found, key, stamp, now, digest_of(found.path), basis)
        except OSError as error:
            refusal = Refused("unreadable_file", _cannot_open(error))
        except Refused as refused:
            refusal = refused
        return Entry(Found(found.path, found.name, refusal), key, "", 0, "", (9, 0))

    def wants(self, entry: Entry, rules: str) -> bool:
        """True where the entry's bytes must be read: unknown, read by other rules, worth another try, or better named."""
        if not entry.digest:
            return False
        known = self.contents.get(entry.digest)
        if known is None or known.rules != rules or entry.basis < known.basis:
            return True
        return known.reason in _PERHAPS_NEXT_TIME and known.attempts < _ATTEMPTS

    # -- writing ------------------------------------------------------------------------------------------------

    def keep(self, done: Iterable[tuple[FileResult, Sequence[Entry]]], rules: str) -> None:
        """Takes results in, each with all entries of those bytes, the one that was read first; one transaction."""
        contents: dict[str, Content] = {}
        paths: dict[bytes, KnownPath] = {}
        with self._transaction():
            for result, entries in done:
                if result.sha256:
                    contents[result.sha256] = self._keep_content(result, entries[0], rules)
                for entry in entries:
                    paths[entry.key] = self._keep_path(entry, result)
            moved = self._forget_moved(paths)
        self.contents |= contents
        self._know(paths, moved)

    def _keep_content(self, result: FileResult, entry: Entry, rules: str) -> Content:
        known = self.contents.get(result.sha256)
        reason = str(result.record.get("unread", ""))
        tries = known.attempts if known is not None and known.rules == rules and known.reason == reason else 0
        content = Content(rules, reason, tries + 1, entry.basis)
        chat = None
        if result.record.get("messages"):
            chat = _json(
                {key: result.record.get(key) for key in ("title", "captured_at", "screen", "messages")}
            )
        self._db.execute(
            "INSERT OR REPLACE INTO contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                result.sha256, rules, reason, content.attempts, *entry.basis,
                time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), _json([_stored(row) for row in result.rows]), chat,
            ),
        )  # fmt: skip
        packed = zlib.compress(_json(result.record).encode("utf-8"), 3)
        self._db.execute("INSERT OR REPLACE INTO records VALUES (?, ?)", (result.sha256, packed))
        return content

    def _keep_path(self, entry: Entry, result: FileResult | None = None) -> KnownPath:
        sha256, stamp = (result.sha256, entry.stamp) if result else (entry.digest, entry.stamp)
        reason = message = ""
        if result is not None and result.sha256 != entry.digest:
            stamp = ""  # the file changed between hashing and reading: to be looked at again
        if not sha256:
            refusal = entry.found.refusal
            record = result.record if result is not None else {}
            reason = refusal.reason if refusal else str(record.get("unread", ""))
            message = str(refusal) if refusal else str(record.get("message", ""))
        self._db.execute(
            "INSERT OR REPLACE INTO paths VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?)",
            (self.root, entry.key, entry.found.name, sha256, stamp, entry.hashed_at, reason, message),
        )
        return KnownPath(sha256, stamp, entry.hashed_at, False)

    def keep_paths(self, entries: Iterable[Entry]) -> None:
        """Notes where known bytes, and files that are refused unseen, lie now."""
        paths: dict[bytes, KnownPath] = {}
        with self._transaction():
            for entry in entries:
                known = self.paths.get(entry.key)
                seen = KnownPath(entry.digest, entry.stamp, entry.hashed_at, False)
                if known != seen or not entry.digest:
                    paths[entry.key] = self._keep_path(entry)
            moved = self._forget_moved(paths)
        self._know(paths, moved)

    def _forget_moved(self, paths: Mapping[bytes, KnownPath]) -> list[bytes]:
        """Where bytes of a file that was gone turn up again, it was moved: its old name leaves the table."""
        found = {known.sha256 for known in paths.values() if known.sha256}
        moved = [
            k for k, known in self.paths.items() if known.gone and known.sha256 in found and k not in paths
        ]
        self._db.executemany("DELETE FROM paths WHERE root = ? AND path = ?", [(self.root, k) for k in moved])
        return moved

    def _know(self, paths: Mapping[bytes, KnownPath], moved: Iterable[bytes]) -> None:
        self.paths.update(paths)
        for key in moved:
            del self.paths[key]

    def keep_absence(self, present: Iterable[bytes]) -> None:
        """Notes which files are there no more. Where the same bytes lie elsewhere it was moved, and is forgotten."""
        here = set(present)
        absent = [key for key in self.paths if key not in here]
        alive = {self.paths[key].sha256 for key in here if key in self.paths}
        moved = [key for key in absent if not self.paths[key].sha256 or self.paths[key].sha256 in alive]
        gone = [key for key in absent if key not in set(moved) and not self.paths[key].gone]
        if not moved and not gone:
            return
        with self._transaction():
            self._db.executemany(
                "DELETE FROM paths WHERE root = ? AND path = ?", [(self.root, k) for k in moved]
            )
            self._db.executemany(
                "UPDATE paths SET gone = 1 WHERE root = ? AND path = ?", [(self.root, k) for k in gone]
            )
        for key in moved:
            del self.paths[key]
        for key in gone:
            known = self.paths[key]
            self.paths[key] = KnownPath(known.sha256, known.stamp, known.hashed_at, True)

    def fact(self, key: str) -> str:
        """A single remembered value; "" where there is none."""
        found = self._db.execute("SELECT value FROM facts WHERE key = ?", (key,)).fetchone()
        return str(found[0]) if found else ""

    def keep_fact(self, key: str, value: str) -> None:
        with self._transaction():
            self._db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (key, value))

    # -- giving back --------------------------------------------------------------------------------------------

    def files(self) -> Iterator[StoredFile]:
        """All files of the table in the order of their names; those whose bytes are not read yet are left out."""
        query = """SELECT p.name, p.sha256, c."rows", c.chat, c.reason, p.gone, p.reason, p.message, r.record
            FROM paths p LEFT JOIN contents c USING (sha256)
            LEFT JOIN records r ON r.sha256 = c.sha256 AND c.reason != ''
            WHERE p.root = ? AND (c.sha256 IS NOT NULL OR p.reason != '') ORDER BY p.name, p.path"""
        with self._guarded():
            for name, sha, rows, chat, failed, gone, reason, message, record in self._db.execute(
                query, (self.root,)
            ):
                if rows is None:
                    refused = Row("unread", f"E-{'0' * 12}-01", name, reasons=[reason])
                    yield StoredFile(name, "", [refused], None, bool(gone), message)
                    continue
                told = _unpacked(record).get("message", failed) if failed else ""
                yield StoredFile(
                    name, sha, [_row(cells, name) for cells in json.loads(rows)],
                    json.loads(chat) if chat else None, bool(gone), told,
                )  # fmt: skip

    def records(self) -> Iterator[dict[str, Any]]:
        """The reading records in the order of files(), one at a time, under the files' present names."""
        query = """SELECT p.name, p.sha256, p.reason, p.message, r.record
            FROM paths p LEFT JOIN records r USING (sha256)
            WHERE p.root = ? AND (r.sha256 IS NOT NULL OR p.reason != '') ORDER BY p.name, p.path"""
        with self._guarded():
            for name, sha, reason, message, record in self._db.execute(query, (self.root,)):
                if record is None:
                    yield {
                        "source_file": name,
                        "source_sha256": sha,
                        "unread": reason,
                        "message": message,
                    }
                else:
                    yield {**_unpacked(record), "source_file": name}

    # -- SQLite -------------------------------------------------------------------------------------------------

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._guarded():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # a full disk has ended the transaction already
                    self._db.execute("ROLLBACK")
                raise

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """SQLite's errors as ours."""
        try:
            yield
        except sqlite3.OperationalError as error:
            raise OutputUnwritable(cannot_write(self._path, error)) from error
        except sqlite3.DatabaseError as error:
            raise LedgerDamaged(
                tr(
                    "{path} is damaged ({why}); rename it and run again, the screenshots will be read anew",
                    path=self._path,
                    why=error,
                )
            ) from error
        except OSError as error:
            raise OutputUnwritable(cannot_write(self._path, error)) from error


def stamp_of(path: Path) -> str:
    """What changes when a file is written: size, times, inode; "" where it cannot be seen."""
    try:
        return _stamp(path.stat())
    except OSError:
        return ""


def _stamp(status: os.stat_result) -> str:
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}:{status.st_ino}"


def _cannot_open(error: OSError) -> str:
    return f"打不开文件，请检查权限或重新复制 / cannot open the file, check its permissions: {error}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _unpacked(record: bytes) -> dict[str, Any]:
    unpacked: dict[str, Any] = json.loads(zlib.decompress(record))
    return unpacked


def _stored(row: Row) -> dict[str, Any]:
    """A row without its empty cells and without the file's name, which may change."""
    cells = asdict(row)
    return {key: value for key, value in cells.items() if key == "kind" or (value and key != "source_file")}


def _row(cells: dict[str, Any], name: str) -> Row:
    """The row that _stored took apart; columns that this version does not know are left out."""
    known = {key: value for key, value in cells.items() if key in _ROW_FIELDS}
    if known.get("box"):
        known["box"] = Box(**known["box"])
    if known.get("witnesses"):
        known["witnesses"] = {column: tuple(said) for column, said in known["witnesses"].items()}
    return Row(**known, source_file=name)
