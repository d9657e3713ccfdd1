"""The rooms of docs/architecture.md know of each other only what its table allows."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from extractor import rules
from extractor.reading import Extra
from tests.helpers import ROOT

PACKAGE = ROOT / "extractor"
HELPERS = {"data_files", "errors", "geometry", "i18n", "invocation", "system_errors"}
"""Small modules below all rooms, which any of them may use; they use only each other."""
MAY_KNOW = {
    "fields": set(),
    "vision": set(),
    "statements": {"fields"},
    "intake": {"fields", "evidence.schema"},  # an official export is rows already
    "ocr": {"fields", "vision"},
    "screens": {"fields", "vision", "ocr"},
    "evidence": {"fields", "intake.capture", "ocr", "screens", "statements"},
    "conversation": {"fields"},
    "pool": set(),
    "case": {"evidence", "fields", "statements", "screens.definitions"},
    "record": {"evidence", "intake", "ocr", "screens", "vision"},
    "frames": {"fields", "intake", "ocr", "screens", "vision"},
    "reading": {"frames", "evidence", "intake", "ocr", "record", "screens", "statements", "vision"},
    "rules": {"ocr.preflight", "reading"},
    "ledger": {"evidence.schema", "intake", "reading"},
    "report": {"case.channels", "conversation", "evidence", "intake", "pool"},
    "outputs": {"case", "conversation", "evidence", "fields", "ledger", "report"},
    "runner": {"evidence", "intake", "ledger", "ocr", "outputs", "pool", "reading", "rules", "screens", "statements"},
    "hints": set(),
    "watch": {"evidence.to_review", "hints", "intake", "ledger", "outputs", "pool", "reading", "runner"},
    "review": {"case", "evidence", "fields", "intake", "ocr", "reading", "report", "vision"},
}  # fmt: skip
"""Each room, and whole rooms or single modules that it may import; the command line, on top, may import all."""
ONLY_IN = {
    "cv2": {"vision", "ocr", "cli.doctor"},
    "PIL": {"intake", "report.drawing", "review.app"},
    "pytesseract": {"ocr.tesseract", "ocr.preflight"},
    "rapidocr_onnxruntime": {"ocr.rapidocr"},
    "pandas": {"evidence.tables"},
    "csv": {"intake.exports", "evidence.corrections", "case", "ocr.tesseract"},  # Tesseract answers in such
    "xlsxwriter": {"evidence.sheets", "case.overview"},
    "openpyxl": {"intake.exports"},
    "jinja2": {"report", "case"},
    "docx": {"case"},
    "flask": {"review"},
    "sqlite3": {"ledger", "system_errors", "outputs"},
    "watchfiles": {"hints"},
    "click": {"cli"},
}
"""What a library stands for (pixels, Tesseract, tables, HTML …) is known in these places alone."""
NO_NUMPY = ("fields", "screens", "evidence", "case", "conversation")
MAKE_ROWS = {"intake", "vision", "ocr", "screens", "fields", "statements", "evidence", "frames", "reading"}
ABOVE_READING = {"tables", "sheets", "code_names", "corrections", "stored", "to_review"}
"""Of evidence/: what writes, names or decides, and nothing that a row is made by."""


def name_of(path: Path) -> str:
    """`vision.tags` for extractor/vision/tags.py, `vision` for its `__init__.py`, "" for the package's own."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


@cache
def imports() -> dict[str, set[str]]:
    """Each module of the package, and what it imports anywhere, types and function bodies among it."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        names = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                # `from extractor.evidence import tables` names a module, `… import Row` something of one
                whole = {f"{node.module}.{alias.name}" for alias in node.names}
                modules = {name for name in whole if is_module(name)}
                names |= modules
                if len(modules) < len(whole):
                    names.add(node.module)
        found[name_of(path)] = names
    return found


def is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def lies_in(module: str, places: set[str]) -> bool:
    return any(module == place or module.startswith(f"{place}.") for place in places)


def own(names: set[str]) -> set[str]:
    return {name.removeprefix("extractor.") for name in names if name.startswith("extractor.")}


def test_every_room_has_a_line() -> None:
    rooms = {module.partition(".")[0] for module in imports()} - {"", "__main__", "cli"}
    assert rooms == set(MAY_KNOW) | HELPERS


@pytest.mark.parametrize("room", sorted(MAY_KNOW))
def test_a_room_knows_only_what_comes_before_it(room: str) -> None:
    allowed = MAY_KNOW[room] | HELPERS | {room}
    wrong = {
        f"{module} imports {name}"
        for module, names in imports().items()
        if lies_in(module, {room})
        for name in own(names)
        if not lies_in(name, allowed)
    }
    assert not wrong


def test_no_line_allows_what_nobody_needs() -> None:
    for room, allowed in MAY_KNOW.items():
        used = {name for module, names in imports().items() if lies_in(module, {room}) for name in own(names)}
        for place in allowed:
            assert any(lies_in(name, {place}) for name in used), (room, place)


def test_the_helpers_stand_below_all_rooms() -> None:
    for helper in HELPERS:
        assert own(imports()[helper]) <= HELPERS, helper


@pytest.mark.parametrize("library", sorted(ONLY_IN))
def test_a_library_is_known_where_its_subject_is(library: str) -> None:
    users = {
        module
        for module, names in imports().items()
        if any(name.partition(".")[0] == library for name in names)
    }
    assert users, library
    assert {module for module in users if not lies_in(module, ONLY_IN[library])} == set()


def test_what_thinks_in_text_holds_no_pixels() -> None:
    for module, names in imports().items():
        if lies_in(module, set(NO_NUMPY)):
            assert not any(name.partition(".")[0] == "numpy" for name in names), module


def test_nothing_that_makes_rows_knows_how_they_are_written() -> None:
    above = {f"evidence.{name}" for name in ABOVE_READING}
    for module, names in imports().items():
        if module not in above and lies_in(module, MAKE_ROWS):
            assert not own(names) & above, module


def test_a_change_of_what_makes_rows_reads_files_again() -> None:
    counted = {
        name_of(path)
        for path in rules._files(Extra())
        if path.suffix == ".py" and path.is_relative_to(PACKAGE)
    }
    of_reading, waiting = set[str](), ["reading"]
    while waiting:
        module = waiting.pop()
        if module not in of_reading:
            of_reading.add(module)
            waiting += own(imports().get(module, set()))
    assert {module for module in of_reading if lies_in(module, MAKE_ROWS)} <= counted
    assert not {f"evidence.{name}" for name in ABOVE_READING} & counted
