"""Which files of a folder are screenshots to read, which are refused unseen, and which are none of our business."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from extractor.errors import Refused
from extractor.intake.decode import MAX_BYTES, looks_like_image
from extractor.intake.exports import is_export

IMAGE_SUFFIXES = frozenset(
    {
        ".png",
        ".jpg",
        ".jpeg",
        ".jpe",
        ".jfif",
        ".webp",
        ".bmp",
        ".tif",
        ".tiff",
        ".gif",
        ".heic",
        ".heif",
        ".hif",
    }
)
_IGNORED_NAMES = frozenset({"thumbs.db", "desktop.ini"})
_IGNORED_FOLDERS = frozenset({"__macosx", "@eadir", ".git", ".stfolder", ".venv", "node_modules"})
# Under these names browsers, chat programs, sync clients and office programs keep what is not whole yet.
_UNFINISHED = re.compile(
    r"^~\$|^~syncthing~|\.(?:crdownload|part|partial|tmp|temp|download|opdownload|downloading|qqdownload|xltd|td|!ut|filepart)$",
    re.IGNORECASE,
)
LEDGER_NAME = "ledger.sqlite"
"""By this file a folder is known as one of results: it is never read as input."""


@dataclass(frozen=True, slots=True)
class Found:
    """An input file: its path, and its name for the table (relative, `/` between parts, always valid UTF-8)."""

    path: Path
    name: str
    refusal: Refused | None = None


@dataclass(slots=True)
class Finding:
    """What a walk through a folder gave."""

    files: list[Found] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    """Names of files that are no pictures."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where screenshots are looked for.

    target: a folder or a single file. output: the folder of the results, left out where it lies inside target.
    follow_links: links may lead out of target; else they are refused.
    """

    target: Path
    output: Path | None = None
    follow_links: bool = False

    def name_of(self, path: Path) -> str:
        """The name of a file for the table: relative to target, `/` between parts, always valid UTF-8."""
        return _printable(path.name if path == self.target else path.relative_to(self.target).as_posix())


def find_screenshots(target: Path, *, output: Path | None = None, follow_links: bool = False) -> Finding:
    """The screenshots at target, a folder or a single file, in the order of their names.

    Hidden files, files that a browser or sync client has not finished, and results of this program (output, and any
    folder with a ledger) are left out. Links are followed only where they stay inside target, unless follow_links;
    what leads outside, and devices, pipes and folders that cannot be opened, become refusals.
    """
    place = Place(target, output, follow_links)
    result = Finding()
    if not target.is_dir():
        result.files.append(_judged(target, place))
        return result

    def refuse(path: Path, refusal: Refused) -> None:
        result.files.append(Found(path, place.name_of(path), refusal))

    for path in _walk(place, refuse):
        found = look_at(path, place)
        if found is not None:
            result.files.append(found)
        else:
            result.passed_over.append(place.name_of(path))
    result.files.sort(key=lambda f: f.name)
    result.passed_over.sort()
    return result


def look_at(path: Path, place: Place) -> Found | None:
    """A file of place as an input, perhaps with a refusal; None for what is no screenshot by name and content."""
    if _UNFINISHED.search(path.name):
        return None
    if path.suffix.lower() in IMAGE_SUFFIXES:
        return _judged(path, place)
    if not path.is_symlink() and (is_export(path) or _picture_without_suffix(path)):
        return Found(path, place.name_of(path))
    return None


def is_left_out(path: Path, place: Place) -> bool:
    """True where path, or a folder on the way to it from place's target, is one that is silently left out."""
    try:
        parts = path.relative_to(place.target).parts
    except ValueError:
        return True
    folder = place.target
    for part in parts:
        folder /= part
        if _ignored_folder(folder, place):
            return True
    return _ignored_name(path.name)


def _walk(place: Place, refuse: Callable[[Path, Refused], None]) -> Iterator[Path]:
    """The files below place's target; folders that hide files (unreadable, or links to elsewhere) go to refuse."""

    def closed(error: OSError) -> None:
        refuse(Path(error.filename), unreadable(error))

    root = place.target.resolve()
    entered = {root}
    for parent, folders, names in os.walk(place.target, followlinks=place.follow_links, onerror=closed):
        here = Path(parent)
        folders[:] = sorted(f for f in folders if not _ignored_folder(here / f, place))
        for name in list(folders):
            if not (here / name).is_symlink():
                continue
            if not place.follow_links:
                if _leaves(here / name, root):
                    refuse(here / name, _link_leaves_folder())
            elif not _enters_anew(here / name, root, entered):
                folders.remove(name)
        for name in names:
            if not _ignored_name(name):
                yield here / name


def _enters_anew(link: Path, root: Path, entered: set[Path]) -> bool:
    """True where a followed link leads to files that are not found otherwise: links in a circle must end."""
    real = link.resolve()
    if real in entered or real.is_relative_to(root) or root.is_relative_to(real):
        return False
    entered.add(real)
    return True


def _ignored_name(name: str) -> bool:
    return name.startswith(".") or name.lower() in _IGNORED_NAMES


def _ignored_folder(folder: Path, place: Place) -> bool:
    return (
        folder.name.startswith(".")
        or folder.name.lower() in _IGNORED_FOLDERS
        or (place.output is not None and folder.resolve() == place.output.resolve())
        or (folder / LEDGER_NAME).exists()
    )


def _judged(path: Path, place: Place) -> Found:
    """Refuses what must not be opened at all: a pipe would block for ever, a link may lead anywhere."""
    name = place.name_of(path)
    root = path.parent if path == place.target else place.target
    try:
        if not place.follow_links and _leaves(path, root.resolve()):
            return Found(path, name, _link_leaves_folder())
        status = path.stat()
    except (OSError, RuntimeError) as error:
        return Found(path, name, unreadable(error))
    if not stat.S_ISREG(status.st_mode):
        return Found(path, name, not_a_file())
    return Found(path, name, too_large() if status.st_size > MAX_BYTES else None)


def _leaves(path: Path, root: Path) -> bool:
    return path.is_symlink() and not path.resolve(strict=True).is_relative_to(root)


def _link_leaves_folder() -> Refused:
    return Refused(
        "link_leaves_folder",
        "是指向文件夹外的链接，请复制原文件，或用 extractor run 时加上 --follow-links / a link to outside the folder; copy the "
        "file itself, or read the folder with extractor run --follow-links",
    )


def too_large() -> Refused:
    """The refusal for a file that is larger than any screenshot."""
    return Refused("file_too_large", "文件超过 256 MB，不像截图 / larger than 256 MB, not a screenshot")


def not_a_file() -> Refused:
    """The refusal for what is no regular file: opening a pipe would block for ever."""
    return Refused("not_a_file", "不是普通文件（管道或设备） / not a regular file (pipe or device)")


def unreadable(error: Exception) -> Refused:
    """The refusal for a file that the system does not let us open."""
    return Refused(
        "unreadable_file",
        f"打不开文件，请检查权限或重新复制 / cannot open the file, check its permissions: {error}",
    )


def _picture_without_suffix(path: Path) -> bool:
    try:
        if path.is_symlink() or not path.is_file():
            return False
        with path.open("rb") as file:
            return looks_like_image(file.read(16))
    except OSError:
        return False


def _printable(name: str) -> str:
    """File names on Linux are bytes: what is no UTF-8 is shown escaped, so that the table stays UTF-8."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
