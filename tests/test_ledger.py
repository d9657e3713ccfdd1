from __future__ import annotations

import os
import sqlite3
import stat
import time
from pathlib import Path

import pytest

from extractor import runner
from extractor.errors import LedgerDamaged, OutputBusy
from extractor.intake.find import find_screenshots
from extractor.ledger import Ledger, locked
from extractor.reading import NOTHING_EXTRA, Extra, FileResult, _ocr_failed, unread_result
from extractor.report import pictures
from extractor.runner import Summary, run
from tests import workers
from tests.runs import put, records, table
from tests.workers import Batch

posix = pytest.mark.skipif(os.name != "posix", reason="links and modes are POSIX")


class Reader:
    """Reads as workers.read_batch does, and remembers what it was given."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.failing = ""

    def __call__(self, batch: Batch, extra: Extra = NOTHING_EXTRA) -> list[FileResult]:
        self.read += [found.name for found, _ in batch]
        if self.failing:
            return [unread_result(found, digest, _ocr_failed(RuntimeError("x"))) for found, digest in batch]
        return workers.read_batch(batch, extra)


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    reader = Reader()
    monkeypatch.setattr(runner, "check_tesseract", lambda: None)
    monkeypatch.setattr(runner, "read_batch", reader)
    monkeypatch.setattr(runner, "Pool", workers.PoolWithoutProcesses)
    monkeypatch.setattr(pictures, "Pool", workers.PoolWithoutProcesses)
    return reader


def again(folder: Path, out: Path, reader: Reader, **options: bool) -> tuple[list[str], Summary]:
    """What a further run reads, and its summary."""
    reader.read.clear()
    summary = run(folder, out, jobs=1, **options)  # type: ignore[arg-type]
    return reader.read, summary


def names(out: Path) -> list[str]:
    return [row["source_file"] for row in table(out)]


def test_a_second_run_reads_only_what_is_new(folder: Path, tmp_path: Path, reader: Reader) -> None:
    put(folder, a="1", b="2", refuse="3")
    run(folder, tmp_path / "out")
    first = (tmp_path / "out" / "evidence.csv").read_bytes()
    assert again(folder, tmp_path / "out", reader)[0] == []
    assert (tmp_path / "out" / "evidence.csv").read_bytes() == first
    put(folder, aa="4")
    read, summary = again(folder, tmp_path / "out", reader)
    assert (read, summary.read_now, summary.files) == (["aa.png"], 1, 4)
    assert names(tmp_path / "out") == ["a.png", "aa.png", "b.png", "refuse.png"]
    assert summary.unread == [("refuse.png", "不是图片 / not a picture")]


def test_fresh_reads_all_again(folder: Path, tmp_path: Path, reader: Reader) -> None:
    put(folder, a="1", b="2")
    run(folder, tmp_path / "out")
    assert again(folder, tmp_path / "out", reader, fresh=True)[0] == ["a.png", "b.png"]


def test_other_rules_read_again(
    folder: Path, tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, a="1")
    run(folder, tmp_path / "out")
    monkeypatch.setattr(runner, "rules_key", lambda installed, extra: "another")
    assert again(folder, tmp_path / "out", reader)[0] == ["a.png"]


def test_a_users_phrases_are_rules_too(folder: Path, tmp_path: Path, reader: Reader) -> None:
    put(folder, a="1")
    phrases = tmp_path / "phrases"
    phrases.mkdir()
    reader.read.clear()
    run(folder, tmp_path / "out")
    (phrases / "own.yaml").write_text("words: {shop: [星河卡铺]}\n", encoding="utf-8")
    run(folder, tmp_path / "out", phrases=phrases)
    assert reader.read == ["a.png", "a.png"]


def test_an_interrupted_run_goes_on(folder: Path, tmp_path: Path, reader: Reader) -> None:
    put(folder, **{f"f{n:02d}": str(n) for n in range(30)})

    def stop(done: int, total: int) -> None:
        if done >= 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(folder, tmp_path / "out", jobs=1, progress=stop)
    assert not (tmp_path / "out" / "evidence.csv").exists()
    before = len(reader.read)
    read, _ = again(folder, tmp_path / "out", reader)
    assert 0 < len(read) < 30
    assert before + len(read) >= 30
    run(folder, tmp_path / "other", jobs=1)
    assert table(tmp_path / "out") == table(tmp_path / "other")


def test_a_moved_file_keeps_its_rows_under_its_new_name(folder: Path, tmp_path: Path, reader: Reader) -> None:
    put(folder, a="1", b="2")
    run(folder, tmp_path / "out")
    ids = {row["evidence_id"] for row in table(tmp_path / "out")}
    (folder / "sub").mkdir()
    (folder / "a.png").rename(folder / "sub" / "z.png")
    read, summary = again(folder, tmp_path / "out", reader)
    assert (read, summary.gone) == ([], [])
    assert names(tmp_path / "out") == ["b.png", "sub/z.png"]
    assert {row["evidence_id"] for row in table(tmp_path / "out")} == ids
    assert [record["source_file"] for record in records(tmp_path / "out")] == ["b.png", "sub/z.png"]


def test_a_deleted_file_keeps_its_rows_and_is_told(folder: Path, tmp_path: Path, reader: Reader) -> None:
    put(folder, a="1", b="2")
    run(folder, tmp_path / "out")
    (folder / "a.png").unlink()
    for _ in range(2):
        read, summary = again(folder, tmp_path / "out", reader)
        assert (read, summary.gone, summary.files) == ([], ["a.png"], 1)
        assert names(tmp_path / "out") == ["a.png", "b.png"]
    put(folder, c="1")  # and comes back under another name
    read, summary = again(folder, tmp_path / "out", reader)
    assert (read, summary.gone, names(tmp_path / "out")) == ([], [], ["b.png", "c.png"])


def test_a_deleted_copy_leaves_the_other(folder: Path, tmp_path: Path, reader: Reader) -> None:
    put(folder, a="same", b="same")
    run(folder, tmp_path / "out")
    (folder / "a.png").unlink()
    _, summary = again(folder, tmp_path / "out", reader)
    assert (names(tmp_path / "out"), summary.gone, summary.duplicates) == (["b.png"], [], 0)


def test_a_replaced_file_is_read_and_its_old_rows_go(folder: Path, tmp_path: Path, reader: Reader) -> None:
    put(folder, a="1")
    run(folder, tmp_path / "out")
    old = table(tmp_path / "out")[0]["evidence_id"]
    put(folder, a="2")  # the same size, and within a tick of the clock
    assert again(folder, tmp_path / "out", reader)[0] == ["a.png"]
    assert [row["evidence_id"] for row in table(tmp_path / "out")] != [old]


def test_unchanged_files_are_not_even_hashed(
    folder: Path, tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, a="1")
    hour_ago = time.time() - 3600
    os.utime(folder / "a.png", (hour_ago, hour_ago))
    real = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: real() + 10**10)  # changed just now is not to be trusted
    run(folder, tmp_path / "out")
    monkeypatch.setattr("extractor.ledger.digest_of", lambda path: pytest.fail(f"{path} was hashed"))
    assert again(folder, tmp_path / "out", reader)[0] == []


def test_of_equal_files_the_one_that_tells_its_time_is_read(
    folder: Path, tmp_path: Path, reader: Reader
) -> None:
    put(folder, a="same")
    run(folder, tmp_path / "out")
    (folder / "Screenshot_20250314-210533.png").write_text("same")
    assert again(folder, tmp_path / "out", reader)[0] == ["Screenshot_20250314-210533.png"]
    put(folder, b="same")
    assert again(folder, tmp_path / "out", reader)[0] == []


def test_what_may_be_the_machines_fault_is_tried_once_more(
    folder: Path, tmp_path: Path, reader: Reader
) -> None:
    put(folder, a="1")
    reader.failing = "always"
    run(folder, tmp_path / "out")
    assert table(tmp_path / "out")[0]["review_reason"] == "ocr_failed"
    assert again(folder, tmp_path / "out", reader)[0] == ["a.png"]
    assert again(folder, tmp_path / "out", reader)[0] == []
    reader.failing = ""
    assert again(folder, tmp_path / "out", reader, fresh=True)[0] == ["a.png"]
    assert table(tmp_path / "out")[0]["kind"] == "none"


def test_another_folder_has_a_table_of_its_own(folder: Path, tmp_path: Path, reader: Reader) -> None:
    put(folder, a="1")
    run(folder, tmp_path / "out")
    other = tmp_path / "other"
    other.mkdir()
    put(other, b="1", c="2")
    read, summary = again(other, tmp_path / "out", reader)
    assert (read, summary.gone, names(tmp_path / "out")) == (["c.png"], [], ["b.png", "c.png"])


def test_a_results_folder_inside_the_input_is_no_input(folder: Path, tmp_path: Path) -> None:
    put(folder, a="1")
    run(folder, folder / "first")
    put(folder / "first", picture="2")
    assert run(folder, tmp_path / "second").files == 1


def test_two_at_once_are_refused(folder: Path, tmp_path: Path) -> None:
    put(folder, a="1")
    with locked(tmp_path / "out"), pytest.raises(OutputBusy, match="another extractor"):
        run(folder, tmp_path / "out")
    run(folder, tmp_path / "out")


@pytest.mark.parametrize(
    "content", [b"this is no database, but a text of some length" * 30, b"SQLite format 3\0" + b"x" * 4096]
)
def test_a_damaged_ledger_is_told(folder: Path, tmp_path: Path, content: bytes) -> None:
    put(folder, a="1")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "ledger.sqlite").write_bytes(content)
    with pytest.raises(LedgerDamaged, match="rename it"):
        run(folder, tmp_path / "out")
    assert (tmp_path / "out" / "ledger.sqlite").read_bytes() == content


def test_a_ledger_of_a_later_version_is_left_alone(folder: Path, tmp_path: Path) -> None:
    put(folder, a="1")
    run(folder, tmp_path / "out")
    with sqlite3.connect(tmp_path / "out" / "ledger.sqlite") as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(LedgerDamaged, match="another version"):
        run(folder, tmp_path / "out")


def test_rows_come_back_as_they_were(folder: Path, tmp_path: Path) -> None:
    put(folder, chat="1")
    out = tmp_path / "out"
    run(folder, out)
    with Ledger(out, folder) as ledger:
        (file,) = ledger.files()
    found = find_screenshots(folder, output=out).files[0]
    (expected,) = workers.read_batch([(found, file.sha256)])
    assert file.rows == expected.rows


@posix
def test_the_results_are_for_their_owner_alone(folder: Path, tmp_path: Path) -> None:
    put(folder, a="1")
    run(folder, tmp_path / "out")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "out").iterdir()}
    assert set(modes.values()) == {0o600}, modes


def test_what_a_killed_process_left_is_removed(folder: Path, tmp_path: Path) -> None:
    put(folder, a="1")
    (tmp_path / "out").mkdir()
    left = tmp_path / "out" / ".evidence.csv.abc.tmp"
    left.write_text("half a table")
    run(folder, tmp_path / "out")
    assert not left.exists()


@pytest.mark.skipif(os.name != "posix", reason="names as bytes")
def test_a_name_and_its_escape_are_two_files(folder: Path, tmp_path: Path) -> None:
    if os.uname().sysname != "Linux":
        pytest.skip("only Linux keeps names as bytes")
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.png")).write_text("1")
    (folder / "\\xff.png").write_text("2")
    run(folder, tmp_path / "out")
    rows = table(tmp_path / "out")
    assert [row["source_file"] for row in rows] == ["\\xff.png", "\\xff.png"]
    assert len({row["evidence_id"] for row in rows}) == 2
