"""Which conversation is pictured how: look, messenger, talks, day of the capture."""

from __future__ import annotations

from samples.generator.screen import Shot
from samples.generator.screens.chats import chat


def _shots(group: str, rows: list[tuple[str, tuple[str, str, str], dict[str, object]]]) -> list[Shot]:
    return [Shot(group, (chat(*arguments, **options),), spec) for spec, arguments, options in rows]  # type: ignore[arg-type]


_NONE: dict[str, object] = {}
WECHAT = _shots(
    "wechat_chat",
    [
        ("393@2.75 roboto+noto light miui q:66 miui", ("wechat", "w_points", "2025-03-13"), _NONE),
        ("390@3 inter+noto light ios png8:40 iphone", ("wechat12", "w_vip", "2025-03-26"), _NONE),
        ("393@2.75 roboto+noto dark miui q:66 miui", ("wechat", "w_cn", "2025-10-09"), _NONE),
        ("360@3 opensans+micro light android h:900 scale:440 q:68 vivo", ("wechat", "w_tonight", "2025-06-18"), {"head": True}),
        ("414@2 inter+noto dark ios scale:414 q:72 wxjt", ("wechat12", "w_monday", "2025-04-14"), _NONE),
        ("393@2.75 wenkai light miui q:60 oppo", ("wechat", "w_friday", "2025-05-23"), _NONE),
        ("412@2.625 roboto+noto light android q:58 twice:80 samsung", ("wechat_md", "w_month", "2025-01-27"), _NONE),
        ("390@3 inter+noto light ios q:55 wxjt", ("wechat12", "w_nextmonth", "2026-11-18"), _NONE),
        ("393@2.75 zen light miui photo scale:860 q:58 camera", ("wechat", "w_mix", "2025-08-14"), {"head": True}),
        ("375@2 inter+noto light ios scale:375 q:74 wxjt", ("wechat12", "w_private", "2026-01-20"), _NONE),
        ("360@3 roboto+noto light android q:60 huawei", ("wechat", "w_deposit", "2025-11-06"), _NONE),
        ("390@2 inter+noto light ios scale:300 h:470 png8:64 qqtp", ("wechat12", "w_short1", "2024-12-31"), _NONE),
        ("430@3 inter+noto dark ios q:52 iphone", ("wechat", "w_short2", "2026-05-17"), _NONE),
        ("393@2.75 roboto+noto light miui scale:480 q:66 miui", ("wechat", "w_split", "2025-09-29"), _NONE),
        ("412@2.625 opensans+noto light android mosaic q:62 samsung", ("wechat_pill", "w_split2", "2026-03-04"), _NONE),
        ("393@2.75 roboto+noto light miui q:60 miui", ("wechat", "w_neg1", "2025-07-02"), {"photo": True}),
        ("360@3 droid dark android scale:540 q:62 huawei", ("wechat_pill", "w_neg2", "2025-02-11"), _NONE),
        ("393@2.75 condensed+droid light android h:740 q:56 vivo", ("wechat", "w_deny", "2026-04-22"), {"drop": 36}),
        ("393@2 roboto+noto light miui q:66 oppo", ("wechat_md", "w_law", "2025-03-22"), {"photo": True}),
        ("390@2 inter+noto light ios scale:512 q:66 wxjt", ("wechat12", "w_card", "2025-12-08"), {"drop": 20}),
        ("412@2 roboto+noto light android q:62 twice:70,80 mmexport", ("wechat12", "w_old", "2026-06-25"), _NONE),
        ("393@2 roboto+noto light nobar h:100 from:i1 until:i9+0.5 scale:360 q:74 wxjt", ("wechat", "w_cond", "2025-05-09"), {"long": True, "nav": False}),
        ("375@2 inter+noto light ios h:690 q:64 iphone", ("wechat", "w_weekend", "2025-07-17"), {"drop": 52}),
        ("360@2 roboto+micro dark android scale:330 q:76 huawei", ("wechat", "w_daxh", "2026-08-03"), _NONE),
        ("384@2.25 serif light android q:58 vivo", ("wechat_md", "w_20", "2025-03-30"), _NONE),
        ("393@2.75 roboto+noto light miui q:56 miui", ("wechat", "w_half+9 w_typo", "2025-11-21"), {"head": True}),
        ("393@2.75 roboto+noto light miui q:56 miui", ("wechat", "w_half+9 w_typo", "2025-11-21"), {"take": 1}),
        ("390@3 inter+noto dark ios png8:32 iphone", ("wechat12", "w_weekend+8 w_cond", "2026-09-11"), {"upto": 13}),
        ("390@3 inter+noto dark ios png8:32 iphone", ("wechat12", "w_weekend+8 w_cond", "2026-09-11"), {"take": 1}),
        ("393@2 roboto+noto light miui scale:285 q:82 wxpc", ("wechat", "w_320", "2026-07-08"), {"avatars": False}),
        ("412@2.625 roboto+noto light android webp:52 samsung", ("wechat", "w_work5", "2026-02-25"), _NONE),
        ("390@2 inter+noto light ios scale:550 q:60 twice:72 wxjt", ("wechat12", "w_today", "2025-06-06"), _NONE),
        ("360@3 wenkai dark android q:60 huawei", ("wechat_pill", "w_friend", "2025-10-30"), _NONE),
        ("393@2 roboto+noto light nobar h:100 until:i7 scale:500 blur:0.5 q:64 wxjt", ("wechat", "w_sb", "2026-03-19"), {"long": True}),
        ("393@2.75 roboto+noto light miui q:42 miui", ("wechat", "w_cn+45 w_mix+34 w_law+8 w_weekend", "2025-08-21"), {"long": True}),
        ("390@2.75 inter+noto light ios q:42 wxjt", ("wechat12", "w_points+45 w_card+25 w_vip+6 w_deny", "2026-05-28"), {"long": True, "seams": (10, 24, 37)}),
        ("393@2 roboto+noto light miui q:60 miui", ("wechat", "w_month1", "2026-10-05"), _NONE),
        ("393@2.75 roboto+noto dark miui q:54 oppo", ("wechat_md", "w_ref1", "2025-06-01"), _NONE),
        ("390@2 inter+noto light ios q:60 wxjt", ("wechat", "w_scam3", "2026-07-23"), {"photo": True, "head": True}),
        ("360@3 opensans+micro light android scale:530 q:66 huawei", ("wechat", "w_neg3", "2025-12-03"), _NONE),
        ("390@3 inter+noto light ios h:960 q:48 iphone", ("wechat12", "w_forms", "2026-09-30"), {"head": True}),
        ("412@2 roboto+noto light android q:58 samsung", ("wechat_md", "w_forms2", "2025-10-08"), _NONE),
        ("393@2 zen light miui scale:480 q:70 vivo", ("wechat_pill", "w_q", "2025-03-03"), _NONE),
    ],
)
WECHAT_GROUP = _shots(
    "wechat_group",
    [
        ("393@2.75 roboto+noto light miui q:58 miui", ("group", "g_rights", "2025-04-10"), _NONE),
        ("390@3 inter+noto dark ios q:50 wxjt", ("group12", "g_rights", "2025-06-03"), {"head": True}),
        ("412@2.625 roboto+noto light android q:60 samsung", ("group", "g_shop", "2025-12-12"), {"upto": 10}),
        ("412@2.625 roboto+noto light android q:60 samsung", ("group", "g_shop", "2025-12-12"), {"take": 1}),
        ("360@3 opensans+micro light android mosaic scale:520 q:66 huawei", ("group", "g_scam", "2026-10-15"), _NONE),
        ("375@2 inter+noto dark ios h:980 scale:450 q:70 wxjt", ("group12", "g_night", "2025-09-18"), {"head": True}),
        ("393@2.75 wenkai light miui q:58 oppo", ("group", "g_family", "2024-11-22"), {"photo": True}),
        ("393@2 roboto+noto light miui q:58 miui", ("group", "g_neg", "2026-05-08"), {"head": True}),
        ("375@2 inter+noto light ios q:60 wxjt", ("group12", "g_scam", "2026-02-02"), {"head": True}),
    ],
)
QQ = _shots(
    "qq_chat",
    [
        ("393@2.75 roboto+noto light miui q:60 miui", ("qq", "q_game", "2025-02-14"), _NONE),
        ("390@2 inter+noto dark ios scale:390 q:74 qqjt", ("qq", "q_game", "2026-04-01"), {"head": True}),
        ("412@2.625 roboto+noto light android q:60 samsung", ("qq_old", "q_shop", "2025-05-05"), {"photo": True, "head": True}),
        ("393@2.75 roboto+noto light miui h:1010 q:60 oppo", ("qq_group", "q_group", "2026-09-17"), {"head": True}),
        ("360@3 roboto+micro light android q:58 huawei", ("qq", "q_long", "2025-07-19"), {"upto": 18, "drop": 14}),
        ("360@3 roboto+micro light android q:58 huawei", ("qq", "q_long", "2025-07-19"), {"take": 1}),
        ("375@2 inter+noto light ios scale:400 png8:48 qqtp", ("qq", "q_ver", "2025-10-13"), _NONE),
        ("384@2.25 zen light android photo:0.8 scale:800 q:58 camera", ("qq_old", "q_long", "2026-01-03"), _NONE),
        ("393@2 roboto+noto light miui scale:540 q:66 oppo", ("qq", "q_ref", "2025-11-30"), _NONE),
        ("412@2 opensans+noto dark android q:58 samsung", ("qq", "q_stall", "2026-08-16"), _NONE),
    ],
)
DINGTALK = _shots(
    "dingtalk_chat",
    [
        ("393@2.75 roboto+noto light miui q:58 miui", ("ding", "d_order", "2025-03-18"), _NONE),
        ("390@2 inter+noto light ios scale:460 q:68 wxjt", ("ding", "d_internal", "2025-08-27"), _NONE),
        ("412@2.625 roboto+noto dark android q:60 samsung", ("ding", "d_split", "2026-03-16"), _NONE),
        ("375@3 inter+noto light ios q:56 iphone", ("ding", "d_refuse", "2025-09-11"), _NONE),
        ("360@2 droid light android h:560 scale:350 q:78 vivo", ("ding", "d_order", "2026-09-29"), {"drop": 30}),
        ("393@2 roboto+noto light miui q:60 miui", ("ding", "d_promise", "2026-11-12"), _NONE),
    ],
)
TAOBAO = _shots(
    "taobao_chat",
    [
        ("393@2.75 roboto+noto light miui q:58 oppo", ("taobao", "t_shop", "2025-11-12"), {"head": True}),
        ("760@1.25 noto light nobar h:560 q:70 wxjt", ("log", "t_log", "2025-06-20"), _NONE),
        ("700@1 micro light nobar h:520 png8:32 snipaste", ("log_grey", "t_log2", "2025-04-21"), _NONE),
        ("390@3 inter+noto light ios q:52 iphone", ("taobao_blue", "t_app2", "2026-06-18"), _NONE),
        ("360@2 roboto+noto light android scale:420 q:72 huawei", ("taobao_blue", "t_shop", "2026-02-10"), {"drop": 24}),
        ("520@1 zen light nobar h:100 from:i2 until:i10+0.6 png8:32 win11", ("log", "t_log", "2026-01-08"), {"long": True, "nav": False}),
        ("900@1 roboto+noto light nobar h:100 q:64 twice:75 wxpc4", ("log_grey", "t_log", "2024-10-25"), {"long": True}),
        ("680@1.25 noto light nobar h:620 q:66 wxjt", ("log_grey", "t_ref", "2025-09-26"), _NONE),
        ("600@1 micro light nobar h:100 until:i9 png8:32 snipaste", ("log", "t_log2", "2026-01-25"), {"long": True}),
    ],
)
SITE = _shots(
    "site_chat",
    [
        ("393@2.75 roboto+noto light miui q:58 miui", ("site_teal", "s_order", "2025-03-14"), _NONE),
        ("640@1.5 noto light nobar h:720 q:66 snipaste", ("site_navy", "s_refuse", "2025-05-20"), _NONE),
        ("375@3 inter+noto light ios png8:32 iphone", ("site_white", "s_balance", "2026-09-24"), _NONE),
        ("360@2 opensans+micro light android scale:400 q:74 vivo", ("site_blue", "s_bot", "2025-12-30"), _NONE),
        ("820@1 noto light nobar h:640 png8:32 win11", ("site_white", "s_queue", "2025-07-11"), {"avatars": False}),
        ("412@2.625 roboto+noto light android q:60 samsung", ("site_navy", "s_holiday", "2026-09-28"), _NONE),
        ("393@2 zen light miui q:66 miui", ("site_blue", "s_refuse+1 s_order", "2026-10-21"), {"upto": 22}),
        ("393@2 zen light miui q:66 miui", ("site_blue", "s_refuse+1 s_order", "2026-10-21"), {"take": 1}),
        ("540@1 wenkai light nobar h:100 from:i1+0.5 until:i9 png8:32 macos", ("site_teal", "s_bot", "2025-04-02"), {"long": True, "nav": False}),
        ("390@3 inter+noto light ios mosaic q:54 wxjt", ("site_teal", "s_queue", "2026-11-06"), {"drop": 40}),
        ("600@1 roboto+noto light nobar h:560 scale:548 q:62 qqjt", ("site_white", "s_holiday", "2025-01-24"), _NONE),
        ("393@2 roboto+noto light miui q:62 miui", ("site_navy", "s_scam", "2025-05-30"), _NONE),
    ],
)
SMS = _shots(
    "sms",
    [
        ("390@3 inter+noto light ios png8:32 iphone", ("sms", "m_bank", "2025-02-06"), _NONE),
        ("393@2 roboto+noto light miui scale:430 q:70 miui", ("sms_android", "m_scam", "2026-05-12"), _NONE),
        ("375@2 inter+noto dark ios q:66 wxjt", ("sms", "m_personal", "2025-08-31"), _NONE),
        ("412@2.625 roboto+noto light android h:620 q:62 samsung", ("sms_android", "m_verify", "2026-09-30"), _NONE),
        ("360@2 opensans+micro light android scale:340 q:76 huawei", ("sms_android", "m_bank", "2026-09-28"), _NONE),
        ("390@2 inter+noto light ios scale:390 png8:32 wxjt", ("sms", "m_alert", "2025-04-29"), _NONE),
    ],
)
