"""Checks Tesseract before anything is read: found, new enough, with the languages that are needed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import LanguageMissing, TesseractMissing, TesseractTooOld
from extractor.i18n import tr

LANGUAGES = ("chi_sim", "eng")
OLDEST = (4, 1)
_USUAL_PLACES = {
    "win32": (
        r"C:\Program Files\Tesseract-OCR\tesseract.exe",
        r"C:\Program Files (x86)\Tesseract-OCR\tesseract.exe",
        r"%LOCALAPPDATA%\Programs\Tesseract-OCR\tesseract.exe",
        r"%LOCALAPPDATA%\Tesseract-OCR\tesseract.exe",
    ),
    "darwin": ("/opt/homebrew/bin/tesseract", "/usr/local/bin/tesseract", "/opt/local/bin/tesseract"),
}


@dataclass(frozen=True, slots=True)
class Installed:
    """The tesseract found: path of the program, version text, its languages, and the folder of their data if told."""

    program: str
    version: str
    languages: tuple[str, ...]
    data: Path | None = None


def install_command(what: str = "all") -> str:
    """The command that installs Tesseract with both languages on this system; what: `all` or `language`."""
    if sys.platform == "darwin":
        return "brew install tesseract tesseract-lang"
    if sys.platform == "win32":
        return "winget install --interactive --id UB-Mannheim.TesseractOCR   " + tr(
            "(tick Additional language data → Chinese (Simplified) while installing)"
        )
    return "sudo apt-get install -y tesseract-ocr tesseract-ocr-chi-sim tesseract-ocr-eng"


def all_install_commands() -> str:
    """The install commands of all three systems, for a message that must help anyone."""
    return (
        "Debian/Ubuntu: sudo apt-get install -y tesseract-ocr tesseract-ocr-chi-sim tesseract-ocr-eng\n"
        "macOS:         brew install tesseract tesseract-lang\n"
        "Windows:       winget install --interactive --id UB-Mannheim.TesseractOCR   "
        + tr("(tick Additional language data → Chinese (Simplified) while installing)")
    )


def find_program() -> str | None:
    """The path of tesseract: on PATH, else in the installers' usual places; None where it is nowhere."""
    on_path = shutil.which("tesseract")
    if on_path:
        return on_path
    for place in _USUAL_PLACES.get(sys.platform, ()):
        path = os.path.expandvars(place)
        if Path(path).is_file():
            return path
    return None


def point_pytesseract() -> None:
    """Lets pytesseract call the program that was found, in this process.

    Each process needs it for itself: workers are started afresh, and Windows' installer puts nothing on the PATH.
    """
    import pytesseract

    program = find_program()
    if program is not None:
        pytesseract.pytesseract.tesseract_cmd = program


def check_tesseract() -> Installed:
    """Finds Tesseract and points pytesseract at it. Raises TesseractMissing, TesseractTooOld or LanguageMissing.

    Messages hold the exact command.
    """
    program = find_program()
    if program is None:
        raise TesseractMissing(
            tr("Tesseract is not installed; please install it:") + f"\n{all_install_commands()}"
        )
    version = _output(program, "--version")
    match = re.search(r"tesseract v?(\d+)\.(\d+)[^\s]*", version)
    if match is None:
        raise TesseractMissing(
            tr("{program} does not run, please reinstall:", program=program) + f"\n{all_install_commands()}"
        )
    if (int(match[1]), int(match[2])) < OLDEST:
        raise TesseractTooOld(
            tr(
                "Tesseract {found} is too old, {oldest} or newer is needed:",
                found=f"{match[1]}.{match[2]}",
                oldest=f"{OLDEST[0]}.{OLDEST[1]}",
            )
            + f"\n{all_install_commands()}"
        )
    listed = _output(program, "--list-langs")
    languages = tuple(listed.split())
    missing = [language for language in LANGUAGES if language not in languages]
    if missing:
        where = os.environ.get("TESSDATA_PREFIX")
        hint = f"\nTESSDATA_PREFIX={where}" if where else ""
        raise LanguageMissing(
            tr("Tesseract lacks languages: {languages}", languages=", ".join(missing))
            + f"{hint}\n{all_install_commands()}"
        )
    point_pytesseract()
    data = re.search(r'"(.+)"', listed)
    return Installed(
        program, match[0].removeprefix("tesseract "), languages, Path(data[1]) if data is not None else None
    )


def _output(program: str, argument: str) -> str:
    try:
        done = subprocess.run([program, argument], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (done.stdout + done.stderr).decode("utf-8", "replace")
