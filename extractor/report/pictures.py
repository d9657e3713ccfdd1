"""The pictures of the report: which are shown and where they stand; drawing.py draws them, in worker processes.

Small reports hold them inside (data: URIs); past EMBEDDED_BYTES they stand in a folder beside the page, and a browser
fetches each when it comes into view. Those of small reports are kept in a hidden folder: so is what stands already not
drawn again, and this process holds neither pixels nor more than one picture at a time.
"""

from __future__ import annotations

import base64
import os
import secrets
import shutil
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from extractor.errors import OutputUnwritable, Refused
from extractor.geometry import Box
from extractor.intake.screenshot import digest_of
from extractor.pool import Job, Pool
from extractor.report.drawing import (
    Drawn,
    Wanted,
    draw_batch,
    edition,
    failed,
    missing_for,
    parts_of,
    short_of,
)
from extractor.system_errors import cannot_write

EMBEDDED_BYTES = 24 * 1024 * 1024
"""Up to here pictures are part of the page (as text a third more); some 300 screenshots. Beyond, a folder."""
FOLDER, KEPT = "report-files", ".report-pictures"
"""Beside the page: what it refers to; what it holds inside, for the next one."""
_BATCH = 8
_WORKERS = 4


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture in the page; width and height those of the original, or of the part."""

    file: Path
    width: int
    height: int
    embedded: bool

    @property
    def src(self) -> str:
        """A data: URI, made when the page comes to it; or the path beside the page."""
        if not self.embedded:
            return f"{FOLDER}/{self.file.name}"
        return "data:image/webp;base64," + base64.b64encode(self.file.read_bytes()).decode("ascii")


@dataclass(slots=True)
class Album:
    """The pictures by SHA-256, their crops by SHA-256 and box, and what could not be shown with its reason."""

    full: dict[str, Shown] = field(default_factory=dict)
    crops: dict[tuple[str, Box], Shown] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    """SHA-256 to a code of code_names.MISSING_PICTURES."""
    beside: bool = False
    """True where the pictures stand in FOLDER."""

    @property
    def files(self) -> Iterator[Path]:
        """Where all pictures stand."""
        yield from (shown.file for shown in (*self.full.values(), *self.crops.values()))


_Standing = dict[tuple[str, Box | None], tuple[Drawn, Path]]
"""Pictures that need not be drawn, by what names the screenshot, and the box."""


def make_album(
    wanted: Sequence[Wanted], out: Path, limit: int = EMBEDDED_BYTES, jobs: int | None = None
) -> Album:
    """Has drawn what does not stand in out yet; what outgrows limit (bytes) goes into out / FOLDER.

    No file is decoded in this process. jobs: worker processes, default one a core up to four. Use inside
    `report_locked`. Raises OutputUnwritable.
    """
    album = Album()
    standing: _Standing = {}
    for folder in (out / FOLDER, out / KEPT):
        standing |= _standing(folder)
    todo: list[Wanted] = []
    for item in wanted:
        why = _fault(item)
        if why:
            album.missing[item.sha256] = why
        elif _pictures(item, standing) is None:
            todo.append(item)
    if todo:
        with _writing(out / KEPT):
            album.missing |= _draw(todo, out / KEPT, jobs)
        standing |= _standing(out / KEPT)
    with _writing(out / FOLDER):
        _place(album, wanted, standing, out, limit)
    return album


def _place(album: Album, wanted: Sequence[Wanted], standing: _Standing, out: Path, limit: int) -> None:
    """Puts the pictures into album, and their files where the page will look for them."""
    found = {
        item.sha256: _pictures(item, standing) or [] for item in wanted if item.sha256 not in album.missing
    }
    album.beside = sum(file.stat().st_size for pair in found.values() for _, file in pair) > limit
    if album.beside:
        (out / FOLDER).mkdir(exist_ok=True)
    for sha256, pictures in found.items():
        if not pictures:  # drawn a moment ago, and gone again
            album.missing[sha256] = "unreadable"
        for drawn, file in pictures:
            if album.beside and file.parent != out / FOLDER:
                file = file.replace(out / FOLDER / file.name)
            shown = Shown(file, drawn.width, drawn.height, not album.beside)
            if drawn.box is None:
                album.full[sha256] = shown
            else:
                album.crops[sha256, drawn.box] = shown


def _fault(item: Wanted) -> str:
    """Why a picture cannot be shown, as far as its bytes tell; "" where they are those that were read."""
    try:
        if digest_of(item.path) != item.sha256:
            return "changed"
    except Refused as refusal:
        return missing_for(refusal)
    return item.barred


def _pictures(item: Wanted, standing: _Standing) -> list[tuple[Drawn, Path]] | None:
    """The pictures of item, the whole one first; None where not all of them stand."""
    short = short_of(item.sha256)
    full = standing.get((short, None))
    if full is None:
        return None
    parts = [standing.get((short, box)) for box in parts_of(item, full[0].width, full[0].height)]
    known = [part for part in parts if part is not None]
    return [full, *known] if len(known) == len(parts) else None


def _standing(folder: Path) -> _Standing:
    """The pictures in folder that this build drew, and that are whole."""
    found: _Standing = {}
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
        for entry in entries:
            drawn = Drawn.parse(entry.name)
            if drawn is not None and drawn.edition == edition() and _is_whole(entry):
                found[drawn.short, drawn.box] = drawn, folder / entry.name
    return found


def _is_whole(entry: os.DirEntry[str]) -> bool:
    """True where the length in a WebP's head is that of its file: after a power cut a file may have its name alone."""
    try:
        if not entry.is_file(follow_symlinks=False):
            return False
        with Path(entry.path).open("rb") as file:
            head = file.read(12)
        size = int.from_bytes(head[4:8], "little") + 8
        return head[:4] == b"RIFF" and head[8:] == b"WEBP" and size == entry.stat().st_size
    except OSError:
        return False


def _draw(todo: Sequence[Wanted], folder: Path, jobs: int | None) -> dict[str, str]:
    """Has all of todo drawn into folder, under the bounds of reading; why not, by SHA-256, where it could not be."""
    folder.mkdir(mode=0o700, exist_ok=True)
    batches = deque(todo[start : start + _BATCH] for start in range(0, len(todo), _BATCH))
    workers = min(jobs or min(_WORKERS, os.cpu_count() or 1), len(batches))
    missing: dict[str, str] = {}
    job = Job(partial(draw_batch, folder=folder), failed)
    # in the folder, where it is swept if we are killed
    with Pool(workers, job, scratch=folder / f"{secrets.token_hex(8)}.tmp") as pool:
        while batches or pool.in_hand:
            while batches and pool.free:
                pool.submit(batches.popleft())
            for item, outcome in pool.results():
                if outcome.unwritten:
                    raise OSError(outcome.unwritten, os.strerror(outcome.unwritten))
                if outcome.missing:
                    missing[item.sha256] = outcome.missing
    return missing


@contextmanager
def _writing(place: Path) -> Iterator[None]:
    """What the system does not let us do with the files of the report ends with a message."""
    try:
        yield
    except OSError as error:
        raise OutputUnwritable(cannot_write(place, error)) from error


def tidy(out: Path, album: Album) -> None:
    """After the page was written: keeps what it holds for the next one, and removes the pictures of earlier ones.

    What the system does not let go of (a browser has it open) goes the next time.
    """
    used = {file.name for file in album.files}
    kept, beside = out / KEPT, out / FOLDER
    with suppress(OSError):
        if not album.beside:
            for file in album.files:
                if file.parent == beside:
                    kept.mkdir(mode=0o700, exist_ok=True)
                    file.replace(kept / file.name)
        _sweep(beside, lambda path: path.suffix == ".webp" and not (album.beside and path.name in used))
        _sweep(kept, lambda path: album.beside or path.name not in used)


def _sweep(folder: Path, left: Callable[[Path], bool]) -> None:
    """Removes what is left over in folder, and the folder where nothing stays in it."""
    if not folder.is_dir():
        return
    for path in list(folder.iterdir()):
        if not left(path):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    if not any(folder.iterdir()):
        folder.rmdir()
