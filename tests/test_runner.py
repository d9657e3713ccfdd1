from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from extractor import runner
from extractor.errors import CannotRun, ExitCode, NothingToRead, OutputUnwritable
from extractor.evidence.schema import Row
from extractor.ledger import Entry, StoredFile
from extractor.outputs import _count
from extractor.report import pictures
from extractor.runner import Summary, _batches, default_output, run
from tests import workers
from tests.runs import put, records, table


@pytest.fixture
def processes() -> None:
    """Asks for real worker processes, which take a second to start."""


@pytest.fixture(autouse=True)
def without_tesseract(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.setattr(runner, "check_tesseract", lambda: None)
    monkeypatch.setattr(runner, "read_batch", workers.read_batch)
    if "processes" not in request.fixturenames:
        monkeypatch.setattr(runner, "Pool", workers.PoolWithoutProcesses)
        monkeypatch.setattr(pictures, "Pool", workers.PoolWithoutProcesses)


def test_every_file_has_a_row_in_the_order_of_names(folder: Path, tmp_path: Path) -> None:
    put(folder, **{f"f{n:02d}": str(n) for n in range(23)})
    summary = run(folder, tmp_path / "out", jobs=2)
    names = [f"f{n:02d}.png" for n in range(23)]
    assert [row["source_file"] for row in table(tmp_path / "out")] == names
    assert [record["source_file"] for record in records(tmp_path / "out")] == names
    assert (summary.files, summary.rows["none"], summary.exit_code) == (23, 23, ExitCode.ALL_READ)


def test_all_outputs_are_there_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    put(folder, a="1")
    run(folder, tmp_path / "out", jobs=1)
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names >= {"evidence.csv", "evidence.xlsx", "datapackage.json", "readings.jsonl"}
    assert not [name for name in names if name.startswith(".") or name.endswith(".tmp")]


def test_equal_files_are_read_once_and_all_get_rows(folder: Path, tmp_path: Path) -> None:
    put(folder, a="same", b="other", c="same", d="same")
    summary = run(folder, tmp_path / "out", jobs=1)
    rows = {row["source_file"]: row for row in table(tmp_path / "out")}
    assert list(rows) == ["a.png", "b.png", "c.png", "d.png"]
    assert rows["a.png"]["evidence_id"] == rows["c.png"]["evidence_id"] == rows["d.png"]["evidence_id"]
    assert rows["a.png"]["evidence_id"] != rows["b.png"]["evidence_id"]
    assert summary.duplicates == 2
    assert [record.get("same_as") for record in records(tmp_path / "out")] == [None, None, "a.png", "a.png"]


def test_equal_files_far_apart_are_still_read_once(folder: Path, tmp_path: Path) -> None:
    put(folder, a="same", z="same", **{f"m{n:02d}": str(n) for n in range(40)})
    summary = run(folder, tmp_path / "out", jobs=2)
    rows = {row["source_file"]: row["evidence_id"] for row in table(tmp_path / "out")}
    assert (len(rows), summary.duplicates) == (42, 1)
    assert rows["a.png"] == rows["z.png"]


def test_equal_files_that_cannot_be_read_are_all_unread(folder: Path, tmp_path: Path) -> None:
    put(folder, refuse1="same", refuse2="same")
    summary = run(folder, tmp_path / "out", jobs=1)
    assert [row["kind"] for row in table(tmp_path / "out")] == ["unread", "unread"]
    assert [name for name, _ in summary.unread] == ["refuse1.png", "refuse2.png"]


def test_only_the_copy_of_a_chat_is_marked_as_seen_before(folder: Path, tmp_path: Path) -> None:
    put(folder, chat1="same", chat2="same")
    run(folder, tmp_path / "out", jobs=1)
    first, copy = table(tmp_path / "out")
    assert first["review_reason"] == ""
    assert copy["review_reason"] == f"also_in:{first['evidence_id']}"
    assert [record["messages"][0].get("also_in") for record in records(tmp_path / "out")] == [
        None,
        first["evidence_id"],
    ]


def test_an_unread_file_is_exit_3_with_its_reason(folder: Path, tmp_path: Path) -> None:
    put(folder, a="1", refuse="2")
    summary = run(folder, tmp_path / "out", jobs=1)
    assert summary.exit_code is ExitCode.SOME_UNREAD
    unread = table(tmp_path / "out")[1]
    assert (unread["kind"], unread["review_reason"], unread["needs_review"]) == (
        "unread",
        "not_an_image",
        "true",
    )
    assert summary.unread == [("refuse.png", "不是图片 / not a picture")]


def test_an_empty_folder_is_told_and_gives_no_results_folder(folder: Path, tmp_path: Path) -> None:
    (folder / "a.txt").write_text("x")
    with pytest.raises(NothingToRead) as told:
        run(folder, tmp_path / "out")
    assert told.value.passed_over == ("a.txt",) and not (tmp_path / "out").exists()


def test_a_folder_that_was_emptied_keeps_its_rows(folder: Path, tmp_path: Path) -> None:
    put(folder, a="1")
    run(folder, tmp_path / "out", jobs=1)
    (folder / "a.png").unlink()
    summary = run(folder, tmp_path / "out", jobs=1)
    assert (len(table(tmp_path / "out")), summary.files, summary.gone) == (1, 0, ["a.png"])


def test_a_results_folder_is_no_input(folder: Path, tmp_path: Path) -> None:
    put(folder, a="1")
    run(folder, tmp_path / "out", jobs=1)
    with pytest.raises(CannotRun, match="results folder"):
        run(tmp_path / "out")
    assert not (tmp_path / "out-evidence").exists()


def test_a_single_file(folder: Path, tmp_path: Path) -> None:
    put(folder, a="1", b="2")
    run(folder / "a.png", tmp_path / "out", jobs=1)
    assert [row["source_file"] for row in table(tmp_path / "out")] == ["a.png"]


@pytest.mark.usefixtures("processes")
def test_the_number_of_jobs_changes_nothing(folder: Path, tmp_path: Path) -> None:
    put(folder, **{f"f{n}": str(n % 7) for n in range(20)}, refuse="x")
    if os.name == "posix":
        (folder / "gone.png").symlink_to(folder / "nothing.png")
    for jobs in (1, 2):
        run(folder, tmp_path / f"out{jobs}", jobs=jobs)
    assert kinds(tmp_path / "out1").get("gone.png", "unreadable_file") == "unreadable_file"
    for name in ("evidence.csv", "datapackage.json"):
        assert (tmp_path / "out1" / name).read_bytes() == (tmp_path / "out2" / name).read_bytes()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux allows such names")
def test_any_file_name_reaches_the_table(folder: Path, tmp_path: Path) -> None:
    names = [b"=1+1.png", b"a b.png", b"new\nline.png", "微信😀.png".encode(), b"\xce\xa2\xff.png"]
    for name in names:
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(name)
    run(folder, tmp_path / "out", jobs=1)
    found = [row["source_file"] for row in table(tmp_path / "out")]
    assert found == ["'=1+1.png", "a b.png", "new\nline.png", "\u03a2\\xff.png", "微信😀.png"]
    run(Path(os.fsdecode(os.fsencode(folder) + b"/" + names[-1])), tmp_path / "one", jobs=1)
    assert [row["source_file"] for row in table(tmp_path / "one")] == found[3:4]


def test_progress_counts_every_file_once(folder: Path, tmp_path: Path) -> None:
    put(folder, a="same", b="same", c="3", refuse="4")
    seen: list[tuple[int, int]] = []
    run(folder, tmp_path / "out", jobs=1, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(0, 4), (2, 4), (3, 4), (4, 4)]


# -- where results go -------------------------------------------------------------------------------------------


def test_results_go_beside_the_input(folder: Path) -> None:
    put(folder, a="1")
    assert default_output(folder) == folder.parent / "screenshots-evidence"
    assert default_output(folder / "a.png") == folder / "a-evidence"
    assert run(folder, jobs=1).folder == folder.parent / "screenshots-evidence"
    assert len(table(folder.parent / "screenshots-evidence")) == 1


def test_the_default_for_a_relative_folder_has_a_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert default_output(Path()) == folder.parent / "screenshots-evidence"


def test_out_inside_the_input_gives_the_same_table_twice(folder: Path) -> None:
    put(folder, a="1", b="2")
    out = folder / "out"
    run(folder, out, jobs=1)
    first = (out / "evidence.csv").read_bytes()
    put(out, crop="what an earlier run left here")
    summary = run(folder, out, jobs=1)
    assert (out / "evidence.csv").read_bytes() == first
    assert (summary.files, summary.passed_over) == (2, [])


@pytest.mark.parametrize("spelling", [".", "sub/.."])
def test_the_input_itself_is_no_place_for_results(folder: Path, spelling: str) -> None:
    put(folder, a="1")
    with pytest.raises(CannotRun, match="OUT must not be the input folder"):
        run(folder, folder / spelling)
    assert list(folder.iterdir()) == [folder / "a.png"]


def test_an_input_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="nowhere"):
        run(tmp_path / "nowhere", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_out_that_is_a_file_or_below_one(folder: Path, tmp_path: Path) -> None:
    put(folder, a="1")
    (tmp_path / "file").write_text("x")
    for out in (tmp_path / "file", tmp_path / "file" / "out"):
        with pytest.raises(OutputUnwritable, match="-o"):
            run(folder, out)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_out_without_permission(folder: Path, tmp_path: Path) -> None:
    put(folder, a="1")
    (tmp_path / "closed").mkdir(mode=0o500)
    for out in (tmp_path / "closed", tmp_path / "closed" / "out"):
        with pytest.raises(OutputUnwritable, match="-o"):
            run(folder, out, jobs=1)


def test_a_run_that_breaks_leaves_the_previous_results(folder: Path, tmp_path: Path) -> None:
    put(folder, a="1")
    run(folder, tmp_path / "out", jobs=1)
    names = ("evidence.csv", "evidence.xlsx", "datapackage.json", "readings.jsonl")
    before = {name: (tmp_path / "out" / name).read_bytes() for name in names}
    put(folder, b="2")

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(folder, tmp_path / "out", jobs=1, progress=stop)
    assert {name: (tmp_path / "out" / name).read_bytes() for name in names} == before


# -- workers that die -------------------------------------------------------------------------------------------


def kinds(out: Path) -> dict[str, str]:
    return {row["source_file"]: row["review_reason"] or row["kind"] for row in table(out)}


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.usefixtures("processes")
def test_a_worker_that_dies_costs_only_its_own_file(folder: Path, tmp_path: Path, jobs: int) -> None:
    put(folder, **{name: name for name in ("a", "b", "c_kill", "d", "e")})
    summary = run(folder, tmp_path / "out", jobs=jobs)
    assert kinds(tmp_path / "out") == {
        "a.png": "none",
        "b.png": "none",
        "c_kill.png": "reader_crashed",
        "d.png": "none",
        "e.png": "none",
    }
    assert summary.exit_code is ExitCode.SOME_UNREAD


# -- the summary ------------------------------------------------------------------------------------------------


def test_the_exit_code_follows_from_what_was_unread(tmp_path: Path) -> None:
    assert Summary(tmp_path).exit_code is ExitCode.ALL_READ
    assert Summary(tmp_path, unread=[("a.png", "x")]).exit_code is ExitCode.SOME_UNREAD


def test_rows_to_review_are_counted(folder: Path, tmp_path: Path) -> None:
    put(folder, a="1", refuse1="2", refuse2="3")
    summary = run(folder, tmp_path / "out", jobs=1)
    # of a file that was not read there is nothing to compare
    assert (summary.to_review, len(summary.unread)) == (0, 2)


@pytest.mark.parametrize("jobs", [1, 2, 4])
@pytest.mark.parametrize("count", [1, 2, 3, 5, 12, 40, 235])
def test_batches_share_calls_and_end_small(count: int, jobs: int) -> None:
    groups: list[list[Entry]] = [[] for _ in range(count)]
    sizes = [len(batch) for batch in _batches(groups, jobs)]
    assert sum(sizes) == count
    assert len(sizes) >= min(jobs, count)
    assert sizes == sorted(sizes, reverse=True)
    assert max(sizes) <= 32
    assert sizes[-1] <= max(8, count // 4)  # at the end no worker has much to do when the others have none


def test_a_file_without_a_message_is_told_in_words(tmp_path: Path) -> None:
    summary = Summary(tmp_path)
    cut = Row("unread", reasons=["truncated_image"])
    _count(summary, StoredFile("cut.jpg", "0" * 64, [cut], None, False, ""), set())
    assert summary.unread == [
        (
            "cut.jpg",
            "图片文件不完整，后面可能还有内容，请重新传原图 / Picture file is cut off, more may follow; copy the original again",
        )
    ]
