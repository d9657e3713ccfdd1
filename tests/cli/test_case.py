"""`extractor case`, as a process would be called, on rows without OCR."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from extractor.cli.main import main
from tests.case.rows import ORDER, order, payment, product, results, said

REQUEST = said("request", "没到账，我要求退款128.00元", "2026-09-30T10:00+08:00", order_no=ORDER)
SCAM = said("scam", "加我微信给你转账退款", "2026-10-01T10:00+08:00", number=2)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return results(tmp_path / "结果", [order(), payment(), REQUEST, SCAM])


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day after which nothing can have been filed."""
    monkeypatch.setattr("extractor.cli.case._today", lambda: date(2026, 12, 1))


def call(capsys: pytest.CaptureFixture[str], *args: str | Path) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as end:
        main(["case", *map(str, args)])
    printed = capsys.readouterr()
    return int(end.value.code or 0), printed.out, printed.err


def saved(out: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((out / "case.json").read_text(encoding="utf-8"))
    return found


def test_the_case_is_built_and_shown(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, text, _ = call(capsys, out, "--today", "2026-10-12")
    assert code == 0
    assert text.index("Scam warning") < text.index("■")
    assert "96110" in text and "✗ missing" in text and "no legal advice" in text
    assert (out / "case.ics").is_file() and saved(out)["today"] == "2026-10-12"


def test_options_may_come_first(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(capsys, "--today", "2026-10-12", out)[0] == 0


def test_a_folder_without_results_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, error = call(capsys, tmp_path)
    assert code == 1 and "extractor run" in error


@pytest.mark.parametrize("command", [(), ("init",), ("file",)])
def test_the_folder_of_screenshots_points_to_its_results(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    pictures = tmp_path / "截图"
    pictures.mkdir()
    (pictures / "a.png").write_bytes(b"")
    given = ("--channel", "12315", "--no", "1", "--date", "2026-10-12") if command == ("file",) else ()
    read = results(tmp_path / "截图-evidence", [payment()])
    code, _, error = call(capsys, *command, pictures, *given)
    assert code == 1 and "folder of the screenshots" in error and "截图-evidence" in error
    assert not (pictures / "case.toml").exists() and not (pictures / "filings.json").exists()
    # results that were named otherwise say themselves where they come from
    other = read.rename(tmp_path / "结果")
    (other / "run.json").write_text(json.dumps({"input": str(pictures.resolve())}), encoding="utf-8")
    code, _, error = call(capsys, *command, pictures, *given)
    assert code == 1 and "结果" in error


def test_a_reading_that_was_not_finished_is_told_from_results(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pictures = tmp_path / "截图"
    pictures.mkdir()
    (tmp_path / "截图-evidence").mkdir()
    (tmp_path / "截图-evidence" / "ledger.sqlite").write_bytes(b"")
    code, _, error = call(capsys, pictures)
    assert code == 1 and "not finished" in error and "run" in error


def test_help_names_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    code, text, _ = call(capsys, "--help")
    assert code == 0 and "init" in text and "file" in text


def test_init_writes_once(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(capsys, "init", out)[0] == 0
    assert (out / "case.toml").is_file()
    assert call(capsys, "init", out)[0] == 1


def test_a_filing_starts_its_clocks_and_duplicates_are_warned_of(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filed = ("--channel", "12315", "--no", "1330110202610120000000001", "--date", "2026-10-12")
    code, _, error = call(capsys, "file", out, *filed)
    assert code == 0 and not error
    (dispute,) = saved(out)["disputes"]  # type: ignore[misc]
    due = {d["key"]: d["due"] for d in dispute["deadlines"]}
    assert due["12315_acceptance"] == "2026-10-21" and due["12315_mediation"] == "2026-12-21"
    assert dispute["filings"][0]["amount"] == "128.00"
    code, _, error = call(capsys, "file", out, "--channel", "consumers", "--no", "X1", "--date", "2026-10-13")
    assert code == 0 and "another agency" in error
    code, _, error = call(
        capsys, "file", out, "--channel", "12315", "--no", "X2", "--date", "2026-10-14", "--amount", "99"
    )
    assert "already filed there" in error and "99.00" in error
    # the same number again only corrects the entry
    call(capsys, "file", out, *filed, "--accepted", "2026-10-15")
    filings = json.loads((out / "filings.json").read_text(encoding="utf-8"))
    assert len(filings) == 3 and {f["accepted_on"] for f in filings} == {None, "2026-10-15"}


def test_a_filing_names_its_dispute_where_there_are_several(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = payment(
        "b.png",
        trade_no="4200001234202610010123456700",
        order_no="1",
        amount="60.00",
        occurred_at="2026-10-01T10:11:00+08:00",
    )
    out = results(tmp_path / "out", [payment(), other])
    filed = ("--channel", "heimao", "--no", "17312345678", "--date", "2026-10-12")
    code, _, error = call(capsys, "file", out, *filed)
    assert code == 2 and "--dispute" in error and "D-" in error
    code, _, _ = call(capsys, out)
    number = saved(out)["disputes"][0]["id"]  # type: ignore[index]
    assert call(capsys, "file", out, *filed, "--dispute", number)[0] == 0
    assert [len(d["filings"]) for d in saved(out)["disputes"]] == [1, 0]  # type: ignore[union-attr]


@pytest.mark.parametrize("args", [("--today", "gestern"), ("--channel", "x")])
def test_wrong_usage(out: Path, capsys: pytest.CaptureFixture[str], args: tuple[str, ...]) -> None:
    assert call(capsys, out, *args)[0] == 2


@pytest.mark.parametrize("channel", ["heimao", "黑猫", "黑猫投诉"])
@pytest.mark.parametrize(
    "day", ["2026-10-12", "2026年10月12日", "2026/10/12", "20261012", "２０２６年１０月１２号"]
)
def test_channels_and_days_as_people_write_them(
    out: Path, capsys: pytest.CaptureFixture[str], channel: str, day: str
) -> None:
    assert call(capsys, "file", out, "--channel", channel, "--no", "1", "--date", day)[0] == 0
    (filing,) = json.loads((out / "filings.json").read_text(encoding="utf-8"))
    assert (filing["channel"], filing["filed_on"]) == ("heimao", "2026-10-12")


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--channel", "百度", "heimao     the complaint site"),
        ("--date", "2026年2月30日", "2026-10-12"),
        ("--date", "10月12日", "2026-10-12"),
    ],
)
def test_wrong_channels_and_days_say_what_is_right(
    out: Path, capsys: pytest.CaptureFixture[str], option: str, value: str, says: str
) -> None:
    given = {"--channel": "12315", "--date": "2026-10-12", "--no": "1", option: value}
    code, _, error = call(capsys, "file", out, *(part for pair in given.items() for part in pair))
    assert code == 2 and says in error


def test_help_explains_codes_and_the_form_of_days(capsys: pytest.CaptureFixture[str]) -> None:
    _, text, _ = call(capsys, "file", "--help")
    assert "market regulator" in " ".join(text.split()) and "2026-10-12" in text
    with pytest.raises(SystemExit):
        main(["--lang", "zh", "case", "file", "--help"])
    text = "".join(capsys.readouterr().out.split())
    assert "heimao" in text and "黑猫投诉" in text and "2026年10月12日" in text


def test_the_next_step_is_named(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, text, _ = call(capsys, out)
    assert "Next:" in text and "case init" in text
    _, text, _ = call(capsys, "init", out)
    assert "Then run again:" in text
    number = saved(out)["disputes"][0]["id"]  # type: ignore[index]
    assert f'[dispute."{number}"]' in (out / "case.toml").read_text(encoding="utf-8")
    _, text, _ = call(capsys, out)
    assert "Next:" in text and "case init" not in text


def test_what_fits_nothing_is_named_by_its_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = payment(
        "b.png", trade_no="4200001234202610010123456700", order_no="1", amount="60.00", product="年卡"
    )
    out = results(
        tmp_path / "out", [payment(), other, product("别的商品.png", product="咖啡豆", counterparty="豆子铺")]
    )
    _, text, _ = call(capsys, out)
    assert "Not linked: 别的商品.png [E-" in text


def test_chinese_output_has_no_english_severity(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--lang", "zh", "case", str(out)])
    text = capsys.readouterr().out
    assert "诈骗警示 [" in text and "[high]" not in text and "[critical]" not in text
    assert text.count("没有公布") == 1 and text.index("没有公布") > text.index("◷")


def test_two_peoples_evidence_in_one_dispute_and_wrong_ids_stand_on_top(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = results(tmp_path / "out", [payment("张三/a.png"), order("李四/b.png")])
    (out / "case.toml").write_text('[dispute."D-0123456789ab-01"]\nconfirmed = true\n', encoding="utf-8")
    _, text, _ = call(capsys, out)
    assert (
        text.index("there is no such id")
        < text.index("■")
        < text.index("several subfolders")
        < text.index("✓")
    )


# -- days that cannot be, and taking back ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "says"),
    [
        (("--date", "2027-01-28"), "yet to come"),
        (("--date", "2026-10-12", "--accepted", "2026-10-11"), "before the day of filing"),
        (("--date", "2026-10-12", "--accepted", "2027-10-11"), "yet to come"),
        (("--date", "2023-10-12"), "before the purchase"),
        (("--date", "2026-10-12", "--amount", "-5"), "looks like 128.00"),
        (("--date", "2026-10-12", "--amount", "nan"), "looks like 128.00"),
    ],
)
def test_days_that_cannot_be_are_not_recorded(
    out: Path, capsys: pytest.CaptureFixture[str], days: tuple[str, ...], says: str
) -> None:
    code, _, error = call(capsys, "file", out, "--channel", "12315", "--no", "1", *days)
    assert code == 2 and says in error and not (out / "filings.json").exists()


def test_a_doubted_day_of_purchase_warns_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = results(tmp_path / "out", [order(weak=True), payment(weak=True)])
    code, _, error = call(capsys, "file", out, "--channel", "12315", "--no", "1", "--date", "2026-09-01")
    assert code == 0 and "before the purchase" in error


def test_what_was_recorded_can_be_taken_back(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, text, _ = call(capsys, "file", out, "--channel", "12315", "--no", "1", "--date", "2026-10-12")
    assert code == 0 and "--undo --channel 12315 --no 1" in text
    call(capsys, "file", out, "--channel", "黑猫", "--no", "1", "--date", "2026-10-12")
    code, _, error = call(capsys, "file", out, "--undo", "--no", "1")
    assert code == 2 and "--channel heimao --no 1" in error
    code, text, _ = call(capsys, "file", out, "--undo", "--channel", "12315", "--no", "1")
    assert code == 0 and "Taken back" in text
    (dispute,) = saved(out)["disputes"]  # type: ignore[misc]
    assert [f["channel"] for f in dispute["filings"]] == ["heimao"]
    assert not any(d["key"].startswith("12315") for d in dispute["deadlines"])


@pytest.mark.parametrize(("given", "missing"), [((), "--channel"), (("--channel", "12315"), "--no")])
def test_what_is_needed_is_named(
    out: Path, capsys: pytest.CaptureFixture[str], given: tuple[str, ...], missing: str
) -> None:
    code, _, error = call(capsys, "file", out, *given)
    assert code == 2 and missing in error


# -- many people -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def many(tmp_path: Path) -> Path:
    rows = []
    for n, name in enumerate(["张三", "李四", "王五", "赵六", "孙七", "周八", "张三"]):
        number, at = f"YQ20260928205022{n:04d}", f"2026-09-{20 + n}T20:50:22+08:00"
        rows.append(order(f"{name}/{n}.png", order_no=number, occurred_at=at, amount=f"{100 + n}.00"))
    return results(tmp_path / "many", rows)


def test_many_are_shown_in_short_and_in_full_when_asked(
    many: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, short, _ = call(capsys, many, "--person-per-subfolder")
    assert short.count("■") == 7 and "✗" not in short and "--all" in short and "overview.xlsx" in short
    assert "Next:" in short and short.count("case init") == 1
    assert all("--person-per-subfolder" in line for line in short.splitlines() if "Next:" in line)
    _, full, _ = call(capsys, many, "--all")
    assert full.count("■") == 7 and "✗" in full and "李四 ·" in full
    _, text, _ = call(capsys, "init", many)
    assert "--person-per-subfolder" in text and '[people."李四"]' in (many / "case.toml").read_text("utf-8")


def test_a_complaint_is_filed_by_the_persons_name(many: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(capsys, many, "--person-per-subfolder")
    filed = ("--channel", "12315", "--no", "7", "--date", "2026-10-12")
    code, text, _ = call(capsys, "file", many, *filed, "--dispute", "李四")
    assert code == 0 and "李四 ·" in text
    (dispute,) = [d for d in saved(many)["disputes"] if d["filings"]]  # type: ignore[union-attr, attr-defined]
    assert dispute["person"] == "李四"
    # the same number again is of the same dispute
    assert call(capsys, "file", many, *filed, "--accepted", "2026-10-14")[0] == 0
    code, _, error = call(capsys, "file", many, *filed, "--dispute", "张三")
    assert code == 2 and error.count("张三 ·") == 2 and "李四" not in error
    assert call(capsys, "file", many, *filed, "--dispute", "钱九")[0] == 2


# -- words -------------------------------------------------------------------------------------------------------------------


def chinese(capsys: pytest.CaptureFixture[str], *args: str | Path) -> tuple[str, str]:
    with pytest.raises(SystemExit):
        main(["--lang", "zh", *map(str, args)])
    printed = capsys.readouterr()
    return printed.out, printed.err


def test_channels_have_their_chinese_names_everywhere(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(capsys, "file", out, "--channel", "market", "--no", "88", "--date", "2026-10-12")
    text, _ = chinese(capsys, "case", out)
    assert "◷ 当地市场监管局（编号 88）：2026-10-12 提交" in text and "market" not in text
    assert "market" not in (out / "case.ics").read_text(encoding="utf-8")
    _, text, _ = call(capsys, "--lang", "en", out)
    assert "the local market regulator (no. 88)" in text


def test_who_is_responsible_may_be_said_in_chinese(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(capsys, out)
    number = saved(out)["disputes"][0]["id"]  # type: ignore[index]
    for word, says in (("支付渠道", "责任：支付渠道"), ("channel", "责任：支付渠道")):
        (out / "case.toml").write_text(
            f'[dispute."{number}"]\nresponsibility = "{word}"\ncause = "已扣款未入账"\n', encoding="utf-8"
        )
        assert says in chinese(capsys, "case", out)[0]
    (out / "case.toml").write_text(f'[dispute."{number}"]\nresponsibility = "商家"\n', encoding="utf-8")
    _, error = chinese(capsys, "case", out)
    assert '"平台"  "platform"' in error and "'platform'" not in error


def test_the_chain_says_what_is_needed_and_why_it_is_weak(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = results(tmp_path / "out", [order(weak=True), payment()])
    text, _ = chinese(capsys, "case", out)
    assert "✗ 缺 商品说明（必需）" in text and "✗ 缺 投诉或工单编号（有则更好）" in text
    weak = text.splitlines()
    at = next(n for n, line in enumerate(weak) if "△ 较弱 平台订单号（必需" in line)
    assert "· 读出的内容还需要您对照原图核对" in weak[at + 1]


def test_a_mistyped_command_is_answered_with_the_one_meant(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, error = call(capsys, "inti", out)
    assert code == 2 and "case init" in error and "spaces" not in error
    for args, says in (
        (("run", "x", "--fersh"), "没有选项 --fersh。是不是 --fresh？"),
        (("run",), "缺少参数 '文件夹'。"),
    ):
        _, error = chinese(capsys, *args)
        assert says in error and "verbose" not in error
