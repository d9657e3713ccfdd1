"""Which names can be a shop's. The number of an SMS sender, the title of a chat's window, a group's or a meeting's title, a
channel of complaint (12345热线), a heading (【曝光】), a sentence of the system (您的对话已开始), somebody's post (财务-小陈), what has
lost half of its brackets and the app's own words (红包账单) are none; an SMS carries its sender's in the 【signature】."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.case.load import CaseRow, plain_name

_SERVICE = re.compile(
    r"[-—·.。_|丨:：\s]*(?:官方|在线|售后|售前|人工|专属)*(?:客服|咨询|售后|售前)(?:中心|专员)?\S{0,4}$"
)
_EDGES = " \t-—·.。_|丨:：@"
_SENDER = re.compile(r"[+()*\d\s-]*\d[+()*\d\s-]*")
_WINDOW = re.compile(
    "(?:在线|人工|官方|智能|平台|专属|售后|售前|机器人|我的|联系|商家|商户|订单|系统|消息|服务|工单|聊天|会话|对话|咨询|"
    "客服|助手|助理|中心|通知|详情|记录|窗口|热线|电话|客户|支持|投诉|反馈|帮助|退款|短信|信息|微信|QQ|与|的|小|"
    "您|我|用户|发起|开始|结束|接入|已|正在|进度|处理|结果|举报|曝光|维权|公告|置顶|求助|优惠券|购物车|首页|返回|更多|卡盟|发卡网?|充值|点卡|话费|代充)+",
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
_AUTHORITY = re.compile(
    r"(?<!\d)(?:12345|12315|12348|12378|12300|12377|12381|96110|96315|110)(?!\d)|市场监(?:督)?管|市监局|工商局|消费者(?:协会|委员会|权益)|"
    r"消协|消保委|黑猫投诉|反诈|公安局|派出所|人民法院|人民政府|政务服务|市长热线|便民热线|工信部|信访"
)
_SENTENCE = re.compile(
    r"[，。！？!?；;]|^[您你](?:的|已|好|正|有)|^欢迎|^请(?:您|稍|输入|选择|点击)|对方正在|"
    r"(?:已|正在|等待)(?:开始|结束|接入|提交|受理|处理|完成|关闭|连接|输入|退出|加入)"
)
_MEETING = re.compile(r"(?:周会|例会|晨会|早会|会议|项目组|工作群|部门群)$")
_POST = "财务|渠道对接|渠道|对接|技术支持|技术|运营|商务|销售|招商|主管|经理|会计|行政|人事|法务"
_SOMEBODY = re.compile(
    rf"(?:{_POST})[-—·:：_ ]*(?:[小阿老]?[\u4e00-\u9fff]{{1,2}}(?:经理|主管|总监|总|工|姐|哥|老师)?)?|"
    rf"[\u4e00-\u9fff]{{1,3}}[-—·:：_ ]*(?:{_POST})|[\u4e00-\u9fff](?:工|总|经理|主管|总监|老师|会计)[-—·:：_ ]+(?:{_POST})"
)
_LEFT_OF_TITLE = re.compile(r"^[\u4e00-\u9fffA-Za-z0-9《<]\s+(?=[\u4e00-\u9fff]{2})")
"""A single glyph before a blank: the arrow back, or part of a picture, read as a character."""
_LEADING_HEAD = re.compile(r"^[【\[［][^】\]］]*[】\]］]\s*")
_PAIRS = (("(", ")"), ("（", "）"), ("【", "】"), ("[", "]"), ("［", "］"), ("《", "》"), ("「", "」"))
_FEWEST = 2
_SIGNATURE = re.compile(r"^[【\[［]\s*([^】\]］]{2,12})\s*[】\]］]|[【［]\s*([^】］]{2,12})\s*[】］]$")
_HOTLINE = re.compile(r"[48]00-?\d{3,4}-?\d{3,4}|0\d{2,3}-?\d{7,8}")
_PAYS = re.compile(r"银行|信用社|微信支付|财付通|支付宝|银联|云闪付|数字人民币")


def shop_in(title: str) -> str:
    """What of a title names a shop: 云雀卡盟 of 云雀卡盟客服小王; "" where nothing of it does."""
    name = plain_name(title)
    if _SENDER.fullmatch(name) or _GROUP.search(name) or _APPS_OWN.search(name) or _AUTHORITY.search(name):
        return ""
    name = _LEFT_OF_TITLE.sub("", _LEADING_HEAD.sub("", name))
    if _half_bracketed(name) or _SENTENCE.search(name) or _MEETING.search(name):
        return ""
    name = _SERVICE.sub("", name).strip(_EDGES)
    if _WINDOW.fullmatch(name) or _WINDOW_IN_ENGLISH.fullmatch(name) or _SOMEBODY.fullmatch(name):
        return ""
    return name if sum(c.isalnum() for c in name) >= _FEWEST else ""


def is_authority(text: str) -> bool:
    """An agency or hotline that takes complaints, and sells nothing."""
    return _AUTHORITY.search(text) is not None


def _half_bracketed(name: str) -> bool:
    return name.count('"') % 2 == 1 or any(name.count(first) != name.count(last) for first, last in _PAIRS)


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
