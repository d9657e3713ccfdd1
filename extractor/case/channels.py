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
