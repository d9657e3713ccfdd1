"""Amounts of money as payment screens print them.

Forms seen on real screens (WeChat Pay, Alipay, bank receipts, shops): `-128.50`, `+200.00`, `¥1,280.00`,
`￥6000`, `-￥1,301.00`, `30元`, `30.00元`, `2090.00 CNY`, `¥10191.0`, `¥7`, `1.2万`, `肆仟零壹拾元整`.
chi_sim has no ¥ in its character set and prints Y, 羊, 半, # or another single character for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from extractor.fields.text import fold

# What chi_sim prints for ¥. A digit is never in here: a yen sign read as a digit must show as a disagreement.
_YEN = r"[¥YyVvX¢#$*半羊关兰着肝苹平并站丫竿革壮壁Ұ]"
_DIGITS = (
    r"(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2}00|\d{1,3}(?:[,.']\d{3})+(?:[.,]\s?\d{1,2})?|\d+(?:[.,]\s?\d{1,2})?"
)
"""First the four decimals of card platforms (190.0000), of which the last two say nothing."""
# not before two separators: of `1, .00` the digits between them were not read
_AMOUNT = re.compile(
    rf"(?P<currency>CNY|RMB|人民币)?\s*(?P<sign>[-+一]{{1,2}})?\s*(?P<yen>(?:(?<![A-Za-z])|(?![YyVvXx])){_YEN}{{1,2}})?\s*(?P<sign2>[-+])?\s*"
    rf"(?:(?<=RMB)|(?<![\d.,:A-UWZa-uwz]))(?P<number>{_DIGITS})(?![\d]|[.,:]\d|\s?[.,]\s*[.,])"
    r"\s*(?P<unit>万元|万|元|块钱|块|CNY|RMB|人民币)?(?P<cents>\d角)?",
)
_SMALL_YUAN = re.compile(r"(?<=\d\.\d\d)\s?[天无兀尤开]$")
"""What chi_sim takes a smaller 元 behind cents for: nobody counts days in hundredths."""
_MASKED_BEFORE, _MASKED_BEHIND = re.compile(r"\d[*xX]*\*\*[*xX]*$"), re.compile(r"[xX]?\*\*[*xX]*\d")
_YEN_PRINTED = re.compile(r"([-+]?)\s?[¥Yy羊半关兰着肝苹平并站丫竿革]{1,2}\s?(\d[\d,]*\.\d\d)")
_LARGEST = Decimal(100_000_000)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount: value positive with two decimals; raw as written; what marked it as money."""

    value: Decimal
    raw: str
    negative: bool
    positive: bool
    marked: bool
    decimals: int
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.value:.2f}"


def find_amounts(text: str) -> list[Money]:
    """All numbers of text that can be amounts, left to right. `marked` tells those with ¥, 元, CNY or a sign."""
    folded = _mend_separators(fold(text))
    found = []
    for match in _AMOUNT.finditer(folded):
        money = _money(match)
        quantity = (
            (match["yen"] or "") in ("x", "X", "*")
            and "." not in match["number"]
            and len(match["number"]) < 4
        )
        if money is not None and not (quantity or _is_masked(match, folded) or _is_measure(match, folded)):
            found.append(money)
    return found


def _is_measure(match: re.Match[str], text: str) -> bool:
    """True for the second of two numbers with a * between them, neither a currency nor cents behind: 750*750, 80x60 is a size."""
    sign = match["yen"] in ("x", "X", "*") and text[: match.start("yen")].rstrip()[-1:].isdigit()
    return sign and not match["unit"] and not re.search(r"\.\d\d$", match["number"])


def _is_masked(match: re.Match[str], text: str) -> bool:
    """True for the digits around the stars of a masked number: 186****5027 is no sum of 5027."""
    before, behind = text[: match.start("number")], text[match.end("number") :]
    return bool(_MASKED_BEFORE.search(before) or _MASKED_BEHIND.match(behind))


def parse_amount(text: str) -> Money | None:
    """The amount of a string that is nothing but one amount, as the value of an amount's label is.

    One leading character that is not a digit may be a misread ¥. None where text holds anything else, several
    amounts, or an impossible grouping (`1.234`, `12.3456`): never a guess.
    """
    folded = _SMALL_YUAN.sub("元", _mend_separators(fold(text)).rstrip())
    if re.match(r"\D*[.,]\s?\d", folded):
        return None  # `.50`, `,280.00`: the digits before the separator were not read
    folded = folded.strip(" .,:;'\"|=")  # a small 元 behind the figures is read as =
    match = _AMOUNT.fullmatch(folded)
    if match is None:
        # a Latin letter is no misread ¥ but for these: F4.42 may be 94.42
        stripped = re.sub(
            r"^(?P<sign>[-+])?\s*(?:[YyVvXx]|[^\dA-Za-z\s+-]){1,2}\s*",
            lambda m: m["sign"] or "",
            folded,
            count=1,
        )
        match = _AMOUNT.fullmatch(stripped)
    return _money(match) if match else None


def with_yen(text: str) -> str:
    """An amount as it stands on the page, -¥5.00, where an engine that has no ¥ printed -Y5.00; any other text unchanged."""
    return _YEN_PRINTED.sub(r"\1¥\2", text) if _YEN_PRINTED.fullmatch(text) else text


def is_price(text: str) -> bool:
    """Whether a string is nothing but an amount, with a ¥ or with cents: what something costs, and no other number."""
    money = parse_amount(text)
    return money is not None and (money.decimals == 2 or "¥" in fold(text))


def _mend_separators(text: str) -> str:
    # OCR sets a space beside a thin separator: `1, 280.00`, `128. 50`
    return re.sub(r"(?<=\d)\s?([.,])\s?(?=\d)", r"\1", text)


def _money(match: re.Match[str]) -> Money | None:
    value, decimals = _decimal(match["number"])
    if value is None:
        return None
    unit = match["unit"] or ""
    if unit.startswith("万"):
        value *= 10_000
    if match["cents"]:
        if decimals or unit not in ("元", "块", "块钱"):
            return None
        value += Decimal(match["cents"][0]) / 10
        decimals = 1
    if value >= _LARGEST:
        return None
    signs = (match["sign"] or "") + (match["sign2"] or "")
    return Money(
        value=value.quantize(Decimal("0.01")),
        raw=match[0].strip(),
        negative="-" in signs or "一" in signs,
        positive="+" in signs,
        marked=bool(match["currency"] or match["yen"] or unit),
        decimals=decimals,
        start=match.start(),
        end=match.end(),
    )


def _decimal(number: str) -> tuple[Decimal | None, int]:
    """The value of digits with separators, and the count of its decimals; (None, 0) for an impossible grouping."""
    if re.search(r"\.\d{2}00$", number):
        number = number[:-2]
    parts = re.split(r"[,.']", number)
    separators = re.findall(r"[,.']", number)
    if not separators:
        if len(number) > 1 and number.startswith("0"):
            return None, 0
        return Decimal(number), 0
    last = parts[-1]
    if len(last) == 3 and separators[-1] == ".":
        return None, 0  # `1.234`: neither cents nor, on Chinese screens, a thousands group
    decimals = len(last) if len(last) <= 2 else 0
    whole = parts[:-1] if decimals else parts
    if len(whole) > 1 and (len(whole[0]) > 3 or any(len(p) != 3 for p in whole[1:])):
        return None, 0
    digits = "".join(whole)
    if len(digits) > 1 and digits.startswith("0"):
        return None, 0
    return Decimal(f"{digits}.{last}" if decimals else digits), decimals


_CAPITAL_DIGITS = {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")} | {"两": 2, "〇": 0}
_LEAST_CAPITALS = 6
"""So many characters tell an amount though one of them could not be read."""
_CAPITAL_UNITS = {"拾": 10, "佰": 100, "仟": 1000}
_CAPITALS = re.compile(r"[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正〇两]{3,}")


def fits_capitals(text: str, value: Decimal) -> bool:
    """True where text ends with an amount in financial capitals that is value's, but for one character at most that was read as
    none of them: 歇万叁仟伍佰元整 and 23500."""
    said = re.sub("圆", "元", fold(text).replace(" ", "")).rpartition(")")[2].removeprefix("人民币")
    written = _in_capitals(value)
    if len(said) != len(written) or len(written) < _LEAST_CAPITALS:
        return False
    off = [shown for shown, due in zip(said, written, strict=True) if shown != due]
    return len(off) <= 1 and not any(_CAPITALS.fullmatch(char * 3) for char in off)


def _in_capitals(value: Decimal) -> str:
    """An amount below a hundred million as receipts write it in capitals: 贰万叁仟伍佰元整; empty for a larger one."""
    digits = "零壹贰叁肆伍陆柒捌玖"
    cents = int(value * 100)
    yuan, rest = divmod(cents, 100)
    if not 0 < yuan < 10**8:
        return ""

    def section(number: int) -> str:
        text = "".join(
            f"{digits[int(figure)]}{unit}" if figure != "0" else "零"
            for figure, unit in zip(f"{number:04d}", ("仟", "佰", "拾", ""), strict=True)
        )
        return re.sub("零+", "零", text).rstrip("零")

    high, low = divmod(yuan, 10_000)
    whole = (f"{section(high)}万" if high else "") + section(low)
    tenth, hundredth = divmod(rest, 10)
    small = (f"{digits[tenth]}角" if tenth else "零" if hundredth else "") + (
        f"{digits[hundredth]}分" if hundredth else ""
    )
    return whole.lstrip("零") + "元" + (small or "整")


def parse_capitals(text: str) -> Decimal | None:
    """The value of an amount in financial capitals (人民币肆仟零壹拾元整), as bank receipts print it; else None.

    None also where a character was lost or is one too many (壹贰元, 仟零壹拾元, 元整): never a guess.
    """
    match = _CAPITALS.search(fold(text).replace(" ", ""))
    if (
        match is None
        or not re.search("[元圆]", match[0])
        or not re.search("[拾两〇零壹贰叁肆伍陆柒捌玖]", match[0])
    ):
        return None
    yuan, _, rest = re.sub("圆", "元", match[0]).partition("元")
    total = section = digit = 0
    for char in yuan:
        if char in _CAPITAL_DIGITS:
            if digit:
                return None
            digit = _CAPITAL_DIGITS[char]
        elif char in _CAPITAL_UNITS:
            if not digit and char != "拾":
                return None
            section += (digit or 1) * _CAPITAL_UNITS[char]
            digit = 0
        elif char == "万":
            total += (section + digit) * 10_000
            section = digit = 0
        elif char == "亿":
            total = (total + section + digit) * 100_000_000
            section = digit = 0
        else:
            return None
    value = Decimal(total + section + digit)
    digit_of = "([壹贰叁肆伍陆柒捌玖])"
    cents = re.fullmatch(rf"零?(?:{digit_of}角)?零?(?:{digit_of}分)?[整正]?", rest)
    if cents is None:
        return None
    for char, worth in zip(cents.groups(), ("0.1", "0.01"), strict=True):
        if char:
            value += _CAPITAL_DIGITS[char] * Decimal(worth)
    return value.quantize(Decimal("0.01"))
