"""Everything that can go wrong, in one tree, with one table of exit codes.

ExtractorError
├── CannotRun                 the whole run cannot start or go on            exit 1
│   ├── TesseractMissing      no tesseract program found
│   ├── TesseractTooOld       a version that lacks what is needed
│   ├── LanguageMissing       a traineddata file is not installed
│   ├── ReaderMissing         an engine that an option asks for is not installed
│   ├── SettingsInvalid       an extractor.toml is malformed
│   ├── ModelsInvalid         a file of models/ or of --screens is malformed
│   ├── NothingToRead         the folder holds no pictures, nor did it before
│   ├── OutputUnwritable      the output folder cannot be made or written
│   ├── OutputBusy            another run or watcher writes into the output folder
│   └── LedgerDamaged         the ledger of the output folder cannot be used
└── Refused                   one file cannot be read; the run goes on       exit 3

A Refused becomes a row of kind `unread`: `reason` is the machine-readable code of its review_reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from extractor.i18n import one_of_both


class ExitCode(IntEnum):
    """What the command line returns to the shell."""

    ALL_READ = 0
    COULD_NOT_RUN = 1
    USAGE = 2
    SOME_UNREAD = 3
    INTERRUPTED = 130


class ExtractorError(Exception):
    """Base of all errors of this package. The message is for people, in the language of i18n.py."""

    exit_code = ExitCode.COULD_NOT_RUN

    @property
    def shown(self) -> str:
        """The message in the language of i18n.py."""
        return str(self)


class CannotRun(ExtractorError):
    """The run cannot start or go on; says what to do."""


class TesseractMissing(CannotRun):
    """The tesseract program is not installed or not found."""


class TesseractTooOld(CannotRun):
    """The tesseract program is older than what is supported."""


class LanguageMissing(CannotRun):
    """A needed traineddata file is not installed."""


class ReaderMissing(CannotRun):
    """An optional engine that was asked for is not installed."""


class SettingsInvalid(CannotRun):
    """An extractor.toml is malformed or has a wrong key or value; names file and key."""


class ModelsInvalid(CannotRun):
    """A data file of models/ (or of a user's --screens folder) is malformed; names file and place."""


class NothingToRead(CannotRun):
    """No screenshot is there, and none was before. passed_over: names of the files that are no pictures."""

    def __init__(self, message: str, passed_over: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.passed_over = tuple(passed_over)


class OutputUnwritable(CannotRun):
    """The output folder cannot be created or written to."""


class OutputBusy(CannotRun):
    """Another run or watcher holds the lock of the output folder."""


class LedgerDamaged(CannotRun):
    """The output folder's ledger is no ledger, damaged, or of a newer version."""


class Refused(ExtractorError):
    """One input file cannot be read. The run goes on, and the file gets a row that says why.

    Its message is kept in the ledger for runs in any language, so it is `中文 / English`, each half whole.

    reason is a code in snake_case (`empty_file`, `truncated_image`, `not_an_image`, …). sha256 is that of the bytes
    that were read, "" where none were.
    """

    exit_code = ExitCode.SOME_UNREAD

    def __init__(self, reason: str, message: str, sha256: str = "") -> None:
        super().__init__(message)
        self.reason = reason
        self.sha256 = sha256

    @property
    def shown(self) -> str:
        return one_of_both(str(self))

    def __reduce__(self) -> tuple[type[Refused], tuple[str, str, str]]:
        """Refusals travel between processes."""
        return type(self), (self.reason, str(self), self.sha256)
