"""Words that are read in the place of those of a talk."""

from __future__ import annotations

import pytest

from extractor.screens.misread import mended


@pytest.mark.parametrize(
    ("read", "written"),
    [
        ("上班啦[吡牙]", "上班啦[呲牙]"),
        ("咽 好的", "嗯 好的"),
        ("Hi一这里是云尚充值", "Hi~这里是云尚充值"),
        ("加我QQ 3*“*7721", "加我QQ 3***7721"),
        ("t.cn/A6x““Qz", "t.cn/A6x**Qz"),
    ],
)
def test_what_is_no_word_is_the_one_it_is_read_for(read: str, written: str) -> None:
    assert mended(read) == written


@pytest.mark.parametrize("said", ["吞咽困难", "自嘲", "Hi一下", "他说“好”"])
def test_words_stay_as_they_are(said: str) -> None:
    assert mended(said) == said
