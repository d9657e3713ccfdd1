"""What the system says where a file cannot be written, in the language of messages, and what helps against it."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

from extractor.i18n import language, tr

_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM})
_IN_THE_WAY = frozenset({errno.EEXIST, errno.ENOTDIR, errno.EISDIR})
_IN_USE = frozenset({errno.EBUSY, getattr(errno, "ETXTBSY", errno.EBUSY)})
_GONE = frozenset(
    {errno.ENOENT, getattr(errno, "ESTALE", errno.ENOENT), getattr(errno, "ENODEV", errno.ENOENT)}
)
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
    number = _number(error)
    if getattr(error, "winerror", None) in _WINDOWS_IN_USE or number in _IN_USE:
        return tr("another program has it open"), tr("Close that program (Excel, WPS?), then run again")
    if number in _FULL:
        return tr("the disk is full"), tr("Free some space, or choose a folder on another drive with -o")
    if number == errno.EROFS:
        return tr("the disk is write-protected"), tr("Choose a folder on another drive with -o")
    if number in _FORBIDDEN:
        return tr("no permission"), tr(
            "If Excel or WPS has it open, close it; else choose a folder of your own with -o"
        )
    if number in _IN_THE_WAY:
        return tr("a file of this name is in the way"), tr("Rename that file, or choose another name with -o")
    if number == errno.ENAMETOOLONG:
        return tr("the name is too long"), tr("Choose a shorter name with -o")
    if number in _GONE:
        return tr("the folder is gone"), tr(
            "Check that its drive is connected, or choose another folder with -o"
        )
    if number == errno.EIO:
        return tr("the disk does not answer properly"), tr(
            "Check the drive and its cable, or choose a folder on another drive with -o"
        )
    return _as_told(error), tr("Check permissions and free space, or choose another folder with -o")


def cannot_write(path: Path, error: OSError | sqlite3.OperationalError) -> str:
    """The message for a file that the system did not let us write."""
    why, way_out = what_and_help(error)
    return tr("cannot write {path}: {why}. {way_out}", path=path, why=why, way_out=way_out)


def cannot_create(path: Path, error: OSError) -> str:
    """The message for a folder that the system did not let us make."""
    why, way_out = what_and_help(error)
    return tr("cannot create {path}: {why}. {way_out}", path=path, why=why, way_out=way_out)


def _number(error: OSError | sqlite3.OperationalError) -> int:
    if isinstance(error, OSError):
        return error.errno or 0
    return next((number for words, number in _OF_SQLITE if words in str(error).lower()), 0)


def _as_told(error: OSError | sqlite3.OperationalError) -> str:
    """The system's own words, which are English, where we have none: named as such among Chinese ones."""
    told = str(getattr(error, "strerror", None) or error)
    return told if language() == "en" else tr("the system says: {words}", words=told)
