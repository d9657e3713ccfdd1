from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from PIL import Image

from extractor.intake.find import Place, find_screenshots, is_left_out
from tests.helpers import encoded

PNG = encoded(Image.new("RGB", (40, 40)), "PNG")
posix = pytest.mark.skipif(os.name != "posix", reason="links, pipes and byte names are POSIX")


def put(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(PNG)


def found(folder: Path, output: Path | None = None) -> dict[str, str | None]:
    """Name to reason of refusal (None: will be read), in the order found."""
    files = find_screenshots(folder, output=output).files
    return {f.name: f.refusal.reason if f.refusal else None for f in files}


def test_recursion_and_order(folder: Path) -> None:
    put(folder, "b.png", "a/z.jpg", "a/b/c.JPEG", "A.heic", "微信/1.webp", "c.png")
    assert list(found(folder)) == ["A.heic", "a/b/c.JPEG", "a/z.jpg", "b.png", "c.png", "微信/1.webp"]


@pytest.mark.parametrize(
    "suffix",
    [
        "png",
        "jpg",
        "jpeg",
        "jpe",
        "jfif",
        "webp",
        "bmp",
        "tif",
        "tiff",
        "gif",
        "heic",
        "heif",
        "hif",
        "PNG",
        "Jpg",
    ],
)
def test_every_suffix_of_pictures(folder: Path, suffix: str) -> None:
    put(folder, f"a.{suffix}")
    assert found(folder) == {f"a.{suffix}": None}


def test_other_files_are_passed_over_by_name(folder: Path) -> None:
    put(folder, "a.png")
    (folder / "notes.txt").write_text("hello")
    (folder / "账单.csv").write_text("a,b")
    finding = find_screenshots(folder)
    assert [f.name for f in finding.files] == ["a.png"]
    assert finding.passed_over == ["notes.txt", "账单.csv"]


def test_a_picture_with_a_wrong_suffix_or_none_is_found(folder: Path) -> None:
    put(folder, "picture", "mmexport1741957533123", "photo.dat")
    (folder / "README").write_text("hello")
    (folder / "empty").write_bytes(b"")
    finding = find_screenshots(folder)
    assert [f.name for f in finding.files] == ["mmexport1741957533123", "photo.dat", "picture"]
    assert finding.passed_over == ["README", "empty"]


def test_hidden_and_system_files_are_left_out(folder: Path) -> None:
    put(
        folder,
        ".hidden.png",
        "._a.png",
        ".git/a.png",
        "__MACOSX/a.png",
        "@eaDir/a.png",
        ".thumbnails/a.png",
        "a.png",
    )
    (folder / "Thumbs.db").write_bytes(PNG)
    (folder / "desktop.ini").write_text("x")
    finding = find_screenshots(folder)
    assert [f.name for f in finding.files] == ["a.png"]
    assert finding.passed_over == []


def test_the_runs_own_output_inside_the_input_is_ignored(folder: Path) -> None:
    put(folder, "a.png", "out/crop.png", "out/deep/crop.png", "output/b.png", "sub/out/c.png")
    assert list(found(folder, folder / "out")) == ["a.png", "output/b.png", "sub/out/c.png"]
    assert "out/crop.png" in found(folder)


def test_the_output_is_known_through_another_spelling(folder: Path) -> None:
    put(folder, "a.png", "out/crop.png")
    assert list(found(folder, folder / "sub" / ".." / "out")) == ["a.png"]


def test_a_single_file(folder: Path) -> None:
    put(folder, "a.png", "b.png")
    assert found(folder / "a.png") == {"a.png": None}


def test_a_single_file_is_taken_whatever_its_suffix(folder: Path) -> None:
    put(folder, "photo.dat")
    assert found(folder / "photo.dat") == {"photo.dat": None}


def test_an_empty_folder(folder: Path) -> None:
    finding = find_screenshots(folder)
    assert (finding.files, finding.passed_over) == ([], [])


@pytest.mark.parametrize(
    "name", ["a b.png", "emoji 😀.png", "中文 名称.png", "e\u0301.png", "a'b\"c.png", "-o.png", "=1+1.png"]
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows forbids some of these names")
def test_odd_names_stay_as_they_are(folder: Path, name: str) -> None:
    put(folder, name)
    assert list(found(folder)) == [name]


@posix
def test_a_newline_in_a_name(folder: Path) -> None:
    put(folder, "a\nb.png")
    assert list(found(folder)) == ["a\nb.png"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps names as bytes")
@pytest.mark.parametrize("single", [False, True])
def test_a_name_that_is_no_utf8_is_shown_escaped(folder: Path, single: bool) -> None:
    path = Path(os.fsdecode(os.fsencode(folder) + b"/\xce\xa2\xd0\xc5\xff.png"))
    path.write_bytes(PNG)
    (file,) = find_screenshots(path if single else folder).files
    assert file.name.encode("utf-8").decode("utf-8") == file.name
    assert "\\xff" in file.name
    assert file.path.read_bytes() == PNG


# -- links, pipes, closed doors ---------------------------------------------------------------------------------


@posix
def test_a_link_to_a_file_inside_is_read(folder: Path) -> None:
    put(folder, "sub/a.png")
    (folder / "link.png").symlink_to(folder / "sub" / "a.png")
    assert found(folder) == {"link.png": None, "sub/a.png": None}


@posix
def test_a_link_out_of_the_folder_is_refused(folder: Path) -> None:
    put(folder.parent, "secret.png")
    (folder / "link.png").symlink_to(folder.parent / "secret.png")
    assert found(folder) == {"link.png": "link_leaves_folder"}


@posix
def test_a_link_to_a_folder_outside_is_refused_and_not_followed(folder: Path) -> None:
    put(folder.parent, "elsewhere/secret.png")
    (folder / "link").symlink_to(folder.parent / "elsewhere")
    assert found(folder) == {"link": "link_leaves_folder"}


@posix
def test_links_are_followed_where_told(folder: Path) -> None:
    put(folder, "sub/a.png")
    put(folder.parent, "secret.png", "elsewhere/b.png")
    (folder / "link.png").symlink_to(folder.parent / "secret.png")
    (folder / "link").symlink_to(folder.parent / "elsewhere")
    (folder / "twice").symlink_to(folder.parent / "elsewhere")
    (folder.parent / "elsewhere" / "back").symlink_to(folder)
    (folder / "sub" / "loop").symlink_to(folder)
    files = find_screenshots(folder, follow_links=True).files
    assert [(f.name, f.refusal) for f in files] == [
        ("link.png", None),
        ("link/b.png", None),
        ("sub/a.png", None),
    ]


@pytest.mark.parametrize(
    "name",
    ["a.png.part", "a.png.crdownload", "~$a.png", "a.PNG.TMP", "~syncthing~a.png.tmp", "a.jpg.downloading"],
)
def test_unfinished_files_are_passed_over(folder: Path, name: str) -> None:
    put(folder, name)
    finding = find_screenshots(folder)
    assert (finding.files, finding.passed_over) == ([], [name])


def test_results_of_this_program_are_no_input(folder: Path) -> None:
    put(folder, "a.png", "old/crop.png")
    (folder / "old" / "ledger.sqlite").touch()
    assert list(found(folder)) == ["a.png"]


def test_what_a_walk_leaves_out_is_left_out_by_name_too(folder: Path) -> None:
    put(folder, "a.png", "out/crop.png", ".git/b.png", "sub/.c.png", "sub/d.png")
    place = Place(folder, folder / "out")
    left = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if is_left_out(p, place)}
    assert left == {"out", "out/crop.png", ".git", ".git/b.png", "sub/.c.png"}
    assert is_left_out(folder.parent, place)


def test_a_file_that_is_too_large_is_not_even_hashed(folder: Path) -> None:
    with (folder / "a.png").open("wb") as file:
        file.truncate(256 * 1024 * 1024 + 1)
    assert found(folder) == {"a.png": "file_too_large"}


@posix
def test_a_link_loop_ends(folder: Path) -> None:
    put(folder, "sub/a.png")
    (folder / "sub" / "loop").symlink_to(folder)
    (folder / "self.png").symlink_to(folder / "self.png")
    assert found(folder) == {"self.png": "unreadable_file", "sub/a.png": None}


@posix
def test_a_broken_link_is_refused(folder: Path) -> None:
    (folder / "gone.png").symlink_to(folder / "nothing.png")
    (folder / "gone").symlink_to(folder / "nothing")
    finding = find_screenshots(folder)
    assert [(f.name, f.refusal and f.refusal.reason) for f in finding.files] == [
        ("gone.png", "unreadable_file")
    ]
    assert finding.passed_over == ["gone"]


@posix
def test_a_pipe_is_refused_and_never_opened(folder: Path) -> None:
    os.mkfifo(folder / "pipe.png")
    os.mkfifo(folder / "pipe")
    finding = find_screenshots(folder)  # opening a pipe without a writer would hang here
    assert [(f.name, f.refusal and f.refusal.reason) for f in finding.files] == [("pipe.png", "not_a_file")]
    assert finding.passed_over == ["pipe"]
    assert found(folder / "pipe.png") == {"pipe.png": "not_a_file"}


@posix
def test_a_folder_with_the_suffix_of_a_picture_is_a_folder(folder: Path) -> None:
    put(folder, "album.png/a.png")
    assert found(folder) == {"album.png/a.png": None}


@posix
def test_a_folder_that_cannot_be_opened_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folder, "a.png", "closed/b.png")
    real = os.scandir

    def scandir(path: str) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert found(folder) == {"a.png": None, "closed": "unreadable_file"}
