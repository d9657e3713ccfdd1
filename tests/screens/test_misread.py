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
        ("要求退款1,.000元", "要求退款1,000元"),
        ("收入(工资)12.680.00元，余额20,894.77元", "收入(工资)12,680.00元，余额20,894.77元"),
        ("共1.234.567.80元", "共1,234,567.80元"),
    ],
)
def test_what_is_no_word_is_the_one_it_is_read_for(read: str, written: str) -> None:
    assert mended(read) == written


@pytest.mark.parametrize(
    "said", ["吞咽困难", "自嘲", "Hi一下", "他说“好”", "1.000元", "1,280.00元", "v2.100.10"]
)
def test_words_stay_as_they_are(said: str) -> None:
    assert mended(said) == said
