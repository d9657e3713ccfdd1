"""All groups of screens by name, in the order of labels.json."""

from __future__ import annotations

from samples.generator.screen import Shot
from samples.generator.screens import alipay, bank, bill_list, chat_shots, kameng_mobile, kameng_web, negative_apps, negative_reading, records, shop_page, ticket, wechat

GROUPS: dict[str, list[Shot]] = {
    "wechat_bill": wechat.BILLS,
    "wechat_transfer": wechat.TRANSFERS,
    "alipay_bill": alipay.BILLS,
    "alipay_transfer": alipay.TRANSFERS,
    "kameng_order": kameng_mobile.SHOTS + kameng_web.SHOTS,
    "bank_receipt": bank.SHOTS,
    "bill_list": bill_list.SHOTS,
    "records": records.SHOTS,
    "ticket": ticket.SHOTS,
    "product": shop_page.PRODUCTS,
    "account": shop_page.ACCOUNTS,
    # two phones pasted into one picture: the order and its payment
    "collage": [
        Shot("collage", (kameng_mobile.yunque("充值失败"), wechat.bill()), "390@2 inter+noto light ios scale:1100 q:76 mmexport"),
        Shot("collage", (alipay.bill(), alipay.bill(refund="page")), "360@3 roboto+noto light android scale:1080 q:68 twice:80 wxpc"),
    ],
    "negative": [Shot("negative", (draw,), spec) for draw, spec in negative_apps.DRAWS + negative_reading.DRAWS],
    "wechat_chat": chat_shots.WECHAT,
    "wechat_group": chat_shots.WECHAT_GROUP,
    "qq_chat": chat_shots.QQ,
    "dingtalk_chat": chat_shots.DINGTALK,
    "taobao_chat": chat_shots.TAOBAO,
    "site_chat": chat_shots.SITE,
    "sms": chat_shots.SMS,
}
