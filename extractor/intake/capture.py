"""When a screenshot was taken, and by which app, from its metadata, its name, or at last its modification time.

Name patterns were collected from phones' and chat programs' real file names (DOMAIN notes, section 3).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import Enum
from pathlib import Path

from PIL import Image

CHINA = timezone(timedelta(hours=8))

_EXIF_IFD = 0x8769
# Each time with the tag of its offset from UTC.
_DATETIME_ORIGINAL, _DATETIME_DIGITIZED = (0x9003, 0x9011), (0x9004, 0x9012)
_PNG_KEYS = ("Creation Time", "creation time", "date:create", "Software-CreationTime")


class CaptureSource(Enum):
    """Where a capture time came from, from the strongest to the weakest."""

    METADATA = "metadata"
    SCREENSHOT_NAME = "screenshot_name"
    SAVE_NAME = "save_name"
    MTIME = "mtime"

    @property
    def review_reason(self) -> str | None:
        """The code for values derived from a weak source; None for a strong one."""
        return {"save_name": "capture_time_from_save_name", "mtime": "capture_time_from_mtime"}.get(
            self.value
        )


@dataclass(frozen=True, slots=True)
class Capture:
    """A capture time (aware, +08:00), its source, and the app that the name tells of (`wechat`, …) or None."""

    at: datetime
    source: CaptureSource
    app: str | None


# Android package names, and OPPO's MD5 of them.
_APPS = {
    "com.tencent.mm": "wechat",
    "e39d2c7de19156b0683cd93e8735f348": "wechat",
    "wechat": "wechat",
    "微信": "wechat",
    "com.eg.android.alipaygphone": "alipay",
    "3915bacb930634b7e206116f9dc9486f": "alipay",
    "alipay": "alipay",
    "支付宝": "alipay",
    "com.tencent.wework": "wecom",
    "企业微信": "wecom",
    "com.taobao.idlefish": "xianyu",
    "闲鱼": "xianyu",
    "com.ss.android.lark": "feishu",
    "com.ss.android.ugc.aweme": "douyin",
    "抖音": "douyin",
    "com.smile.gifmaker": "kuaishou",
    "快手": "kuaishou",
    "com.xingin.xhs": "xiaohongshu",
    "小红书": "xiaohongshu",
    "com.jingdong.app.mall": "jd",
    "京东": "jd",
    "com.xunmeng.pinduoduo": "pdd",
    "拼多多": "pdd",
    "com.tencent.tim": "qq",
    "com.tencent.mobileqq": "qq",
    "9d26c6446fd7bb8e41d99b6262b17def": "qq",
    "qq": "qq",
    "com.unionpay": "unionpay",
    "com.taobao.taobao": "taobao",
    "090d9ae461b065ca11c329abb9cd0d70": "taobao",
    "淘宝": "taobao",
    "com.alibaba.android.rimet": "dingtalk",
    "钉钉": "dingtalk",
    "com.android.mms": "sms",
    "com.google.android.apps.messaging": "sms",
}


def _digits(text: str) -> datetime | None:
    digits = re.sub(r"\D", "", text)[:14]
    try:
        return datetime.strptime(digits.ljust(14, "0"), "%Y%m%d%H%M%S").replace(tzinfo=CHINA)
    except ValueError:
        return None


def _epoch_ms(text: str) -> datetime | None:
    return datetime.fromtimestamp(int(text[:10]), CHINA)


def _half_day(text: str) -> datetime | None:
    """macOS: `2025-10-26 上午10.18.49`."""
    match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d) (上午|下午)(\d{1,2})\.(\d\d)\.(\d\d)", text)
    if match is None:
        return None
    year, month, day, half, hour, minute, second = match.groups()
    if not 0 <= int(hour) <= 12:
        return None
    clock = int(hour) % 12 + (12 if half == "下午" else 0)
    try:
        return datetime(int(year), int(month), int(day), clock, int(minute), int(second), tzinfo=CHINA)
    except ValueError:
        return None


_Pattern = tuple[re.Pattern[str], Callable[[str], datetime | None], CaptureSource]


def _pattern(regex: str, convert: Callable[[str], datetime | None], source: CaptureSource) -> _Pattern:
    return re.compile(regex, re.IGNORECASE), convert, source


_SHOT, _SAVE = CaptureSource.SCREENSHOT_NAME, CaptureSource.SAVE_NAME
# `t` is the time, `app` a package name or its digest.
_NAMES: tuple[_Pattern, ...] = (
    _pattern(
        r"^Screenshot_(?P<t>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)(?:-\d{2,3})?(?:_(?P<app>[\w.]+?))?(?:\(\d+\))?\.\w+$",
        _digits,
        _SHOT,
    ),
    _pattern(r"^Screenshot[_-](?P<t>\d{8}[-_]\d{6})(?:[_-](?P<app>.+?))?\.\w+$", _digits, _SHOT),
    _pattern(
        r"^(?:微信截图|QQ截图|企业微信截图|钉钉截图)_?(?P<t>20\d{12})(?:[ _(-].*)?\.\w+$", _digits, _SHOT
    ),
    _pattern(r"^企业微信截图_(?P<t>1[4-9]\d{12})\.\w+$", _epoch_ms, _SHOT),
    _pattern(r"^(?:屏幕截图|Screenshot) (?P<t>\d{4}-\d\d-\d\d[ _]\d{6})\b.*\.\w+$", _digits, _SHOT),
    _pattern(r"^截屏(?P<t>\d{4}-\d\d-\d\d (?:上午|下午)\d{1,2}\.\d\d\.\d\d)\b.*\.\w+$", _half_day, _SHOT),
    _pattern(r"^截屏(?P<t>\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d)\b.*\.\w+$", _digits, _SHOT),
    _pattern(r"^Snipaste_(?P<t>\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d)\.\w+$", _digits, _SHOT),
    _pattern(r"^(?:IMG|PXL|截图)_(?P<t>20\d{6}_\d{6}).*\.\w+$", _digits, _SHOT),
    _pattern(r"^wx_camera_(?P<t>1[4-9]\d{11})\.\w+$", _epoch_ms, _SHOT),
    _pattern(r"^(?:微信图片|QQ图片)_?(?P<t>20\d{12})(?:[ _(-].*)?\.\w+$", _digits, _SAVE),
    _pattern(r"^(?:mmexport|wx_)?(?P<t>1[4-9]\d{11})(?:[ _(-].*)?\.\w+$", _epoch_ms, _SAVE),
)


def capture_of(path: Path, image: Image.Image, modified: float) -> Capture:
    """Capture time and app of an opened image; modified is the file's mtime in seconds since the epoch.

    Order: EXIF or PNG text, a screenshot's name, a save name (an upper bound only), the modification time.
    """
    named = _from_name(path.name)
    app = named.app if named else None
    inside = _from_metadata(image)
    if inside is not None:
        return Capture(inside, CaptureSource.METADATA, app)
    if named is not None:
        return named
    return Capture(datetime.fromtimestamp(int(modified), CHINA), CaptureSource.MTIME, None)


def basis_of(path: Path, modified: float) -> tuple[int, int]:
    """How well a file's name and modification time tell when it was taken: of equal files, the smallest is the best.

    Rank (0 a screenshot's name, 1 a save name, 2 the modification time), then that time in seconds since the epoch:
    both weak sources are upper bounds, so the earliest is the closest.
    """
    named = _from_name(path.name)
    if named is None:
        return 2, int(modified)
    return (0 if named.source is CaptureSource.SCREENSHOT_NAME else 1), int(named.at.timestamp())


def _from_name(name: str) -> Capture | None:
    for regex, convert, source in _NAMES:
        match = regex.match(name)
        if match is None:
            continue
        at = convert(match["t"])
        if at is not None:
            return Capture(at, source, _app(match, name))
    return None


def _app(match: re.Match[str], name: str) -> str | None:
    hint = (match.groupdict().get("app") or "").lower()
    if hint in _APPS:
        return _APPS[hint]
    return "wechat" if name.startswith(("微信", "mmexport", "wx_")) else None


def _from_metadata(image: Image.Image) -> datetime | None:
    candidates: list[str] = []
    try:
        exif = image.getexif()
        inner = exif.get_ifd(_EXIF_IFD)
        for tag, offset_tag in (_DATETIME_ORIGINAL, _DATETIME_DIGITIZED):
            candidates.append("".join(str(inner.get(t, "")).strip(" \0") for t in (tag, offset_tag)))
    except Exception:  # malformed EXIF raises anything from struct.error to KeyError; it is only a hint
        candidates.clear()
    candidates += [str(image.info.get(key, "")) for key in _PNG_KEYS]
    for text in candidates:
        match = re.match(
            r"\s*(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?", text
        )
        if match is None:
            continue
        try:
            at = datetime(*(int(g) for g in match.groups()[:6]))  # type: ignore[arg-type]
            zone = match[7]
            if zone:
                offset = timedelta() if zone == "Z" else _offset(zone)
                return at.replace(tzinfo=timezone(offset)).astimezone(CHINA)
        except (ValueError, OverflowError):
            continue
        return at.replace(tzinfo=CHINA)
    return None


def _offset(zone: str) -> timedelta:
    digits = zone[1:].replace(":", "")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -size if zone[0] == "-" else size
