"""The key of everything that decides what a reading gives: where it changes, files are read again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from extractor.data_files import models_folder
from extractor.ocr.preflight import LANGUAGES, Installed
from extractor.reading import Extra

# The rooms on the way from a file's bytes to its rows; what writes, watches or shows is not among them.
_ROOMS = ("intake", "vision", "ocr", "screens", "fields", "statements", "evidence")
_NOT_READING = frozenset(
    {
        "evidence/tables.py", "evidence/sheets.py", "evidence/code_names.py", "evidence/corrections.py", "evidence/to_review.py",
        "evidence/stored.py",
    }
)  # fmt: skip
# Of models/, what readings rest on; law and letters come later.
_MODELS = frozenset(
    {
        "screens", "phrases", "status.yaml", "calibration.json", "figures.onnx", "figures.json", "wording.npz",
        "tessdata",
    }
)  # fmt: skip
_LIBRARIES = (
    "evidence-extractor", "chinesecalendar", "numpy", "opencv-python", "pillow", "pillow-heif", "pytesseract", "rapidfuzz",
    "rapidocr-onnxruntime",
)  # fmt: skip


def rules_key(installed: Installed | None, extra: Extra) -> str:
    """A digest of the code, models, user's files, libraries and Tesseract that a reading rests on.

    The code itself counts and not only its version, so that whoever changes a rule need not think of `--fresh`.
    """
    digest = hashlib.sha256()
    for path in _files(extra):
        digest.update(path.name.encode("utf-8", "surrogateescape") + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    for name in _LIBRARIES:
        digest.update(f"{name}={_version(name)}\0".encode())
    digest.update(repr(extra.readers).encode())
    if installed is not None:
        digest.update(installed.version.encode())
        for path in _language_data(installed):
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _language_data(installed: Installed) -> list[Path]:
    if installed.data is None:
        return []
    return _sorted(installed.data / f"{language}.traineddata" for language in LANGUAGES)


def _files(extra: Extra) -> Iterator[Path]:
    package = Path(__file__).parent
    left_out = {package / name for name in _NOT_READING}
    for room in _ROOMS:
        yield from (path for path in _sorted((package / room).rglob("*.py")) if path not in left_out)
    yield from (package / name for name in ("geometry.py", "frames.py", "reading.py"))
    models = models_folder()
    yield from _sorted(p for p in models.rglob("*") if p.relative_to(models).parts[0] in _MODELS)
    for folder in (extra.screens, extra.phrases):
        if folder is not None:
            yield from _sorted(folder.glob("*.y*ml"))


def _sorted(paths: Iterable[Path]) -> list[Path]:
    return sorted(path for path in paths if path.is_file())


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
