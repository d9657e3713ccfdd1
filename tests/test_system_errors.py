"""What the system says of a file that cannot be written comes in one language, with advice that fits it."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.errors import OutputUnwritable
from extractor.evidence import tables
from extractor.evidence.tables import atomic
from extractor.i18n import speak
from extractor.system_errors import cannot_create, cannot_write

ALL = (
    errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EPERM, errno.EEXIST, errno.ENOTDIR, errno.EISDIR,
    errno.ENAMETOOLONG, errno.ENOENT, errno.EIO, errno.EBUSY,
)  # fmt: skip


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    speak("zh")
    yield
    speak(None)


@pytest.mark.parametrize("number", ALL)
def test_no_english_of_the_system_stands_in_a_chinese_sentence(number: int) -> None:
    for said in (cannot_write, cannot_create):
        text = said(Path("/表"), OSError(number, os.strerror(number)))
        assert os.strerror(number) not in text
        assert not re.search(r"[A-Za-z]{3}", text.replace("Excel", "").replace("WPS", "")), text


def test_the_advice_fits_the_fault() -> None:
    full = cannot_write(Path("x"), OSError(errno.ENOSPC, "No space left on device"))
    assert "磁盘已满" in full and "腾出空间" in full and "Excel" not in full
    held = cannot_write(Path("x"), OSError(errno.EACCES, "Permission denied"))
    assert "Excel" in held and "磁盘已满" not in held
    assert "只读" in cannot_write(Path("x"), OSError(errno.EROFS, "Read-only file system"))
    assert "同名的文件" in cannot_create(Path("x"), FileExistsError(errno.EEXIST, "File exists"))


def test_what_windows_calls_denied_is_in_use() -> None:
    held = PermissionError(errno.EACCES, "The process cannot access the file")
    held.winerror = 32  # type: ignore[attr-defined, unused-ignore]
    assert "别的程序打开着" in cannot_write(Path("x"), held)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("database or disk is full", "磁盘已满"),
        ("attempt to write a readonly database", "只读"),
        ("disk I/O error", "磁盘读写出错"),
    ],
)
def test_the_ledgers_errors_too(words: str, said: str) -> None:
    assert said in cannot_write(Path("ledger.sqlite"), sqlite3.OperationalError(words))


def test_what_is_not_known_is_said_to_be_the_systems() -> None:
    text = cannot_write(Path("x"), OSError(errno.EXDEV, "Invalid cross-device link"))
    assert "系统提示 Invalid cross-device link" in text


def test_a_table_on_a_full_disk_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tables.os, "fsync", full)
    with pytest.raises(OutputUnwritable, match="磁盘已满") as caught, atomic(tmp_path / "evidence.csv"):
        pass
    assert "No space" not in str(caught.value)
