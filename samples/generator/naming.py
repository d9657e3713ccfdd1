"""File names as phones and messengers give them."""

from __future__ import annotations

import hashlib
import random
from datetime import datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8))
PACKAGES = {
    "wechat": "com.tencent.mm",
    "alipay": "com.eg.android.AlipayGphone",
    "qq": "com.tencent.mobileqq",
    "browser": "com.android.browser",
    "bank": "com.jhbank.mobile",
    "sms": "com.android.mms",
    "dingtalk": "com.alibaba.android.rimet",
    "taobao": "com.taobao.taobao",
    "other": "com.miui.home",
}
SAMSUNG_APPS = {"wechat": "WeChat", "alipay": "Alipay", "qq": "QQ", "browser": "Chrome", "bank": "JHBank", "sms": "Messages", "dingtalk": "DingTalk", "taobao": "Taobao", "other": "One UI Home"}
PATTERNS = (
    "miui", "oppo", "huawei", "samsung", "vivo", "mmexport", "epoch", "wxpc", "wxpc4", "wxjt", "qqjt", "qqtp", "iphone", "camera",
    "wxcamera", "snipaste", "win11", "macos",
)  # fmt: skip


def stem(pattern: str, app: str, captured: datetime, rng: random.Random) -> str:
    """The base name without its extension.  Names that carry a time agree with ``captured`` to the minute.

    ColorOS (``oppo``) ends its names with the MD5 of the package name.
    """
    milliseconds = f"{int(captured.replace(tzinfo=SHANGHAI).timestamp())}{rng.randint(0, 999):03d}"
    packed = f"{captured:%Y%m%d%H%M%S}"
    names = {
        "miui": f"Screenshot_{captured:%Y-%m-%d-%H-%M-%S}-{rng.randint(0, 999):03d}_{PACKAGES[app]}",
        "oppo": f"Screenshot_{captured:%Y-%m-%d-%H-%M-%S}-{rng.randint(0, 99):02d}_{hashlib.md5(PACKAGES[app].encode()).hexdigest()}",
        "huawei": f"Screenshot_{captured:%Y%m%d_%H%M%S}_{PACKAGES[app]}",
        "samsung": f"Screenshot_{captured:%Y%m%d_%H%M%S}_{SAMSUNG_APPS[app]}",
        "vivo": f"Screenshot_{captured:%Y%m%d_%H%M%S}",
        "mmexport": f"mmexport{milliseconds}",
        "epoch": milliseconds,
        "wxpc": f"微信图片_{packed}",
        "wxpc4": f"微信图片_{packed}_{rng.randint(10, 400)}_{rng.randint(10, 400)}",
        "wxjt": f"微信截图_{packed}",
        "qqjt": f"QQ截图{packed}",
        "qqtp": f"QQ图片{packed}",
        "iphone": f"IMG_{rng.randint(1001, 9899)}",
        "camera": f"IMG_{captured:%Y%m%d_%H%M%S}",
        "wxcamera": f"wx_camera_{milliseconds}",
        "snipaste": f"Snipaste_{captured:%Y-%m-%d_%H-%M-%S}",
        "win11": f"屏幕截图 {captured:%Y-%m-%d %H%M%S}",
        "macos": f"截屏{captured:%Y-%m-%d %H.%M.%S}",
    }
    return names[pattern]


def extension(pattern: str, encoding: str) -> str:
    """The extension that the phone would write for the encoding."""
    suffix = {"png": ".png", "png8": ".png", "jpeg": ".jpg", "webp": ".webp", "heic": ".heic"}[encoding]
    if pattern == "iphone":
        return {".png": ".PNG", ".jpg": ".JPG", ".heic": ".HEIC"}.get(suffix, suffix)
    return suffix
