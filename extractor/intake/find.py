"""Which files of a folder are screenshots to read, which are refused unseen, and which are none of our business."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from extractor.errors import Refused
from extractor.intake.decode import looks_like_image
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


def find_screenshots(target: Path, *, output: Path | None = None) -> Finding:
    """The screenshots at target, a folder or a single file, in the order of their names.

    Hidden files, and everything below output (the run's own results), are left out. Links to folders are not
    followed, links to files only where they stay inside target; what leads outside, and devices, pipes and folders
    that cannot be opened, become refusals.
    """
    result = Finding()
    if not target.is_dir():
        result.files.append(_judged(target, _printable(target.name), target.parent))
        return result
    root = target.resolve()
    own = output.resolve() if output is not None else None

    def refuse(path: Path, refusal: Refused) -> None:
        result.files.append(Found(path, _printable(path.relative_to(target).as_posix()), refusal))

    for path in _walk(target, own, refuse):
        name = _printable(path.relative_to(target).as_posix())
        if path.suffix.lower() in IMAGE_SUFFIXES:
            result.files.append(_judged(path, name, root))
        elif not path.is_symlink() and (is_export(path) or _picture_without_suffix(path)):
            result.files.append(Found(path, name))
        else:
            result.passed_over.append(name)
    result.files.sort(key=lambda f: f.name)
    result.passed_over.sort()
    return result


def _walk(folder: Path, own: Path | None, refuse: Callable[[Path, Refused], None]) -> Iterator[Path]:
    """The files below folder; folders that hide files (unreadable, or links to elsewhere) go to refuse."""

    def closed(error: OSError) -> None:
        refuse(Path(error.filename), unreadable(error))

    root = folder.resolve()
    for parent, folders, names in os.walk(folder, followlinks=False, onerror=closed):
        here = Path(parent)
        folders[:] = sorted(
            f
            for f in folders
            if not f.startswith(".") and f.lower() not in _IGNORED_FOLDERS and not _is_own(here / f, own)
        )
        for name in folders:
            if _leaves(here / name, root):
                refuse(here / name, _link_leaves_folder())
        for name in names:
            if not name.startswith(".") and name.lower() not in _IGNORED_NAMES:
                yield here / name


def _is_own(folder: Path, own: Path | None) -> bool:
    return own is not None and folder.resolve() == own


def _judged(path: Path, name: str, root: Path) -> Found:
    """Refuses what must not be opened at all: a pipe would block for ever, a link may lead anywhere."""
    try:
        if _leaves(path, root.resolve()):
            return Found(path, name, _link_leaves_folder())
        mode = path.stat().st_mode
    except (OSError, RuntimeError) as error:
        return Found(path, name, unreadable(error))
    return Found(path, name, None if stat.S_ISREG(mode) else not_a_file())


def _leaves(path: Path, root: Path) -> bool:
    return path.is_symlink() and not path.resolve(strict=True).is_relative_to(root)


def _link_leaves_folder() -> Refused:
    return Refused(
        "link_leaves_folder",
        "是指向文件夹外的链接，请复制原文件 / a link to outside the folder; copy the file itself",
    )


def not_a_file() -> Refused:
    """The refusal for what is no regular file: opening a pipe would block for ever."""
    return Refused("not_a_file", "不是普通文件(管道或设备) / not a regular file (pipe or device)")


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
