"""Who was paid, for what, whose account: names, goods, phones, accounts."""

from __future__ import annotations

import pytest

from extractor.evidence.schema import Row
from extractor.geometry import Box
from extractor.ocr.lines import Line
from extractor.ocr.reader import Reading, Word
from tests.evidence.pages import BILL, ORDER, headline, pairs, rows
from tests.helpers import CHINESE, ENGLISH, line, reading


def account(read: str, eng: str) -> Row:
    labels = [line("账号与安全", y=100), line("登录密码", x=40, y=400), line("最近登录", x=40, y=460)]
    (row,) = rows(*labels, line("绑定手机号", x=40, y=300), line(read, x=300, y=300, eng=eng))
    assert row.kind == "account"
    return row


def test_a_firms_name_has_no_blank_between_its_characters() -> None:
    (found,) = rows(headline("-335.00"), *pairs(("商户全称", "上海蓝礁电子商务有限 公司"), *BILL))
    assert found.counterparty == "上海蓝礁电子商务有限公司"
    assert "上海蓝礁电子商务有限公司" in found.text and "有限 公司" not in found.text


@pytest.mark.parametrize(
    "above",
    [
        "请在12:41内完成支付",
        "支付剩余时间14:59",
        "账单详情",
        "朋友已收款",
        "退款详情",
        "单号XH2026100818550354242",
        "请支付",
    ],
)
def test_what_stands_over_an_amount_and_names_nobody_is_no_counterparty(above: str) -> None:
    assert rows(line(above, x=300, y=120), headline("-98.00"), *pairs(*BILL))[0].counterparty == ""


def test_the_name_over_an_amount_is_the_counterparty() -> None:
    assert (
        rows(line("捷充互娱", x=300, y=120), headline("-98.00"), *pairs(*BILL))[0].counterparty == "捷充互娱"
    )


def test_a_phone_that_both_models_read_alike_stands() -> None:
    row = account("17700001839", "17700001839")
    assert (row.phone, row.reasons) == ("17700001839", [])


def test_a_phone_that_the_models_read_differently_asks() -> None:
    row = account("17709001839", "17700001839")
    assert row.phone
    assert [reason.partition("=")[0] for reason in row.reasons] == ["two_reads_disagree:phone"]


def test_a_phone_read_once_asks() -> None:
    assert account("17700001839", "").reasons == ["single_read:phone"]


@pytest.mark.parametrize("eng", ["138****5678", "138 5678", "138%%5678"])
def test_a_masked_phone_stands_where_both_models_read_its_digits(eng: str) -> None:
    row = account("138****5678", eng)
    assert (row.phone, row.reasons) == ("138****5678", [])


def test_a_masked_phone_whose_digits_differ_asks() -> None:
    assert account("138****5678", "138 5673").reasons == ["single_read:phone"]


def test_a_product_s_title_is_no_price() -> None:
    (row,) = rows(
        line("半259.50", x=40, y=300, h=60),
        line("外卖红包兑换卡", x=40, y=400, h=36),
        line("加入购物车", x=40, y=900),
        line("立即购买", x=400, y=900),
        line("商品库存", x=40, y=500),
    )
    assert (row.kind, row.product, row.reasons) == ("product", "外卖红包兑换卡", ["unlabelled:product"])


@pytest.mark.parametrize(
    ("said", "product"),
    [
        ("付款后1-10分钟到账,超过24小时未到账全额退款", "移动话费充值80元"),  # terms of sale, not a name
        ("影音会员季卡", "影音会员季卡"),
    ],
)
def test_terms_of_sale_are_no_product_s_name(said: str, product: str) -> None:
    (row,) = rows(
        line("移动话费充值80元", x=40, y=400, h=44),
        line("商品说明", x=40, y=600),
        line(said, x=300, y=600),
        line("商品库存", x=40, y=700),
        line("立即购买", x=400, y=900),
    )
    assert (row.kind, row.product) == ("product", product)
    assert ("unlabelled:product" in row.reasons) == (product != said)


@pytest.mark.parametrize(
    ("engine", "one", "other", "asks"),
    [
        (ENGLISH, "67****231", "67****231", False),
        (ENGLISH, "67*#x*231", "67****231", False),
        (ENGLISH, "67**231", "67****231", True),
        (ENGLISH, "alex***9", "ale****9", True),
        (ENGLISH, "acc_2025", "aCc_2025", False),
        (ENGLISH, "aCc_2025", "aCC_2025", True),
        (ENGLISH, "acc_2025", "ACC_2025", True),
        (CHINESE, "acc_2025", "acc_2025", True),
    ],
)
def test_an_account_stands_where_two_models_read_it_alike(
    engine: str, one: str, other: str, *, asks: bool
) -> None:
    value = Line(Box(300, 500, 200, 30), (reading(one), reading(other, engine)))
    (row,) = rows(headline("¥131.77"), *pairs(*ORDER[:3]), line("充值账号", x=40, y=500), value)
    assert ("single_read:account" in row.reasons) == asks


@pytest.mark.parametrize(
    ("main", "network", "sure", "asks"),
    [
        ("67##kkk231", "67****231", 0.99, False),
        ("67半#沙231", "67****231", 0.99, False),
        ("135 ””””2951", "135****2951", 0.99, False),
        ("135 ””””2957", "135****2951", 0.99, True),
        ("67##kkk231", "67****231", 0.6, True),
        ("67##kkk291", "67****231", 0.99, True),
        ("67#4#231", "67****231", 0.99, True),
        ("#231", "****231", 0.99, True),
    ],
)
def test_stars_are_the_network_s_to_tell_and_their_neighbours_of_both(
    main: str, network: str, sure: float, *, asks: bool
) -> None:
    seen = Reading("figures", (Word(network, sure, 300, 500),))
    value = Line(Box(300, 500, 200, 30), (reading(main), seen))
    (row,) = rows(headline("¥131.77"), *pairs(*ORDER[:3]), line("充值账号", x=40, y=500), value)
    assert ("single_read:account" in row.reasons) == asks


@pytest.mark.parametrize(("sure", "asks"), [(0.92, False), (0.28, True)])
def test_an_account_of_words_stands_where_they_were_read_surely(sure: float, *, asks: bool) -> None:
    name = line("艾欧尼亚-小橘子只", x=300, y=500, confidence=sure)
    (row,) = rows(headline("¥131.77"), *pairs(*ORDER[:3]), line("充值账号", x=40, y=500), name)
    assert ("single_read:account" in row.reasons) == asks


def test_an_account_whose_case_shapes_tell_stands() -> None:
    readings = (reading("acC_2025"), reading("aCc2025", "figures"), reading("acc_2025", "shapes"))
    value = Line(Box(300, 500, 200, 30), readings)
    (row,) = rows(headline("¥131.77"), *pairs(*ORDER[:3]), line("充值账号", x=40, y=500), value)
    assert (row.account, "single_read:account" in row.reasons) == ("acc_2025", False)


def test_shapes_are_no_second_model_of_an_account() -> None:
    value = Line(Box(300, 500, 200, 30), (reading("acc_2025"), reading("acc_2025", "shapes")))
    (row,) = rows(headline("¥131.77"), *pairs(*ORDER[:3]), line("充值账号", x=40, y=500), value)
    assert "single_read:account" in row.reasons


def test_what_one_model_makes_of_a_mosaic_is_no_account() -> None:
    value = Line(Box(300, 500, 200, 60), (reading("Is"), reading("8", "figures")))
    (row,) = rows(headline("¥131.77"), *pairs(*ORDER[:3]), line("充值账号", x=40, y=500), value)
    assert (row.account, "single_read:account" in row.reasons) == ("", False)


def test_the_letters_of_an_accounts_label_are_no_part_of_it() -> None:
    value = Line(Box(40, 500, 300, 30), (reading("会员ID 5582013"), reading("ID5582013", "figures")))
    (row,) = rows(headline("¥131.77"), *pairs(*ORDER[:3]), value)
    assert (row.account, "single_read:account" in row.reasons) == ("5582013", False)


def test_two_models_outweigh_one_that_reads_the_same_at_many_sizes() -> None:
    stars = (reading("67*火炎*231"), reading("67****231", "figures"), reading("67****231", ENGLISH))
    value = Line(Box(300, 500, 200, 30), (stars[0], stars[0], stars[0], *stars))
    (row,) = rows(headline("¥131.77"), *pairs(*ORDER[:3]), line("充值账号", x=40, y=500), value)
    assert (row.account, "single_read:account" in row.reasons) == ("67****231", False)


@pytest.mark.parametrize(("said", "status"), [("阿凯卡盟已收款", "paid"), ("待*艳收款", "pending")])
def test_a_name_before_what_became_of_a_transfer(said: str, status: str) -> None:
    (found,) = rows(
        line(said, x=240, y=100), headline("¥860.00"), *pairs(("转账时间", "2026-04-03 22:16:44"))
    )
    assert (found.status, found.counterparty) == (status, "")


def test_a_login_name_that_one_model_read_asks() -> None:
    known = line("账号与安全", x=250, y=60)
    items = (("绑定手机", "138****2936"), ("上次登录", "2025-03-16 12:30:11"))
    (found,) = rows(known, *pairs(("登录账号", "User_8831"), *items, eng=False))
    assert (found.kind, found.account, found.phone) == ("account", "User_8831", "138****2936")
    assert "single_read:account" in found.reasons
    (found,) = rows(known, *pairs(("登录账号", "user_8831"), *items))
    assert "single_read:account" not in found.reasons


@pytest.mark.parametrize("swapped", [False, True])
def test_the_counterparty_of_a_receipt_is_who_was_paid(*, swapped: bool) -> None:
    sides = [("付款人", "钱小二"), ("收款人", "北斗网络科技有限公司")]
    shown = [line("网上银行电子回单", x=300, y=40)]
    for column, (head, name) in enumerate(reversed(sides) if swapped else sides):
        left = 40 + 500 * column
        shown += [line(sign, x=left, y=330 + 30 * row, w=22, h=22) for row, sign in enumerate(head)]
        shown += [line("户名", x=left + 60, y=300), line(name, x=left + 160, y=300, w=240)]
    (row,) = rows(*shown, *pairs(("金额", "680.00"), ("交易时间", "2023/12/11 10:08"), y=600))
    assert row.counterparty == "北斗网络科技有限公司"


SPECIFICATION = "种类:国际版"


@pytest.mark.parametrize(
    "above",
    [[], [line("云卡旗舰店", x=260, y=60, w=200)]],
)
def test_a_label_with_its_value_is_nobody_s_name(above: list[Line]) -> None:
    spec = line(SPECIFICATION, x=260, y=120, w=200)
    (row,) = rows(*above, spec, headline("-98.00"), *pairs(*BILL))
    assert row.counterparty == ("云卡旗舰店" if above else "")


def test_a_label_with_its_value_is_no_shop_s_name_beside_its_label() -> None:
    (row,) = rows(*pairs(("商家", SPECIFICATION), *ORDER))
    assert row.counterparty == ""
    (row,) = rows(*pairs(("商家", "云卡客服:小王"), *ORDER))
    assert row.counterparty == "云卡客服:小王"


GOODS = "腾讯视频超级影视会员年卡直充自动发货不限"


def goods(first: Line, second: Line, *head: Line) -> Row:
    paid = [line("实付款", x=40, y=480), line("98.00", x=300, y=480, eng="98.00")]
    (row,) = rows(*head, first, second, *paid, *pairs(*ORDER, y=600))
    return row


def test_goods_that_go_on_in_the_next_line_are_joined_or_ask() -> None:
    label = line("商品名称", x=40, y=300)
    beside = goods(line(GOODS, x=300, y=300, w=400), line("地区", x=300, y=340, w=40), label)
    assert (beside.product, beside.reasons) == (f"{GOODS} 地区", [])
    inline = line(f"商品名称:{GOODS}", x=40, y=300, w=660)
    for x in (40, 140):
        row = goods(inline, line("地区官方正品", x=x, y=340, w=120))
        assert (row.product, row.reasons) == (GOODS, ["cropped:product"])
    below = goods(line(GOODS, x=40, y=340, w=660), line("地区官方正品", x=40, y=380, w=120), label)
    assert below.reasons == ["cropped:product"]


@pytest.mark.parametrize(
    ("width", "under"),
    [
        (660, "种类:国际版"),  # says something of its own
        (660, "数量"),
        (660, "¥98.00"),
        (300, "地区官方正品"),  # the line above had room for it
    ],
)
def test_what_stands_under_goods_is_not_always_of_them(width: int, under: str) -> None:
    inline = line(f"商品名称:{GOODS}", x=40, y=300, w=width)
    assert "cropped:product" not in goods(inline, line(under, x=40, y=340, w=120)).reasons


@pytest.mark.parametrize(
    "label", ["已绑手机", "绑定手机", "手机绑定", "登录手机", "安全手机", "注册手机", "密保手机"]
)
def test_the_bound_phone_has_many_labels(label: str) -> None:
    (row,) = rows(line("账号安全", x=260, y=80), *pairs((label, "138****5678"), ("登录密码", "已设置")))
    assert (row.kind, row.phone) == ("account", "138****5678")
