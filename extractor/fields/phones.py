"""Mobile numbers as pages show them, mostly masked."""

from __future__ import annotations

import re

from extractor.fields.text import fold

# OCR reads the mask's asterisks as x, *, + or one Han character for several.
_PHONE = re.compile(
    r"(?:(?<![\d*])|(?<=\+86)|(?<=\+86-))(1[3-9]\d)\s*([*xX+×#•·.]{2,8}|\d{4}|\s*)\s*(\d{4})(?![\d*])"
)


def find_phone(text: str) -> str | None:
    """The mobile number in text, plain (`13812345678`) or masked with four asterisks (`138****5678`); else None."""
    match = _PHONE.search(fold(text).replace(" ", ""))
    if match is None:
        return None
    middle = match[2]
    if middle.isdigit():
        return match[1] + middle + match[3]
    return f"{match[1]}****{match[3]}" if middle else None
