"""The commands with real Tesseract: bad files beside good ones, equal results however the work is shared out."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image

from extractor import extract
from extractor.cli.main import main
from extractor.errors import Refused
from tests.helpers import ROOT, cjk_font, drawn, encoded, png_claiming, sample_pages

pytestmark = [pytest.mark.ocr, pytest.mark.usefixtures("tesseract")]

NUMBER = "20250314210533123"
GOOD = encoded(
    drawn([(40, 60, f"No. {NUMBER}"), (40, 160, "2025-03-14 21:05:33"), (40, 260, "128.50")]), "PNG"
)
BLANK = encoded(Image.effect_noise((400, 300), 3).point(lambda v: 255 if v > 100 else 254), "PNG")

TRADE, ORDER = "4200001234202503141234567890", "2025031421050712345"
BILL = [
    (280, 120, "某某科技"),
    (270, 200, "-128.50"),
    (40, 340, "当前状态"),
    (300, 340, "支付成功"),
    (40, 400, "支付时间"),
    (300, 400, "2025年3月14日 21:05:33"),
    (40, 460, "商户全称"),
    (300, 460, "上海某某科技有限公司"),
    (40, 520, "收单机构"),
    (300, 520, "财付通支付科技有限公司"),
    (40, 580, "支付方式"),
    (300, 580, "零钱"),
    (40, 640, "交易单号"),
    (300, 640, TRADE),
    (40, 700, "商户单号"),
    (300, 700, ORDER),
]


def command(*args: str | Path) -> SimpleNamespace:
    """Runs the command line here: its exit code and what it printed."""
    out, err = io.StringIO(), io.StringIO()
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        pytest.raises(SystemExit) as caught,
    ):
        main([str(arg) for arg in args])
    return SimpleNamespace(code=caught.value.code, out=out.getvalue(), err=err.getvalue())


def table(out: Path) -> list[dict[str, str]]:
    with (out / "evidence.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def bad_files(folder: Path) -> dict[str, str]:
    """Puts one file of every bad kind into folder; gives the reason that each must get."""
    contents = {
        "bomb.png": (png_claiming(60_000, 60_000), "too_many_pixels"),
        "empty.png": (b"", "empty_file"),
        "half.png": (BLANK[: len(BLANK) // 2], "truncated_image"),
        "header.jpg": (encoded(Image.new("RGB", (400, 300)), "JPEG")[:60], "damaged_image"),
        "text.png": (b"this is a text that was renamed", "not_an_image"),
        "tiny.png": (encoded(Image.new("RGB", (1, 1)), "PNG"), "too_small"),
    }
    for name, (data, _) in contents.items():
        (folder / name).write_bytes(data)
    reasons = {name: reason for name, (_, reason) in contents.items()}
    if os.name == "posix":
        os.mkfifo(folder / "pipe.png")
        (folder / "link.png").symlink_to("/etc/hostname")
        (folder / "gone.png").symlink_to(folder / "nothing.png")
        reasons |= {"pipe.png": "not_a_file", "link.png": "link_leaves_folder", "gone.png": "unreadable_file"}
    return reasons


def test_bad_files_are_told_and_the_good_ones_read(folder: Path, tmp_path: Path) -> None:
    reasons = bad_files(folder)
    (folder / "good.png").write_bytes(GOOD)
    (folder / "sub").mkdir()
    (folder / "sub" / "copy of good.png").write_bytes(GOOD)
    done = command("run", folder, "-o", tmp_path / "out", "-j", "1")
    rows = {row["source_file"]: row for row in table(tmp_path / "out")}

    assert done.code == 3
    assert "Traceback" not in done.err
    assert set(rows) == {*reasons, "good.png", "sub/copy of good.png"}
    for name, reason in reasons.items():
        assert (rows[name]["kind"], rows[name]["review_reason"]) == ("unread", reason), name
        assert name in done.err
    assert rows["good.png"]["kind"] != "unread"
    assert rows["good.png"]["evidence_id"] == rows["sub/copy of good.png"]["evidence_id"]
    assert (done.out + done.err).count("good.png") == 0

    lines = (tmp_path / "out" / "readings.jsonl").read_text(encoding="utf-8").strip().split("\n")
    records = {record["source_file"]: record for record in map(json.loads, lines)}
    read = "".join(line["text"] for line in records["good.png"]["lines"]).replace(" ", "")
    assert NUMBER in read
    assert records["sub/copy of good.png"]["same_as"] == "good.png"
    assert records["text.png"]["unread"] == "not_an_image"


def test_files_that_are_passed_over_are_told_with_a_way_out(folder: Path, tmp_path: Path) -> None:
    (folder / "账单.pdf").write_bytes(b"%PDF-1.7")
    (folder / "图.zip").write_bytes(b"PK")
    (folder / "a.mp4").write_bytes(b"x")
    (folder / "b.mp4").write_bytes(b"x")
    (folder / "notes").write_bytes(b"x")
    done = command("--lang", "zh", "run", folder, "-o", tmp_path / "out", "-j", "1")
    lines = [line.strip() for line in done.err.splitlines()]
    assert any(line.startswith("视频，2 个：读不了，请播放") for line in lines), lines
    assert any(line.startswith("PDF，1 个：读不了") and "CSV/XLSX" in line for line in lines)
    assert any(line.startswith("压缩包，1 个：请先解压") for line in lines)


def test_one_job_and_two_give_the_same_results(folder: Path, tmp_path: Path) -> None:
    (folder / "drawn.png").write_bytes(GOOD)
    (folder / "empty.png").write_bytes(b"")
    for page in sample_pages(1):
        shutil.copy2(page, folder)
    codes = [command("run", folder, "-o", tmp_path / jobs, "-j", jobs).code for jobs in ("1", "2")]
    assert codes == [3, 3]
    for name in ("evidence.csv", "readings.jsonl", "datapackage.json"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes(), name


def test_a_single_file_beside_itself(folder: Path) -> None:
    (folder / "Screenshot_20250314-210533.png").write_bytes(GOOD)
    (folder / "other.png").write_bytes(b"")
    done = command("run", folder / "Screenshot_20250314-210533.png", "-j", "1")
    (row,) = table(folder / "Screenshot_20250314-210533-evidence")
    assert done.code == 0
    assert (row["source_file"], row["captured_at"]) == (
        "Screenshot_20250314-210533.png",
        "2025-03-14T21:05:33+08:00",
    )


@pytest.fixture
def bill(folder: Path) -> Path:
    """A WeChat bill, drawn where the machine has a font for it."""
    font = cjk_font(36)
    if font is None:
        pytest.skip("no font with Chinese characters")
    page = drawn(BILL, (1080, 1000), font=font)
    page.paste(drawn([(0, 0, "-128.50")], (420, 100), font=cjk_font(84)), (270, 190))
    path = folder / "Screenshot_20250314_210701_com.tencent.mm.png"
    path.write_bytes(encoded(page, "PNG"))
    return path


def test_a_drawn_bill_gives_its_transaction(bill: Path) -> None:
    (row,) = extract(bill)
    assert (row.kind, row.screen, row.status) == ("transaction", "wechat_pay.bill", "paid")
    assert (row.trade_no, row.order_no) == (TRADE, ORDER)
    assert (row.amount, row.currency, row.occurred_at) == ("128.50", "CNY", "2025-03-14T21:05:33+08:00")
    assert row.captured_at == "2025-03-14T21:07:01+08:00"
    assert row.box is not None


def test_explain_shows_screen_pairs_and_rules(bill: Path) -> None:
    done = command("explain", bill, "--lines")
    assert done.code == 0
    for told in (
        "wechat_pay.bill",
        "交易单号 → trade_no (right) [",
        TRADE,
        "← trade_no:交易单号:right",
        "\nLines:\n",
    ):
        assert told in done.out


def test_explain_in_chinese_has_chinese_labels_and_says_what_is_missing(bill: Path) -> None:
    done = command("--lang", "zh", "explain", bill)
    assert done.code == 0
    assert "页面：微信支付账单详情(商户)（wechat_pay.bill）" in done.out
    assert "交易单号 → 交易号 trade_no（右边）[" in done.out
    assert f"交易号：{TRADE}    ← 标签「交易单号」右边（trade_no）" in done.out
    assert "需核对：" in done.out
    assert "发生时间：2025-03-14 21:05" in done.out
    assert "needs_review" not in done.out


def test_explain_shows_the_messages_of_a_chat_and_the_rule_of_each_statement() -> None:
    done = command("--lang", "zh", "explain", ROOT / "samples" / "chats" / "IMG_1725.JPG")
    lines = done.out.splitlines()
    at = next(n for n, line in enumerate(lines) if line.endswith("对方：第一笔这周五退"))
    assert lines[at].strip().startswith("2026-08-27 09:36")
    assert lines[at + 1].strip() == "→ 承诺退款    ← 规则 refund_by_date"
    assert "没有读到：承诺金额" in done.out
    # what no page has is no news of a chat
    assert "0 分" not in done.out and "bill_list" not in done.out


def test_explain_of_half_a_picture_says_so(tmp_path: Path) -> None:
    data = (ROOT / "samples" / "chats" / "IMG_1725.JPG").read_bytes()
    (tmp_path / "half.jpg").write_bytes(data[: len(data) // 2])
    done = command("--lang", "zh", "explain", tmp_path / "half.jpg")
    assert done.code == 0
    assert "图片文件不完整" in done.err and "重新传原图" in done.err


@pytest.mark.parametrize("name", ["half.png", "empty.png", "text.png", "header.jpg", "bomb.png"])
@pytest.mark.parametrize("option", ["", "--json", "--lines"])
def test_explain_of_what_cannot_be_read_ends_with_3_and_says_why(
    name: str, option: str, folder: Path
) -> None:
    bad_files(folder)
    done = command("--lang", "zh", "explain", folder / name, *filter(None, [option]))
    assert done.code == 3
    assert option == "--json" or "错误：" in done.err or "未读出：" in done.err


@pytest.mark.parametrize("name", ["half.png", "empty.png", "text.png", "备注.txt"])
def test_a_single_file_that_cannot_be_read_leaves_no_folder(name: str, folder: Path) -> None:
    bad_files(folder)
    (folder / "备注.txt").write_text("付款 98 元", encoding="utf-8")
    before = sorted(path.name for path in folder.iterdir())
    done = command("--lang", "zh", "run", folder / name, "-j", "1")
    assert done.code == 3 and "错误：" in done.err and "Traceback" not in done.err
    assert sorted(path.name for path in folder.iterdir()) == before
    # where the folder is there already its row is kept: nothing that was given is lost
    (folder / "there").mkdir()
    assert command("run", folder / name, "-o", folder / "there", "-j", "1").code == 3
    assert [row["kind"] for row in table(folder / "there")] == ["unread"]


def test_transcript_says_which_files_were_not_read(folder: Path) -> None:
    (folder / "empty.png").write_bytes(b"")
    done = command("--lang", "zh", "transcript", folder, "-j", "1")
    assert done.code == 3 and "未读出：empty.png：文件是空的" in done.err


def test_explain_of_what_is_no_picture_says_what_to_do(folder: Path) -> None:
    done = command("--lang", "zh", "explain", folder)
    assert (done.code, "请写明里面的一张图" in done.err) == (1, True)
    done = command("--lang", "zh", "explain", folder / "nichts.png")
    assert (done.code, "拖进终端窗口" in done.err) == (1, True)
    export = next((ROOT / "samples" / "cases").rglob("*.xlsx"))
    assert "导出的账单" in command("--lang", "zh", "explain", export).err


def test_explain_for_programs_is_json(folder: Path) -> None:
    (folder / "a.png").write_bytes(GOOD)
    record = json.loads(command("explain", folder / "a.png", "--json").out)
    assert (record["width"], record["height"]) == (720, 480)
    assert record["cells"][0]["evidence_id"].startswith(f"E-{record['source_sha256'][:12]}-01")


def test_explain_and_extract_refuse_what_cannot_be_read(folder: Path) -> None:
    (folder / "a.png").write_bytes(b"")
    done = command("explain", folder / "a.png")
    assert done.code == 3
    assert "0 bytes" in done.err
    with pytest.raises(Refused) as caught:
        extract(folder / "a.png")
    assert caught.value.reason == "empty_file"


def test_a_user_s_screens_reach_the_workers(bill: Path, folder: Path, tmp_path: Path) -> None:
    screens = tmp_path / "screens"
    screens.mkdir()
    (screens / "mine.yaml").write_text(
        "screen: my.bill\nname: {zh: 我的账单, en: Mine}\nrows: transaction\nneeds: 1\n"
        "cues: {收单机构: 40}\nlabels: {merchant_no: [商户单号], trade_no: [交易单号]}\n",
        encoding="utf-8",
    )
    assert command("run", folder, "-o", tmp_path / "out", "-j", "1", "--screens", screens).code == 0
    (row,) = table(tmp_path / "out")
    assert (row["screen"], row["trade_no"]) == ("my.bill", TRADE)


def test_doctor_finds_all_well() -> None:
    done = command("doctor")
    assert done.code == 0, done.out
    assert "20250314210533" in done.out
    assert "✗" not in done.out


def test_doctor_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    done = command("doctor")
    assert done.code == 1
    assert "✗ Tesseract" in done.out
    assert "sudo apt-get install" in done.out


def test_doctor_counts_the_screens_and_names_them_only_when_asked() -> None:
    short = command("--lang", "zh", "doctor").out
    assert " 种，正常" in short and "wechat_pay.bill" not in short
    assert "wechat_pay.bill" in command("--lang", "zh", "doctor", "-v").out
