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
_LINE = re.compile(r"[48]00-?\d{3}-?\d{4}|0\d{2,3}-?[2-8]\d{6,7}(?:-\d{1,4})?")
"""A service's number for all of the country, or that of a line with the code of its area (YD/T 965: 010, 02x, 03xx to 09xx)."""
_ACCOUNT = re.compile(r"(?:QQ|WX|VX|V)[-_:]?\d{5,11}", re.IGNORECASE)
"""An account of a messenger, its name before it."""
_CONTACT = re.compile(
    r"(?:致电|拨打|电话|热线|专线|座机|来电|QQ群?|扣扣|企鹅号?|微信号?|[VvWw][Xx]|加我|群号|[卡账帐]号|账户|手机号?)[号码]*[是为:,\s]*$",
    re.IGNORECASE,
)


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


def is_contact(number: str, before: str) -> bool:
    """Whether a number that talk names, before being the text that leads to it, is one to call, to add or to pay into, and
    numbers no order: 400-881-2377, 0512-66018820, QQ2938471056, 致电…, 卡号…."""
    return bool(_LINE.fullmatch(number) or _ACCOUNT.fullmatch(number) or _CONTACT.search(before))
