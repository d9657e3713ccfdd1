"""What can be a shop's name, and what is only the number, the window or the group that somebody wrote in."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.case import build_case, write_case
from extractor.case.names import is_hotline, shop_in, signature
from tests.case.rows import payment, results, said


@pytest.mark.parametrize(
    "title",
    ["1069 0329 5518", "95588", "+86 171****0932", "Live Chat", "Customer Service", "在线客服", "客服中心", "官方客服", "订单会话",
     "退款维权群", "拼单月卡群(12)", "我是小鱼和豆豆充值-客服的聊天记录", "红包账单", "零钱提现-到招商银行(6217)", "群收款-拼单月卡群",
     "12345热线", "全国12315平台", "杭州市市场监督管理局", "黑猫投诉", "用户发起投诉", "您的对话已开始", "我的优惠券", "【曝光】", "万通)",
     "总群】飞鱼卡盟代理交流G) (312)", "财务-小陈", "拟 财务-小陈", "王工-技术支持", "渠道对接-孙经理", "运营周会", "国 \"四四", "和《", "卡盟客服", "话费充值", ""],
)  # fmt: skip
def test_no_shops_name(title: str) -> None:
    assert shop_in(title) == ""


@pytest.mark.parametrize(
    ("title", "shop"),
    [("云雀卡盟客服", "云雀卡盟"), ("云雀卡盟客服小王", "云雀卡盟"), ("聚宝充值.客服", "聚宝充值"), ("闪电卡.在线咨询", "闪电卡"),
     ("豆豆充值-客服", "豆豆充值"), ("宝藏点卡店", "宝藏点卡店"), ("7881游戏交易", "7881游戏交易"), ("群星充值", "群星充值"),
     ("某某网络科技(深圳)有限公司", "某某网络科技(深圳)有限公司"), ("你已向卡盟总代-阿昆", "卡盟总代-阿昆"),
     ("收款方:小勇卡铺", "小勇卡铺"), ("退款-鲸鱼点卡专营店", "鲸鱼点卡专营店"), ("拟 省钱卡券生活", "省钱卡券生活"),
     ("【曝光】云雀卡盟", "云雀卡盟"), ("凤凰卡盟财务", "凤凰卡盟财务"), ("我的世界点卡店", "我的世界点卡店"), ("黑猫卡盟", "黑猫卡盟"),
     ("小勇卡铺@", "小勇卡铺"), ("向阳卡盟", "向阳卡盟"), ("顺达话费-小柴", "顺达话费-小柴")],
)  # fmt: skip
def test_a_shops_name(title: str, shop: str) -> None:
    assert shop_in(title) == shop


@pytest.mark.parametrize(
    ("text", "name"),
    [("【易充】您的订单充值超时", "易充"), ("[易充】您的订单", "易充"), ("您的退款已受理【云雀卡盟】", "云雀卡盟"),
     ("【建设银行】您尾号7644的银行卡", ""), ("请【尽快】处理", ""), ("验证码1234", "")],
)  # fmt: skip
def test_who_signed_a_message(text: str, name: str) -> None:
    assert signature(text) == name


def test_hotlines_are_no_orders() -> None:
    assert is_hotline("4008120033") and is_hotline("0512-66018820")
    assert not is_hotline("YQ202609282050221234") and not is_hotline("20260928205022")


def _letters(tmp_path: Path, sender: str, text: str, screen: str = "sms.chat") -> tuple[str, str]:
    ask = said(
        "promise", text, "2026-10-05T09:00+08:00", counterparty=sender, screen=screen, order_no="4008120033"
    )
    out = results(tmp_path / "out", [ask])
    case = build_case(out)
    write_case(case, out)
    (dispute,) = case.disputes
    return next(d.text for d in dispute.drafts if d.paper.kind == "12315"), dispute.title.zh


def test_an_sms_takes_the_name_of_its_signature(tmp_path: Path) -> None:
    letter, title = _letters(tmp_path, "1069 0329 5518", "【易充】您的订单超时，三天内为您退款")
    assert (
        "购买平台：易充【请核对】" in letter and "1069" not in letter.split("【举报】")[0].split("三天内")[0]
    )
    assert "易充" in title and "1069" not in title
    assert "订单号4008120033" not in letter


@pytest.mark.parametrize(
    ("sender", "screen"),
    [
        ("95588", "sms.chat"),
        ("Live Chat", "site.chat"),
        ("在线客服", "site.chat"),
        ("退款维权群(35)", "wechat.chat"),
    ],
)
def test_what_names_no_platform_leaves_a_blank(tmp_path: Path, sender: str, screen: str) -> None:
    letter, _ = _letters(tmp_path, sender, "您的订单超时，三天内为您退款", screen)
    assert "购买平台：【请填写：平台名称】" in letter and sender not in letter


def test_a_windows_title_ties_no_chat_to_a_payee(tmp_path: Path) -> None:
    """客服中心 is part of many a firm's name, and of none in particular."""
    other = payment(counterparty="杭州云卡客服中心有限公司")
    ask = said("request", "请退款60.00元", "2026-10-05T09:00+08:00", counterparty="客服中心", amount="60.00")
    case = build_case(results(tmp_path / "out", [other, ask]))
    assert not [link for d in case.disputes for link in d.links if link.reason == "counterparty"]
