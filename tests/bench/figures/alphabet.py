"""What the network may say of a line: the classes and how a line's text is written in them."""

from __future__ import annotations

import re
import unicodedata

OTHER = "\u25a1"
"""Stands for a run of anything that is no figure, letter or sign of the alphabet: Han characters, icons."""
CHARACTERS = (
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    " .,:;-_/*+¥$%()#&=@~'\"!?[]<>|·…×年月日时分秒元万" + OTHER
)
_SAME = str.maketrans(
    {
        "•": "·",
        "●": "·",
        "—": "-",
        "–": "-",
        "›": ">",
        "〉": ">",
        "￥": "¥",
        "﹣": "-",
        "−": "-",
        "✕": "×",
        "*": "*",
    }
)


def written(text: str) -> str:
    """text in the characters of the network: full width folded, what it does not know as one OTHER a run."""
    folded = text.replace("。", OTHER).replace("、", OTHER).translate(_SAME)
    folded = (
        unicodedata.normalize("NFKC", folded.replace("…", "\ue000")).replace("\ue000", "…").translate(_SAME)
    )
    known = "".join(char if char in CHARACTERS else OTHER for char in folded)
    known = re.sub(f" *{OTHER}(?: *{OTHER})* *", OTHER, known)
    return re.sub(" +", " ", known).strip()


if __name__ == "__main__":
    print(CHARACTERS)
