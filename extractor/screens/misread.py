"""Words of a talk that no network knows, and what each reads for them: none that anybody writes there."""

from __future__ import annotations

import re

_MISREAD = (
    # 嗯 stands in every chat, 咽 in hardly any
    (re.compile("(?<![吞哽呜])咽(?![喉下不炎部了口气])"), "嗯"),
    # 嘞 ends many a sentence, 嘲 none but in words like 自嘲
    (re.compile(r"(?<![冷热讥自解])嘲(?=[\s,.!?~，。！？～]|$)"), "嘞"),
    (re.compile(r"(?<![A-Za-z])([Hh]i|[Hh]ello)一(?![下个些直定])"), r"\1~"),
    # the stars of a masked number or address
    (re.compile(r"(?<=\*)[\"“”‘’](?=\*)"), "*"),
    (re.compile(r"(?<=[A-Za-z0-9])(?:““|””)(?=[A-Za-z0-9])"), "**"),
    (re.compile(r"\[吡牙\]"), "[呲牙]"),
)


def mended(text: str) -> str:
    """The text with the words of a talk for what is read in their place."""
    for misread, word in _MISREAD:
        text = misread.sub(word, text)
    return text
