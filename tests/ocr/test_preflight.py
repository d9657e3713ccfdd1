from __future__ import annotations

import os
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from click.testing import CliRunner

from extractor.cli.main import cli
from extractor.errors import LanguageMissing, TesseractMissing, TesseractTooOld
from extractor.ocr import preflight
from extractor.ocr.preflight import check_tesseract, find_program
from extractor.ocr.tesseract import TesseractReader

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the stand-in for tesseract is a shell script")


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole PATH, for a tesseract of our own."""
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setattr(preflight, "_USUAL_PLACES", {})
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    return programs


def install(programs: Path, version: str, languages: str = "chi_sim eng osd") -> Path:
    program = programs / "tesseract"
    listed = "\n".join(languages.split())
    program.write_text(
        "#!/bin/sh\n"
        f'if [ "$1" = --version ]; then printf "%s\\n" "{version}"; else printf "List of languages:\\n%s\\n" "{listed}"; fi\n'
    )
    program.chmod(0o755)
    return program


def told_to_install(error: BaseException) -> bool:
    """The message has the command of each of the three systems."""
    text = str(error)
    return all(
        command in text
        for command in (
            "sudo apt-get install -y tesseract-ocr tesseract-ocr-chi-sim tesseract-ocr-eng",
            "brew install tesseract tesseract-lang",
            "winget install --interactive --id UB-Mannheim.TesseractOCR",
        )
    )


def test_a_missing_tesseract_names_the_three_install_commands(stand_in: Path) -> None:
    assert find_program() is None
    with pytest.raises(TesseractMissing) as caught:
        check_tesseract()
    assert told_to_install(caught.value)


def test_an_empty_path_is_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(preflight, "_USUAL_PLACES", {})
    with pytest.raises(TesseractMissing):
        check_tesseract()


@pytest.mark.parametrize("version", ["tesseract 5.3.0", "tesseract v5.4.0.20240606", "tesseract 4.1.1-rc2"])
def test_versions_that_will_do(stand_in: Path, version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import pytesseract

    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", "before")
    program = install(stand_in, version)
    found = check_tesseract()
    assert found.program == str(program)
    assert found.version == version.removeprefix("tesseract ")
    assert {"chi_sim", "eng"} <= set(found.languages)
    assert pytesseract.pytesseract.tesseract_cmd == str(program)


@pytest.mark.parametrize("version", ["tesseract 3.05.02", "tesseract 4.0.0-beta.1"])
def test_a_version_that_is_too_old(stand_in: Path, version: str) -> None:
    install(stand_in, version)
    with pytest.raises(TesseractTooOld) as caught:
        check_tesseract()
    assert "4.1" in str(caught.value)
    assert told_to_install(caught.value)


def test_a_program_that_does_not_run(stand_in: Path) -> None:
    install(stand_in, "error while loading shared libraries: liblept.so.5")
    with pytest.raises(TesseractMissing) as caught:
        check_tesseract()
    assert str(stand_in / "tesseract") in str(caught.value)


@pytest.mark.parametrize(
    ("languages", "missing"), [("eng osd", "chi_sim"), ("chi_sim", "eng"), ("chi_tra osd", "chi_sim, eng")]
)
def test_a_missing_language_is_named(stand_in: Path, languages: str, missing: str) -> None:
    install(stand_in, "tesseract 5.3.0", languages)
    with pytest.raises(LanguageMissing) as caught:
        check_tesseract()
    assert f": {missing}\n" in str(caught.value)
    assert told_to_install(caught.value)


def test_a_language_of_a_similar_name_is_not_the_one(stand_in: Path) -> None:
    install(stand_in, "tesseract 5.3.0", "chi_sim_vert eng")
    with pytest.raises(LanguageMissing, match="chi_sim"):
        check_tesseract()


def test_the_folder_that_was_looked_in_is_named(stand_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(stand_in, "tesseract 5.3.0", "eng")
    monkeypatch.setenv("TESSDATA_PREFIX", "/somewhere/else")
    with pytest.raises(LanguageMissing, match="TESSDATA_PREFIX=/somewhere/else"):
        check_tesseract()


@pytest.mark.ocr
def test_the_real_one_with_an_empty_language_folder(
    tesseract: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    with pytest.raises(LanguageMissing) as caught:
        check_tesseract()
    assert str(tmp_path) in str(caught.value)
    assert "chi_sim" in str(caught.value)


USUAL = [
    ("win32", r"C:\Program Files\Tesseract-OCR\tesseract.exe"),
    ("win32", r"%LOCALAPPDATA%\Programs\Tesseract-OCR\tesseract.exe"),
    ("darwin", "/opt/homebrew/bin/tesseract"),
    ("darwin", "/usr/local/bin/tesseract"),
]


@pytest.mark.parametrize(("system", "place"), USUAL)
def test_the_installers_places_are_known(system: str, place: str) -> None:
    assert place in preflight._USUAL_PLACES[system]


@pytest.fixture
def off_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder below $LOCALAPPDATA that counts as a usual place; the PATH is empty."""
    import pytesseract

    place = tmp_path / "程序 files"
    place.mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    monkeypatch.setenv("LOCALAPPDATA", str(place))
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    monkeypatch.setattr(preflight, "_USUAL_PLACES", {sys.platform: ("$LOCALAPPDATA/tesseract",)})
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", "tesseract")
    return place


def test_off_the_path_it_is_found_in_its_usual_place(off_the_path: Path) -> None:
    assert find_program() is None
    program = install(off_the_path, "tesseract 5.3.0")
    assert check_tesseract().program == str(program)


def test_one_on_the_path_goes_first(off_the_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(off_the_path, "tesseract 5.3.0")
    bin_folder = off_the_path / "bin"
    bin_folder.mkdir()
    program = install(bin_folder, "tesseract 5.4.0")
    monkeypatch.setenv("PATH", str(bin_folder))
    assert check_tesseract().program == str(program)


def test_doctor_names_the_one_that_it_found(off_the_path: Path) -> None:
    program = install(off_the_path, "tesseract 5.3.0")
    shown = CliRunner().invoke(cli, ["doctor"]).output
    assert f"✓ Tesseract: 5.3.0 ({program})" in shown


@pytest.mark.ocr
def test_readers_use_the_one_off_the_path(tesseract: str, off_the_path: Path) -> None:
    """A worker is a new process and has not called check_tesseract: making its reader must be enough."""
    (off_the_path / "tesseract").symlink_to(tesseract)
    page = np.full((60, 420), 255, np.uint8)
    cv2.putText(page, "20250314", (12, 42), cv2.FONT_HERSHEY_DUPLEX, 1.2, 0, 2)
    assert TesseractReader("eng", crop_height=36).read([page])[0].text.replace(" ", "") == "20250314"


@pytest.mark.ocr
def test_the_real_one(tesseract: str) -> None:
    assert check_tesseract().program == tesseract
