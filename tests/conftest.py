"""What all tests share: the same examples on every run, and nothing about time."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "tests",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("tests")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--torture", action="store_true", help="the full sizes of tests/torture (make torture)")


@pytest.fixture(scope="session")
def tesseract() -> str:
    """The tesseract program; its tests are skipped where there is none."""
    program = shutil.which("tesseract")
    if program is None:
        pytest.skip("tesseract is not installed")
    return program


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages in English, whatever this machine speaks; a command that a test runs may not change it for the next."""
    monkeypatch.setenv("EXTRACTOR_LANG", "en")
    monkeypatch.setenv("LANGUAGE", "en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty input folder."""
    made = tmp_path / "screenshots"
    made.mkdir()
    return made
