"""The report's pictures: drawn by workers that may die, drawn once, and never shown for other bytes."""

from __future__ import annotations

import base64
import io
import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from extractor.errors import OutputUnwritable
from extractor.evidence import stored
from extractor.evidence.corrections import append, decide
from extractor.evidence.schema import Row
from extractor.evidence.stored import report_locked, save_run
from extractor.geometry import Box
from extractor.intake import screenshot
from extractor.report import drawing, page, pictures, write_report
from extractor.report.content import gather
from extractor.report.drawing import Around, Drawn, Wanted
from tests import workers
from tests.results import make_results, put_picture, transaction

_IMAGE = re.compile(r"data:image/webp;base64,([A-Za-z0-9+/=]+)")


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draws in this process, where a test can look at it."""
    monkeypatch.setattr(pictures, "Pool", workers.PoolWithoutProcesses)


@pytest.fixture
def results(tmp_path: Path) -> tuple[Path, Path]:
    """A folder of pictures and its results folder."""
    folder, out = tmp_path / "in", tmp_path / "out"
    make_results(folder, out)
    return folder, out


def drawn_now(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are decoded from now on, in this process."""
    names: list[str] = []

    def take_in(found: screenshot.Found) -> screenshot.Screenshot:
        names.append(found.name)
        return screenshot.take_in(found)

    monkeypatch.setattr(drawing, "take_in", take_in)
    return names


def kept(out: Path, folder: str = pictures.KEPT) -> dict[str, int]:
    """The pictures that stand in a folder of out, with their inodes."""
    return {path.name: path.stat().st_ino for path in (out / folder).glob("*")}


@pytest.mark.parametrize("fault", ["kill", "greedy"])
def test_a_picture_that_ends_its_process_costs_its_own_place_only(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if fault == "greedy" and os.name != "posix":
        pytest.skip("only POSIX bounds memory")
    names = ("a.png", f"{fault}.png", "c.png")
    digests = [put_picture(tmp_path, name, name) for name in names]
    save_run([transaction(n, d) for n, d in zip(names, digests, strict=True)], tmp_path, tmp_path)
    monkeypatch.setattr(pictures, "draw_batch", workers.draw_batch)
    monkeypatch.setattr(drawing, "take_in", lambda found: pytest.fail(f"{found.name} was decoded here"))
    made = write_report(tmp_path, jobs=1).read_text(encoding="utf-8")
    assert made.count("没有画面可看") == 2  # beside its row and among the pictures
    for digest, shown in zip(digests, (True, False, True), strict=True):
        assert (f'id="i-{digest[:16]}"' in made) is shown
    assert len(_IMAGE.findall(made)) == 4
    assert not [path for path in (tmp_path / pictures.KEPT).iterdir() if path.suffix != ".webp"]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("reason", ["reader_crashed", "took_too_long", "too_much_memory"])
def test_a_file_that_ended_its_reader_is_opened_no_more(
    reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = put_picture(tmp_path, "a.png", "98.00")
    row = Row("unread", f"E-{digest[:12]}-01", "a.png", digest, reasons=[reason])
    save_run([row], tmp_path, tmp_path)
    # nor where a person has said what it shows
    append(tmp_path, decide(row, row, None, {"kind": "none"}, datetime(2026, 1, 2, tzinfo=UTC)))
    opened = drawn_now(monkeypatch)
    assert "为安全没有再打开" in write_report(tmp_path).read_text(encoding="utf-8")
    assert opened == []


@pytest.mark.usefixtures("here")
def test_what_is_no_picture_is_not_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    digests = [put_picture(tmp_path, name, name) for name in ("a.png", "b.csv", "c.png")]
    save_run(
        [
            Row("unread", "E-1", "a.png", digests[0], reasons=["damaged_image"]),
            transaction("b.csv", digests[1], screen="alipay.export", box=None),
            Row("unread", "E-3", "c.png", digests[2], reasons=["ocr_failed"]),  # not the picture's fault
        ],
        tmp_path,
        tmp_path,
    )
    opened = drawn_now(monkeypatch)
    made = write_report(tmp_path).read_text(encoding="utf-8")
    assert "没有画面可看" in made and "账单文件，没有图片" in made
    assert opened == ["c.png"]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("limit", [0, pictures.EMBEDDED_BYTES])
def test_a_second_making_decodes_nothing(
    limit: int, results: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, out = results
    opened = drawn_now(monkeypatch)
    monkeypatch.setattr(page, "now", lambda: datetime(2026, 1, 2, tzinfo=UTC))
    first = write_report(out, embedded_bytes=limit).read_bytes()
    assert sorted(opened) == ["a 付款.png", "b.png", "聊天/c.png"]
    stood = kept(out, pictures.KEPT if limit else pictures.FOLDER)
    assert len(stood) == 7  # three whole ones, four parts
    opened.clear()
    monkeypatch.setattr(pictures, "Pool", lambda *_, **__: pytest.fail("a process was started"))
    assert write_report(out, embedded_bytes=limit).read_bytes() == first
    assert opened == []
    assert kept(out, pictures.KEPT if limit else pictures.FOLDER) == stood


@pytest.mark.usefixtures("here")
def test_a_report_that_grows_or_shrinks_keeps_its_pictures(
    results: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, out = results
    write_report(out)
    stood = kept(out)
    opened = drawn_now(monkeypatch)
    write_report(out, embedded_bytes=0)
    assert kept(out, pictures.FOLDER) == stood and not (out / pictures.KEPT).exists()
    write_report(out)
    assert kept(out) == stood and not (out / pictures.FOLDER).exists()
    assert opened == []


@pytest.mark.usefixtures("here")
def test_changed_and_lost_pictures_are_told_though_theirs_still_stand(
    results: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out = results
    write_report(out)
    opened = drawn_now(monkeypatch)
    put_picture(folder, "a 付款.png", "1.00")
    (folder / "b.png").unlink()
    made = write_report(out).read_text(encoding="utf-8")
    assert "原图的内容已改变" in made and "原图已不在原处" in made
    assert len(_IMAGE.findall(made)) == 3
    assert len(kept(out)) == 3
    assert opened == []


@pytest.mark.usefixtures("here")
def test_only_what_is_missing_is_drawn(results: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    _, out = results
    write_report(out)
    opened = drawn_now(monkeypatch)
    rows = stored.load_run(out).rows
    at = datetime(2026, 1, 2, tzinfo=UTC)
    append(out, decide(rows[0], rows[0], None, {"bbox": "60,300,90,30"}, at))  # a place that a person drew
    write_report(out)
    assert opened == ["a 付款.png"]
    opened.clear()
    b, *_ = [path for path in (out / pictures.KEPT).iterdir() if rows[1].source_sha256[:32] in path.name]
    b.write_bytes(b.read_bytes()[:-40])  # as a power cut or a full disk may leave it
    write_report(out)
    assert opened == ["b.png"]
    opened.clear()
    monkeypatch.setattr(drawing, "edition", lambda: "00000000")
    monkeypatch.setattr(pictures, "edition", lambda: "00000000")
    write_report(out)
    assert len(opened) == 3  # another build draws its own
    assert all(name.endswith(".00000000.webp") for name in kept(out))


@pytest.mark.usefixtures("here")
def test_what_a_killed_making_left_is_swept(results: tuple[Path, Path]) -> None:
    _, out = results
    (out / pictures.KEPT / "0123.tmp").mkdir(parents=True)
    (out / pictures.KEPT / "0123.tmp" / "x").write_text("x")
    (out / pictures.KEPT / "half.tmp").write_text("x")
    write_report(out)
    assert all(name.endswith(".webp") for name in kept(out))


@pytest.mark.usefixtures("here")
def test_the_page_is_the_same_in_pieces_and_none_holds_two_pictures(
    results: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, out = results
    monkeypatch.setattr(page, "now", lambda: datetime(2026, 1, 2, tzinfo=UTC))
    written = write_report(out).read_text(encoding="utf-8")
    content = page.gather(out)
    with report_locked(out):
        album = pictures.make_album(content.wanted(), out)
    parts = list(page.pieces(content, album, None, out.name))
    assert "".join(parts) == written
    assert max(len(_IMAGE.findall(part)) for part in parts) == 1
    shown = {base64.b64decode(data) for data in _IMAGE.findall(written)}
    assert shown == {path.read_bytes() for path in (out / pictures.KEPT).iterdir()}


@pytest.mark.skipif(os.name != "posix" or os.getuid() == 0, reason="root may write anywhere")
def test_a_folder_that_takes_no_pictures_ends_with_a_message(results: tuple[Path, Path]) -> None:
    _, out = results
    (out / pictures.KEPT).mkdir(mode=0o500)
    with pytest.raises(OutputUnwritable):
        write_report(out)


@pytest.mark.usefixtures("here")
def test_a_full_disk_ends_with_a_message_and_the_old_page(
    results: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, out = results
    (out / "report.html").write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(drawing, "_keep", full)
    with pytest.raises(OutputUnwritable, match="the disk is full"):
        write_report(out)
    assert (out / "report.html").read_text() == "old"


def test_two_reports_of_a_folder_are_not_made_at_once(
    results: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, out = results
    monkeypatch.setattr(stored, "_REPORT_PATIENCE", 0)
    with report_locked(out), pytest.raises(OutputUnwritable, match="another extractor"):
        write_report(out)


def test_a_name_tells_what_it_shows() -> None:
    for box in (None, Box(0, 12, 300, 40)):
        drawn = Drawn("0" * 32, box, 1080, 2400, "0123abcd")
        assert Drawn.parse(drawn.name) == drawn
    for name in ("0123.webp", f"{'0' * 32}.1-2-0-4.5x6.0123abcd.webp", f"{'0' * 32}.full.5x6.webp"):
        assert Drawn.parse(name) is None


def test_a_part_shows_the_labels_of_its_values_and_cuts_no_line() -> None:
    pixels = np.full((1400, 780, 3), 255, np.uint8)
    row = Box(228, 349, 303, 489)
    label, value = Box(80, 684, 112, 28), Box(233, 687, 99, 23)
    far, beside, photo = Box(10, 690, 40, 20), Box(100, 900, 61, 26), Box(200, 860, 300, 500)
    pixels[label.y : label.bottom, label.x : label.right] = 0
    plain = Wanted("a.png", "0" * 64, Path("a.png"), (row,))
    cut, _ = drawing._crop(pixels, plain, row)
    told = Wanted("a.png", "0" * 64, Path("a.png"), (row,), "", Around((beside, photo), ((label, value),)))
    whole, data = drawing._crop(pixels, told, row)
    assert whole.width > cut.width
    shown = np.asarray(Image.open(io.BytesIO(data)).convert("L"))
    dark = np.flatnonzero((shown < 90).any(axis=0))
    assert dark[0] > 5 and (shown[:, : dark[0] - 2] > 150).all()  # all of the label, with paper before it
    assert cut.height < whole.height <= cut.height + 80  # the line whole; what may be a photo is not
    # the label of a value elsewhere is none of this row's
    other = Wanted("a.png", "0" * 64, Path("a.png"), (row,), "", Around((), ((far, Box(600, 1300, 50, 20)),)))
    assert drawing._crop(pixels, other, row)[0].width == cut.width
    # a line at the left edge is cut by none
    line = Wanted("a.png", "0" * 64, Path("a.png"), (row,), "", Around((Box(80, 424, 84, 28),)))
    assert drawing._crop(pixels, line, row)[0].width > cut.width


def test_the_labels_come_from_the_trail(results: tuple[Path, Path]) -> None:
    _, out = results
    path = out / "readings.jsonl"
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    records[0]["pairs"][0]["label_box"] = "5,300,40,40"
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    wanted = next(w for w in gather(out).wanted() if w.sha256 == records[0]["source_sha256"])
    assert wanted.around.pairs == ((Box(5, 300, 40, 40), Box(60, 300, 200, 40)),)
    assert wanted.around.lines == (Box(60, 300, 200, 40),)
