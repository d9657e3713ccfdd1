"""Invents the texts of lines: numbers, amounts, moments, labels with values, running text, and nonsense.

Nonsense is a good part of it on purpose: a network that learns what numbers usually say would guess.
"""

from __future__ import annotations

from random import Random

_DIGITS = "0123456789"
_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LOWER = _UPPER.lower()
_SIGNS = ".,:;-_/*+¥$%()#&=@~'\"!?[]<>|·…×"
_COMMON_HAN = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严"
_LABELS = [
    "订单编号",
    "订单号",
    "交易单号",
    "商户单号",
    "支付时间",
    "创建时间",
    "下单时间",
    "付款时间",
    "交易时间",
    "实付款",
    "合计",
    "支付金额",
    "充值账号",
    "联系电话",
    "手机号",
    "收款方",
    "商品",
    "流水号",
    "工单编号",
    "投诉单号",
    "当前状态",
    "支付方式",
    "零钱",
    "尾号",
    "优惠",
    "共",
    "运费",
    "余额",
    "单价",
    "数量",
    "提交时间",
    "转账时间",
    "到账时间",
    "服务费",
    "卡号",
    "卡密",
]
_TAILS = ("", "", "", "", "复制", " 复制", "查看", " >", "›", "详情", "已支付", "元", "起", "件")


def invent(random: Random) -> str:
    """A line's text, 1 to about 40 characters."""
    kinds = (
        (_number, 20),
        (_code, 26),
        (_amount, 16),
        (_moment, 14),
        (_masked, 6),
        (_labelled, 14),
        (_running, 8),
        (_nonsense, 14),
        (_words, 5),
    )
    make = random.choices([kind for kind, _ in kinds], [weight for _, weight in kinds])[0]
    return make(random)[:44]


def han(random: Random, most: int) -> str:
    """One to most Han characters, common ones oftener."""
    return "".join(
        random.choice(_COMMON_HAN) if random.random() < 0.7 else chr(random.randrange(0x4E00, 0x9FA0))
        for _ in range(random.randint(1, most))
    )


def _some(random: Random, alphabet: str, least: int, most: int) -> str:
    return "".join(random.choice(alphabet) for _ in range(random.randint(least, most)))


def _number(random: Random) -> str:
    text = _some(random, _DIGITS, 4, random.choice((8, 18, 24, 32)))
    if random.random() < 0.3:  # runs of one digit are where a CTC network loses count
        at, often = random.randrange(len(text)), random.randint(2, 6)
        text = text[:at] + text[at] * often + text[at:]
    if random.random() < 0.35:
        text = f"20{random.randint(15, 29)}{random.randint(1, 12):02d}{random.randint(1, 31):02d}" + text
    if random.random() < 0.1:
        text = " ".join(text[i : i + 4] for i in range(0, len(text), 4))
    return text[:34]


def _code(random: Random) -> str:
    alike = "0O1I5S8B2Z6GODQ7T4AUVCJ"
    strewn = _DIGITS + "OOO" + "".join(random.choice(_UPPER) for _ in range(4))
    alphabet = random.choice(
        (
            _DIGITS + _UPPER,
            _DIGITS * 2 + _UPPER,
            alike,
            strewn,  # else a network learns that a round glyph among digits is a 0
            strewn,
            _DIGITS + "abcdef",
            _DIGITS + _LOWER,
            _DIGITS + _UPPER + _LOWER,
        )
    )
    text = _some(random, alphabet, 4, 20)
    if random.random() < 0.3:
        text = _some(random, _UPPER, 1, 4) + random.choice(("", "", "-", "_")) + _number(random)[:22]
    if random.random() < 0.2:
        text = "-".join(text[i : i + 4] for i in range(0, len(text), 4))
    return text


def _amount(random: Random) -> str:
    value = 10 ** random.uniform(-1, 5.5)
    text = random.choice((f"{value:.2f}", f"{value:,.2f}", f"{value:.2f}", f"{value:.0f}", f"{value:.1f}"))
    sign = random.choice(("¥", "¥", "¥ ", "￥", "-", "+", "-¥", "", "", "$", "- ", "+ "))
    tail = random.choice(("", "", "", "", "元", "元", " 元", "万", "%", "折", "块"))
    if random.random() < 0.1:
        text += f" {sign}{10 ** random.uniform(0, 4):.2f}"
    if random.random() < 0.08:
        text += f" ×{random.randint(1, 20)}"
    return sign + text + tail


def _moment(random: Random) -> str:
    y, mo, d = random.randint(2015, 2029), random.randint(1, 12), random.randint(1, 31)
    h, mi, s = random.randint(0, 23), random.randint(0, 59), random.randint(0, 59)
    day = random.choice(
        (
            f"{y}-{mo:02d}-{d:02d}",
            f"{y}/{mo:02d}/{d:02d}",
            f"{y}.{mo:02d}.{d:02d}",
            f"{y}年{mo}月{d}日",
            f"{y}年{mo:02d}月{d:02d}日",
            f"{mo}月{d}日",
            f"{mo:02d}-{d:02d}",
            f"{mo}/{d}",
            "昨天",
            "星期二",
            "",
        )
    )
    part = random.choice(("", "", "", "上午", "下午", "晚上", "凌晨"))
    clock = random.choice(
        (
            f"{h:02d}:{mi:02d}",
            f"{h:02d}:{mi:02d}:{s:02d}",
            f"{h}:{mi:02d}",
            f"{h:02d}时{mi:02d}分{s:02d}秒",
            "",
        )
    )
    return (day + random.choice((" ", " ", "", "  ")) + part + clock).strip() or f"{h:02d}:{mi:02d}"


def _masked(random: Random) -> str:
    star = random.choice(("*", "*", "*", "＊", "•", "x", "X"))
    return random.choice(
        (
            f"1{_some(random, _DIGITS, 2, 2)}{star * 4}{_some(random, _DIGITS, 4, 4)}",
            f"1{_some(random, _DIGITS, 10, 10)}",
            f"1{_some(random, _DIGITS, 2, 2)} {_some(random, _DIGITS, 4, 4)} {_some(random, _DIGITS, 4, 4)}",
            f"400-{_some(random, _DIGITS, 3, 3)}-{_some(random, _DIGITS, 4, 4)}",
            f"{star * 4} {star * 4} {_some(random, _DIGITS, 4, 4)}",
            f"{_some(random, _LOWER, 1, 3)}{star * random.randint(2, 6)}@{random.choice(('qq', '163', 'gmail'))}.com",
            f"{_some(random, _DIGITS, 2, 4)}{star * random.randint(2, 8)}{_some(random, _DIGITS, 2, 4)}",
            f"{star}{han(random, 2)}",
            f"({star}{han(random, 1)})",
        )
    )


def _labelled(random: Random) -> str:
    label = random.choice(_LABELS) if random.random() < 0.6 else han(random, 5)
    value = random.choice((_number, _code, _amount, _moment, _masked))(random)
    return label + random.choice((":", "：", " ", "", "：", "  ", "(", "【")) + value + random.choice(_TAILS)


def _running(random: Random) -> str:
    text = ""
    while len(text) < 8:
        text += han(random, 6)
        text += random.choice(
            (
                "，", "。", ",", "!", "？", "", "", str(random.randint(0, 99)), str(random.randint(100, 9999)),
                _amount(random), f"{random.randint(1, 31)}天", _some(random, _UPPER, 1, 4),
                f"{random.randint(1, 12)}月{random.randint(1, 31)}日", f"{random.randint(1, 23)}:{random.randint(0, 59):02d}",
            )
        )  # fmt: skip
    return text


def _nonsense(random: Random) -> str:
    alphabet = random.choice(
        (
            _DIGITS,
            _DIGITS + ".,",
            _DIGITS + ".,:-/ ",
            _DIGITS + _UPPER,
            _DIGITS + _UPPER + _LOWER + _SIGNS,
            _UPPER + _LOWER + _DIGITS + " ",
        )
    )
    return _some(random, alphabet, 1, 18).strip() or "0"


def _words(random: Random) -> str:
    return random.choice(
        (
            _some(random, _LOWER, 2, 9),
            _some(random, _UPPER, 1, 1) + _some(random, _LOWER, 2, 9),
            _some(random, _UPPER, 2, 8),
            _some(random, _UPPER, 1, 1) + _some(random, _LOWER, 2, 7) + " " + _some(random, _DIGITS, 1, 4),
            f"VIP{random.randint(1, 9)}", f"{random.randint(1, 99)}%", f"({random.randint(1, 99)})", f"x{random.randint(1, 9)}",
            f"{random.randint(1, 9)}/{random.randint(1, 9)}", "5G", f"{random.randint(1, 100)}%", han(random, 4), han(random, 10),
        )
    )  # fmt: skip
