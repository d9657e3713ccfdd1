"""Reads a folder: what the ledger does not know yet is read in worker processes, then the outputs are rebuilt."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from extractor.errors import CannotRun, NothingToRead, OutputUnwritable, Refused
from extractor.evidence.schema import Row
from extractor.evidence.stored import FILE_NAME as RUN_NAME
from extractor.i18n import one_of_both, tr
from extractor.intake.find import LEDGER_NAME, Finding, Found, Place, find_screenshots
from extractor.invocation import program, quoted
from extractor.ledger import LOCK_NAME, Entry, Ledger, locked
from extractor.ocr.choice import NO_CHOICE, ReaderChoice, check_choice
from extractor.ocr.preflight import check_tesseract
from extractor.outputs import Outputs, Summary, clear_leftovers, in_words
from extractor.pool import Job, Limits, Pool, clear_scratch, new_scratch
from extractor.reading import NO_ROOM, Extra, FileResult, read_batch, read_picture, unread_result
from extractor.rules import rules_key
from extractor.screens.definitions import load_screens
from extractor.statements import load_phrases

__all__ = ["Progress", "Summary", "default_output", "extract", "run"]

_BATCH, _SMALLEST = 32, 8
_ROUNDS = 3
"""How often files that change while they are read are read again within one run."""
Progress = Callable[[int, int], None]
Readers = Pool[tuple[Found, str], FileResult]
"""Takes files with their digests."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What every reading of a session needs: the place of the files, the user's additions, the key of the rules."""

    place: Place
    out: Path
    extra: Extra
    rules: str

    @property
    def base(self) -> Path:
        """What the names of files are relative to."""
        return self.place.target if self.place.target.is_dir() else self.place.target.parent


def default_output(target: Path) -> Path:
    """Where results go unless told: a sibling of the input, `<name>-evidence`."""
    target = target.resolve()
    return target.with_name(f"{target.stem if target.is_file() else target.name}-evidence")


def prepared(
    target: Path,
    out: Path | None,
    screens: Path | None,
    phrases: Path | None,
    readers: ReaderChoice = NO_CHOICE,
    *,
    follow_links: bool = False,
) -> Setting:
    """Checks all that a session rests on before anything is written. Raises CannotRun."""
    if not target.exists():
        raise CannotRun(no_such_target(target))
    out = out or default_output(target)
    if out.resolve() == target.resolve():
        raise CannotRun(
            tr("OUT must not be the input folder itself; choose another with -o: {path}", path=out)
        )
    if target.is_dir() and ((target / LEDGER_NAME).exists() or (target / RUN_NAME).is_file()):
        raise CannotRun(
            tr(
                "this is a results folder, not one of screenshots: {path}. Give the folder that the screenshots are in; to look "
                "at these results open report.html in it, or run: {command}",
                path=target,
                command=f"{program()} review {quoted(str(target))}",
            )
        )
    installed = check_tesseract()
    check_choice(readers)
    extra = Extra(screens, phrases, readers)
    load_screens(screens)
    load_phrases(phrases)
    return Setting(Place(target, out, follow_links), out, extra, rules_key(installed, extra))


def no_such_target(target: Path) -> str:
    """The message for a path that leads nowhere: mostly a slip of the pen, or a blank without quotes around it."""
    return tr(
        "no such file or folder: {path}. Drag it into the terminal window instead of typing its path; a path with "
        "spaces needs quotes around it",
        path=target,
    )


@contextmanager
def session(setting: Setting) -> Iterator[Ledger]:
    """The results folder for us alone, cleared of what a killed process left there; its ledger."""
    with locked(setting.out), Ledger(setting.out, setting.place.target) as ledger:
        clear_leftovers(setting.out)
        clear_scratch(Path(ledger.fact("scratch") or "."))
        yield ledger


@contextmanager
def reading(setting: Setting, ledger: Ledger, jobs: int | None, limits: Limits | None) -> Iterator[Readers]:
    """A pool of workers that read, whose temporary folder the ledger remembers in case that we are killed."""
    scratch = new_scratch()
    ledger.keep_fact("scratch", str(scratch))
    cores = os.cpu_count() or 1
    job = Job(partial(read_batch, extra=setting.extra), _unread)
    with Pool(jobs or cores, job, limits=limits, scratch=scratch) as pool:
        yield pool


def _unread(file: tuple[Found, str], why: Refused) -> FileResult:
    return unread_result(*file, why)


def run(
    target: Path,
    out: Path | None = None,
    *,
    jobs: int | None = None,
    screens: Path | None = None,
    phrases: Path | None = None,
    readers: ReaderChoice = NO_CHOICE,
    fresh: bool = False,
    follow_links: bool = False,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Reads what is new at target (a folder or one file) and rebuilds the results in out (default: beside target).

    jobs: worker processes, default one a core. screens, phrases: folders with a user's own files. readers: other
    engines. fresh: reads all again. follow_links: links may lead out of target. progress is called with (done, total) files. An interrupted
    run has kept what was read; the next one goes on from there. Raises CannotRun, and NothingToRead where there are no pictures,
    and none were before; a file that cannot be read becomes a row, and raises Refused only where it is target itself and out was
    not there before: then there is no folder of results.
    """
    setting = prepared(target, out, screens, phrases, readers, follow_links=follow_links)
    read: set[bytes] = set()
    alone = target.is_file() and not setting.out.exists()
    unread: Refused | None = None
    if not (setting.out / LEDGER_NAME).exists():  # no empty results folder for a slip of the pen
        _must_find(find_screenshots(target, output=setting.out, follow_links=follow_links))
    with session(setting) as ledger:
        for number in range(_ROUNDS):
            finding = find_screenshots(target, output=setting.out, follow_links=follow_links)
            if not ledger.paths:
                _must_find(finding)
            entries = [ledger.entry(found, base=setting.base) for found in finding.files]
            plan = Plan.of(entries, ledger, setting.rules, fresh=fresh and not number)
            ledger.keep_paths(plan.known)
            read.update(entry.key for group in plan.groups for entry in group)
            settled = _read(plan, ledger, setting, jobs, limits, progress, len(entries))
            if settled:
                break
        ledger.keep_absence(entry.key for entry in entries)
        unread = _why_unread(ledger) if alone else None
        if unread is None:
            summary = Outputs(setting.out, setting.place.target, ledger, jobs).write()
    if unread is not None:
        _take_away(setting.out)
        raise unread
    summary.read_now = len(read)
    summary.passed_over = finding.passed_over
    return summary


def _why_unread(ledger: Ledger) -> Refused | None:
    """Why the only file was not read; None where it was."""
    for file in ledger.files():
        if file.rows and file.rows[0].kind == "unread":
            reasons = file.rows[0].reasons
            return Refused(reasons[0], file.message or in_words(reasons), file.sha256)
    return None


def _take_away(out: Path) -> None:
    """Removes the results folder that this run made and has nothing to put into; what is not ours stays."""
    for name in (LEDGER_NAME, LOCK_NAME):
        (out / name).unlink(missing_ok=True)
    with suppress(OSError):
        out.rmdir()


def _must_find(finding: Finding) -> None:
    if not finding.files:
        raise NothingToRead(no_screenshots(), finding.passed_over)


def no_screenshots() -> str:
    """The message for a folder without a picture."""
    return tr(
        "No screenshots found; is it the right folder? Read are PNG, JPG, WebP, HEIC, BMP, TIFF and GIF pictures, and "
        "bills that WeChat or Alipay exported as CSV or XLSX"
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do with the files of a folder: known ones only to be noted, groups of equal ones to be read."""

    known: list[Entry]
    groups: list[list[Entry]]
    """The first of each group is the one to read: its name or time tells best when it was taken."""

    @classmethod
    def of(cls, entries: Sequence[Entry], ledger: Ledger, rules: str, *, fresh: bool = False) -> Plan:
        """Sorts entries by what the ledger knows; fresh: as if it knew nothing."""
        equal: dict[str, list[Entry]] = {}
        known: list[Entry] = []
        for entry in entries:
            if entry.digest:
                equal.setdefault(entry.digest, []).append(entry)
            else:
                known.append(entry)
        groups: list[list[Entry]] = []
        for group in equal.values():
            if fresh or any(ledger.wants(entry, rules) for entry in group):
                groups.append(sorted(group, key=lambda entry: (entry.basis, entry.found.name)))
            else:
                known.extend(group)
        return cls(known, groups)


def _read(
    plan: Plan,
    ledger: Ledger,
    setting: Setting,
    jobs: int | None,
    limits: Limits | None,
    progress: Progress | None,
    total: int,
) -> bool:
    """Reads the plan's groups and keeps each batch's results as it comes; True where no file changed meanwhile."""
    done = total - sum(map(len, plan.groups))
    if progress:
        progress(done, total)
    if not plan.groups:
        return True
    settled = True
    waiting = {group[0].found.path: group for group in plan.groups}
    with reading(setting, ledger, jobs, limits) as pool:
        batches = _batches(plan.groups, pool.jobs)
        while waiting:
            while pool.free and batches:
                pool.submit([(group[0].found, group[0].digest) for group in batches.pop(0)])
            kept = []
            no_room = ""
            for (found, _), result in pool.results():
                group = waiting.pop(found.path)
                no_room = no_room_for(result) or no_room
                if no_room:
                    continue
                if result.sha256 != group[0].digest:
                    settled = False
                    group = group[:1]
                kept.append((result, group))
                done += len(group)
            ledger.keep(kept, setting.rules)
            if no_room:
                raise OutputUnwritable(no_room)
            if progress:
                progress(min(done, total), total)
    return settled


def no_room_for(result: FileResult) -> str:
    """The message where the full disk of the temporary folder, and not the file, is why a result says nothing."""
    return one_of_both(str(result.record["message"])) if result.record.get("unread") == NO_ROOM else ""


def _batches(groups: Sequence[list[Entry]], jobs: int) -> list[Sequence[list[Entry]]]:
    """Groups in batches that share their Tesseract calls, smaller and smaller, so that all workers end at about one time."""
    batches: list[Sequence[list[Entry]]] = []
    start, least = 0, min(_SMALLEST, -(-len(groups) // (jobs * 3)))
    while start < len(groups):
        left = len(groups) - start
        size = min(_BATCH, max(least, left // (jobs * 2)))
        batches.append(groups[start : start + size])
        start += size
    return batches


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
