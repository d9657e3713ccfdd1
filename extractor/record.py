"""A picture with all that was found on the way, and its record in readings.jsonl: the audit trail from value to pixel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from extractor.evidence.calibration import witnesses
from extractor.evidence.schema import Row
from extractor.evidence.words import legible
from extractor.geometry import Box
from extractor.intake.screenshot import Screenshot
from extractor.ocr.lines import Line
from extractor.screens.messages import Message
from extractor.screens.recognise import Page
from extractor.vision.rectify import Straightened


@dataclass(frozen=True, slots=True)
class ReadPicture:
    """One picture with all that was found on the way: page is in straightened pixels, rows in original ones."""

    shot: Screenshot
    level: Straightened
    page: Page
    rows: list[Row]
    pages: tuple[Page, ...]
    """All screens of the picture: page is the first, there are more where several stand beside or below each other."""

    def place(self, box: Box) -> Box:
        """A box of page, in pixels of the upright original."""
        return self.level.original(box, self.shot.width, self.shot.height)


def reading_record(read: ReadPicture) -> dict[str, Any]:
    """The audit trail from value to pixel: every line with box, text, confidence and engine, and what it became."""
    shot, page = read.shot, read.page
    record: dict[str, Any] = {
        "source_file": shot.name,
        "source_sha256": shot.sha256,
        "width": shot.width,
        "height": shot.height,
        "captured_at": shot.capture.at.isoformat(timespec="seconds"),
        "captured_from": shot.capture.source.value,
        "app": shot.capture.app,
        "truncated": shot.truncated,
        "straightened": read.level.back is not None,
        "screen": page.screen.screen,
        "lines": [_line_record(line, read) for one in read.pages for line in one.lines],
        "pairs": [
            {
                "label": pair.label.text,
                "slot": pair.label.slot,
                "label_box": str(read.place(pair.label_line.box)),
                "value": pair.value.text,
                "value_box": str(read.place(pair.value.box)),
                "how": pair.how,
            }
            for one in read.pages
            for pair in one.pairs
        ],
        "rows": [row.evidence_id for row in read.rows],
        "witnesses": {row.evidence_id: found for row in read.rows if (found := witnesses(row))},
    }
    if page.chat is not None:
        record["title"] = page.chat.title
        record["title_box"] = str(read.place(page.chat.heading.box)) if page.chat.heading else None
        record["messages"] = [_message_record(message, read) for message in page.chat.messages]
    return record


def _message_record(message: Message, read: ReadPicture) -> dict[str, Any]:
    """Every message, statement or not, so that a reader sees the conversation whole."""
    return {
        "kind": message.kind,
        "speaker": message.speaker,
        "name": message.name or None,
        "at": message.at.isoformat(timespec="minutes") if message.at else None,
        "text": message.text,
        "box": str(read.place(message.box)),
        "sure": message.sure,
        "legible": all(legible(line) for line in message.lines),
    }


def _line_record(line: Line, read: ReadPicture) -> dict[str, Any]:
    return {
        "box": str(read.place(line.box)),
        "text": line.text,
        "confidence": round(line.confidence, 3),
        "engine": line.readings[0].engine if line.readings else None,
        "readings": [
            {"engine": r.engine, "text": r.text, "confidence": round(r.confidence, 3)} for r in line.readings
        ],
    }
