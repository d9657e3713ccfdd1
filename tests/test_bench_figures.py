"""What the figure network is trained on: the lines, their labels, and the fonts kept apart to check with."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest

from tests.bench.figures.alphabet import CHARACTERS, OTHER, written
from tests.bench.figures.fonts import Face, find_faces
from tests.bench.figures.pictures import Undrawable, line_on_screen, line_picture
from tests.bench.figures.texts import invent
from tests.helpers import cjk_font

_FONT = cjk_font(20)
drawing = pytest.mark.skipif(_FONT is None, reason="no font with Chinese characters")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("订单号：2025", f"{OTHER}:2025"),
        ("￥１，２８０．００", "¥1,280.00"),
        ("3月14日 下午", f"3月14日{OTHER}"),
        ("138••••5678", "138····5678"),
        ("退款。30元", f"{OTHER}30元"),
        ("等待中…", f"{OTHER}…"),
        ("  a   b ", "a b"),
    ],
)
def test_a_label_is_written_in_the_classes_of_the_network(text: str, label: str) -> None:
    assert written(text) == label


def test_invented_texts_can_be_written() -> None:
    random = Random(3)
    texts = [invent(random) for _ in range(2000)]
    assert all(0 < len(text) <= 44 for text in texts)
    assert set("".join(map(written, texts))) <= set(CHARACTERS)
    digits = sum(char.isdigit() for text in texts for char in text)
    assert all(sum(text.count(d) for text in texts) > 0.05 * digits for d in "0123456789")


def face() -> Face:
    assert _FONT is not None
    return Face(str(_FONT.path), 0, latin=True, lower=True, han=True)


@drawing
def test_a_line_is_cut_around_its_ink_and_drawn_alike_again() -> None:
    random = Random(5)
    drawn = 0
    for _ in range(40):
        seed = random.random()
        try:
            picture = line_picture(Random(seed), "订单号：2025041015052", face(), face())
        except Undrawable:
            continue
        drawn += 1
        assert picture.shape[0] == 32
        assert picture.min() < 100
        assert np.array_equal(picture, line_picture(Random(seed), "订单号：2025041015052", face(), face()))
    assert drawn > 30


@drawing
def test_the_box_lies_in_the_picture() -> None:
    random = Random(8)
    for _ in range(40):
        try:
            rgb, box = line_on_screen(random, "-128.50", face(), face())
        except Undrawable:
            continue
        assert 0 <= box.x < box.right <= rgb.shape[1]
        assert 0 <= box.y < box.bottom <= rgb.shape[0]


@drawing
def test_what_a_font_lacks_is_not_drawn() -> None:
    latin = Face(str(_FONT.path), 0, latin=True, lower=True, han=False) if _FONT else face()
    with pytest.raises(Undrawable):
        line_on_screen(Random(1), "12\U0002fa1d", latin, face())


@drawing
def test_a_font_with_figures_and_han_is_found() -> None:
    assert _FONT is not None
    found = find_faces([Path(str(_FONT.path)).parent])
    assert any(one.path == str(_FONT.path) and one.latin and one.han for one in found)
