"""What a file is that is no picture, by its first bytes or else its name, and what to do with it instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: what it is called and the way out, in Chinese and English; the suffixes it mostly has."""

    zh: str
    en: str
    advice_zh: str
    advice_en: str
    suffixes: frozenset[str]


def _kind(zh: str, en: str, advice_zh: str, advice_en: str, suffixes: str) -> FileKind:
    return FileKind(zh, en, advice_zh, advice_en, frozenset(f".{suffix}" for suffix in suffixes.split()))


PDF = _kind(
    "PDF",
    "PDF",
    "读不了，请打开后截图；账单请从微信或支付宝导出 CSV/XLSX",
    "cannot be read: open it and take screenshots; export bills from WeChat or Alipay as CSV or XLSX",
    "pdf ofd",
)
ARCHIVE = _kind(
    "压缩包",
    "Archive",
    "请先解压，再读解压出来的文件夹",
    "unpack it first, then read the folder that comes of it",
    "zip rar 7z gz tar tgz bz2 xz",
)
VIDEO = _kind(
    "视频",
    "Video",
    "读不了，请播放到要紧的画面时截图",
    "cannot be read: play it and take screenshots of what matters",
    "mp4 mov m4v avi mkv wmv flv webm 3gp",
)
SOUND = _kind(
    "录音",
    "Sound recording",
    "读不了，请在聊天里转成文字后截图，原文件留好",
    "cannot be read: have the chat program turn it into text, take a screenshot, and keep the file",
    "mp3 m4a wav amr aac ogg silk slk wma",
)
DOCUMENT = _kind(
    "文档",
    "Document",
    "读不了，请打开后截图，或把里面的图片另存出来",
    "cannot be read: open it and take screenshots, or save the pictures in it as files",
    "doc docx wps rtf odt ppt pptx dps pages txt md html htm mht mhtml eml",
)
TABLE = _kind(
    "表格",
    "Table",
    "不是微信或支付宝导出的账单，请打开后截图，或重新导出账单",
    "is no bill export of WeChat or Alipay: open it and take screenshots, or export the bill again",
    "csv xls xlsx et ods numbers",
)
_KINDS = (PDF, ARCHIVE, VIDEO, SOUND, DOCUMENT, TABLE)

_MOVING = (
    b"qt  ",
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"M4V ",
    b"3gp",
    b"MSNV",
)
_BEGINNINGS: tuple[tuple[Callable[[bytes], bool], FileKind], ...] = (
    (lambda data: data[:1024].lstrip().startswith(b"%PDF"), PDF),
    (lambda data: data.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")), ARCHIVE),
    (lambda data: data[4:8] == b"ftyp" and data[8:].startswith((b"M4A", b"M4B")), SOUND),
    (lambda data: data[4:8] == b"ftyp" and data[8:].startswith(_MOVING), VIDEO),
    (lambda data: data.startswith((b"\x1aE\xdf\xa3", b"FLV\x01", b"0&\xb2u")), VIDEO),
    (lambda data: data.startswith(b"RIFF") and data[8:12] == b"AVI ", VIDEO),
    (lambda data: data.startswith((b"ID3", b"#!AMR", b"OggS", b"\x02#!SILK", b"#!SILK")), SOUND),
    (lambda data: data.startswith(b"RIFF") and data[8:12] == b"WAVE", SOUND),
)  # fmt: skip
# Office files and plain archives begin alike; what lies in them tells, and the names of parts stand uncompressed.
_PARTS = ((b"word/", DOCUMENT), (b"ppt/", DOCUMENT), (b"xl/", TABLE))


def kind_by_name(name: str) -> FileKind | None:
    """The kind that a file's suffix tells of; None where it tells nothing."""
    suffix = PurePath(name).suffix.lower()
    return next((kind for kind in _KINDS if suffix in kind.suffixes), None)


def kind_of(data: bytes, name: str = "") -> FileKind | None:
    """What the bytes of a file are, where they are no picture; where they do not tell, what its name says."""
    for begins, kind in _BEGINNINGS:
        if begins(data):
            return kind
    if data.startswith(b"PK\x03\x04"):
        return next((kind for part, kind in _PARTS if part in data), ARCHIVE)
    return kind_by_name(name)
