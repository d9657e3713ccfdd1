"""The report in a real browser, opened from the disk as people do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from extractor.cli.main import main
from extractor.evidence.corrections import append, decide
from extractor.evidence.schema import Row
from extractor.evidence.stored import save_run
from extractor.evidence.tables import write_table
from extractor.invocation import program_from_anywhere
from extractor.report import write_report
from extractor.report.content import gather
from tests.browser import launched, serious, watched
from tests.results import HOSTILE, make_results, put_case, put_picture, statement, transaction


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as started:
        yield started


@dataclass
class Made:
    folder: Path
    out: Path
    rows: list[Row]

    @property
    def url(self) -> str:
        return (self.out / "report.html").as_uri()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A report with a case; its path has Chinese and a blank in it."""
    folder, out = tmp_path_factory.mktemp("截图 s"), tmp_path_factory.mktemp("结果 r")
    rows = make_results(folder, out)
    put_case(out, rows)
    write_report(out)
    return Made(folder, out, rows)


def test_filters_search_and_pictures_work_without_a_fault_or_a_request(made: Made, browser: Browser) -> None:
    with watched(browser, color_scheme="light") as seen:
        page = seen.page
        page.goto(made.url)
        rows = page.locator(".row:visible")
        expect(rows).to_have_count(5)
        page.get_by_role("button", name=re.compile("只看待核对")).click()
        expect(rows).to_have_count(1)  # of a file that was not read there is nothing to compare
        page.get_by_role("button", name=re.compile("^交易")).click()
        expect(rows).to_have_count(1)
        expect(page.locator("#count")).to_have_text("显示 1 / 5 条")
        page.get_by_role("button", name=re.compile("只看待核对")).click()
        page.get_by_role("button", name=re.compile("^交易")).click()
        page.locator("#search").fill("２０２５0315 星河")
        expect(rows).to_have_count(1)
        expect(rows).to_contain_text("128.00")
        page.locator("#search").fill("不存在的字")
        expect(page.locator("#empty")).to_be_visible()
        page.locator("#search").fill("")
        page.locator("#dispute").select_option("D1")
        expect(rows).to_have_count(3)
        rows.first.locator(".crop").click()
        picture = page.locator("#viewer-picture")
        expect(picture).to_be_visible()
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 540
        expect(page.locator("#viewer-box")).to_be_visible()
        page.keyboard.press("Escape")
        expect(picture).to_be_hidden()
        assert seen.faults == []
        assert seen.requests == [made.url]


def test_rows_that_ask_have_the_command_that_reviews_them(made: Made, browser: Browser) -> None:
    out = made.out.as_posix()
    assert out not in (made.out / "report.html").read_text(encoding="utf-8")  # pages are passed on
    with watched(browser, permissions=["clipboard-read", "clipboard-write"]) as seen:
        page = seen.page
        page.goto(made.url)
        expect(page.locator("[data-command]")).to_have_text(f"{program_from_anywhere()} review '{out}'")
        asking = page.locator(".row.asks").first
        button = asking.locator("[data-copy]")
        wanted = f"{program_from_anywhere()} review '{out}' --row {button.get_attribute('data-copy')}"
        button.click()
        expect(page.locator("#toast")).to_contain_text(wanted)
        assert page.evaluate("navigator.clipboard.readText()") == wanted
        assert page.locator(".row:not(.asks) [data-copy]").count() == 0
        page.emulate_media(media="print")
        expect(page.locator("[data-command]")).to_be_hidden()
        expect(button).to_be_hidden()
        assert seen.faults == []


def test_the_picture_shows_the_place_of_the_row(made: Made, browser: Browser) -> None:
    with watched(browser) as seen:
        seen.page.goto(made.url)
        seen.page.locator(".row .crop").first.click()
        box = seen.page.locator("#viewer-box")
        expect(box).to_be_visible()
        # both at once: the viewer scrolls to the place as soon as the picture is decoded
        width, x, y = box.evaluate(
            """node => {
                const frame = node.getBoundingClientRect(), sheet = node.closest('.sheet').getBoundingClientRect();
                return [sheet.width, frame.x - sheet.x, frame.y - sheet.y];
            }"""
        )
        left, top = x * 540 / width, y * 540 / width
        # around 50,290 by at most the frame's room
        assert 35 <= left <= 50 and 275 <= top <= 290


def test_a_text_from_a_screenshot_never_runs_and_turns_nothing_around(made: Made, browser: Browser) -> None:
    with watched(browser) as seen:
        page = seen.page
        page.goto(made.url)
        expect(page.locator("blockquote", has_text="alert(1)").first).to_be_visible()
        shown = page.locator(".row blockquote bdi", has_text="alert(1)").text_content()
        assert shown == HOSTILE.replace("\u202e", "[U+202E]")
        assert page.locator("script").count() == 1
        assert page.locator("img[onerror]").count() == 0
        assert "\u202e" not in page.content()
        assert seen.faults == []
        # and where a script got in all the same, the policy stops it
        page.evaluate("""() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1';
            document.body.append(s); const i = new Image(); i.src = 'http://127.0.0.1:9/x.png'; document.body.append(i); }""")
        assert page.evaluate("window.ran") is None
        assert any("Content Security Policy" in fault for fault in seen.faults)


def test_the_case_stands_first(made: Made, browser: Browser) -> None:
    with watched(browser) as seen:
        page = seen.page
        page.goto(made.url)
        due = page.locator(".deadlines li")
        expect(due.nth(0)).to_contain_text("已超期")
        expect(due.nth(1)).to_contain_text("还有 900 天")
        expect(page.locator(".chain li")).to_have_count(4)
        expect(page.locator(".chain .missing")).to_contain_text("补一张商品页截图")
        assert page.locator(".timeline time").all_inner_texts() == [
            "2025-03-14 21:05",
            "2025-03-16 10:00",
            "2025-03-19",
        ]
        warning, evidence = (page.locator(x).bounding_box() for x in (".scam h2", "#evidence"))
        assert warning and evidence and warning["y"] < evidence["y"]
        page.locator(".chain .ref").first.click()
        expect(page.locator("#r1")).to_be_in_viewport()


def test_english_is_a_switch_away_and_stays(made: Made, browser: Browser) -> None:
    with watched(browser) as seen:
        page = seen.page
        page.goto(made.url)
        expect(page.locator("#title")).to_have_text("证据报告", use_inner_text=True)
        page.locator("#language").click()
        expect(page.locator("#title")).to_have_text("Evidence report", use_inner_text=True)
        expect(page.locator("#count")).to_have_text("5 of 5 rows")
        page.reload()
        expect(page.locator("#title")).to_have_text("Evidence report", use_inner_text=True)


def test_chats_are_drawn_with_promises_marked(made: Made, browser: Browser) -> None:
    with watched(browser) as seen:
        page = seen.page
        page.goto(made.url)
        expect(page.locator(".bubble")).to_have_count(3)
        promise = page.locator(".bubble", has=page.locator(".mark.promise"))
        expect(promise).to_contain_text("最迟 2025-03-19")
        mine, theirs = (page.locator(f".bubble.{who}").first.bounding_box() for who in ("me", "other"))
        assert mine and theirs and mine["x"] > theirs["x"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_serious_accessibility_fault(made: Made, browser: Browser, theme: str) -> None:
    with watched(browser, color_scheme=theme) as seen:
        seen.page.goto(made.url)
        assert seen.page.locator("html").get_attribute("data-theme") == theme
        assert serious(seen.page) == []


def test_it_fits_a_phone_and_paper(made: Made, browser: Browser) -> None:
    with watched(browser, viewport={"width": 360, "height": 740}) as seen:
        page = seen.page
        page.goto(made.url)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.emulate_media(media="print", color_scheme="dark")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        expect(page.locator(".filters")).to_be_hidden()
        page.wait_for_function("[...document.images].every(i => i.id === 'viewer-picture' || i.naturalWidth)")


def test_without_a_case_and_with_pictures_beside_the_page(tmp_path: Path, browser: Browser) -> None:
    folder, out = tmp_path / "in 图", tmp_path / "out #1"
    folder.mkdir()
    make_results(folder, out)
    write_report(out, embedded_bytes=0)
    assert len(list((out / "report-files").glob("*.webp"))) >= 6
    with watched(browser) as seen:
        seen.page.goto((out / "report.html").as_uri())
        expect(seen.page.locator("#case")).to_have_count(0)
        seen.page.locator(".row .crop").first.click()
        picture = seen.page.locator("#viewer-picture")
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 540
        assert seen.faults == []
        assert all(url.startswith("file:") for url in seen.requests)
    write_report(out)
    assert not (out / "report-files").exists()


def test_thousands_of_rows_stay_usable(tmp_path: Path, browser: Browser) -> None:
    digest = put_picture(tmp_path, "a.png", "98.00")
    rows = [
        transaction("a.png", digest, n, box=None, order_no=f"2025{n:010d}", reasons=[]) for n in range(4000)
    ]
    save_run(rows, tmp_path, tmp_path)
    write_report(tmp_path)
    assert (tmp_path / "report.html").stat().st_size < 30_000_000
    with watched(browser) as seen:
        seen.page.goto((tmp_path / "report.html").as_uri())
        seen.page.locator("#search").fill("20250000003999")
        expect(seen.page.locator(".row:visible")).to_have_count(1)


def test_pictures_that_are_gone_or_changed_are_told_and_not_shown(tmp_path: Path) -> None:
    rows = make_results(tmp_path / "in", tmp_path / "out")
    (tmp_path / "in" / "b.png").unlink()
    put_picture(tmp_path / "in", "a 付款.png", "1.00")
    write_table(rows, tmp_path / "out")
    page = write_report(tmp_path / "out").read_text(encoding="utf-8")
    assert "原图已不在原处" in page
    assert "原图的内容已改变" in page


def test_a_broken_case_is_told(tmp_path: Path) -> None:
    make_results(tmp_path / "in", tmp_path / "out")
    (tmp_path / "out" / "case.json").write_text('{"disputes": 7}')
    assert "case.json 读不了" in write_report(tmp_path / "out").read_text(encoding="utf-8")


def test_what_to_settle_stands_on_top_and_what_can_wait_below(tmp_path: Path) -> None:
    rows = make_results(tmp_path / "in", tmp_path / "out")
    put_case(tmp_path / "out", rows)
    path = tmp_path / "out" / "case.json"
    case = json.loads(path.read_text(encoding="utf-8"))
    case["warnings"] = [{"zh": "没有这个编号", "en": "no such id"}]
    case["disputes"][0]["check_first"] = [{"zh": "请先核对是否到账", "en": "check whether it came"}]
    case["notes"] = [{"zh": "节假日安排还没有公布", "en": "holidays unknown"}]
    path.write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
    page = write_report(tmp_path / "out").read_text(encoding="utf-8")
    places = [
        page.index(text)
        for text in (
            "没有这个编号",
            "请先核对是否到账",
            'id="deadlines"',
            "承诺未履行",
            "节假日安排还没有公布",
        )
    ]
    assert places == sorted(places) and page.count("节假日安排还没有公布") == 1
    assert "当年节假日未知" not in page


def test_a_case_older_than_the_table_is_told(tmp_path: Path) -> None:
    rows = make_results(tmp_path / "in", tmp_path / "out")
    put_case(tmp_path / "out", rows)
    assert "可能过时" not in write_report(tmp_path / "out").read_text(encoding="utf-8")
    rows[0].amount = "1.00"
    write_table(rows, tmp_path / "out")
    assert "可能过时" in write_report(tmp_path / "out").read_text(encoding="utf-8")


def test_a_box_outside_the_picture_and_a_drawn_one_harm_nothing(tmp_path: Path) -> None:
    rows = make_results(tmp_path / "in", tmp_path / "out")
    at = datetime(2026, 1, 2, tzinfo=UTC)
    for row, box in ((rows[0], "9000,9000,5,5"), (rows[1], "500,850,500,500"), (rows[3], "1,1,30,30")):
        append(tmp_path / "out", decide(row, row, None, {"bbox": box}, at))
    page = write_report(tmp_path / "out").read_text(encoding="utf-8")
    assert 'data-box="500,850,500,500"' in page
    # the message is still known by the place where it was read
    assert page.count('class="mark promise"') == 1


@pytest.mark.parametrize("command", ["report", "review"])
def test_a_folder_without_results_ends_with_a_message(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, str(tmp_path)])
    assert ended.value.code == 1
    told = capsys.readouterr().err
    assert "extractor run first" in told and str(tmp_path) in told


def test_the_report_is_made_again_by_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_results(tmp_path / "in", tmp_path / "out")
    with pytest.raises(SystemExit) as ended:
        main(["report", str(tmp_path / "out")])
    assert ended.value.code == 0
    assert "report.html" in capsys.readouterr().out


def test_the_counts_are_what_they_say(tmp_path: Path, browser: Browser) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    rows = make_results(folder, out)
    empty = put_picture(folder, "空.png", "nothing")
    rows.append(Row("none", f"E-{empty[:12]}-01", "空.png", empty, notes=["nothing_found"]))
    bill = {
        "source_sha256": "b" * 64,
        "source_file": "账单.csv",
        "screen": "alipay.export",
        "kind": "transaction",
    }
    rows += [Row(**bill, evidence_id=f"E-{'b' * 12}-0{n}", amount="1.00") for n in (1, 2)]  # type: ignore[arg-type]
    save_run(rows, folder, out)
    write_table(rows, out)
    write_report(out)
    with watched(browser, viewport={"width": 390, "height": 844}) as seen:
        page = seen.page
        page.goto((out / "report.html").as_uri())
        said = [" ".join(one.split()) for one in page.locator(".sums li").all_inner_texts()]
        # two payments, a chat and one with nothing; the file that is no picture and the bill are none
        assert said[:4] == ["4 张截图", "1 份账单文件", "6 条证据", "1 张没有内容"], said
        assert "1 个文件未读出" in said
        # no filter is cut off at the side of a phone
        edges = page.locator(".chips .button").evaluate_all(
            "(all) => all.map((button) => button.getBoundingClientRect().right)"
        )
        assert max(edges) <= 390


def test_the_filter_of_disputes_begins_with_all(made: Made, browser: Browser) -> None:
    with watched(browser) as seen:
        page = seen.page
        page.goto(made.url)
        first = page.locator("#dispute option").first
        expect(first).to_have_text("全部")
        page.locator("#language").click()
        expect(first).to_have_text("All")


def put_long(folder: Path, out: Path) -> None:
    """Sixty screenshots, high and wide ones, with texts of many lengths: a page whose parts are as high as nobody guesses."""
    rows, records = [], []
    for n in range(60):
        name = f"{n:02d}.png"
        digest = put_picture(folder, name, str(n), (540, 900) if n % 3 else (900, 400))
        row = transaction(name, digest, 1, text="\n".join(["行"] * (n % 7)))
        if n % 2:
            row = statement(name, digest, "promise", "三天内退款" * (1 + n % 40), 1)
            message = {"kind": "text", "speaker": "other", "name": None, "at": row.occurred_at, "text": row.text, "box": str(row.box), "sure": True, "legible": n % 4 == 1}  # fmt: skip
            records.append({"source_file": name, "source_sha256": digest, "captured_at": row.captured_at, "title": f"客服{n}", "messages": [message]})  # fmt: skip
        rows.append(row)
    out.mkdir()
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    (out / "readings.jsonl").write_text(lines, encoding="utf-8")
    save_run(rows, folder, out)
    write_table(rows, out)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("beside", [True, False])
def test_links_land_where_they_lead(tmp_path: Path, browser: Browser, width: int, beside: bool) -> None:
    (tmp_path / "in").mkdir()
    put_long(tmp_path / "in", tmp_path / "out")
    write_report(tmp_path / "out", **({"embedded_bytes": 0} if beside else {}))  # type: ignore[arg-type]
    url = (tmp_path / "out" / "report.html").as_uri()
    below = """id => Math.round(document.getElementById(id).getBoundingClientRect().top
        - document.querySelector(".top").getBoundingClientRect().bottom)"""
    with watched(browser, viewport={"width": width, "height": 844}) as seen:
        page = seen.page
        for start in (url, f"{url}#talks"):
            page.goto("about:blank")
            page.goto(start)
            for target in ("pictures", "talks", "evidence", "talks", "pictures", "r41", "talks"):
                if target.startswith("r"):
                    page.evaluate("id => { location.hash = id; }", target)
                else:
                    page.locator(f".top a[href='#{target}']").click()
                page.wait_for_timeout(700)  # pictures come, parts are laid out
                # the bar stays in view, and the target is right below it
                assert page.locator(".top").evaluate("bar => bar.getBoundingClientRect().top") == 0
                assert 0 <= page.evaluate(below, target) <= 24, (start, target)
        # who scrolls himself is not pulled back
        page.locator(".top a[href='#evidence']").click()
        page.mouse.move(width / 2, 500)
        page.mouse.wheel(0, 3000)
        page.wait_for_timeout(500)
        assert page.evaluate(below, "evidence") < -1000
        assert page.locator(".top").evaluate("bar => bar.offsetHeight") <= 64
        assert seen.faults == []


def test_what_was_read_unsurely_is_marked_beside_its_picture(tmp_path: Path, browser: Browser) -> None:
    (tmp_path / "in").mkdir()
    rows = make_results(tmp_path / "in", tmp_path / "out")
    path = tmp_path / "out" / "readings.jsonl"
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for record in records:
        for message in record.get("messages", ()):
            message["legible"] = False
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    rows[3].reviewed_at = "2025-03-20T10:00:00+08:00"
    save_run(rows, tmp_path / "in", tmp_path / "out")
    write_report(tmp_path / "out")
    with watched(browser) as seen:
        page = seen.page
        page.goto((tmp_path / "out" / "report.html").as_uri())
        # of three messages one was looked at by a person
        expect(page.locator(".bubble")).to_have_count(3)
        expect(page.locator(".bubble.doubted")).to_have_count(2)
        mine = page.locator(".bubble.doubted.me")
        expect(mine).to_contain_text("〔?〕这句的字可能读错了，以图为准")
        picture = mine.locator(".crop img")
        picture.scroll_into_view_if_needed()
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
        mine.locator(".crop").click()
        expect(page.locator("#viewer-box")).to_be_visible()
        assert seen.faults == []


def test_what_a_sentence_means_has_another_mark_than_how_it_was_read(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    rows = make_results(tmp_path / "in", tmp_path / "out")
    rows[3].reasons = ["unsure_wording"]
    save_run(rows, tmp_path / "in", tmp_path / "out")
    page = write_report(tmp_path / "out").read_text(encoding="utf-8")
    assert page.count("〔意思？〕字读出来了，是不是") == 1 and "〔meaning?〕" in page
    assert "〔?〕这句的字" not in page
    rows[3].reasons = ["low_confidence:text"]
    save_run(rows, tmp_path / "in", tmp_path / "out")
    assert "〔意思？〕" not in write_report(tmp_path / "out").read_text(encoding="utf-8")


def test_peoples_chats_stand_apart(tmp_path: Path) -> None:
    digest = put_picture(tmp_path, "张三/a.png", "1")
    other = put_picture(tmp_path, "李四/b.png", "2")
    rows = [statement(n, d, "promise", "三天内给您退款", 1) for n, d in (("张三/a.png", digest), ("李四/b.png", other))]  # fmt: skip
    message = {"kind": "text", "speaker": "other", "name": None, "at": rows[0].occurred_at, "text": "三天内给您退款到账户", "box": "60,100,300,60", "sure": True}  # fmt: skip
    out = tmp_path / "out"
    out.mkdir()
    with (out / "readings.jsonl").open("w", encoding="utf-8") as lines:
        for name, sha in (("张三/a.png", digest), ("李四/b.png", other), ("李四/a.png", digest)):
            record = {"source_file": name, "source_sha256": sha, "captured_at": "2025-03-20T09:00:00+08:00", "title": "卡铺客服", "messages": [message]}  # fmt: skip
            if name == "李四/a.png":
                record["same_as"] = "张三/a.png"
            lines.write(json.dumps(record) + "\n")
    save_run(rows, tmp_path, out)
    talks = gather(out).talks
    assert [(talk.folder, [len(s.bubbles) for s in talk.scenes]) for talk in talks] == [
        ("张三", [1]),
        # a copy of his is another's own, and beside a picture of hers that shows the same it repeats
        ("李四", [1, 0]),
    ]


def test_several_disputes_have_a_table_on_top(tmp_path: Path, browser: Browser) -> None:
    out = tmp_path / "out"
    put_case(out, make_results(tmp_path / "in", out))
    path = out / "case.json"
    case = json.loads(path.read_text(encoding="utf-8"))
    case["disputes"].append({**case["disputes"][0], "id": "D2"})
    line = {
        "person": HOSTILE, "name": "李四", "platform": HOSTILE, "respondent": "", "paid_on": "2025-03-14",
        "claim": "98.00", "verdict": "open", "missing": [{"zh": "商品说明", "en": "Product"}], "weak": [],
        "to_check": 1, "next_due": "2028-03-14", "next_what": None, "overdue_days": 13, "filed": [],
        "papers": "papers/李四-D1", "dispute": "D1",
    }  # fmt: skip
    case["overview"] = [line, {**line, "dispute": "D2", "overdue_days": None, "next_due": ""}]
    path.write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
    write_report(out)
    with watched(browser, viewport={"width": 360, "height": 740}) as seen:
        page = seen.page
        page.goto((out / "report.html").as_uri())
        rows = page.locator(".overview tbody tr")
        expect(rows).to_have_count(2)
        expect(rows.first).to_contain_text("李四")
        expect(rows.first).to_contain_text("13 天")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert page.evaluate("window.ran") is None and seen.faults == [] and serious(page) == []
        rows.nth(1).locator("a").first.click()
        expect(page.locator("#d2")).to_be_in_viewport()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_overview_breaks_no_number_and_hides_nothing(
    tmp_path: Path, browser: Browser, width: int
) -> None:
    out = tmp_path / "out"
    put_case(out, make_results(tmp_path / "in", out))
    path = out / "case.json"
    case = json.loads(path.read_text(encoding="utf-8"))
    line = {
        "person": "promise_overdue", "name": "", "platform": "深圳市星途网络科技有限公司", "respondent": "", "paid_on": "2025-03-14",
        "claim": "128000.00", "verdict": "open",
        "missing": [{"zh": "订单号", "en": "Order number"}, {"zh": "退款请求及其时间", "en": "Request and its time"}], "weak": [],
        "to_check": 0, "next_due": "2028-03-14", "next_what": None, "overdue_days": 113, "filed": [],
        "papers": "papers/promise_overdue-D-47d612ce9284-01-2", "dispute": "D1",
    }  # fmt: skip
    case["overview"] = [line, {**line, "dispute": "D2"}]
    path.write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
    write_report(out)
    with watched(browser, viewport={"width": width, "height": 900}) as seen:
        page = seen.page
        page.goto((out / "report.html").as_uri())
        for lang in ("zh", "en"):
            if lang == "en":
                page.locator("#language").click()
            # a text of one line is as high as its print
            lines = page.locator(".overview tbody .num").evaluate_all(
                "nodes => nodes.map(node => node.getClientRects().length)"
            )
            assert lines and set(lines) == {1}, lines
            for cell in page.locator(".overview tbody tr").first.locator("th, td").all():
                place = cell.bounding_box()
                assert place is not None and place["x"] >= 0 and place["x"] + place["width"] <= width
            heads = page.locator(".overview tbody tr").first.locator(".cellhead:visible")
            assert heads.count() == (8 if width == 390 else 0)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert seen.faults == [] and serious(page) == []
        # on paper the sums and days stand whole, too, inside the sheet
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 688, "height": 900})
        for cell in page.locator(".overview tbody tr").first.locator("th, td:visible").all():
            place = cell.bounding_box()
            assert place is not None and place["x"] + place["width"] <= 688
