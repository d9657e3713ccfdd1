"""A Tesseract that goes on from call to call says what one that is started for each says, and may end whenever it likes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from extractor.ocr import running
from extractor.ocr.reader import Reading
from extractor.ocr.running import Ended, Running, kept_running, table_of
from extractor.ocr.tesseract import WORD, TesseractReader

pytestmark = pytest.mark.skipif(not running.HAS_TERMINALS, reason="needs a terminal for Tesseract's output")


def line(text: str) -> np.ndarray:
    page = np.full((44, 40 + 17 * len(text)), 255, np.uint8)
    cv2.putText(page, text, (16, 31), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 2)
    return page


CROPS = [line(text) for text in ("20250314", "Order 8817", "3.50", "T-204")]
BLANK = np.full((40, 90), 255, np.uint8)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Running]]:
    """The Tesseracts that are started to be kept."""
    found: list[Running] = []
    begin = Running.__init__

    def noted(self: Running, *arguments: object) -> None:
        begin(self, *arguments)
        found.append(self)

    monkeypatch.setattr(Running, "__init__", noted)
    yield found
    assert all(one._process.poll() is not None for one in found)


def read(reader: TesseractReader, *calls: list[np.ndarray]) -> list[Reading]:
    return [reading for crops in calls for reading in reader.read(crops)]


@pytest.mark.ocr
def test_it_reads_the_same_however_the_calls_are_cut(started: list[Running]) -> None:
    apart = read(TesseractReader("eng", crop_height=24), [*CROPS, BLANK])
    assert not started and "20250314" in apart[0].text
    with kept_running():
        for calls in ([CROPS, [BLANK]], [CROPS[:1], CROPS[1:3], [*CROPS[3:], BLANK]]):
            assert read(TesseractReader("eng", crop_height=24), *calls) == apart
    assert len(started) == 1


@pytest.mark.ocr
def test_each_way_of_reading_has_its_own_and_an_inner_block_ends_none(started: list[Running]) -> None:
    with kept_running():
        with kept_running():
            read(TesseractReader("eng", crop_height=24), CROPS)
        read(TesseractReader("eng", crop_height=36), CROPS)
        assert len(started) == 1
        read(TesseractReader("eng", crop_height=24, segmentation=WORD), CROPS)
        assert len(started) == 2
    with kept_running():
        read(TesseractReader("eng", crop_height=24), CROPS)
    assert len(started) == 3


@pytest.mark.ocr
def test_one_that_ended_costs_nothing(started: list[Running]) -> None:
    reader = TesseractReader("eng", crop_height=24)
    apart = read(reader, CROPS)
    with kept_running():
        assert read(reader, CROPS) == apart
        started[0]._process.kill()
        assert read(reader, CROPS) == apart
        assert read(reader, CROPS) == apart
    assert len(started) == 2


@pytest.fixture
def program(tmp_path: Path) -> Callable[[str], list[str]]:
    """The command of a program in Tesseract's place, which takes names and does what is said."""

    def made(script: str) -> list[str]:
        path = tmp_path / "program"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return [str(path)]

    return made


def ask(command: list[str], pages: int, seconds: float = 20) -> str | None:
    names = [Path(f"{number}.pgm") for number in range(pages)]
    return table_of(command, os.environ, names, Path("blank.pgm"), seconds)


PAGES = 'printf "head\\n"; n=0; while read -r name; do n=$((n + 1)); printf "1\\t$n\\t$name\\n5\\t$n\\tword\\n"; done'


def test_pages_are_counted_anew_for_each_call(program: Callable[[str], list[str]]) -> None:
    command = program(PAGES)
    assert ask(command, 1) is None  # nobody keeps any
    with kept_running():
        for pages in (2, 1, 3):
            rows = [f"1\t{n + 1}\t{n}.pgm\n5\t{n + 1}\tword\n" for n in range(pages)]
            assert ask(command, pages) == "".join(rows)


def test_more_names_than_fit_between_the_two(program: Callable[[str], list[str]]) -> None:
    with kept_running():
        assert (ask(program(PAGES), 9000) or "").count("\n5\t") == 9000


def test_one_that_ends_amid_its_work_is_not_used_again(program: Callable[[str], list[str]]) -> None:
    with kept_running():
        for _ in range(2):
            with pytest.raises(Ended):
                ask(program('read -r name; printf "head\\n1\\t1\\t\\n"'), 3)
        with pytest.raises(Ended):
            ask(["/nowhere/tesseract"], 1)


def test_one_that_takes_too_long_is_ended(program: Callable[[str], list[str]]) -> None:
    begun = time.monotonic()
    with kept_running(), pytest.raises(RuntimeError, match="timeout"):
        ask(program('printf "head\\n"; exec sleep 60'), 1, 0.5)
    assert time.monotonic() - begun < 20


def test_a_program_that_waits_for_all_names_is_asked_but_once(
    program: Callable[[str], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "_START", 0.3)
    command = program("cat > /dev/null")
    with kept_running():
        with pytest.raises(Ended):
            ask(command, 1)
        assert ask(command, 1) is None


def test_where_no_terminal_is_left(
    program: Callable[[str], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_left() -> tuple[int, int]:
        raise OSError("out of pty devices")

    monkeypatch.setattr(running.pty, "openpty", none_left)
    with kept_running(), pytest.raises(Ended):
        ask(program(PAGES), 1)
