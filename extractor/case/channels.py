"""Where a complaint can be filed."""

from __future__ import annotations

CHANNELS = {
    "12315": "全国12315平台",
    "market": "当地市场监管局",
    "consumers": "消费者协会",
    "heimao": "黑猫投诉",
    "wechat": "微信支付",
    "alipay": "支付宝",
    "bank": "银行",
    "platform": "平台自身的投诉入口",
    "court": "人民法院",
    "police": "公安机关",
}
IN_ENGLISH = {
    "12315": "the national platform 12315",
    "market": "the local market regulator",
    "consumers": "the consumers' association",
    "heimao": "the complaint site Heimao",
    "wechat": "WeChat Pay",
    "alipay": "Alipay",
    "bank": "a bank",
    "platform": "the platform's own complaints",
    "court": "a court",
    "police": "the police",
}
_SHORT = {
    "12315": ("全国12315",),
    "market": ("市场监管局", "市场监督管理局", "市监局", "工商局", "工商"),
    "consumers": ("消协", "消保委", "消费者委员会"),
    "heimao": ("黑猫",),
    "wechat": ("微信", "财付通"),
    "platform": ("平台", "商家", "网站", "工单"),
    "court": ("法院", "起诉"),
    "police": ("公安", "公安局", "派出所", "警察", "报警", "110"),
}
"""What else people call them."""


def channel_code(name: str) -> str | None:
    """The code of a channel by its code, its name or what people call it; None for another word."""
    plain = "".join(name.split()).lower()
    for code, full in CHANNELS.items():
        if plain in (code, full, *_SHORT.get(code, ())):
            return code
    return None
