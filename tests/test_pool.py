"""Workers that hang, die, are killed or take too much: real processes."""

from __future__ import annotations

import os
import select
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from extractor import pool as pool_module
from extractor.intake.find import Found
from extractor.pool import Limits, Pool, clear_scratch, new_scratch
from extractor.reading import FileResult
from tests import workers
from tests.workers import Result

posix = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")


def batch(folder: Path, *names: str) -> list[tuple[Found, str]]:
    for name in names:
        (folder / name).write_text(name)
    return [(Found(folder / name, name), "0" * 64) for name in names]


def all_of(pool: Pool[tuple[Found, str], FileResult]) -> Iterator[Result]:
    while pool.in_hand:
        yield from pool.results(60)


def reasons(results: list[Result]) -> dict[str, str]:
    return {found.name: str(result.record.get("unread", "")) for (found, _), result in results}


def test_a_file_that_takes_too_long_is_ended_and_the_others_are_read(folder: Path) -> None:
    limits = Limits(seconds=3, seconds_a_file=0)
    with Pool(1, workers.READING, limits=limits) as pool:
        pool.submit(batch(folder, "a.png", "hang.png", "c.png"))
        results = list(all_of(pool))
    assert reasons(results) == {"a.png": "", "hang.png": "took_too_long", "c.png": ""}


@posix
def test_a_file_that_takes_too_much_memory_is_refused(folder: Path) -> None:
    with Pool(1, workers.READING, limits=Limits(memory=2 << 30)) as pool:
        pool.submit(batch(folder, "a.png", "greedy.png"))
        results = list(all_of(pool))
    assert reasons(results) == {"a.png": "", "greedy.png": "too_much_memory"}


def test_a_worker_that_is_killed_from_outside_costs_nothing(folder: Path) -> None:
    with Pool(1, workers.READING) as pool:
        pool.submit(batch(folder, "slow_a.png", "b.png"))
        for worker in pool._workers:
            worker.process.kill()
        results = list(all_of(pool))
    assert reasons(results) == {"slow_a.png": "", "b.png": ""}


def test_an_idle_worker_that_is_killed_is_replaced(folder: Path) -> None:
    with Pool(1, workers.READING) as pool:
        pool.submit(batch(folder, "a.png"))
        results = list(all_of(pool))
        pool._workers[0].process.kill()
        pool._workers[0].process.join()
        pool.submit(batch(folder, "b.png"))
        results += all_of(pool)
    assert reasons(results) == {"a.png": "", "b.png": ""}


def test_only_the_file_that_kills_is_lost(folder: Path) -> None:
    with Pool(2, workers.READING) as pool:
        pool.submit(batch(folder, "a.png", "kill.png", "c.png"))
        pool.submit(batch(folder, "d.png"))
        results = list(all_of(pool))
    assert reasons(results) == {"a.png": "", "kill.png": "reader_crashed", "c.png": "", "d.png": ""}


@posix
def test_what_a_worker_started_ends_with_it(folder: Path) -> None:
    os.mkfifo(folder / ".pipe")
    end = os.open(folder / ".pipe", os.O_RDONLY | os.O_NONBLOCK)
    with Pool(1, workers.READING, limits=Limits(seconds=8, seconds_a_file=0)) as pool:
        pool.submit(batch(folder, "child.png"))
        results = list(all_of(pool))
        assert reasons(results) == {"child.png": "took_too_long"}
        assert os.read(end, 10) == b"x\n"
        select.select([end], [], [], 30)
        assert os.read(end, 10) == b""
    os.close(end)


def test_the_scratch_folder_goes_with_the_pool(folder: Path) -> None:
    with Pool(1, workers.READING) as pool:
        pool.submit(batch(folder, "temporary.png"))
        list(all_of(pool))
        scratch = pool.scratch
        assert list(scratch.iterdir())
    assert not scratch.exists()


def test_crops_stay_in_memory_where_there_is_room(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "disk"))
    memory = tmp_path / "memory"
    monkeypatch.setattr(pool_module, "_IN_MEMORY", memory)
    assert new_scratch().parent == tmp_path / "disk"  # no such folder on this system
    memory.mkdir()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=2 << 30))
    assert new_scratch().parent == memory
    assert new_scratch() != new_scratch()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=64 << 20))  # as in a container
    assert new_scratch().parent == tmp_path / "disk"
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=2 << 30))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "disk"))  # somebody's wish
    assert new_scratch().parent == tmp_path / "disk"


def test_only_our_own_scratch_is_cleared(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ours, theirs, elsewhere = (
        tmp_path / "extractor-1",
        tmp_path / "papers",
        tmp_path / "papers" / "extractor-2",
    )
    for folder in (ours, theirs, elsewhere):
        folder.mkdir()
        clear_scratch(folder)
    assert not ours.exists() and elsewhere.exists()
