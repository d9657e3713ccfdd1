"""What the system says where a file cannot be written, in the language of messages, and what helps against it."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

from extractor.i18n import language, tr
from extractor.invocation import takes

_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM})
_IN_THE_WAY = frozenset({errno.EEXIST, errno.ENOTDIR, errno.EISDIR})
_IN_USE = frozenset({errno.EBUSY, getattr(errno, "ETXTBSY", errno.EBUSY)})
_GONE = frozenset(
    {errno.ENOENT, getattr(errno, "ESTALE", errno.ENOENT), getattr(errno, "ENODEV", errno.ENOENT)}
)
_READ_ONLY = frozenset({errno.EROFS})
_TOO_LONG = frozenset({errno.ENAMETOOLONG})
_BROKEN = frozenset({errno.EIO})
_WINDOWS_IN_USE = frozenset({32, 33})  # sharing and lock violations, which Windows calls a lack of permission
_OF_SQLITE = (
    ("full", errno.ENOSPC),
    ("readonly", errno.EROFS),
    ("disk i/o", errno.EIO),
    ("unable to open", errno.EACCES),
    ("locked", errno.EBUSY),
)


def what_and_help(error: OSError | sqlite3.OperationalError) -> tuple[str, str]:
    """What is wrong, and the way out: two clauses without a full stop at their ends."""
    number = errno.EBUSY if getattr(error, "winerror", None) in _WINDOWS_IN_USE else _number(error)
    for numbers, why, way_out in _known():
        if number in numbers:
            return why, way_out
    again = tr("Check permissions and free space, then run again")
    elsewhere = tr("Check permissions and free space, or choose another folder with -o")
    return _as_told(error), elsewhere if takes("-o") else again


def cannot_write(path: Path, error: OSError | sqlite3.OperationalError) -> str:
    """The message for a file that the system did not let us write."""
    why, way_out = what_and_help(error)
    return tr("cannot write {path}: {why}. {way_out}", path=path, why=why, way_out=way_out)


def cannot_create(path: Path, error: OSError) -> str:
    """The message for a folder that the system did not let us make."""
    why, way_out = what_and_help(error)
    return tr("cannot create {path}: {why}. {way_out}", path=path, why=why, way_out=way_out)


def _known() -> tuple[tuple[frozenset[int], str, str], ...]:
    """Which numbers of the system's mean what, and what helps, in the language of messages.

    Only some commands can be told to write elsewhere: the others write into the folder that they are given.
    """
    return (
        (_IN_USE, tr("another program has it open"), tr("Close that program (Excel, WPS?), then run again")),
        *(_ways_with_out() if takes("-o") else _ways_without()),
    )


def _ways_with_out() -> tuple[tuple[frozenset[int], str, str], ...]:
    return (
        (_FULL, tr("the disk is full"), tr("Free some space, or choose a folder on another drive with -o")),
        (_READ_ONLY, tr("the disk is write-protected"), tr("Choose a folder on another drive with -o")),
        (
            _FORBIDDEN,
            tr("no permission"),
            tr("If Excel or WPS has it open, close it; else choose a folder of your own with -o"),
        ),
        (
            _IN_THE_WAY,
            tr("a file of this name is in the way"),
            tr("Rename that file, or choose another name with -o"),
        ),
        (_TOO_LONG, tr("the name is too long"), tr("Choose a shorter name with -o")),
        (
            _GONE,
            tr("the folder is gone"),
            tr("Check that its drive is connected, or choose another folder with -o"),
        ),
        (
            _BROKEN,
            tr("the disk does not answer properly"),
            tr("Check the drive and its cable, or choose a folder on another drive with -o"),
        ),
    )


def _ways_without() -> tuple[tuple[frozenset[int], str, str], ...]:
    return (
        (_FULL, tr("the disk is full"), tr("Free some space, then run again")),
        (
            _READ_ONLY,
            tr("the disk is write-protected"),
            tr("Copy the folder to another drive, and run again with the copy"),
        ),
        (
            _FORBIDDEN,
            tr("no permission"),
            tr(
                "If Excel or WPS has it open, close it; else copy the folder to a place of your own, and run again with the copy"
            ),
        ),
        (_IN_THE_WAY, tr("a file of this name is in the way"), tr("Rename that file, then run again")),
        (_TOO_LONG, tr("the name is too long"), tr("Give the folder a shorter name, then run again")),
        (_GONE, tr("the folder is gone"), tr("Check that its drive is connected, then run again")),
        (
            _BROKEN,
            tr("the disk does not answer properly"),
            tr("Check the drive and its cable, then run again"),
        ),
    )


def _number(error: OSError | sqlite3.OperationalError) -> int:
    if isinstance(error, OSError):
        return error.errno or 0
    return next((number for words, number in _OF_SQLITE if words in str(error).lower()), 0)


def _as_told(error: OSError | sqlite3.OperationalError) -> str:
    """The system's own words, which are English, where we have none: named as such among Chinese ones."""
    told = str(getattr(error, "strerror", None) or error)
    return told if language() == "en" else tr("the system says: {words}", words=told)
