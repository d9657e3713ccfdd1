"""The watcher in a thread, with real events and files; the reader is that of tests.workers, without Tesseract."""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor import runner, watch
from extractor.cli import watch as cli_watch
from extractor.errors import CannotRun
from extractor.intake.find import Place
from extractor.outputs import Summary
from extractor.reading import Extra
from extractor.runner import Setting
from extractor.watch import Options, Stop, Told
from tests import workers
from tests.helpers import ROOT
from tests.runs import put, table
from tests.screens_drawn import put_drawn

SETTLE = 0.2


class Watching:
    """A watcher at work: what it says can be awaited."""

    def __init__(self, folder: Path, out: Path, options: Options) -> None:
        self.out, self.told = out, queue.Queue[Told]()
        self.stop, self.heard = Stop(), list[Told]()
        self._setting = Setting(Place(folder, out), out, Extra(), "rules")
        self._options, self._summary, self._error = options, list[Summary](), list[BaseException]()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def _work(self) -> None:
        try:
            self._summary.append(watch.watch(self._setting, self._options, self.told.put, self.stop))
        except BaseException as error:
            self._error.append(error)
            self.told.put(Told("died", message=repr(error)))

    def until(self, what: str, *names: str) -> list[Told]:
        """Waits until it has said what of each name (or at all)."""
        missing, found = set(names) or {""}, []
        while missing:
            told = self.told.get(timeout=60)
            self.heard.append(told)
            assert told.what != "died", told.message
            if told.what == what and (told.name in missing or not names):
                missing.discard(told.name if names else "")
                found.append(told)
        return found

    def row_of(self, name: str) -> dict[str, str]:
        """Waits until the table has a row of this file."""
        while True:
            self.until("written")
            rows = [row for row in table(self.out) if row["source_file"] == name]
            if rows:
                return rows[0]

    def end(self) -> Summary:
        self.stop.ask()
        self._thread.join(60)
        assert not self._error, self._error
        return self._summary[0]


@pytest.fixture
def watching(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Watching]]:
    """Makes watchers of the folder that end with the test."""
    monkeypatch.setattr(runner, "read_batch", workers.read_batch)
    monkeypatch.setattr(watch, "_RETRY", 0.3)
    monkeypatch.setattr(watch, "_PATIENCE", 1.0)
    made: list[Watching] = []

    def start(**options: object) -> Watching:
        given = {"settle": SETTLE, "jobs": 1, **options}
        made.append(Watching(folder, tmp_path / "out", Options(**given)))  # type: ignore[arg-type]
        made[-1].until("started")
        return made[-1]

    yield start  # type: ignore[misc]
    for one in made:
        one.stop.ask()
        one._thread.join(60)


def test_what_is_there_and_what_comes(folder: Path, tmp_path: Path, watching: type[Watching]) -> None:
    put(folder, a="1", refuse="2")
    now = watching()  # type: ignore[call-arg]
    told = {t.name: t for t in now.until("file", "a.png", "refuse.png")}
    assert (told["a.png"].rows, told["a.png"].review) == ({"none": 1}, 0)
    assert told["refuse.png"].reasons == ("not_an_image",)
    put(folder, chat="3")
    assert now.row_of("chat.png")["kind"] == "promise"
    (folder / "sub").mkdir()
    put(folder / "sub", deep="4")
    now.row_of("sub/deep.png")
    summary = now.end()
    assert (summary.files, [name for name, _ in summary.unread]) == (4, ["refuse.png"])
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {"evidence.xlsx", "readings.jsonl"}


def test_a_watcher_that_begins_anew_says_what_it_knows(folder: Path, watching: type[Watching]) -> None:
    put(folder, a="1", b="2")
    first = watching()  # type: ignore[call-arg]
    first.until("file", "a.png", "b.png")
    assert first.heard[0].known == 0
    first.end()
    again = watching()  # type: ignore[call-arg]
    assert (again.heard[0].what, again.heard[0].known) == ("started", 2)


def test_an_empty_file_is_told_while_it_is_waited_for(
    folder: Path, watching: type[Watching], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "_PATIENCE", 60.0)
    now = watching()  # type: ignore[call-arg]
    (folder / "refuse.png").write_bytes(b"")
    (told,) = now.until("waiting", "refuse.png")
    assert "not whole yet" in told.message


def test_what_is_no_picture_is_told_so_and_counts_at_the_end(
    folder: Path, watching: type[Watching], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "_PATIENCE", 60.0)
    now = watching()  # type: ignore[call-arg]
    (folder / "refuse.png").write_text("a text")
    (told,) = now.until("waiting", "refuse.png")
    assert "no picture" in told.message
    summary = now.end()
    assert [name for name, _ in summary.unread] == ["refuse.png"]
    (told,) = now.until("file", "refuse.png")
    assert told.reasons == ("not_an_image",)


def test_a_name_stays_on_one_line_and_the_report_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli_watch._say(Told("file", "a\nb.png", rows={"none": 1}), tmp_path)
    for name in ("evidence.xlsx", "report.html"):
        (tmp_path / name).touch()
    cli_watch._say(Told("ended", rows={"none": 2}), tmp_path)
    out = capsys.readouterr().out.splitlines()
    assert "a\\nb.png" in out[0] and len(out) == 4
    assert out[-1].endswith("report.html")


def test_the_command_says_that_it_goes_on_and_how_to_review(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli_watch._say(Told("started", message="in", known=3), tmp_path)
    cli_watch._say(Told("ended", rows={"none": 2}, review=1), tmp_path)
    out = capsys.readouterr().out
    assert "read before: 3" in out
    assert f"review {tmp_path}" in out
    cli_watch._say(Told("started", message="in"), tmp_path)
    cli_watch._say(Told("ended", rows={"none": 2}), tmp_path)
    out = capsys.readouterr().out
    assert "read before" not in out and " review " not in out


def test_polling_sees_it_too(folder: Path, watching: type[Watching]) -> None:
    now = watching(polling=True)  # type: ignore[call-arg]
    put(folder, a="1")
    now.row_of("a.png")


def test_unfinished_names_wait_for_their_real_name(folder: Path, watching: type[Watching]) -> None:
    for name in ("a.png.crdownload", "b.png.part", "~$c.png", ".syncthing.d.png.tmp", ".e.png", "f.png.tmp"):
        (folder / name).write_bytes(b"\x89PNG half")
    now = watching()  # type: ignore[call-arg]
    (folder / "a.png.crdownload").rename(folder / "a.png")
    now.row_of("a.png")
    assert [row["source_file"] for row in table(now.out)] == ["a.png"]


def test_a_slow_writer_is_waited_for(folder: Path, watching: type[Watching]) -> None:
    now = watching()  # type: ignore[call-arg]
    with (folder / "slow.png").open("w") as file:
        for part in range(8):
            file.write(str(part))
            file.flush()
            time.sleep(SETTLE / 2)  # what is tested is the time itself
            assert not (now.out / "evidence.csv").exists()
    row = now.row_of("slow.png")
    assert row["source_sha256"] == _sha256("01234567")


def _sha256(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()


def test_a_burst(folder: Path, watching: type[Watching]) -> None:
    now = watching(jobs=2)  # type: ignore[call-arg]
    put(folder, **{f"f{n:03d}": str(n) for n in range(300)})
    now.until("file", *(f"f{n:03d}.png" for n in range(300)))
    assert now.end().rows["none"] == 300


def test_a_moved_and_a_deleted_file(folder: Path, watching: type[Watching]) -> None:
    put(folder, a="1", b="2")
    now = watching()  # type: ignore[call-arg]
    now.until("file", "a.png", "b.png")
    (folder / "a.png").rename(folder / "z.png")
    now.until("file", "z.png")
    (folder / "b.png").unlink()
    now.until("gone", "b.png")
    summary = now.end()
    assert [row["source_file"] for row in table(now.out)] == ["b.png", "z.png"]
    assert summary.gone == ["b.png"]


def test_a_file_deleted_while_it_waits_gives_no_row(folder: Path, watching: type[Watching]) -> None:
    now = watching(settle=1.0)  # type: ignore[call-arg]
    put(folder, short="1")
    put(folder, other="2")
    (folder / "short.png").unlink()
    now.row_of("other.png")
    now.end()
    assert [row["source_file"] for row in table(now.out)] == ["other.png"]


def test_a_file_replaced_while_it_is_read(folder: Path, watching: type[Watching]) -> None:
    now = watching(settle=0.0)  # type: ignore[call-arg]
    put(folder, slow="1")
    while not now_reading(folder):
        time.sleep(0.01)
    put(folder, slow="2")
    assert now.row_of("slow.png")["source_sha256"] == _sha256("2")
    assert [row["source_file"] for row in table(now.out)] == ["slow.png"]


def now_reading(folder: Path) -> bool:
    return (folder / ".slow").exists()


def test_the_folder_removed_and_made_again(folder: Path, watching: type[Watching]) -> None:
    put(folder, a="1")
    now = watching()  # type: ignore[call-arg]
    now.row_of("a.png")
    shutil.rmtree(folder)
    now.until("trouble")
    folder.mkdir()
    put(folder, b="2")
    now.row_of("b.png")
    now.until("gone", "a.png") if not any(t.what == "gone" for t in now.heard) else None
    assert sorted(row["source_file"] for row in table(now.out)) == ["a.png", "b.png"]


def test_a_clock_that_jumps_back(folder: Path, watching: type[Watching]) -> None:
    now = watching()  # type: ignore[call-arg]
    put(folder, a="1")
    os.utime(folder / "a.png", (time.time() + 86400, time.time() + 86400))
    now.row_of("a.png")


def test_a_table_that_cannot_be_written_is_written_later(
    folder: Path, watching: type[Watching], monkeypatch: pytest.MonkeyPatch
) -> None:
    from extractor import outputs
    from extractor.errors import OutputUnwritable

    real, tries = outputs.write_csv, []

    def full(*args: object) -> None:
        tries.append(1)
        if len(tries) < 3:
            raise OutputUnwritable("disk full")
        real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(outputs, "write_csv", full)
    now = watching()  # type: ignore[call-arg]
    put(folder, a="1")
    assert now.until("trouble")[0].message == "disk full"
    now.row_of("a.png")
    assert sum(t.what == "trouble" for t in now.heard) == 1


def test_only_folders_are_watched(folder: Path, tmp_path: Path) -> None:
    put(folder, a="1")
    file = folder / "a.png"
    with pytest.raises(CannotRun, match="takes a folder"):
        watch.watch(Setting(Place(file, tmp_path), tmp_path, Extra(), ""), Options(), print)


# -- the command, with real Tesseract -----------------------------------------------------------------------------


def command(*args: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "extractor", "watch", *map(str, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.mark.ocr
@pytest.mark.usefixtures("tesseract")
@pytest.mark.skipif(os.name != "posix", reason="SIGTERM is POSIX")
def test_the_command_ends_cleanly_on_sigterm(folder: Path, tmp_path: Path) -> None:
    put_drawn(folder, 0, 1)
    note = tmp_path / "note"
    code = f"import sys; open({str(note)!r}, 'a').write(sys.argv[-1] + chr(10))"
    script = tmp_path / "note.py"
    script.write_text(code)
    done = command(folder, "--log-json", "-j", "1", "--notify-cmd", f"{sys.executable} {script} $HOME;")
    assert done.stdout is not None
    events = []
    for line in done.stdout:
        events.append(json.loads(line))
        if events[-1]["event"] == "written":
            done.send_signal(signal.SIGTERM)
            break
    rest, errors = done.communicate(timeout=60)
    events += [json.loads(line) for line in rest.splitlines()]
    assert (done.returncode, errors) == (0, "")
    assert [e["event"] for e in events if e["event"] != "written"] == ["started", "file", "ended"]
    assert events[1]["file"].startswith("Screenshot_")
    assert note.read_text() == "1\n"
    assert len(table(folder.parent / "screenshots-evidence")) == 1


@pytest.mark.ocr
@pytest.mark.usefixtures("tesseract")
def test_once_reads_and_ends(folder: Path, tmp_path: Path) -> None:
    put_drawn(folder, 0, 1)
    (folder / "empty.png").write_bytes(b"")
    old = time.time() - 3600
    os.utime(folder / "empty.png", (old, old))
    done = command(folder, "-o", tmp_path / "out", "--once", "-j", "1")
    out, errors = done.communicate(timeout=120)
    assert (done.returncode, errors) == (3, "")
    assert "empty.png: not read" in out
    assert len(table(tmp_path / "out")) == 2


def test_a_second_watcher_is_refused(folder: Path, tmp_path: Path, watching: type[Watching]) -> None:
    now = watching()  # type: ignore[call-arg]
    put(folder, a="1")
    now.row_of("a.png")
    second = command(folder, "-o", tmp_path / "out")
    _, errors = second.communicate(timeout=60)
    assert second.returncode == 1
    assert "another extractor (run or watch) is writing" in errors
