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

_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[,.]{1,2}\d{3})+(?P<cents>\.\d{2})?(?=\s?[元块])")
"""A sum in groups of three digits; the comma between these is read as a point, or as both."""
_COMMA_SPOILT = re.compile(r"[,.]{2}|\.(?=\d{3}\D*\.)")


def _with_commas(match: re.Match[str]) -> str:
    """12.680.00 is 12,680.00 and 1,.000 is 1,000; of 1.000 nobody knows."""
    return _COMMA_SPOILT.sub(",", match[0])


def mended(text: str) -> str:
    """The text with the words of a talk for what is read in their place."""
    for misread, word in _MISREAD:
        text = misread.sub(word, text)
    return _GROUPED.sub(_with_commas, text)
