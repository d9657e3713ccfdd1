"""Which engines read, as the user chose: chi_sim and the figure network unless told otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from extractor.errors import CannotRun
from extractor.i18n import tr
from extractor.ocr.figures import NAME as FIGURES
from extractor.ocr.lines import ReaderSet, usual_readers
from extractor.ocr.rapidocr import NAME as RAPIDOCR
from extractor.ocr.rapidocr import RapidOCRReader, check_rapidocr
from extractor.ocr.reader import RememberingReader
from extractor.ocr.tesseract import TesseractReader

TESSERACT = "tesseract"
ENGINES = (TESSERACT, RAPIDOCR)
SECOND_ENGINES = (FIGURES, TESSERACT, RAPIDOCR)
"""What may look at figures a second time; of Tesseract it is eng that does."""
_ENG_AGAIN_HEIGHT = 36
# On 180 drawn lines it read 173 or 174 right at every height from 28 to 64: its own input is 48 pixels high.
_HEIGHT, _AGAIN_HEIGHT = 40, 30


@dataclass(frozen=True, slots=True)
class ReaderChoice:
    """The main reader, and the second one, which reads number-like lines as a witness; names of ENGINES, SECOND_ENGINES."""

    main: str = TESSERACT
    second: str = FIGURES


NO_CHOICE = ReaderChoice()
"""chi_sim, the figure network, and eng where they differ."""


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
    readers = replace(usual_readers(), numbers_apart=choice == NO_CHOICE)
    if choice.main == RAPIDOCR:
        main = RememberingReader(RapidOCRReader(crop_height=_HEIGHT))
        readers = replace(readers, main=main, again_height=_AGAIN_HEIGHT, figure_height=_AGAIN_HEIGHT)
    if choice.second == RAPIDOCR:
        second = RememberingReader(RapidOCRReader(crop_height=_HEIGHT))
        readers = replace(readers, second=second, second_masked=True)
    if choice.second == TESSERACT:
        again = RememberingReader(TesseractReader("eng", crop_height=_ENG_AGAIN_HEIGHT))
        readers = replace(readers, second=readers.third, third=again, second_masked=True)
    return readers
