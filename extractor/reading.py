"""One screenshot through all the rooms: file → pixels → lines → screen → rows, and the record of how it went.

Runs inside a worker process; a batch of screenshots shares its Tesseract calls.
"""

from __future__ import annotations

import errno
import itertools
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from extractor.errors import Refused
from extractor.evidence.calibration import confidence
from extractor.evidence.not_understood import page_without_rows
from extractor.evidence.notices import notice_rows
from extractor.evidence.opened import without_opened
from extractor.evidence.pages import page_rows
from extractor.evidence.schema import Row
from extractor.evidence.second_look import is_talk, unsettled_words, unwitnessed_names
from extractor.frames import Picture, pages_of
from extractor.geometry import Box
from extractor.intake.capture import CaptureSource
from extractor.intake.exports import is_export, rows_of_export
from extractor.intake.find import Found
from extractor.intake.screenshot import Screenshot, digest_of, take_in
from extractor.ocr.choice import NO_CHOICE, TESSERACT, ReaderChoice, readers_for
from extractor.ocr.lines import Line, ReaderSet, read_lines
from extractor.ocr.look_again import Kind, Wanted, look_again
from extractor.ocr.running import kept_running
from extractor.record import ReadPicture, reading_record
from extractor.screens.bars import is_footer
from extractor.screens.definitions import load_screens
from extractor.screens.panes import wide
from extractor.screens.recognise import Page
from extractor.screens.stamps import over_lost_figures, unsettled
from extractor.statements import Phrases, load_phrases
from extractor.vision.crops import Inks
from extractor.vision.emoji import without_emoji
from extractor.vision.icons import without_icons
from extractor.vision.leaders import without_leaders
from extractor.vision.lines import find_lines
from extractor.vision.rectify import straightened
from extractor.vision.regions import tightened
from extractor.vision.strokes import without_strokes
from extractor.vision.tags import without_tags
from extractor.vision.tails import without_tails
from extractor.vision.watermarks import without_watermark

log = logging.getLogger(__name__)


_LIST_AND_ORDER = 2
_APART = 0.05
"""So far, of the width, the user's own bubbles begin behind where the others' do."""


@dataclass(frozen=True, slots=True)
class Extra:
    """What a user adds or chooses: a folder of screen files, a folder of phrase files, other engines."""

    screens: Path | None = None
    phrases: Path | None = None
    readers: ReaderChoice = NO_CHOICE


NOTHING_EXTRA = Extra()
NO_ROOM = "no_room_for_temporary_files"
"""The reason that says nothing of the file: it is read when there is room again."""


@dataclass(slots=True)
class FileResult:
    """What became of one file: its rows, and the record for readings.jsonl."""

    name: str
    sha256: str
    rows: list[Row]
    record: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class _InHand:
    place: int
    """In the batch: names may be equal, where one is no UTF-8 and the other spells its escape."""
    found: Found
    picture: Picture
    inks: Inks
    pages: list[Page] = field(default_factory=list)
    """The recognised screens, once nothing of their lines is open any more."""


def _in_hand(found: Found, place: int = 0) -> _InHand:
    shot = take_in(found)
    level = straightened(without_watermark(without_strokes(shot.pixels)))
    boxes = tightened(level.pixels, without_tags(level.pixels, find_lines(level.pixels)))
    inks = Inks(level.pixels)
    boxes = without_tails(level.pixels, without_leaders(level.pixels, boxes, inks), inks)
    pixels, boxes = without_emoji(level.pixels, boxes)
    inks = Inks(pixels)
    boxes = without_icons(pixels, boxes, inks)
    return _InHand(place, found, Picture(shot, replace(level, pixels=pixels), boxes), inks)


@kept_running()
def read_batch(batch: Sequence[tuple[Found, str]], extra: Extra = NOTHING_EXTRA) -> list[FileResult]:
    """Reads files, given with their digests ("" where unknown); one result a file, in order. Never raises for one file.

    Raises MemoryError where several files together need too much: one by one they may fit. A result's sha256 is that
    of the bytes that were read, which may have changed since the digest was taken.
    """
    results: dict[int, FileResult] = {}
    in_hand: list[_InHand] = []
    for place, (found, digest) in enumerate(batch):
        try:
            if found.refusal is None and is_export(found.path):
                results[place] = _export_result(found, digest or digest_of(found.path))
                continue
            in_hand.append(_in_hand(found, place))
        except Exception as error:
            results[place] = unread_result(found, digest, _refusal(error, len(batch)))
    for item, lines in _settled(_read_all(in_hand, readers_for(extra.readers)), extra):
        try:
            if isinstance(lines, Refused):
                raise lines
            read = _understood(item, lines, extra)
            results[item.place] = FileResult(
                item.found.name, item.picture.shot.sha256, read.rows, reading_record(read)
            )
        except Exception as error:
            refusal = _refusal(error, len(batch))
            results[item.place] = unread_result(item.found, item.picture.shot.sha256, refusal)
    return [results[place] for place in range(len(batch))]


@kept_running()
def read_picture(path: Path, extra: Extra = NOTHING_EXTRA) -> ReadPicture:
    """One file with everything that was found on the way, for `extractor explain`. Raises Refused."""
    item = _in_hand(Found(path, path.name))
    lines = _read_lines([item], readers_for(extra.readers))[0]
    [(item, settled)] = _settled([(item, lines)], extra)
    return _understood(item, lines if isinstance(settled, Refused) else settled, extra)


@kept_running()
def read_as_taken(found: Found, at: datetime, extra: Extra = NOTHING_EXTRA) -> list[Row]:
    """The rows of a picture as they are where a person says that it was taken at that moment. Raises Refused."""
    item = _in_hand(found)
    shot = replace(
        item.picture.shot, capture=replace(item.picture.shot.capture, at=at, source=CaptureSource.METADATA)
    )
    item.picture = replace(item.picture, shot=shot)
    lines = _read_lines([item], readers_for(extra.readers))[0]
    [(item, settled)] = _settled([(item, lines)], extra)
    return _understood(item, lines if isinstance(settled, Refused) else settled, extra).rows


def _read_all(items: Sequence[_InHand], readers: ReaderSet) -> list[tuple[_InHand, list[Line] | Refused]]:
    """All lines in as few engine calls as can be; if a call fails, each screenshot alone, to find the one at fault."""
    try:
        pages = _read_lines(items, readers)
        return list(zip(items, pages, strict=True))
    except MemoryError:
        raise
    except Exception as error:
        log.debug("batch failed, reading one by one: %s", type(error).__name__)
    result: list[tuple[_InHand, list[Line] | Refused]] = []
    for item in items:
        try:
            result.append((item, _read_lines([item], readers)[0]))
        except Exception as error:
            result.append((item, _ocr_failed(error)))
    return result


def _read_lines(items: Sequence[_InHand], readers: ReaderSet) -> list[list[Line]]:
    pages = [(item.picture.level.pixels, item.picture.boxes) for item in items]
    return read_lines(pages, readers, [item.inks for item in items])


def _ocr_failed(error: Exception) -> Refused:
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return Refused(
            NO_ROOM,
            "临时文件夹所在的磁盘已满，请腾出空间 / the disk of the temporary folder is full; free some space",
        )
    return Refused(
        "ocr_failed",
        f"文字识别失败，请运行 extractor doctor / reading failed, run extractor doctor: {error}",
    )


def _refusal(error: Exception, together: int) -> Refused:
    """Why a file could not be read; together: how many files share the memory."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, MemoryError) or "Insufficient memory" in str(error):
        if together > 1:
            raise MemoryError from error
        return Refused(
            "too_much_memory",
            "读取需要的内存太多，请分段截取 / reading it takes too much memory; cut it into parts",
        )
    log.debug("internal error", exc_info=error)
    return Refused(
        "internal_error",
        f"程序内部错误，请反馈 / internal error, please report: {type(error).__name__}",
    )


def _settled(
    read: Sequence[tuple[_InHand, list[Line] | Refused]], extra: Extra
) -> list[tuple[_InHand, list[Line] | Refused]]:
    """The lines with those looked at again that one size of print does not settle; one call for a batch."""
    wanted: list[Wanted] = []
    places: list[tuple[list[Line], int]] = []
    result: list[tuple[_InHand, list[Line] | Refused]] = []
    for item, lines in read:
        if not isinstance(lines, Refused) and extra.readers.main == TESSERACT:
            lines = over_lost_figures(lines)
        result.append((item, lines))
        if isinstance(lines, Refused):
            continue
        try:
            item.pages = pages_of(item.picture, lines, load_screens(extra.screens))
            names = _named(item)
        except Exception as error:  # the same error ends this file's reading, and no other's, further on
            log.debug("not recognised: %s", type(error).__name__)
            continue
        own = extra.readers.main == TESSERACT  # another engine's other sizes nobody has measured
        kinds = _kinds(item.pages) if own else {}
        talk = own and any(page.chat for page in item.pages)
        in_chat = _in_chat(item.picture, lines) if talk else frozenset()
        said = _said(item.pages)
        middle = _middle_of_talk(item.pages)
        result[-1] = item, (copy := list(lines))
        for index, line in enumerate(lines):
            kind = kinds.get(id(line))
            if kind is None and index in in_chat:
                kind = unsettled(line, item.picture.size[0], middle)
                if kind == "word" and line.box not in said:
                    kind = None  # most of what is small and unsure in a chat is an avatar or an icon
            if kind is not None or line.box in names:
                wanted.append(Wanted(item.picture.level.pixels, line, kind, named=line.box in names))
                places.append((copy, index))
                item.pages = []
    try:
        again = look_again(wanted)
    except Exception as error:
        log.debug("second look failed: %s", type(error).__name__)
        return list(read)
    for (lines, index), line in zip(places, again, strict=True):
        lines[index] = line
    return result


def _named(item: _InHand) -> frozenset[Box]:
    """The boxes of the lines with names and goods that another network for Han is to read."""
    found: set[Box] = set()
    for page in item.pages:
        capture = item.picture.shot.capture
        rows = notice_rows(page, capture) if is_talk(page) else page_rows(page, capture)
        found |= unwitnessed_names(page, rows)
    return frozenset(found)


def _kinds(pages: Sequence[Page]) -> dict[int, Kind]:
    """Which lines of pages, by identity, want which kind of another look."""
    found: dict[int, Kind] = {}
    for page in pages:
        if not page.chat:
            found.update((id(line), "word") for line in unsettled_words(page))
    return found


def _said(pages: Sequence[Page]) -> frozenset[Box]:
    """The boxes of the lines that the messages of pages consist of."""
    chats = [page.chat for page in pages if page.chat is not None]
    return frozenset(line.box for chat in chats for message in chat.messages for line in message.lines)


def _middle_of_talk(pages: Sequence[Page]) -> float | None:
    """Where the middle of a talk is that stands in a part of a window: as far from where the others' messages begin as from
    where the user's own end. None for a picture that is all talk, and where nobody stands on one of the sides."""
    size = pages[0].size
    chat = pages[0].chat
    if chat is None or len(pages) > 1 or not wide(size):
        return None
    theirs = [message.box for message in chat.messages if message.speaker == "other"]
    own = [message.box for message in chat.messages if message.speaker == "me"]
    if not theirs or not own:
        return None
    begin, end = min(box.x for box in theirs), max(box.right for box in own)
    apart = min(box.x for box in own) - begin > _APART * size[0]  # in a log all begin at one edge
    return (begin + end) / 2 if apart else None


def _in_chat(picture: Picture, lines: Sequence[Line]) -> frozenset[int]:
    """The places of the lines that may be messages: those on the bar to type in, icons above all, are none."""
    return frozenset(
        index
        for index, ground in enumerate(picture.grounds_of(lines))
        if ground is None or not is_footer(ground, *picture.size)
    )


def _understood(item: _InHand, lines: list[Line], extra: Extra) -> ReadPicture:
    shot, level = item.picture.shot, item.picture.level
    pages = item.pages or pages_of(item.picture, lines, load_screens(extra.screens))
    rows = _rows(shot, pages, load_phrases(extra.phrases))
    for row in rows:
        if row.box is not None:
            row.box = level.original(row.box, shot.width, shot.height)
    return ReadPicture(shot, level, pages[0], rows, tuple(pages))


def _rows(shot: Screenshot, pages: Sequence[Page], phrases: Phrases) -> list[Row]:
    rows: list[Row] = []
    told = [page_rows(page, shot.capture, phrases) for page in pages]
    if len(pages) == _LIST_AND_ORDER and pages[0].screen.rows == "list" != pages[1].screen.rows:
        told[0] = without_opened(told[0], pages[1], told[1])
    for page, found in zip(pages, told, strict=True):
        for row in found:
            row.screen = page.screen.screen
            if len(pages) > 1 and not _stacked(pages):
                row.reasons.append("several_screens_in_one_picture")
            rows.append(row)
    if not rows:
        rows = (
            [Row("unread", reasons=["truncated_image"])]
            if shot.truncated
            else [page_without_rows(pages[0], phrases)]
        )
        rows[0].screen = pages[0].screen.screen
    rows.sort(key=lambda row: (row.box.y, row.box.x) if row.box else (0, 0))
    for number, row in enumerate(rows, start=1):
        row.evidence_id = f"E-{shot.sha256[:12]}-{number:02d}"
        row.source_file, row.source_sha256 = shot.name, shot.sha256
        row.captured_at = shot.capture.at.isoformat(timespec="seconds")
        if shot.truncated and "truncated_image" not in row.reasons:
            row.reasons.append("truncated_image")
        row.confidence = confidence(row)
    return rows


def _stacked(pages: Sequence[Page]) -> bool:
    """Whether the screens of a picture stand below each other, where no line can be taken for another's."""
    ends = [
        (min(line.box.y for line in page.lines), max(line.box.bottom for line in page.lines))
        for page in pages
    ]
    return all(bottom <= top for (_, bottom), (top, _) in itertools.pairwise(ends))


def _export_result(found: Found, digest: str) -> FileResult:
    """A bill export's rows; it has no pixels, so its record has neither size nor lines."""
    rows = rows_of_export(found.path, name=found.name, sha256=digest)
    record = {
        "source_file": found.name,
        "source_sha256": digest,
        "captured_at": rows[0].captured_at,
        "screen": rows[0].screen,
        "rows": [row.evidence_id for row in rows],
    }
    return FileResult(found.name, digest, rows, record)


def unread_result(found: Found, digest: str, refusal: Refused) -> FileResult:
    """The result of a file that was not read. digest: of its bytes, where the refusal does not know it better."""
    digest = refusal.sha256 or digest
    row = Row(
        "unread", source_file=found.name, source_sha256=digest, screen="unknown", reasons=[refusal.reason]
    )
    row.evidence_id = f"E-{digest[:12] or '0' * 12}-01"
    record = {
        "source_file": found.name,
        "source_sha256": digest,
        "unread": refusal.reason,
        "message": str(refusal),
    }
    return FileResult(found.name, digest, [row], record)
