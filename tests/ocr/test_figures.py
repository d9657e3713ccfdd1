"""The figure network: what it reads on drawn lines, how its characters become words, and what its damaged files say."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractor.data_files import models_folder
from extractor.errors import ModelsInvalid
from extractor.geometry import Box
from extractor.ocr import figures
from extractor.ocr.figures import FiguresReader, Seen, network_input, words_of
from extractor.vision.crops import BORDER, normalised_crop
from tests.helpers import cjk_font

NUMBERS = (
    "4200764086202504109646012949",
    "2025-04-10 15:05:24",
    "¥1,280.00",
    "-128.50",
    "138****5678",
    "JZ20250410150524",
    "8888880000111",
)


def crop_of(text: str, size: int, *, ink: str = "black", ground: str = "white") -> np.ndarray:  # type: ignore[type-arg]
    font = cjk_font(size) or ImageFont.load_default(size)
    left, top, right, bottom = font.getbbox(text)
    page = Image.new("RGB", (round(right - left) + 80, round(bottom - top) + 60), ground)
    ImageDraw.Draw(page).text((40 - left, 30 - top), text, ink, font=font)
    box = Box(40, 30, round(right - left), round(bottom - top))
    return normalised_crop(np.asarray(page), box, height=figures.CROP_HEIGHT)


@pytest.mark.parametrize("size", [14, 20, 32, 56])
def test_it_reads_figures_of_any_size(size: int) -> None:
    readings = FiguresReader().read([crop_of(text, size) for text in NUMBERS])
    read = [reading.text.replace(" ", "") for reading in readings]
    assert read == [text.replace(" ", "") for text in NUMBERS]
    assert all(reading.engine == "figures" and 0 < reading.confidence <= 1 for reading in readings)


def test_light_on_dark_reads_alike() -> None:
    dark, light = (
        FiguresReader().read([crop_of("2025041015052462577", 24, ink=ink, ground=ground)])[0].text
        for ink, ground in (("white", "black"), ("black", "white"))
    )
    assert dark == light == "2025041015052462577"


def test_readings_come_in_the_order_of_the_crops() -> None:
    """Inside, crops go by width, several at once."""
    texts = [str(10**n + 7) for n in (18, 2, 9, 25, 4, 3, 18, 6)] * 5
    readings = FiguresReader().read([crop_of(text, 28) for text in texts])
    assert [reading.text for reading in readings] == texts


def test_a_reading_does_not_hang_on_its_neighbours() -> None:
    crops = [crop_of(text, 22) for text in NUMBERS]
    together = FiguresReader().read(crops)
    alone = [FiguresReader().read([crop])[0] for crop in crops]
    assert [r.text for r in together] == [r.text for r in alone]


@pytest.mark.skipif(cjk_font(20) is None, reason="no font with Chinese characters")
def test_chinese_beside_figures_is_left_out() -> None:
    readings = FiguresReader().read(
        [crop_of(text, 30) for text in ("订单编号：2025041015052462577", "实付款 30元", "订单详情")]
    )
    assert readings[0].text.lstrip(": ") == "2025041015052462577"
    assert readings[1].text.replace(" ", "") == "30元"
    assert not any(char.isalnum() for char in readings[2].text)


def test_nothing_is_read_in_an_empty_crop() -> None:
    assert FiguresReader().read([np.full((44, 120), 255, np.uint8)])[0].words == ()
    assert FiguresReader().read([]) == []


def test_words_lie_where_their_ink_is() -> None:
    crop = crop_of("12345678", 28)
    (word,) = FiguresReader().read([crop])[0].words
    inked = np.flatnonzero((crop < 128).any(axis=0))
    assert abs(word.left - inked[0]) < 10
    assert abs(word.right - inked[-1]) < 10


@pytest.mark.parametrize("rows", [28, 32, 41])
def test_the_network_takes_one_height(rows: int) -> None:
    crop = np.full((rows + 2 * BORDER, 100), 255, np.uint8)
    crop[BORDER + rows // 2, 40:60] = 0
    given = network_input(crop)
    assert given.shape[0] == figures.INPUT_HEIGHT
    assert abs(int(np.flatnonzero((given == 0).any(axis=1))[0]) - figures.INPUT_HEIGHT // 2) <= 1


def seen(text: str) -> list[Seen]:
    return [Seen(char, 0.9, 20 + 12 * index) for index, char in enumerate(text)]


@pytest.mark.parametrize(
    ("characters", "words"),
    [
        ("□:123", [":123"]),
        ("2026年3月14日 12:30", ["2026年3月14日", "12:30"]),
        ("□时□:12:30", [":12:30"]),  # 时 of 交易时间 is no unit
        ("元30元", ["30元"]),
        ("□□", []),
        ("", []),
    ],
)
def test_characters_become_words(characters: str, words: list[str]) -> None:
    assert [word.text for word in words_of(seen(characters))] == words


def test_a_word_is_as_sure_as_its_least_sure_character() -> None:
    (word,) = words_of([Seen("1", 0.9, 20), Seen("2", 0.4, 32), Seen("3", 0.8, 44)])
    assert word.confidence == 0.4


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name in ("figures.onnx", "figures.json"):
        shutil.copy(models_folder() / name, tmp_path)
    monkeypatch.setattr(figures, "models_folder", lambda: tmp_path)
    figures.load_network.cache_clear()
    yield tmp_path
    figures.load_network.cache_clear()


@pytest.mark.parametrize("name", ["figures.onnx", "figures.json"])
@pytest.mark.parametrize("content", [None, b"", b"{}"])
def test_damaged_files_are_named(models: Path, name: str, content: bytes | None) -> None:
    if content is None:
        (models / name).unlink()
    else:
        (models / name).write_bytes(content)
    with pytest.raises(ModelsInvalid, match=r"figures\.onnx"):
        FiguresReader().read([crop_of("123", 20)])


def test_the_classes_are_those_of_the_network() -> None:
    about = json.loads((models_folder() / "figures.json").read_text(encoding="utf-8"))
    network, characters, stride = figures.load_network()
    network.setInput(np.zeros((1, 1, figures.INPUT_HEIGHT, 64), np.float32))
    assert network.forward().shape == (1, len(characters) + 1, 1, 64 // stride)
    assert len(set(about["characters"])) == len(about["characters"])
