"""Which engines read, as the user chose: Tesseract's two models unless told otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from extractor.errors import CannotRun
from extractor.i18n import tr
from extractor.ocr.lines import ReaderSet, tesseract_readers
from extractor.ocr.rapidocr import NAME as RAPIDOCR
from extractor.ocr.rapidocr import RapidOCRReader, check_rapidocr
from extractor.ocr.reader import RememberingReader

TESSERACT = "tesseract"
ENGINES = (TESSERACT, RAPIDOCR)
# On 180 drawn lines it read 173 or 174 right at every height from 28 to 64: its own input is 48 pixels high.
_HEIGHT, _AGAIN_HEIGHT = 40, 30


@dataclass(frozen=True, slots=True)
class ReaderChoice:
    """The main reader, and the second one, which reads number-like lines as a witness."""

    main: str = TESSERACT
    second: str = TESSERACT


NO_CHOICE = ReaderChoice()
"""Tesseract alone."""


def check_choice(choice: ReaderChoice) -> None:
    """Raises CannotRun where the choice is no two engines, ReaderMissing where one is not installed."""
    if choice.main == choice.second == RAPIDOCR:
        raise CannotRun(
            tr(
                "--reader and --second-reader cannot both be rapidocr: only two different engines bear each other out"
            )
        )
    if RAPIDOCR in (choice.main, choice.second):
        check_rapidocr()


@cache
def readers_for(choice: ReaderChoice) -> ReaderSet:
    """The engines of a choice, one set a process, so that what screenshots share is read once; raises as check_choice."""
    check_choice(choice)
    readers = tesseract_readers()
    if choice.main == RAPIDOCR:
        main = RememberingReader(RapidOCRReader(crop_height=_HEIGHT))
        readers = replace(readers, main=main, again_height=_AGAIN_HEIGHT, figure_height=_AGAIN_HEIGHT)
    if choice.second == RAPIDOCR:
        second, again = (RememberingReader(RapidOCRReader(crop_height=h)) for h in (_HEIGHT, _AGAIN_HEIGHT))
        readers = replace(readers, second=second, second_again=again)
    return readers
