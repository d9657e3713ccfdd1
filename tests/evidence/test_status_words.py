"""Status words in texts: what is kept of them belongs to the words that were asked for."""

from __future__ import annotations

from extractor.evidence.status_words import status_in
from extractor.screens.definitions import StatusWord

_PAID, _REFUNDED = StatusWord("支付成功", "paid", True), StatusWord("支付成功", "refunded", True)


def test_words_of_another_screen_say_what_they_say_there() -> None:
    for words in ((_PAID,), (_REFUNDED,), ()):
        for _ in range(2):
            found = status_in("支付成功", words, labelled=False)
            assert (found and found[0]) == (words[0] if words else None)


def test_a_word_one_character_off_is_of_the_same_length() -> None:
    assert status_in("支付成攻", (_PAID,), labelled=False) == (_PAID, False)
    assert status_in("支付成", (_PAID,), labelled=False) is None
