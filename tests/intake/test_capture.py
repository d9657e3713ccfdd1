from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from extractor.intake.capture import CHINA, Capture, CaptureSource, capture_of
from extractor.intake.decode import open_image
from tests.helpers import encoded

BLANK = Image.new("RGB", (40, 40))
MODIFIED = datetime(2030, 1, 2, 3, 4, 5, tzinfo=CHINA).timestamp()
SHOT, SAVE = CaptureSource.SCREENSHOT_NAME, CaptureSource.SAVE_NAME


def named(name: str) -> Capture:
    return capture_of(Path(name), BLANK, MODIFIED)


# 1741957533 is 2025-03-14T21:05:33+08:00.
@pytest.mark.parametrize(
    ("name", "source", "app"),
    [
        ("Screenshot_2025-03-14-21-05-33-123_com.tencent.mm.jpg", SHOT, "wechat"),
        ("Screenshot_2025-03-14-21-05-33-123_com.eg.android.AlipayGphone.png", SHOT, "alipay"),
        ("Screenshot_2025-03-14-21-05-33-123_com.tencent.mobileqq.jpg", SHOT, "qq"),
        ("Screenshot_2025-03-14-21-05-33-123_com.unionpay.jpg", SHOT, "unionpay"),
        ("Screenshot_2025-03-14-21-05-33-123_com.unknown.bank.jpg", SHOT, None),
        ("Screenshot_2025-03-14-21-05-33-12_e39d2c7de19156b0683cd93e8735f348.jpg", SHOT, "wechat"),
        ("Screenshot_2025-03-14-21-05-33-12_3915bacb930634b7e206116f9dc9486f.jpg", SHOT, "alipay"),
        ("Screenshot_2025-03-14-21-05-33-12_9d26c6446fd7bb8e41d99b6262b17def.jpg", SHOT, "qq"),
        ("Screenshot_2025-03-14-21-05-33-12_090d9ae461b065ca11c329abb9cd0d70.jpg", SHOT, "taobao"),
        ("Screenshot_2025-03-14-21-05-33-12_00000000000000000000000000000000.jpg", SHOT, None),
        ("Screenshot_2025-03-14-21-05-33.png", SHOT, None),
        ("Screenshot_20250314-210533.png", SHOT, None),
        ("Screenshot_20250314_210533.jpg", SHOT, None),
        ("Screenshot_20250314_210533_com.tencent.mm.jpg", SHOT, "wechat"),
        ("Screenshot_20250314_210533_WeChat.jpg", SHOT, "wechat"),
        ("Screenshot_20250314-210533_Alipay.jpg", SHOT, "alipay"),
        ("Screenshot_20250314_210533_微信.jpg", SHOT, "wechat"),
        ("screenshot_20250314-210533.PNG", SHOT, None),
        ("微信截图_20250314210533.png", SHOT, "wechat"),
        ("QQ截图20250314210533.png", SHOT, None),
        ("企业微信截图_20250314210533.png", SHOT, None),
        ("企业微信截图_17419575331234.png", SHOT, None),
        ("Snipaste_2025-03-14_21-05-33.png", SHOT, None),
        ("屏幕截图 2025-03-14 210533.png", SHOT, None),
        ("屏幕截图 2025-03-14 210533 - 副本.png", SHOT, None),
        ("截屏2025-03-14 21.05.33.png", SHOT, None),
        ("截屏2025-03-14 下午9.05.33.png", SHOT, None),
        ("IMG_20250314_210533.jpg", SHOT, None),
        ("wx_camera_1741957533123.jpg", SHOT, "wechat"),
        ("微信图片_20250314210533.jpg", SAVE, "wechat"),
        ("微信图片_20250314210533_158_292.jpg", SAVE, "wechat"),
        ("QQ图片20250314210533.png", SAVE, None),
        ("mmexport1741957533123.jpg", SAVE, "wechat"),
        ("mmexport1741957533123(1).jpg", SAVE, "wechat"),
        ("1741957533123.jpg", SAVE, None),
    ],
)
def test_every_file_name_pattern(name: str, source: CaptureSource, app: str | None) -> None:
    assert named(name) == Capture(datetime(2025, 3, 14, 21, 5, 33, tzinfo=CHINA), source, app)


@pytest.mark.parametrize(
    ("half", "hour"),
    [("上午10", 10), ("上午12", 0), ("上午1", 1), ("下午12", 12), ("下午1", 13), ("下午11", 23)],
)
def test_macos_writes_twelve_hours(half: str, hour: int) -> None:
    assert named(f"截屏2025-10-26 {half}.18.49.png").at == datetime(2025, 10, 26, hour, 18, 49, tzinfo=CHINA)


@pytest.mark.parametrize(
    "name",
    [
        "IMG_1234.PNG",
        "image.png",
        "微信图片.jpg",
        "企业微信截图_8f14e45f-ceea-4e7a-a1b2-c3d4e5f60718.png",
        "13812345678.jpg",
        "1741957533.jpg",
        "17419575331234567.jpg",
        "4200001234202503141234567890.jpg",
        "20250314210533.jpg",
        "订单20250314210533.jpg",
        "mmexport174195753312.jpg",
        "微信图片_2025031421053.jpg",
        "Screenshot_20250230-210533.png",
        "Screenshot_2025-13-14-21-05-33-123_com.tencent.mm.jpg",
        "Screenshot_20250314-250533.png",
        "截屏2025-13-26 上午10.18.49.png",
        "截屏2025-10-26 上午99.18.49.png",
        "截屏2025-10-26 下午3.77.49.png",
        "Snipaste_2025-03-14.png",
        "My Screenshot_20250314-210533.png",
    ],
)
def test_other_names_tell_no_time(name: str) -> None:
    assert named(name) == Capture(datetime(2030, 1, 2, 3, 4, 5, tzinfo=CHINA), CaptureSource.MTIME, None)


def test_only_weak_sources_ask_for_review() -> None:
    assert {source: source.review_reason for source in CaptureSource} == {
        CaptureSource.METADATA: None,
        CaptureSource.SCREENSHOT_NAME: None,
        CaptureSource.SAVE_NAME: "capture_time_from_save_name",
        CaptureSource.MTIME: "capture_time_from_mtime",
    }


# -- metadata ---------------------------------------------------------------------------------------------------


def with_exif(tags: dict[int, str], form: str = "JPEG") -> Image.Image:
    exif = Image.Exif()
    exif.get_ifd(0x8769).update(tags)
    return Image.open(io.BytesIO(encoded(BLANK, form, exif=exif.tobytes())))


def with_text(key: str, text: str) -> Image.Image:
    info = PngInfo()
    info.add_text(key, text)
    return Image.open(io.BytesIO(encoded(BLANK, "PNG", pnginfo=info)))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_exif_original_time(form: str) -> None:
    found = capture_of(Path("IMG_1234.PNG"), with_exif({0x9003: "2025:03:14 21:05:33"}, form), MODIFIED)
    assert found == Capture(datetime(2025, 3, 14, 21, 5, 33, tzinfo=CHINA), CaptureSource.METADATA, None)


def test_exif_digitized_time_stands_in_for_the_original() -> None:
    found = capture_of(Path("a.jpg"), with_exif({0x9004: "2025:03:14 21:05:33"}), MODIFIED)
    assert found.at == datetime(2025, 3, 14, 21, 5, 33, tzinfo=CHINA)


def test_metadata_goes_before_the_name_which_still_tells_the_app() -> None:
    picture = with_exif({0x9003: "2025:03:14 21:05:33"})
    found = capture_of(Path("mmexport1700000000000.jpg"), picture, MODIFIED)
    assert found == Capture(datetime(2025, 3, 14, 21, 5, 33, tzinfo=CHINA), CaptureSource.METADATA, "wechat")


@pytest.mark.parametrize(
    ("offset", "utc_hour"),
    [("+08:00", 13), ("+00:00", 21), ("Z", 21), ("+09:00", 12), ("-05:30", 26), ("", 13)],
)
def test_an_offset_is_brought_to_china(offset: str, utc_hour: int) -> None:
    expected = datetime(
        2025, 3, 14 + utc_hour // 24, utc_hour % 24, 35 if offset == "-05:30" else 5, 33, tzinfo=UTC
    )
    for tags in ({0x9003: f"2025:03:14 21:05:33{offset}"}, {0x9003: "2025:03:14 21:05:33", 0x9011: offset}):
        found = capture_of(Path("a.jpg"), with_exif(tags), MODIFIED)
        assert found.at == expected
        assert found.at.isoformat().endswith("+08:00")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0000:00:00 00:00:00",
        "    :  :     :  :  ",
        "2025:02:30 10:00:00",
        "2025:03:14 25:00:00",
        "2025:03:14",
        "2025:03:14 21:05:33+99:99",
        "0001:01:01 00:00:00+14:00",
        "yesterday",
    ],
)
def test_malformed_exif_times_are_passed_over(text: str) -> None:
    found = capture_of(Path("Screenshot_20250314-210533.png"), with_exif({0x9003: text}), MODIFIED)
    assert found.source is SHOT


def test_malformed_exif_altogether_is_passed_over() -> None:
    for exif in (b"Exif\0\0garbage", b"Exif\0\0II*\0\x08\0\0\0\xff\xff", b"garbage"):
        for form in ("JPEG", "PNG"):
            picture = open_image(encoded(BLANK, form, exif=exif))
            assert capture_of(Path("a.png"), picture, MODIFIED).source is CaptureSource.MTIME


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("Creation Time", "2025-03-14T21:05:33+08:00"),
        ("Creation Time", "2025:03:14 21:05:33"),
        ("Creation Time", "2025-03-14 21:05:33.250"),
        ("creation time", "2025-03-14T13:05:33Z"),
        ("Creation Time", "2025-03-14T13:05:33.123+0000"),
    ],
)
def test_png_text(key: str, text: str) -> None:
    found = capture_of(Path("a.png"), with_text(key, text), MODIFIED)
    assert found == Capture(datetime(2025, 3, 14, 21, 5, 33, tzinfo=CHINA), CaptureSource.METADATA, None)


@pytest.mark.parametrize(("key", "text"), [("Software", "2025-03-14 21:05:33"), ("Creation Time", "spring")])
def test_other_png_text_tells_no_time(key: str, text: str) -> None:
    assert capture_of(Path("a.png"), with_text(key, text), MODIFIED).source is CaptureSource.MTIME


def test_the_last_resort_is_whole_seconds_of_the_modification_time() -> None:
    found = capture_of(Path("a.png"), BLANK, MODIFIED + 0.75)
    assert found == Capture(datetime(2030, 1, 2, 3, 4, 5, tzinfo=CHINA), CaptureSource.MTIME, None)
