"""Sentences of a page: its lines as paragraphs, and where in the picture each part of their text stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.evidence.decide import decide_number
from extractor.evidence.votes import Decision
from extractor.fields.text import digit_count, fold
from extractor.ocr.lines import HAN_WITNESS, Line
from extractor.ocr.reader import Reading
from extractor.screens.messages import in_rows
from extractor.screens.pairs import Value

HEAD = re.compile(r"【([^】【]{2,16})】|\[([\u4e00-\u9fff]{2,12})\]")
"""The sender with which a message begins."""
_TOKEN = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]*")
_GAP = 1.6
"""A paragraph goes on where the next line begins less than so many line heights below."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The lines of a paragraph as one text, and which line each of its characters is from."""

    text: str
    lines: tuple[Line, ...]

    def lines_of(self, start: int, end: int) -> list[tuple[Line, str]]:
        """The lines that a span touches, each with the part of it that it holds."""
        found, at = [], 0
        for line in self.lines:
            words = words_of(line)
            part = words[max(0, start - at) : max(0, end - at)]
            if part:
                found.append((line, part))
            at += len(words)
        return found


def paragraphs_of(lines: Sequence[Line], heads: Sequence[Line] = ()) -> list[Paragraph]:
    """The paragraphs of a page: each begins with its sender in brackets, or where it is not near to the one above, and ends before a wide blank.

    heads: the days of a feed, which are of none of the paragraphs below them.
    """
    found: list[list[Line]] = []
    bottom = 0
    for row in in_rows(lines):
        height = max(line.box.h for line in row)
        near = min(line.box.y for line in row) - bottom < _GAP * height
        begins = bool(HEAD.match(words_of(row[0]).strip("\"'·:")))
        if found and near and not begins:
            found[-1].extend(row)
        else:
            found.append([] if len(row) == 1 and row[0] in heads else list(row))
        bottom = max(line.box.bottom for line in row)
    return [Paragraph("".join(words_of(line) for line in lines), tuple(lines)) for lines in found if lines]


def words_of(line: Line) -> str:
    """What the main engine read in a line, without blanks."""
    return fold(line.text).replace(" ", "")


def borne_out(paragraph: Paragraph, start: int, end: int) -> bool:
    """True where another model saw the same digits, no more and no less, in each of the lines that a span touches."""
    touched = [line for line, part in paragraph.lines_of(start, end) if digit_count(part)]
    return bool(touched) and all(
        any(
            _digits(other.text) == _digits(line.text) for other in line.readings[1:] if _is_other(other, line)
        )
        for line in touched
    )


def _digits(text: str) -> str:
    return re.sub(r"\D", "", fold(text))


def _is_other(reading: Reading, line: Line) -> bool:
    """Whether another engine read it; the witness of words is none of figures."""
    return reading.engine not in (line.readings[0].engine, HAN_WITNESS)


def _token(line: Line, part: str, engine: str) -> str:
    """What another engine read in place of part of a line: its run of letters and digits that is as long."""
    texts = (fold(reading.text) for reading in line.readings if reading.engine == engine)
    tokens = [token for text in texts for token in _TOKEN.findall(text) if len(token) == len(part)]
    return next((token for token in tokens if token == part), next(iter(tokens), ""))


def number_in(paragraph: Paragraph, span: tuple[int, int], rule: str) -> Decision[str] | None:
    """The number that stands in part of a paragraph, wrapped or not, as the engines read it."""
    parts = paragraph.lines_of(*span)
    first = parts[0][0]
    texts = [(first.readings[0].engine, "".join(part for _, part in parts))]
    for other in first.readings[1:]:
        seen = [_token(line, part, other.engine) for line, part in parts]
        texts.append((other.engine, "".join(seen) if all(seen) else ""))
    return decide_number(Value(tuple(line for line, _ in parts), tuple(texts)), rule)
