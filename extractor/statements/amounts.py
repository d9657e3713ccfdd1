"""Which amount of a message is the refund: the one that is said to be given back, not the order's, not the fee."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.fields.deadline_values import numeral
from extractor.fields.deadlines import find_deadlines

_HAN = r"[零〇一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟]"
_CAPITALS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_UNIT = r"(?:元钱?|块钱?|圆|米(?![线粉])|rmb|RMB|CNY|人民币|r(?![A-Za-z]))"
_HALF = r"半(?![天年月日个小夜路价折])"
"""十四块半, and none of 退你50块半个月内."""
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,7}(?:\.\d{1,2})?"
AMOUNT_SAID = re.compile(
    rf"(?:(?:[¥￥]|RMB|rmb|人民币|(?<![A-Za-z])[Yy](?=\d+\.\d\d))(?P<marked>{_NUMBER})(?P<wan1>万|[kKwW](?![a-zA-Z]))?{_UNIT}?"
    rf"|(?<![\d-])(?<!\d[.:])(?P<number>{_NUMBER})(?P<wan2>万|[百千](?=元|块)|[kKwW](?=元|块))?(?:{_UNIT}(?P<jiao>(?<=块)\d(?!\s?[\d~到至个天小工日月号点周%成分.-])|\d角|[一二三四五六七八九]角|{_HALF})?|(?P<bare_wan>万(?!一|分|能)|千(?![\u4e00-\u9fff])|[kKwW](?=\d(?![\d天小个]))|[kK](?![a-zA-Z\d]))(?P<wan_tail>(?<=[kKwW])\d)?)"
    rf"|(?P<han>(?!一块(?!钱))(?<!双){_HAN}+(?:\.\d)?){_UNIT}(?P<han_jiao>[一二三四五六七八九](?=$|[^个次单天时分])|{_HALF})?)"
)
_IN_CODE, _ENDS_IN_CODE = re.compile(r"[A-Za-z\d_][-_]?$"), re.compile(r"\d[A-Za-z]\d?$")
# A number without 元 or ¥: an amount only right after 退 or 退你
_BARE = re.compile(
    rf"(?P<number>{_NUMBER}|{_HAN}{{2,}}|[一二两三四五六七八九]?百{_HAN}*)"
    r"(?!\s?(?:[\d~至-]|到(?![您你账卡余零微支底])|一(?!分|直|定|起|并|次性))|[.:]\d|,\d{3}(?!\d)|天|个|小时|工作|日|号|点|分(?!$)|月(?![底末初])|年|周|%|成|次|单|笔|张|条|岁|[位户名]|人(?!民)|秒|折|倍|期|步|遍|星期|(?!OK|ok)[A-Za-z])"
)
SHARE_SAID = re.compile(
    r"\d{1,3}(?:\.\d+)?%|百分之[零一二三四五六七八九十百\d]+|[一二三四五六七八九\d]成(?!功|交|为)|[一大]半|部分(?!用户|客户|订单|商品|地区)|[三四五六七八九十]分之[一二三四五六七八九]"
)
_GIVEN_BACK = (
    r"(?:退|返|还|打|转|补|赔|汇)(?:款|还|回|付|偿|给|钱|费|到|至)*(?:[您你我亲]|客户|给[您你我]|消费者|本人)?(?:的|充值款|充值费|充值金额|货款|订单款|购买款|会员费|这边|账户|余额|微信|支付宝|零钱|卡里|原账户|里|了|一下|下|掉|过去|全款|全额|差价|余额|本金|"
    r"剩余|剩下|一半|给[您你]|多余|款项|金额|总额|总共|合计|共计|共|计|一笔|这笔|那笔|为|是|:|约|大概|其中|那|这|笔|最多|只能|只|一共|多扣|:?人民币)*$"
)
_GIVEN = re.compile(
    rf"{_GIVEN_BACK}|(?:退|返)(?:款|还|回|到|至|给)*(?:[您你]们?|贵)?(?:公?司)?的?对公(?:账户|户头?)?$"
)
# 转 and 打 carry money either way: back only where the one who gets it is named
_SENT = re.compile(r"(?:转|打|汇)(?:款|账|回|还|给)*$")
# 扣10元退: what is kept back; 满100元退, 手续费5元: no refund either
_TAKEN = re.compile(
    r"(?:(?<!多)[扣减满收交缴垫]|扣除|减去|手续费|服务费|通道费|押金|保证金|违约金)[纳了的除掉取去:是为]{0,3}$"
)
# 先付1块钱验证一下才能退款: what is to be paid before the refund
_PAID = re.compile(r"(?:[付交缴转打存汇垫]|充值?)[了上个笔给我一您你]{0,2}$")
# 扣的26元5天内退: what was taken, and comes back in the same breath
_WAS_TAKEN = re.compile(r"[扣收交缴]了?[您你]?的$")
# A sum in a clause of its own: `那就退款吧,298.60`
_ALONE = re.compile(r"(?<=[,;!?。])(?<!\d,)(\d{1,3}(?:,\d{3})+\.\d\d|\d{1,6}\.\d\d)(?=$|[,;!?。])")
_CLAUSES = re.compile(r"[,;!?。]")
# What follows an amount that is given back: 128元已原路退回, 50元会在两个工作日内返还
_LEFT_OVER = re.compile(r"余额里?(?:还有|还剩|剩下?|有|是)?$|(?:合计|共计|总计|一共|总共)(?:是|为)?$")
_THEN_BACK = re.compile(
    r"(?:[这那][单笔]|(?!的?[订单商]|[扣减收交缴付买充满元块差另]|费(?!用)|押金|保证金|解冻|验证金|定金|会员|不|没|未|无法)[^,;!?]|充值款|不出意外){0,14}?"
    r"(?:退|返还|返给|原路|加回|充回|打款|打[回给]|转回|转给[您你我]|还给|补[还给回]|还我|到账|到[您你](?:的|这边)?[卡账零余微支])"
)
_ONLY_NAMED = re.compile(
    r"(?:大概|大约|约|差不多|就是)?(?:退款|退还|返还)?(?:金额|款项|合计|共计|总计|一共|共)?[:为是]?"
)
_NOT_THE_REFUND = re.compile(
    r"^的?(?:手续费|服务费|保证金|押金|费用|通道费|话费|流量|会员|卡密|点卡|点券|Q币|税|运费|面值|成本|优惠|红包|订单|损耗|充值卡|代金券|优惠券|购物卡)"
)
# 478退我, 代理费599退还给我, 255今晚退你: a sum that begins its clause, or ends what it is, before it is given back
_BEFORE_BACK = re.compile(
    r"(?:(?:^|[;!?。]|(?<!\d),)(?:[行好嗯对成那]的?){0,2}|[把的费款金了额])(?=\d|[一二两三四五六七八九][百千万])"
)
_SUM = re.compile(
    rf"\d{{1,5}}|\d{{1,3}}(?:,\d{{3}})+(?:\.\d{{1,2}})?|\d{{1,6}}\.\d{{1,2}}|[一二两三四五六七八九][百千万]{_HAN}*"
)
# A number that stands for a sum by its form alone: 318, 53.80, 一百二, 八十八; no number of a thing, year or account
_LONE = re.compile(
    rf"(?<![\dA-Za-z*#-])(?<!\d[,.:])(?<![第号码尾满号群双选])(?<![\d一二三四五六七八九十]月)"
    rf"(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d{{1,2}})?|\d{{1,6}}\.\d{{1,2}}|(?!20[12]\d)\d{{1,5}}|[一二两三四五六七八九][百千万]{_HAN}*|[二三四五六七八九]?十[一二三四五六七八九]|[二三四五六七八九]十)"
    rf"(?![*~至-]|到(?![您你账卡余零微支底])|(?<=\d)\d|[.:]\d|,\d{{3}}(?!\d)|个|小时|分钟|点(?!券)|多?(?:点券|点数|[Qq]币|金币|元宝|钻石|积分)|公里|里路|工作|日|号|天|月(?![底末初])|年|周(?![一二三四五六日天])|%|成(?!功|交)|次|单|笔|张|条|岁|位|折|倍|期|步|遍|级|区|楼|节(?!假)|课|[户名]|人(?!民)|场|局|件|份|瓶|盒|部|台|秒|星期(?![一二三四五六日天])|{_HAN}(?!分[都也]?(?:不|别)?[能会]?[少差]|[天日](?!的)|个?工作日|小时|直|定|起|并|次性|个(?:小时|星期|礼拜|工作|月))|[A-Za-z](?!K|k))"
)
_KEPT = re.compile(
    r"(?:(?<!多)[扣减收交缴垫]|扣除|减去|手续费|服务费|通道费|保证金|违约金|交押金|付押金)[纳了的除掉取去:是为您你]{0,3}$"
)
_ADDED = "(?:[和跟及、]|加上?|连同?|外加)(?:之前|原来|原先|上次|上回|昨天|前面|先前|前头|后来)?(?:[交付转充][了过]?)?的?(?:[那这][笔个]?)?"
_AND, _AND_MORE = re.compile(_ADDED + "$"), re.compile(_ADDED)
_LONG_HOTLINE = 5
_HOTLINE = re.compile(r"12315|12345|12378|12381|12300|96110|12306|10086|10010|10000|315|110")
_BEFORE_BARE = re.compile(
    r"(?:(?:退|返|还|补|打|转)(?:款|钱|还|回|给|了)*(?:[您你我亲]|老板|给[您你我])?(?:一半)?|[实净应可共]退|把|(?<![一二两三四五六七八九十百\d])[这那]|(?:剩下|余下|剩余|多出来|多付|多扣|差|欠)[您你]?的(?:那)?|余额里?(?:还有|还剩|剩下?|有|是)|(?:合计|共计|总计|一共|总共))(?=[\d一二两三四五六七八九十])"
)


def amount_spans(text: str) -> list[tuple[int, int]]:
    """Where amounts stand in the evened-out text, those without 元 that follow 退 included."""
    return [(start, end) for start, end, _ in _amounts(text)]


def refund_amount(text: str) -> tuple[Decimal | None, bool]:
    """The refund that the evened-out text names, and whether several are named (then none is taken)."""
    found: dict[int, set[Decimal]] = {}
    more: set[int] = set()
    last_end, last_rank = -1, 0
    for start, end, value in sorted(_amounts(text)):
        joined = last_end >= 0 and re.fullmatch(r"和|加上?|再加|跟|及|、|或者?|另加", text[last_end:start])
        rank = last_rank if joined else _rank(text, start, end)
        last_end, last_rank = end, rank
        if rank:
            found.setdefault(rank, set()).add(value)
            if _is_one_of_more(text, start, end):
                more.add(rank)
    for rank in sorted(found, reverse=True):
        values = found[rank]
        return (values.pop(), False) if len(values) == 1 and rank not in more else (None, True)
    return None, False


def _is_one_of_more(text: str, start: int, end: int) -> bool:
    """Whether a bare number is added to the sum that stands there: 连2000和之前的4500一起退."""
    before, after = _CLAUSES.split(text[:start])[-1], _CLAUSES.split(text[end:])[0]
    added = _AND.search(before)
    if added is not None and _LONE.search(before[: added.start()]) is not None:
        return True
    follows = _AND_MORE.match(after)
    return follows is not None and _LONE.match(text, end + follows.end()) is not None


def only_amount(text: str, *, kept: bool) -> Decimal | None:
    """The one sum that the evened-out text names at all; None where it names none or several.

    Those with a unit come before bare numbers. kept: sums that are said to be kept back (扣10元手续费) are left out:
    the platform names what it keeps, the user what was taken from him.
    """
    dates = [(deadline.start, deadline.end) for deadline in find_deadlines(text, None)]

    def free(match: re.Match[str]) -> bool:
        return not any(start < match.end() and match.start() < end for start, end in dates)

    said = [(match.span(), _value(match)) for match in _sums_said(text) if free(match)]
    bare = [
        (match.span(), _plain(match["number"]))
        for match in _LONE.finditer(text)
        if free(match)
        and text[: match.start()] != "+"  # +1 joins in
        and not _HOTLINE.fullmatch(match["number"])
        and not SHARE_SAID.match(text, match.start())
    ]
    for spans in (said, bare):
        values = {
            value
            for (start, _), value in spans
            if value is not None and not (kept and _KEPT.search(_CLAUSES.split(text[:start])[-1]))
        }
        if values:
            return values.pop() if len(values) == 1 else None
    return None


def _amounts(text: str) -> Iterator[tuple[int, int, Decimal]]:
    taken: list[tuple[int, int]] = []
    for match in _sums_said(text):
        value = _value(match)
        if value is not None:
            taken.append(match.span())
            yield match.start(), match.end(), value
    for match in _ALONE.finditer(text):
        value = _plain(match[1])
        if value is not None and "退" in text[: match.start()]:
            taken.append(match.span(1))
            yield match.start(1), match.end(1), value
    for search in (_sums_before_back, _sums_after_back):
        for bare in search(text):
            value = _plain(bare["number"])
            if value is not None and not any(a < bare.end() and bare.start() < b for a, b in taken):
                taken.append(bare.span())
                yield bare.start(), bare.end(), value


def _sums_said(text: str) -> Iterator[re.Match[str]]:
    """Sums with what marks them as such; none that is part of a code: 7K2 of ECF7K2M9QXx4T8WBN, 79r of AB79r2."""
    for match in AMOUNT_SAID.finditer(text):
        begun = match["number"] and re.match(r"[\d,.]+(?:[a-zA-Z万]|$)", match[0])
        within = begun and _IN_CODE.search(text[: match.start()])
        goes_on = _ENDS_IN_CODE.search(match[0]) and re.match(r"[A-Za-z\d_]", text[match.end() :])
        if not within and not goes_on:
            yield match


def _sums_before_back(text: str) -> Iterator[re.Match[str]]:
    """Bare sums that begin their clause and are given back: 478退我."""
    for match in _BEFORE_BACK.finditer(text):
        bare = _BARE.match(text, match.end())
        if (
            bare is not None
            and _SUM.fullmatch(bare["number"])
            and not _HOTLINE.fullmatch(bare["number"])
            and not re.match("[之以]?[前后内]", text[bare.end() :])  # 3.18前
            and _THEN_BACK.match(_CLAUSES.split(text[bare.end() :])[0])
        ):
            yield bare


def _sums_after_back(text: str) -> Iterator[re.Match[str]]:
    """Bare sums behind what gives them back, or leaves them over: 退你60, 剩下的120."""
    for match in _BEFORE_BARE.finditer(text):
        bare = _BARE.match(text, match.end())
        if bare is None or (_HOTLINE.fullmatch(bare["number"]) and len(bare["number"]) == _LONG_HOTLINE):
            continue
        if re.search("把$|的那?$|[这那]$", match[0]) and not re.match(
            r"(?:块钱?)?(?:[都也全会我将]|给[您你我]|直接|原路|月底|月末|[今明后]天|今晚)*[退还返]",
            text[bare.end() :],
        ):
            continue
        if re.match("余额|合计|共计|一共|总共", match[0]) and not re.match(
            r"[,;。].{0,16}(?:退|返还|打回)", text[bare.end() :]
        ):
            continue
        # a single figure without a unit may be a misread 了
        if len(bare["number"]) > 1 and not SHARE_SAID.match(text, bare.start()):
            yield bare


def _rank(text: str, start: int, end: int) -> int:
    """How surely an amount is the refund: 3 said right after 退, 1 right before it or alone after it; 0 not."""
    before = _CLAUSES.split(text[:start])[-1]
    after = _CLAUSES.split(text[end:])[0]
    if _NOT_THE_REFUND.match(after):
        return 0
    if _ONLY_NAMED.fullmatch(before) and not after and re.search("退|返还", text[:start]):
        return 1  # `退你一半吧,48块`, `商家已退款,金额58元`
    if _LEFT_OVER.search(before) and re.match(rf"(?:{_UNIT})?[,;。].{{0,16}}(?:退|返还|打回)", text[end:]):
        return 1  # `余额还有2399,麻烦退一下`, `6笔共计576元,明天退回账户`
    if _GIVEN.search(before):
        named = re.match(r"[给到]?[您你我]", after) or re.search(
            r"[给帮][您你我](?:转|打|汇)[款账给了]*$", before
        )
        return 3 if named or not _SENT.search(before) else 0
    taken = _TAKEN.search(before) and not _WAS_TAKEN.search(before)
    back = _THEN_BACK.match(after)
    if back is None or taken or ("才" in back[0] and _PAID.search(before)):
        return 0
    return 1


def _value(match: re.Match[str]) -> Decimal | None:
    if match["han"]:
        value = _plain(match["han"])
        tail = match["han_jiao"]
        if value is not None and tail:
            value += _tenths(tail)
        return value
    value = _plain((match["marked"] or match["number"]).replace(",", ""))
    if value is None:
        return None
    unit = match["wan1"] or match["wan2"] or match["bare_wan"] or ""
    value *= {"百": 100, "千": 1000, "万": 10_000, "w": 10_000, "W": 10_000, "k": 1000, "K": 1000}.get(
        unit, 1
    )
    if match["wan_tail"]:  # 1k5
        value *= 1 + Decimal(match["wan_tail"]) / 10 / Decimal(match["number"].replace(",", ""))
    if match["jiao"]:
        value += _tenths(match["jiao"][0])
    return value.quantize(Decimal("0.01"))


def _tenths(said: str) -> Decimal:
    """What is said behind 块: 五 角, 半."""
    return Decimal("0.5") if said == "半" else Decimal(int(numeral(said) or 0)) / 10


def _plain(text: str) -> Decimal | None:
    """Digits, or Chinese numerals up to 万, those of receipts too."""
    text = text.replace(",", "").translate(_CAPITALS)
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        value = Decimal(text)
        return value.quantize(Decimal("0.01")) if 0 < value < 100_000_000 else None
    digits = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
    total = section = digit = 0
    last_unit = 0
    for char in text:
        if char in digits:
            digit = digits[char]
            if char in "零〇":
                last_unit = 0
        elif char == "万":
            total, section, digit, last_unit = (total + section + digit) * 10_000, 0, 0, 10_000
        elif char in "十百千":
            last_unit = {"十": 10, "百": 100, "千": 1000}[char]
            section += (digit or 1) * last_unit
            digit = 0
        else:
            return None
    if digit and last_unit >= 100:  # 三百五 is 350
        digit *= last_unit // 10
    value = Decimal(total + section + digit)
    return value.quantize(Decimal("0.01")) if value > 0 else None
