"""What is no picture is called by its name, with what to do instead."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from extractor.errors import Refused
from extractor.intake.find import Found
from extractor.intake.kinds import kind_by_name
from extractor.intake.screenshot import take_in
from tests.helpers import encoded

MP4 = b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + b"\0" * 200


def packed(part: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(part, "x")
    return data.getvalue()


def refusal_of(folder: Path, name: str, data: bytes) -> Refused:
    (folder / name).write_bytes(data)
    with pytest.raises(Refused) as caught:
        take_in(Found(folder / name, name))
    return caught.value


@pytest.mark.parametrize(
    ("name", "data", "zh", "en"),
    [
        ("账单.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF：读不了，请打开后截图；账单请从微信或支付宝导出 CSV/XLSX", "export bills"),
        ("图.zip", packed("1.png"), "压缩包：请先解压", "unpack it first"),
        ("录屏.mp4", MP4, "视频：读不了，请播放到要紧的画面时截图", "take screenshots"),
        ("说明.docx", packed("word/document.xml"), "文档：读不了，请打开后截图", "take screenshots"),
        ("别的.csv", b"a,b\n1,2\n", "表格：不是微信或支付宝导出的账单", "no bill export"),
        ("记录.txt", b"hello", "文档：读不了，请打开后截图", "take screenshots"),
    ],
)  # fmt: skip
def test_what_is_no_picture_and_was_not_renamed(
    tmp_path: Path, name: str, data: bytes, zh: str, en: str
) -> None:
    refusal = refusal_of(tmp_path, name, data)
    chinese, _, english = str(refusal).partition(" / ")
    assert refusal.reason == "not_an_image"
    assert chinese.startswith(zh)
    assert en in english
    assert "扩展名" not in chinese and "其实" not in chinese


def test_what_was_renamed_is_said_to_be(tmp_path: Path) -> None:
    said = str(refusal_of(tmp_path, "录屏.png", MP4))
    assert "名字以 .png 结尾，内容其实是视频" in said
    assert "named .png, but it is a Video" in said


def test_a_picture_that_ends_in_its_head_is_cut_off_and_no_other_thing(tmp_path: Path) -> None:
    head = encoded(Image.new("RGB", (60, 40)), "PNG")[:14]
    refusal = refusal_of(tmp_path, "a.png", head)
    assert (refusal.reason, "不完整" in str(refusal)) == ("damaged_image", True)


def test_names_that_tell_nothing() -> None:
    assert kind_by_name("a") is None
    assert kind_by_name("b.xyz") is None
