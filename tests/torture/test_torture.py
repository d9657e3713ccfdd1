"""Nothing lost, nothing twice, nothing half: real processes that are killed, disks that fill, files that lie.

`make test` runs a small share of each; `make torture` the full sizes.
"""

from __future__ import annotations

import csv
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

from tests.helpers import ROOT
from tests.screens_drawn import put_drawn
from tests.torture.hostile import hostile_files

pytestmark = [
    pytest.mark.ocr,
    pytest.mark.usefixtures("tesseract"),
    pytest.mark.skipif(
        not sys.platform.startswith("linux"), reason="kills, mounts and /proc as Linux has them"
    ),
]
Rows = list[dict[str, str]]


@pytest.fixture
def size(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """The small size, or the full one for --torture."""
    full = request.config.getoption("--torture")
    return lambda small, large: large if full else small


def start(command: str, folder: Path, out: Path, *options: str) -> subprocess.Popen[str]:
    temporary(folder).mkdir(exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-m", "extractor", command, str(folder), "-o", str(out), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary(folder))},
    )


def temporary(folder: Path) -> Path:
    """The folder of temporary files of the processes that read folder."""
    return folder.with_name(f"{folder.name}-temporary")


def done(command: str, folder: Path, out: Path, *options: str) -> tuple[int, str]:
    process = start(command, folder, out, *options)
    text, _ = process.communicate(timeout=3600)
    return process.returncode, text


def table(out: Path) -> Rows:
    """The table, which must be whole where there is one."""
    path = out / "evidence.csv"
    if not path.exists():
        return []
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") and raw.endswith(b"\r\n"), "half a table"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(None not in row and None not in row.values() for row in rows), "half a row"
    return rows


def tree(pid: int) -> list[int]:
    """pid and all processes below it."""
    found, rest = [], [pid]
    while rest:
        found.append(rest.pop())
        for task in Path(f"/proc/{found[-1]}/task").glob("*/children"):
            try:
                rest += [int(child) for child in task.read_text().split()]
            except OSError:
                continue
    return found


def largest(pid: int) -> int:
    """The most memory that any process of the tree has had so far, in bytes."""
    peak = 0
    for one in tree(pid):
        try:
            status = Path(f"/proc/{one}/status").read_text()
        except OSError:
            continue
        peak = max(
            [peak, *(int(line.split()[1]) << 10 for line in status.splitlines() if line.startswith("VmHWM"))]
        )
    return peak


# -- kills ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["run", "watch"])
def test_killed_at_any_moment(
    command: str, folder: Path, tmp_path: Path, size: Callable[[int, int], int]
) -> None:
    """After each kill the table is whole and holds nothing wrong; at last it equals that of an undisturbed run."""
    dice = random.Random(command)
    files = size(3, 12)
    put_drawn(folder, 0, files)
    (folder / "copy.png").write_bytes(next(folder.iterdir()).read_bytes())
    (folder / "broken.png").write_bytes(b"no picture")
    for path in folder.iterdir():
        os.utime(path, (1741957533, 1741957533))
    options = ("-j", "2", *(("--once", "--settle", "0") if command == "watch" else ()))
    began = time.monotonic()
    assert done("run", folder, tmp_path / "undisturbed", "-j", "2")[0] == 3
    span = time.monotonic() - began
    expected = table(tmp_path / "undisturbed")
    assert len({row["source_file"] for row in expected}) == files + 2
    out, finished, rounds = tmp_path / "out", 0, Counter[str]()
    for _ in range(size(3, 50)):
        process = start(command, folder, out, *options)
        try:
            process.wait(dice.uniform(0, 1.1 * span))
        except subprocess.TimeoutExpired:
            victims = tree(process.pid)
            victim = process.pid if dice.random() < 0.6 else dice.choice(victims)
            rounds["main" if victim == process.pid else "worker"] += 1
            with suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
        text, _ = process.communicate(timeout=600)
        assert all(row in expected for row in table(out)), "a row that an undisturbed run does not have"
        assert len(table(out)) <= len(expected), "a row twice"
        if process.returncode == 3:
            finished += 1
            assert table(out) == expected, text
            shutil.rmtree(out)
    assert done(command, folder, out, *options)[0] == 3
    assert table(out) == expected
    assert not list(out.glob(".*.tmp"))
    assert not list(temporary(folder).iterdir()), "crops of pictures are left behind"
    print(f"\n{command}: {dict(rounds)} killed, {finished} finished between")


# -- hostile files ----------------------------------------------------------------------------------------------------


def test_hostile_files_each_become_a_row(
    folder: Path, tmp_path: Path, size: Callable[[int, int], int]
) -> None:
    count = size(40, 500)
    hostile_files(folder, count)
    os.mkfifo(folder / "pipe.png")
    (folder / "out.png").symlink_to("/etc/passwd")
    (folder / "circle.png").symlink_to(folder / "circle.png")
    process, peak = start("run", folder, tmp_path / "out", "-j", "2"), 0
    while process.poll() is None:
        peak = max(peak, largest(process.pid))
        time.sleep(0.2)
    text, _ = process.communicate()
    assert process.returncode == 3, text
    rows = table(tmp_path / "out")
    assert len({row["source_file"] for row in rows}) == count + 3
    assert peak < 3 << 30
    assert "Traceback" not in text
    assert not (ROOT / "x").exists()
    reasons = Counter(row["review_reason"].partition(";")[0].partition("=")[0] or "read" for row in rows)
    assert not reasons["internal_error"]
    print(f"\nhostile: {count} files, peak {peak >> 20} MiB a process, {dict(reasons)}")


# -- disks ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte, in memory."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"no disk can be mounted here: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_keeps_the_old_table_and_the_watcher(folder: Path, small_disk: Path) -> None:
    out, ballast = small_disk / "out", small_disk / "ballast"
    put_drawn(folder, 0, 1)
    process = start("watch", folder, out, "-j", "1")
    assert process.stdout is not None
    for line in process.stdout:
        if "Screenshot_" in line:
            break
    while not (out / "datapackage.json").exists():  # the last of the outputs
        time.sleep(0.1)
    before = table(out)
    assert len(before) == 1
    fill(ballast)
    put_drawn(folder, 100, 3)
    for line in process.stdout:
        if "cannot write" in line:
            break
    assert table(out) == before
    ballast.unlink()
    seen = sum("Screenshot_" in line for _, line in zip(range(3), process.stdout, strict=False))
    process.send_signal(signal.SIGTERM)
    text, _ = process.communicate(timeout=120)
    assert (seen, process.returncode) == (3, 0), text
    before = table(out)
    assert len(before) == 4
    fill(ballast)
    put_drawn(folder, 200, 1)
    code, text = done("run", folder, out, "-j", "1")
    assert (code, "cannot write" in text, table(out)) == (1, True, before), text


def fill(path: Path) -> None:
    """Takes all the room that the disk of path has."""
    with suppress(OSError), path.open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass


def test_a_folder_that_is_read_only(folder: Path, tmp_path: Path) -> None:
    put_drawn(folder, 0, 1)
    bound = subprocess.run(
        ["mount", "--bind", str(folder), str(folder)], capture_output=True, text=True, check=False
    )
    if bound.returncode:
        pytest.skip(f"nothing can be mounted here: {bound.stderr.strip()}")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
        assert done("watch", folder, tmp_path / "out", "--once")[0] == 0
        code, text = done("run", folder, folder / "inside")
        assert (code, "write-protected. Choose a folder on another drive with -o" in text) == (1, True)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
    assert len(table(tmp_path / "out")) == 1


# -- many -------------------------------------------------------------------------------------------------------------


def test_many_files_and_once_more(folder: Path, tmp_path: Path, size: Callable[[int, int], int]) -> None:
    """Memory does not grow with the folder, and a second run over it takes seconds."""
    drawn, count = size(16, 500), size(60, 10_000)
    put_drawn(folder, 0, drawn)
    for number in range(drawn, count):  # the rest is quick: another colour each, and nothing to read
        colour = (number % 256, number // 256, 200)
        Image.new("RGB", (64, 64), colour).save(folder / f"IMG_{number:05d}.png")
    peaks: list[int] = []
    for expected in (count, 0):
        began, peak = time.monotonic(), 0
        process = start("run", folder, tmp_path / "out", "-j", "2")
        while process.poll() is None:
            peak = max(peak, largest(process.pid))
            time.sleep(0.2)
        text, _ = process.communicate()
        assert process.returncode == 0, text
        if not expected:
            assert "read now: 0" in text
        peaks.append(peak)
        print(
            f"\n{count} files, {expected} new: {time.monotonic() - began:.1f} s, peak {peak >> 20} MiB a process"
        )
    assert len({row["source_file"] for row in table(tmp_path / "out")}) == count
    assert max(peaks) < 700 << 20
