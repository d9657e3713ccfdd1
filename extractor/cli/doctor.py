"""`extractor doctor`: checks the installation and says how to mend it."""

from __future__ import annotations

import logging
import os
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

import click

from extractor.cli import settings
from extractor.cli.base import command
from extractor.cli.options import json_option, print_json, reader_options
from extractor.errors import ExitCode, ExtractorError
from extractor.i18n import pick, tr


@dataclass(frozen=True, slots=True)
class _Checked:
    """One check: its name, whether it went well, and what was found or how to mend it."""

    name: str
    ok: bool
    message: str


@command("doctor", short_help="Check the installation")
@reader_options
@json_option("doctor")
def doctor_command(reader: str, second_reader: str, as_json: bool) -> int:
    """Checks Tesseract, its languages, the Python packages and a trial reading, and says how to mend what is wrong."""
    system = f"{platform.platform()}, Python {platform.python_version()}"
    files = [str(path.absolute()) for path in settings.files()]
    threads = os.environ.get("OMP_THREAD_LIMIT")
    if not as_json:
        click.echo(tr("System: {system}", system=system))
        for path in files:
            click.echo(tr("Settings: {path}", path=path))
    found = []
    for checked in _checks(reader, second_reader):
        found.append(checked)
        if not as_json:
            click.echo(f"{'✓' if checked.ok else '✗'} {checked.name}{pick('：', ': ')}{checked.message}")
    failed = sum(not checked.ok for checked in found)
    if as_json:
        checks = [asdict(checked) for checked in found]
        print_json({"ok": not failed, "system": system, "settings": files, "checks": checks})
        return int(ExitCode.COULD_NOT_RUN if failed else ExitCode.ALL_READ)
    if threads not in (None, "1"):
        click.echo(
            "! " + tr("OMP_THREAD_LIMIT={threads}: parallel reading will be slow; unset it", threads=threads)
        )
    click.echo(tr("{count} to mend, see above", count=failed) if failed else tr("All is well"))
    return int(ExitCode.COULD_NOT_RUN if failed else ExitCode.ALL_READ)


def _checks(reader: str, second_reader: str) -> Iterator[_Checked]:
    checks: tuple[tuple[str, Callable[[], str]], ...] = (
        (tr("Python packages"), _packages),
        ("Tesseract", _tesseract),
        ("HEIC (iPhone)", _heif),
        (tr("Screens"), _screens),
        (tr("Trial reading"), lambda: _trial(reader, second_reader)),
    )
    for name, check in checks:
        try:
            yield _Checked(name, True, check())
        except ExtractorError as error:
            yield _Checked(name, False, error.shown)
        except Exception as error:
            yield _Checked(name, False, f"{type(error).__name__}: {error}")


def _packages() -> str:
    missing = []
    names = {"cv2": "opencv-python", "PIL": "pillow", "yaml": "pyyaml"}
    for module in (
        "pytesseract",
        "cv2",
        "PIL",
        "pandas",
        "numpy",
        "rapidfuzz",
        "yaml",
        "pydantic",
        "xlsxwriter",
    ):
        try:
            __import__(module)
        except ImportError as error:
            missing.append(f"{names.get(module, module)} ({error})")
    if missing:
        hint = (
            "\n  Debian/Ubuntu: sudo apt-get install -y libgl1 libglib2.0-0"
            if "libGL" in str(missing)
            else ""
        )
        raise ExtractorError(
            tr("missing: {packages}", packages=", ".join(missing))
            + f"\n  {sys.executable} -m pip install --upgrade evidence-extractor{hint}"
        )
    return tr("complete")


def _tesseract() -> str:
    from extractor.ocr.preflight import check_tesseract

    found = check_tesseract()
    return f"{found.version} ({found.program}), chi_sim + eng"


def _heif() -> str:
    try:
        import pillow_heif
    except ImportError as error:
        raise ExtractorError(f"pip install pillow-heif ({error})") from error
    return f"pillow-heif {pillow_heif.__version__}"


def _screens() -> str:
    from extractor.screens.definitions import load_screens

    known = (*load_screens().pages, *load_screens().chats)
    fine = tr("{count} kinds, in order", count=len(known))
    if not logging.getLogger().isEnabledFor(logging.DEBUG):
        return fine
    return f"{fine}{pick('：', ': ')}{', '.join(screen.screen for screen in known)}"


def _trial(reader: str, second_reader: str) -> str:
    """Draws a number and reads it with both models of the engines that will read."""
    import cv2
    import numpy as np

    from extractor.geometry import Box
    from extractor.ocr.choice import ReaderChoice, readers_for
    from extractor.ocr.lines import read_lines

    page = np.full((80, 420, 3), 255, np.uint8)
    cv2.putText(page, "20250314210533", (12, 52), cv2.FONT_HERSHEY_DUPLEX, 1.2, (0, 0, 0), 2)
    line = read_lines([(page, [Box(12, 24, 330, 30)])], readers_for(ReaderChoice(reader, second_reader)))[0][
        0
    ]
    texts = [reading.text.replace(" ", "") for reading in line.readings]
    if not any("2025" in text for text in texts):
        raise ExtractorError(tr("the test picture was not read: {texts}", texts=texts))
    return " | ".join(texts)
