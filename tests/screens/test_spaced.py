from __future__ import annotations

import pytest

from extractor.screens.definitions import load_screens
from extractor.screens.recognise import recognise
from extractor.screens.spaced import spaced_words
from tests.helpers import line

TITLE = [line(word, x=390 + 90 * place, y=146, w=50, h=50) for place, word in enumerate("受案回执")]


def test_a_title_set_wide_is_one_word() -> None:
    assert [word for word, _ in spaced_words(TITLE)] == ["受案回执"]


@pytest.mark.parametrize(
    "beside", [line("编号", x=760, y=146, w=90, h=50), line("人", x=1000, y=146, w=50, h=50)]
)
def test_characters_beside_other_print_are_no_word(beside: object) -> None:
    assert spaced_words([*TITLE, beside]) == []  # type: ignore[list-item]


def test_the_paper_of_the_police_numbers_its_case() -> None:
    number = line("编号: A4403072900002026020311", x=519, y=245, w=465, h=30)
    page = recognise([*TITLE, number], load_screens(), size=(1100, 1448))
    assert page.screen.rows == "ticket"
