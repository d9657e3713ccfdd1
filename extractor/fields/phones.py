"""Mobile numbers as pages show them, mostly masked."""

from __future__ import annotations

import re

from extractor.fields.text import fold

# OCR reads the mask's asterisks as x, *, + or one Han character for several.
_PHONE = re.compile(
    r"(?:(?<![\d*])|(?<=\+86)|(?<=\+86-))(1[3-9]\d)\s*([*xX+×#•·.]{2,8}|\d{4}|\s*)\s*(\d{4})(?![\d*])"
)
_OTHER_MASK = re.compile(r"(?<![\d*])(?:\+86-?)?(1[3-9]\d?)([*xX+×#•·]{4,8})(\d{2,4})(?![\d*])")
_LENGTH = 11


def find_phone(text: str) -> str | None:
    """The mobile number in text, plain (`13812345678`) or masked (`138****5678`, `138******78`); else None.

    A mask has as many stars as digits are missing, however many were read.
    """
    squeezed = fold(text).replace(" ", "")
    match = _PHONE.search(squeezed)
    if match is None:
        other = _OTHER_MASK.search(squeezed)
        if other is None:
            return None
        return other[1] + "*" * (_LENGTH - len(other[1]) - len(other[3])) + other[3]
    middle = match[2]
    if middle.isdigit():
        return match[1] + middle + match[3]
    return f"{match[1]}****{match[3]}" if middle else None
