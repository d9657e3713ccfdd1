"""Words of a talk that the reader takes for others: what was read is no word, or none that anybody writes in a chat."""

from __future__ import annotations

import re

_MISREAD = (
    # 嗯 stands in every chat, 咽 in hardly any
    (re.compile("(?<![吞哽呜])咽(?![喉下不炎部了口气])"), "嗯"),
    # 嘞 ends many a sentence, 嘲 none but in words like 自嘲
    (re.compile(r"(?<![冷热讥自解])嘲(?=[\s,.!?~，。！？～]|$)"), "嘞"),
    # the rest of these are no words at all
    (re.compile(r"抱[攻雪炊鞭](?![\u4e00-\u9fff])"), "抱歉"),
    (re.compile("温[芯蕊]提示"), "温馨提示"),
    (re.compile("威鱼"), "咸鱼"),
    (re.compile("竞换"), "兑换"),
    (re.compile("券玛"), "券码"),
    (re.compile("(?<!改)革果"), "苹果"),
    (re.compile("企鹭"), "企鹅"),
    (re.compile("(?<=已)收均(?![价衡])"), "收款"),
    (re.compile(r"(?<![A-Za-z])([Hh]i|[Hh]ello)一(?![下个些直定])"), r"\1~"),
    # the stars of a masked number or address
    (re.compile(r"(?<=\*)[\"“”‘’](?=\*)"), "*"),
    (re.compile(r"(?<=[A-Za-z0-9])(?:““|””)(?=[A-Za-z0-9])"), "**"),
    (re.compile("(?<!租)赁(?=什么|啥)"), "凭"),
    (re.compile(r"\[吡牙\]"), "[呲牙]"),
)


def mended(text: str) -> str:
    """The text with the words of a talk for what is read in their place."""
    for misread, word in _MISREAD:
        text = misread.sub(word, text)
    return text
