"""Which names can be a shop's. The number of an SMS sender, the title of a chat's window, a group's title and the app's own
words (红包账单) are none; an SMS carries its sender's in the 【signature】."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.case.load import CaseRow

_SERVICE = re.compile(
    r"[-—·.。_|丨:：\s]*(?:官方|在线|售后|售前|人工|专属)*(?:客服|咨询|售后|售前)(?:中心|专员)?\S{0,4}$"
)
_EDGES = " \t-—·.。_|丨:："
_SENDER = re.compile(r"[+()*\d\s-]*\d[+()*\d\s-]*")
_WINDOW = re.compile(
    "(?:在线|人工|官方|智能|平台|专属|售后|售前|机器人|我的|联系|商家|商户|订单|系统|消息|服务|工单|聊天|会话|对话|咨询|"
    "客服|助手|助理|中心|通知|详情|记录|窗口|热线|电话|客户|支持|投诉|反馈|帮助|退款|短信|信息|微信|QQ|与|的|小)+",
    re.I,
)
_WINDOW_IN_ENGLISH = re.compile(
    r"(?:(?:live|online|chats?|support|customer|service|help|cent(?:er|re)|desk|contact|us|messages?|team|care|agents?|"
    r"with|the|and)\W*)+",
    re.I,
)
_GROUP = re.compile(r"群聊?(?:[(（]\d+[)）])?$|[(（]\d{1,4}人?[)）]$|^群收款")
_APPS_OWN = re.compile(
    r"的聊天记录$|^(?:红包账单|零钱提现|零钱充值|余额提现|账单详情|交易详情|微信支付凭证|(?:微信支付|支付宝|财付通|云闪付)$)"
)
_SIGNATURE = re.compile(r"^[【\[［]\s*([^】\]］]{2,12})\s*[】\]］]|[【［]\s*([^】］]{2,12})\s*[】］]$")
_HOTLINE = re.compile(r"[48]00-?\d{3,4}-?\d{3,4}|0\d{2,3}-?\d{7,8}")
_PAYS = re.compile(r"银行|信用社|微信支付|财付通|支付宝|银联|云闪付|数字人民币")


def shop_in(title: str) -> str:
    """What of a title names a shop: 云雀卡盟 of 云雀卡盟客服小王; "" where nothing of it does."""
    name = title.strip()
    if _SENDER.fullmatch(name) or _GROUP.search(name) or _APPS_OWN.search(name):
        return ""
    name = _SERVICE.sub("", name).strip(_EDGES)
    return "" if _WINDOW.fullmatch(name) or _WINDOW_IN_ENGLISH.fullmatch(name) else name


def is_group(title: str) -> bool:
    """The title of a chat of several people, where nobody knows who speaks for the seller."""
    return _GROUP.search(title.strip()) is not None


def signature(text: str) -> str:
    """Who signed an SMS: 易充 of 【易充】您的订单……; "" where nobody did, or a bank or payment service did."""
    found = _SIGNATURE.search(text.strip())
    name = (found[1] or found[2]).strip() if found else ""
    return "" if _PAYS.search(name) else shop_in(name)


def shop_of(row: CaseRow) -> str:
    """The shop that a row names as the other side; "" where it names none."""
    if row.screen == "sms.chat":
        signed = signature(row.text) if row.speaker != "me" else ""
        title = "" if _PAYS.search(row.counterparty) else shop_in(row.counterparty)
        return signed or title
    return shop_in(row.counterparty)


def shops_of(rows: Iterable[CaseRow]) -> set[str]:
    """All that rows name, the full names of firms among them."""
    rows = list(rows)
    return ({shop_of(row) for row in rows} | {row.extra.get("full_name", "") for row in rows}) - {""}


def is_hotline(number: str) -> bool:
    """A number that somebody is told to call, and no order's: 4008120033, 0512-66018820."""
    return _HOTLINE.fullmatch(number) is not None
