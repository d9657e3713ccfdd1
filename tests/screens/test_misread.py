"""Words that are read in the place of those of a talk."""

from __future__ import annotations

import pytest

from extractor.screens.misread import mended


@pytest.mark.parametrize(
    ("read", "written"),
    [
        ("已上报技术，抱攻", "已上报技术，抱歉"),
        ("【乐充】很抱雪，您的充值未成功", "【乐充】很抱歉，您的充值未成功"),
        ("抱炊，系统漏推了", "抱歉，系统漏推了"),
        ("【温芯提示】官方不会索要验证码", "【温馨提示】官方不会索要验证码"),
        ("赁什么我再充", "凭什么我再充"),
        ("上班啦[吡牙]", "上班啦[呲牙]"),
        ("咽 好的", "嗯 好的"),
        ("提示已被竞换", "提示已被兑换"),
        ("革果礼品卡没货了", "苹果礼品卡没货了"),
        ("Hi一这里是云尚充值", "Hi~这里是云尚充值"),
        ("加我QQ 3*“*7721", "加我QQ 3***7721"),
        ("t.cn/A6x““Qz", "t.cn/A6x**Qz"),
    ],
)
def test_what_is_no_word_is_the_one_it_is_read_for(read: str, written: str) -> None:
    assert mended(read) == written


@pytest.mark.parametrize(
    "said", ["他抱雪人去了", "租赁什么时候到期", "吞咽困难", "自嘲", "改革果然难", "Hi一下", "他说“好”"]
)
def test_words_stay_as_they_are(said: str) -> None:
    assert mended(said) == said
