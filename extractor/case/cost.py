"""Whether a court is worth it: fee against claim, and when small claims are not open."""

from __future__ import annotations

from decimal import Decimal

from extractor.case.model import Cost, Facts, Text

_FLAT_LIMIT = Decimal(10_000)
_HALF_FEE = Decimal(25)
_SMALL = Decimal(50)


def cost_of(facts: Facts) -> Cost | None:
    """诉讼费用交纳办法 13, 16: 50 yuan up to 10,000, half in summary procedure. None without an amount."""
    if facts.claim is None:
        return None
    claim = Decimal(facts.claim.value)
    if claim == 0:
        return None
    fee = f"{_HALF_FEE:.2f}" if claim <= _FLAT_LIMIT else ""
    if claim <= _SMALL:
        zh = f"金额 {claim:.2f} 元，起诉的诉讼费（减半后一般 25 元）和花费的时间可能超过它，建议先用平台投诉、支付渠道和 12315。"
        en = f"{claim:.2f} yuan: court fee (mostly 25) and time may exceed it; try platform, channel and 12315 first."
    elif fee:
        zh = f"金额 {claim:.2f} 元，适用简易程序的诉讼费一般为 25 元，由败诉方负担。"
        en = f"{claim:.2f} yuan: the court fee is mostly 25 in summary procedure, borne by the loser."
    else:
        zh = f"金额 {claim:.2f} 元，诉讼费按金额分段计算，可在法院网站查询。"
        en = f"{claim:.2f} yuan: the court fee depends on the amount; see the court's site."
    zh += "小额诉讼的上限是当地上年度就业人员年平均工资的一半，请以当地法院公布的为准；"
    en += " Small claims reach to half the province's average yearly wage;"
    if facts.respondent is None:
        zh += "目前不知道对方全称，下落不明时不能适用小额诉讼，也要先有明确的被告才能立案。"
        en += " the respondent is unknown: without a defendant that can be found they are not open."
    else:
        zh += "对方下落不明时不能适用。"
        en += " not where the defendant cannot be found."
    return Cost(claim=f"{claim:.2f}", court_fee=fee, text=Text(zh=zh, en=en))
