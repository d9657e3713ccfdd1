from __future__ import annotations

import hashlib
import os
import warnings
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from extractor.errors import Refused
from extractor.intake import screenshot
from extractor.intake.capture import CaptureSource
from extractor.intake.find import Found
from extractor.intake.screenshot import digest_of, take_in
from tests.helpers import encoded, png_claiming

PNG = encoded(Image.new("RGB", (60, 40), "white"), "PNG")


def reason_of(path: Path) -> str:
    with pytest.raises(Refused) as caught:
        take_in(Found(path, path.name))
    return caught.value.reason


def test_a_file_becomes_a_screenshot(folder: Path) -> None:
    path = folder / "Screenshot_20250314-210533.png"
    path.write_bytes(PNG)
    shot = take_in(Found(path, "sub/name.png"))
    assert (shot.name, shot.width, shot.height, shot.truncated) == ("sub/name.png", 60, 40, False)
    assert shot.sha256 == hashlib.sha256(PNG).hexdigest() == digest_of(path)
    assert shot.capture.at.isoformat() == "2025-03-14T21:05:33+08:00"


@pytest.mark.parametrize("name", ["picture.jpg", "picture.txt", "picture"])
def test_the_content_counts_and_not_the_suffix(folder: Path, name: str) -> None:
    (folder / name).write_bytes(PNG)
    assert take_in(Found(folder / name, name)).width == 60


def test_a_refusal_of_the_search_is_kept(folder: Path) -> None:
    refusal = Refused("link_leaves_folder", "x")
    with pytest.raises(Refused) as caught:
        take_in(Found(folder / "nothing.png", "nothing.png", refusal))
    assert caught.value is refusal


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty_file"),
        (b"hello, I am a text", "not_an_image"),
        (png_claiming(60_000, 60_000), "too_many_pixels"),
        (encoded(Image.new("RGB", (1, 1)), "PNG"), "too_small"),
    ],
)
def test_what_cannot_be_read_says_why(folder: Path, data: bytes, reason: str) -> None:
    (folder / "a.png").write_bytes(data)
    assert reason_of(folder / "a.png") == reason


def test_a_file_that_vanished(folder: Path) -> None:
    assert reason_of(folder / "gone.png") == "unreadable_file"
    with pytest.raises(Refused) as caught:
        digest_of(folder / "gone.png")
    assert caught.value.reason == "unreadable_file"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(folder: Path) -> None:
    (folder / "a.png").write_bytes(PNG)
    (folder / "a.png").chmod(0)
    assert reason_of(folder / "a.png") == "unreadable_file"


def test_a_folder_is_no_file(folder: Path) -> None:
    assert reason_of(folder) in ("not_a_file", "unreadable_file")


@pytest.mark.skipif(os.name != "posix", reason="pipes are POSIX")
def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.png")
    assert reason_of(folder / "pipe.png") == "not_a_file"


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_malformed_exif_is_passed_over_in_silence(folder: Path, form: str) -> None:
    picture = Image.new("RGB", (60, 40), "white")
    (folder / "IMG_1.jpg").write_bytes(encoded(picture, form, exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff"))
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        shot = take_in(Found(folder / "IMG_1.jpg", "IMG_1.jpg"))
    assert (shot.width, shot.capture.source) == (60, CaptureSource.MTIME)
    assert not seen


@pytest.mark.parametrize("form", ["PNG", "JPEG", "BMP", "GIF", "TIFF"])
def test_half_a_file_is_flagged_although_its_metadata_were_read_first(folder: Path, form: str) -> None:
    noise = np.random.default_rng(7).integers(0, 255, (200, 300, 3), dtype=np.uint8)
    data = encoded(Image.fromarray(noise), form)
    (folder / "a.png").write_bytes(data[: len(data) // 2])
    assert take_in(Found(folder / "a.png", "a.png")).truncated


def test_a_huge_file_is_not_even_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screenshot, "MAX_BYTES", len(PNG) - 1)
    (folder / "a.png").write_bytes(PNG)
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("was read"))
    assert reason_of(folder / "a.png") == "file_too_large"


def test_a_digest_is_taken_in_pieces_and_within_the_bound(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screenshot, "_PIECE", 10)
    monkeypatch.setattr(screenshot, "MAX_BYTES", 25)
    path = folder / "a.png"
    path.write_bytes(b"x" * 25)
    assert digest_of(path) == hashlib.sha256(b"x" * 25).hexdigest()
    path.write_bytes(b"x" * 26)
    with pytest.raises(Refused) as refused:
        digest_of(path)
    assert refused.value.reason == "file_too_large"
