"""The review, served for real and used in a real browser; a correction stands over restarts and re-runs."""

from __future__ import annotations

import csv
import gc
import http.client
import json
import re
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from time import sleep
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from extractor.errors import CannotRun
from extractor.evidence.schema import Row
from extractor.evidence.stored import load_run, save_run, table_locked
from extractor.evidence.tables import write_csv
from extractor.geometry import Box
from extractor.intake.find import Found
from extractor.ledger import locked
from extractor.reading import Extra, read_as_taken, read_picture
from extractor.review.desk import OtherPicture
from extractor.review.server import ReviewServer
from extractor.review.values import Unfit
from tests.browser import launched, serious, watched
from tests.helpers import ROOT
from tests.results import HOSTILE, make_results, put_picture, statement, transaction


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as started:
        yield started


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A results folder with two rows that ask: a payment with two amounts, and an unread file."""
    (tmp_path / "in").mkdir()
    make_results(tmp_path / "in", tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXTRACTOR_LANG", "zh")


@contextmanager
def serving(out: Path) -> Iterator[ReviewServer]:
    server = ReviewServer(out)
    try:
        yield server
    finally:
        server.close()


def table(out: Path) -> list[dict[str, str]]:
    with (out / "evidence.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def opened(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.locator("#view[data-loaded]")).to_be_visible()


def test_correct_undo_restart(out: Path, browser: Browser) -> None:
    readings = (out / "readings.jsonl").read_bytes()
    with serving(out) as server, watched(browser) as seen:
        page = seen.page
        opened(page, server.url)
        assert "token" not in page.url
        expect(page.locator(".field.doubt label")).to_have_text(["金额"])
        expect(page.locator(".choices .button")).to_have_text(["1 98.00", "2 93.00"])
        page.keyboard.press("2")
        expect(page.locator("#f-amount")).to_have_value("93.00")
        page.keyboard.press("Enter")
        expect(page.locator("#where")).to_contain_text("坏.png")
        row = table(out)[0]
        assert (row["amount"], row["needs_review"]) == ("93.00", "false") and row["reviewed_at"]
        page.keyboard.press("u")
        expect(page.locator("#message")).to_have_text("已撤销")
        expect(page.locator("#f-amount")).to_have_value("98.00")
        row = table(out)[0]
        assert (row["amount"], row["needs_review"], row["reviewed_at"]) == ("98.00", "true", "")
        page.locator("#help").click()
        page.keyboard.press("Escape")
        page.locator(".choices .button", has_text="93.00").click()
        page.keyboard.press("e")
        page.keyboard.type("83")
        page.keyboard.press("Escape")
        page.locator("#zoom-in").click()
        page.keyboard.press("Enter")
        expect(page.locator("#where")).to_contain_text("坏.png")
        assert seen.faults == []
        assert all(url.startswith(f"http://127.0.0.1:{server.port}/") for url in seen.requests)
    with serving(out) as server, watched(browser) as seen:
        page = seen.page
        page.goto(server.url)
        expect(page.locator("#where")).to_contain_text("坏.png")
        expect(page.locator("#left")).to_contain_text("已核对 1，还剩 0，另有 1 个文件读不出")
        expect(page.locator("#position")).to_have_text("")
        page.keyboard.press("Enter")
        expect(page.locator("#done")).to_be_visible()
        page.locator("#finish-now").click()
        expect(page.locator("#over-text")).to_contain_text("已核对 2")
        assert server.finished
    assert "83.00" in (out / "report.html").read_text(encoding="utf-8")
    assert (out / "readings.jsonl").read_bytes() == readings
    with (out / "corrections.csv").open(encoding="utf-8-sig", newline="") as file:
        actions = [line["action"] for line in csv.DictReader(file)]
    assert actions.count("correct") == 2 and actions.count("undo") == 1


def test_what_cannot_be_saved_is_told_beside_nothing_lost(out: Path, browser: Browser) -> None:
    with serving(out) as server, watched(browser) as seen:
        opened(seen.page, server.url)
        seen.page.locator("#f-amount").fill("很多")
        seen.page.locator("#f-amount").press("Enter")
        expect(seen.page.locator("#message.bad")).to_contain_text("1280.00")
        expect(seen.page.locator("#f-amount")).to_have_value("很多")
    assert not (out / "corrections.csv").exists()


def test_times_are_shown_plain_and_go_back_as_they_came(out: Path, browser: Browser) -> None:
    with serving(out) as server, watched(browser) as seen:
        opened(seen.page, server.url)
        before = table(out)[0]["occurred_at"]
        assert "T" in before and before.endswith("+08:00")
        expect(seen.page.locator("#f-occurred_at")).to_have_value(before[:-6].replace("T", " "))
        expect(seen.page.locator("#accept-text")).to_have_text("和图一致，下一条")
        seen.page.keyboard.press("Enter")
        expect(seen.page.locator("#where")).to_contain_text("坏.png")
        assert table(out)[0]["occurred_at"] == before
        assert "corrected" not in table(out)[0]["review_reason"]


def test_a_file_that_was_not_read_has_one_message(out: Path, browser: Browser) -> None:
    with serving(out) as server, watched(browser) as seen:
        page = seen.page
        opened(page, server.url)
        page.keyboard.press("n")
        expect(page.locator("#nopicture")).to_have_text("内容不是图片，请打开看看")
        expect(page.locator("#reasons li")).to_have_count(0)
        page.locator("#language").click()
        expect(page.locator("#nopicture")).to_have_text("the content is not a picture; open it")
        assert seen.faults == []


def test_on_a_phone_every_digit_of_a_long_number_is_seen(out: Path, browser: Browser) -> None:
    run = json.loads((out / "run.json").read_text(encoding="ascii"))
    run["rows"][0]["trade_no"] = "4200002345202503149876543210987654"
    (out / "run.json").write_text(json.dumps(run), encoding="ascii")
    small = {"width": 390, "height": 844}
    with serving(out) as server, watched(browser, viewport=small) as seen:
        page = seen.page
        opened(page, server.url)
        number = page.locator("#f-trade_no")
        expect(number).to_have_value("4200002345202503149876543210987654")
        assert number.evaluate("(field) => field.scrollWidth <= field.clientWidth")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        tops = page.locator("#fields > .field").evaluate_all(
            "(fields) => fields.map((field) => field.getBoundingClientRect()).filter((box) => box.bottom < 760).length"
        )
        assert tops >= 4
        # the place in doubt stands in the picture, large enough to read
        place, view = page.locator("#spot").bounding_box(), page.locator("#view").bounding_box()
        assert place is not None and view is not None
        assert view["y"] <= place["y"] and place["y"] + place["height"] <= view["y"] + view["height"]
        assert place["width"] > 60


@pytest.mark.ocr
def test_a_box_drawn_on_the_picture_is_read(out: Path, browser: Browser, tesseract: str) -> None:
    with serving(out) as server, watched(browser) as seen:
        page = seen.page
        opened(page, server.url)
        page.locator("#f-amount").focus()
        page.locator("#draw").click()
        # the drawn figures stand at 60,300; where that is on the screen follows from the row's box at 50,290
        box = page.locator("#box").bounding_box()
        assert box
        page.mouse.move(box["x"], box["y"])
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"], steps=3)
        page.mouse.up()
        page.locator(".reread .choices .button", has_text="98.00").first.click()
        page.locator("#use-box").check()
        page.locator("#accept").click()
        expect(page.locator("#where")).to_contain_text("坏.png")
        assert seen.faults == []
    row = table(out)[0]
    assert row["amount"] == "98.00" and row["bbox"] != "50,290,300,60"
    x, y, w, h = map(int, row["bbox"].split(","))
    assert abs(x - 50) <= 3 and abs(y - 290) <= 3 and abs(w - 150) <= 4 and abs(h - 60) <= 4


def draw(page: Page, x: float, y: float, w: float, h: float) -> None:
    """Drags a box given in shares of the row's own box as it is on the screen."""
    box = page.locator("#box").bounding_box()
    assert box
    page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + (x + w) * box["width"], box["y"] + (y + h) * box["height"], steps=3)
    page.mouse.up()


@pytest.mark.ocr
def test_a_row_that_was_missed_is_added_and_stays(out: Path, browser: Browser, tesseract: str) -> None:
    before = table(out)
    with serving(out) as server, watched(browser) as seen:
        page = seen.page
        opened(page, server.url)
        page.keyboard.press("m")
        draw(page, 0, 0, 0.5, 1)
        expect(page.locator("#what")).to_contain_text("补一条")
        page.locator("#f-amount").focus()
        page.locator(".reread .choices .button", has_text="98.00").first.click()
        page.locator("#f-kind").select_option("promise")
        page.locator("#f-promised_amount").fill("98")
        page.locator("#accept").click()
        expect(page.locator("#message")).to_contain_text("已补上")
        expect(page.locator("#where")).to_contain_text("-901")
        assert seen.faults == []
    rows = table(out)
    (added,) = [row for row in rows if row["evidence_id"].endswith("-901")]
    assert len(rows) == len(before) + 1
    assert (added["kind"], added["promised_amount"], added["needs_review"]) == ("promise", "98.00", "false")
    assert added["reviewed_at"] and added["review_reason"] == "added" and added["bbox"]
    assert added["source_file"] == before[0]["source_file"]
    with serving(out) as server, watched(browser) as seen:
        seen.page.goto(f"{server.url}#{added['evidence_id']}")
        expect(seen.page.locator("#f-promised_amount")).to_have_value("98.00")
        assert server.desk.finish() == ""
        assert added["evidence_id"] in (out / "report.html").read_text(encoding="utf-8")
        seen.page.keyboard.press("u")
        expect(seen.page.locator("#message")).to_have_text("已撤销")
    assert [row["evidence_id"] for row in table(out)] == [row["evidence_id"] for row in before]


def test_what_cannot_be_added_is_told(out: Path) -> None:
    with serving(out) as server:
        row = server.desk._run.rows[0]
        assert row.box is not None
        elsewhere = Box(row.box.x, 10, 80, 20)
        for box, values, told in (
            (elsewhere, {"kind": "transaction"}, "至少一个值"),
            (elsewhere, {"amount": "5"}, "至少一个值"),
            (elsewhere, {"kind": "none", "amount": "5"}, "至少一个值"),
            (elsewhere, {"kind": "transaction", "amount": "much"}, "1280.00"),
            (row.box, {"kind": "transaction", "amount": "5"}, "已经有"),
        ):
            with pytest.raises(Unfit, match=told):
                server.desk.add(0, box, values)
    assert not (out / "corrections.csv").exists()


def test_a_link_leads_to_its_row_and_a_wrong_one_is_told(out: Path, browser: Browser) -> None:
    with serving(out) as server, watched(browser) as seen:
        last = server.desk.overview()["rows"][-1]["key"].partition("|")[0]
        seen.page.goto(f"{server.url}#{last}")
        expect(seen.page.locator("#where")).to_contain_text(last)
        assert seen.page.url.endswith(f"/#{last}") and "token" not in seen.page.url
        seen.page.goto("about:blank")
        seen.page.goto(f"{server.url}#E-nothing")
        expect(seen.page.locator("#message.bad")).to_contain_text("E-nothing")
        assert seen.faults == []


def test_answers_are_in_the_language_of_the_page(out: Path, browser: Browser) -> None:
    with serving(out) as server, watched(browser) as seen:
        opened(seen.page, server.url)
        seen.page.locator("#language").click()
        seen.page.locator("#f-amount").fill("much")
        seen.page.locator("#accept").click()
        expect(seen.page.locator("#message.bad")).to_have_text("write the amount like 1280.00")


def test_who_is_typing_goes_on_where_he_was_when_the_page_is_painted_anew(
    out: Path, browser: Browser
) -> None:
    with serving(out) as server, watched(browser) as seen:
        page = seen.page
        opened(page, server.url)
        page.locator("#f-amount").fill("12.00")
        page.locator("#f-amount").evaluate("field => field.setSelectionRange(1, 3)")
        page.evaluate("document.getElementById('language').click()")
        expect(page.locator("#left")).to_contain_text("left")
        page.keyboard.insert_text("5")
        expect(page.locator("#f-amount")).to_have_value("1500")
        assert seen.faults == []


def test_what_was_typed_stays_when_the_page_is_painted_anew(out: Path, browser: Browser) -> None:
    with serving(out) as server, watched(browser) as seen:
        page = seen.page
        opened(page, server.url)
        asked = Event()

        def late(route: Route) -> None:
            page.locator("#f-amount").fill("12.00")  # typed while the answer is under way
            asked.set()
            route.continue_()

        page.route("**/api/overview", late)
        page.locator("#language").click()
        expect(page.locator("#language")).to_have_text("中文")
        expect(page.locator("#left")).to_contain_text("left")
        assert asked.is_set()
        expect(page.locator("#f-amount")).to_have_value("12.00")
        page.locator("#everything").click()
        expect(page.locator("#f-amount")).to_have_value("12.00")
        assert seen.faults == []


def test_a_browser_that_hangs_up_leaves_no_file_open(out: Path) -> None:
    """An open file would be a ResourceWarning, which fails any test."""
    with serving(out) as server:
        head = (
            f"GET /static/review.js HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
            f"Cookie: extractor-review-{server.port}={server.url.rsplit('=', 1)[1]}\r\n\r\n"
        )
        for number in range(20):
            with socket.create_connection(("127.0.0.1", server.port)) as client:
                client.sendall(head.encode("ascii"))
                sleep(0.001 * number)
                # closed at once and with a reset, whatever is under way
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        assert ask(server.port, "GET", "/", {"Host": f"127.0.0.1:{server.port}"})[0] == 403
        gc.collect()


def test_a_decision_stands_in_the_table_at_once_while_a_watcher_writes(out: Path) -> None:
    """The watcher has the folder's lock all the time, and is in the middle of writing a table with a new row."""
    with locked(out), serving(out) as server:
        desk = server.desk
        key = desk.overview()["rows"][0]["key"]
        desk.decide(key, {}, {"amount": "93.00"})
        assert table(out)[0]["amount"] == "93.00"
        rows = desk._run.rows
        with table_locked(out):
            more = [*rows, transaction("新.png", "c" * 64, 1, amount="7.00")]
            save_run(more, out.parent / "in", out)
            desk.decide(key, {}, {"amount": "95.00"})  # waits behind the watcher, which does not know of it
            shown = deepcopy(more)
            write_csv(shown, out)
        desk._writer.submit(lambda: None).result()
        assert table(out)[0]["amount"] == "95.00"
        assert table(out)[-1]["amount"] == "7.00"


def test_a_table_that_is_held_for_too_long_is_told_and_nothing_is_lost(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extractor.evidence.stored._PATIENCE", 0.2)
    with serving(out) as server:
        key = server.desk.overview()["rows"][0]["key"]
        with table_locked(out):
            assert "一直在写" in server.desk.decide(key, {}, {"amount": "93.00"})
        assert server.desk.finish() == ""
    assert table(out)[0]["amount"] == "93.00"


def test_nothing_is_confirmed_against_another_picture(out: Path) -> None:
    put_picture(out.parent / "in", "a 付款.png", "1.00")
    with serving(out) as server:
        key = server.desk.overview()["rows"][0]["key"]
        with pytest.raises(Unfit, match="放回原处"):
            server.desk.decide(key, {}, {})
        with pytest.raises(OtherPicture):
            server.desk.screenshot(0)
    assert not (out / "corrections.csv").exists()


def test_a_decision_on_a_row_that_changed_underneath_is_refused(out: Path, browser: Browser) -> None:
    with serving(out) as server, watched(browser) as seen:
        opened(seen.page, server.url)
        rows = server.desk._run.rows
        rows[0].amount = "95.00"
        save_run(rows, out.parent / "in", out)
        seen.page.keyboard.press("Enter")
        expect(seen.page.locator("#message")).to_contain_text("已重新载入")
        expect(seen.page.locator("#f-amount")).to_have_value("95.00")
    assert not (out / "corrections.csv").exists()


def test_decisions_that_no_longer_fit_are_shown(out: Path, browser: Browser) -> None:
    with serving(out) as server:
        key = server.desk.overview()["rows"][0]["key"]
        server.desk.decide(key, {}, {"amount": "93.00"})
        rows = server.desk._run.rows
        save_run(rows[1:], out.parent / "in", out)
        with watched(browser) as seen:
            seen.page.goto(server.url)
            expect(seen.page.locator("#misfits")).to_contain_text("图片已不在文件夹里")
            expect(seen.page.locator("#misfits")).to_contain_text("93.00")
        server.desk.finish()
    assert "图片已不在文件夹里" in (out / "report.html").read_text(encoding="utf-8")


def test_a_text_from_a_screenshot_never_runs(out: Path, browser: Browser, tmp_path: Path) -> None:
    digest = "a" * 64
    rows = [
        statement("聊天/c.png", digest, "refusal", HOSTILE, reasons=["low_confidence:text"]),
        transaction("聊天/c.png", digest, 2, counterparty=HOSTILE, reasons=[f"two_reads_disagree:counterparty={HOSTILE}/x"]),
    ]  # fmt: skip
    save_run(rows, tmp_path / "in", out)
    with serving(out) as server, watched(browser) as seen:
        seen.page.goto(server.url)
        expect(seen.page.locator("#f-text")).to_have_value(HOSTILE)
        seen.page.keyboard.press("n")
        expect(seen.page.locator("#f-counterparty")).to_have_value(HOSTILE)
        expect(seen.page.locator(".choices .button").first).to_contain_text("[U+202E]")
        assert seen.page.locator("img[onerror]").count() == 0
        assert seen.faults == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_serious_accessibility_fault(out: Path, browser: Browser, theme: str) -> None:
    # the checker puts its script into the page, which the policy of the page forbids
    with serving(out) as server, watched(browser, color_scheme=theme, bypass_csp=True) as seen:
        opened(seen.page, server.url)
        assert seen.page.locator("html").get_attribute("data-theme") == theme
        assert serious(seen.page) == []
        seen.page.locator("#help").click()
        assert serious(seen.page) == []


def ask(port: int, method: str, path: str, headers: dict[str, str], body: Any = None) -> tuple[int, Any]:
    """A request as told, to the letter: (status, response headers)."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    data = json.dumps(body).encode() if body is not None else b""
    connection.putrequest(method, path, skip_host=True)
    for name, text in {**headers, "Content-Length": str(len(data))}.items():
        connection.putheader(name, text)
    connection.endheaders(data)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status, response.headers


def test_only_the_one_with_the_address_gets_in(out: Path) -> None:
    with serving(out) as server:
        port, token = server.port, server.url.rsplit("=", 1)[1]
        host = f"127.0.0.1:{port}"
        cookie = {"Cookie": f"extractor-review-{port}={token}"}
        good = {"Host": host, **cookie, "Origin": f"http://{host}", "Content-Type": "application/json"}

        def status(method: str, path: str, headers: dict[str, str], body: Any = None) -> int:
            return ask(port, method, path, headers, body)[0]

        for path in ("/", "/?token=wrong", "/api/overview", "/picture/0", "/static/review.js", "/nothing"):
            assert status("GET", path, {"Host": host}) == 403, path
        assert (
            status("GET", "/api/overview", {"Host": host, "Cookie": f"extractor-review-{port}=wrong"}) == 403
        )
        assert status("GET", "/api/overview", {"Host": host, **cookie}) == 200
        for wrong in ("evil.example", f"evil.example:{port}", "127.0.0.1", f"127.0.0.1:{port}.evil.example"):
            assert status("GET", f"/?token={token}", {"Host": wrong}) == 421, wrong
            assert status("POST", "/api/undo", {**good, "Host": wrong}, {}) == 421, wrong
        assert status("POST", "/api/undo", good, {}) == 200
        for origin in ("http://evil.example", "null", f"http://127.0.0.1:{port + 1}", ""):
            assert status("POST", "/api/undo", {**good, "Origin": origin}, {}) == 403, origin
        assert status("POST", "/api/undo", {k: v for k, v in good.items() if k != "Origin"}, {}) == 403
        assert status("POST", "/api/undo", {**good, "Content-Type": "text/plain"}, {}) == 415
        assert status("POST", "/api/undo", {**good, "Sec-Fetch-Site": "cross-site"}, {}) == 403
        assert status("GET", "/api/overview", {"Host": host, **cookie, "Sec-Fetch-Site": "same-site"}) == 403
        code, headers = ask(port, "OPTIONS", "/api/undo", {"Host": host, "Origin": "http://evil.example"})
        assert code == 403 and "Access-Control-Allow-Origin" not in headers
        code, headers = ask(port, "GET", f"/?token={token}", {"Host": host})
        assert code == 303 and headers["Location"] == "/"
        assert "HttpOnly" in headers["Set-Cookie"] and "SameSite=Strict" in headers["Set-Cookie"]
        _, headers = ask(port, "GET", "/", {"Host": host, **cookie})
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert "Access-Control-Allow-Origin" not in headers and headers["Cache-Control"] == "no-store"


def test_a_post_from_another_site_in_the_same_browser_changes_nothing(out: Path, browser: Browser) -> None:
    with serving(out) as server, serving(out) as other, watched(browser) as seen:
        opened(seen.page, server.url)
        key = server.desk.overview()["rows"][0]["key"]
        # another port of this machine is another origin, and the same site: the cookie alone would not hold it off
        seen.page.goto(other.url)
        seen.page.evaluate(
            """([url, body]) => fetch(url, {method: 'POST', mode: 'no-cors', credentials: 'include', body})
                .catch(() => null)""",
            [
                f"http://127.0.0.1:{server.port}/api/decide",
                json.dumps({"key": key, "seen": {}, "values": {}}),
            ],
        )
    assert not (out / "corrections.csv").exists()


def test_it_listens_on_this_machine_alone(out: Path) -> None:
    with serving(out) as server:
        assert server._server.server_address[0] == "127.0.0.1"
        with pytest.raises(CannotRun, match="--port"):
            ReviewServer(out, port=server.port)


def test_a_folder_without_results_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="extractor run"):
        ReviewServer(tmp_path)


@pytest.mark.ocr
def test_a_correction_stands_in_the_next_run(tmp_path: Path, browser: Browser, tesseract: str) -> None:
    """The whole way by the command line: run, review in the browser, end with Ctrl-C, run again."""
    sample = ROOT / "samples" / "pages" / "1721097158034.jpg"
    if not sample.is_file():
        pytest.skip("the samples are not here")
    folder, out = tmp_path / "截图", tmp_path / "结果"
    folder.mkdir()
    (folder / "一.jpg").write_bytes(sample.read_bytes())

    def heed_interrupts() -> None:  # shells start what runs in the background with Ctrl-C ignored
        signal.signal(signal.SIGINT, signal.default_int_handler)

    def extractor(*args: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "extractor", *args], cwd=ROOT, text=True, encoding="utf-8", bufsize=1,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, preexec_fn=heed_interrupts,
        )  # fmt: skip

    def run() -> str:
        text, _ = extractor("run", str(folder), "-o", str(out), "-j", "1").communicate(timeout=120)
        return text

    run()
    with watched(browser) as seen:
        seen.page.goto((out / "report.html").as_uri())
        expect(seen.page.locator(".row")).to_have_count(len(table(out)))
        seen.page.locator(".row .crop").first.click()
        expect(seen.page.locator("#viewer-picture")).to_be_visible()
        assert seen.faults == [] and len(seen.requests) == 1
    review = extractor("review", str(out), "--no-browser")
    assert review.stdout
    try:
        found = re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", review.stdout.readline())
        assert found
        with watched(browser) as seen:
            seen.page.goto(found[0])
            # where nothing asks the page opens at its end
            expect(seen.page.locator("#f-counterparty, #done:not([hidden])").first).to_be_visible()
            seen.page.locator("#everything").check()
            if seen.page.locator("#back").is_visible():
                seen.page.locator("#back").click()
            seen.page.locator("#f-counterparty").fill("更正过的商户")
            seen.page.locator("#accept").click()
            expect(seen.page.locator("#done")).to_be_visible()
    finally:
        review.send_signal(signal.SIGINT)
        told, _ = review.communicate(timeout=60)
    assert "已核对：1" in told
    assert "更正过的商户" in (out / "report.html").read_text(encoding="utf-8")
    readings = (out / "readings.jsonl").read_bytes()
    (folder / "一.jpg").rename(folder / "二.jpg")
    run()
    row = table(out)[0]
    assert (row["source_file"], row["counterparty"], row["needs_review"]) == (
        "二.jpg",
        "更正过的商户",
        "false",
    )
    assert row["reviewed_at"]
    assert "更正过的商户" not in (out / "readings.jsonl").read_text(encoding="utf-8") and readings
    (folder / "二.jpg").unlink()
    run()
    assert (
        table(out)[0]["counterparty"] == "更正过的商户"
    )  # a deleted picture's rows stay, and so does the decision


def put_chat(folder: Path, out: Path) -> None:
    """Two screenshots of one chat, the title of both in doubt: four rows on the first, of which one has a doubt of its own, and
    one on the second."""
    rows, records = [], []
    for name, texts in (("c1.png", ["三天内退", "会退的", "马上退", "明天退"]), ("c2.png", ["今天退"])):
        digest = put_picture(folder, name, name, (540, 2000))
        for number, text in enumerate(texts, start=1):
            row = statement(name, digest, "promise", text, number, counterparty="星海客服")
            row.box = Box(60, 1000 + 100 * number, 300, 60)
            row.reasons = ["low_confidence:counterparty"]
            row.occurred_at = "2025-03-16T21:05+08:00"
            rows.append(row)
        reading = [{"engine": "x", "text": "星海客服"}]
        records.append({
            "source_file": name, "source_sha256": digest, "width": 540, "height": 2000,
            "captured_at": "2025-03-20T09:00:00+08:00", "pairs": [], "title": "星海客服", "title_box": "200,40,140,40",
            "lines": [{"box": "200,40,140,40", "text": "星海客服", "readings": reading},
                      {"box": "220,900,120,30", "text": "晚上9:05", "readings": [{"engine": "x", "text": "晚上9:05"}]}],
            "messages": [{"kind": "text", "speaker": "other", "name": None, "at": r.occurred_at, "text": r.text, "box": str(r.box), "sure": True}
                         for r in rows if r.source_file == name],
        })  # fmt: skip
    rows[3].reasons.append("low_confidence:text")
    out.mkdir()
    (out / "readings.jsonl").write_text(
        "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8"
    )
    save_run(rows, folder, out)
    write_csv(rows, out)


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    put_chat(tmp_path / "in", tmp_path / "out")
    return tmp_path / "out"


def test_a_chats_name_is_decided_once_a_screenshot(chat: Path, browser: Browser) -> None:
    with serving(chat) as server, watched(browser) as seen:
        page = seen.page
        opened(page, server.url)
        expect(page.locator("#position")).to_have_text("1 / 5")
        expect(page.locator(".alike")).to_have_text("这张截图里同一对话的另外 3 条也这样")
        expect(page.locator("#alike")).to_be_checked()
        page.locator("#f-counterparty").fill("星河客服")
        page.locator("#f-counterparty").press("Enter")
        # the next that asks is the one whose words are in doubt; its name is not any more
        expect(page.locator("#f-text")).to_have_value("明天退")
        expect(page.locator("#position")).to_have_text("4 / 5")
        expect(page.locator("#left")).to_have_text("已核对 3，还剩 2")
        expect(page.locator("#f-counterparty")).to_have_value("星河客服")
        expect(page.locator(".field.doubt label").first).to_have_text("原文")
        rows = table(chat)
        assert [r["counterparty"] for r in rows] == ["星河客服"] * 4 + ["星海客服"]
        assert [r["needs_review"] for r in rows] == ["false"] * 3 + ["true"] * 2
        page.keyboard.press("Enter")
        # the other screenshot is not carried to, for nobody looked at it, but offered what was decided
        expect(page.locator("#position")).to_have_text("5 / 5")
        expect(page.locator(".choices .button")).to_have_text(["1 星海客服", "2 星河客服"])
        expect(page.locator(".alike")).to_have_count(0)
        page.keyboard.press("u")
        expect(page.locator("#position")).to_have_text("4 / 5")
        page.keyboard.press("u")  # one step for all rows of the chat
        expect(page.locator("#position")).to_have_text("1 / 5")
        assert [r["needs_review"] for r in table(chat)] == ["true"] * 5
        assert {r["counterparty"] for r in table(chat)} == {"星海客服"}
        assert seen.faults == []
    with (chat / "corrections.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    decided = {x["evidence_id"] for x in lines if x["column"] == "counterparty" and x["action"] == "correct"}
    assert len(decided) == 4


def test_a_name_may_be_decided_for_one_row_alone(chat: Path, browser: Browser) -> None:
    with serving(chat) as server, watched(browser) as seen:
        opened(seen.page, server.url)
        seen.page.locator("#f-counterparty").fill("星河客服")
        seen.page.locator("#alike").uncheck()
        seen.page.keyboard.press("Escape")
        seen.page.locator("#accept").click()
        expect(seen.page.locator("#position")).to_have_text("2 / 5")
        assert [r["counterparty"] for r in table(chat)] == ["星河客服"] + ["星海客服"] * 4


def test_what_is_decided_of_other_columns_is_not_carried(chat: Path) -> None:
    with serving(chat) as server:
        key = server.desk.overview()["rows"][0]["key"]
        server.desk.decide(key, {}, {"text": "五天内退", "occurred_at": "2025-03-17"}, alike=True)
        rows = table(chat)
        assert [r["text"] for r in rows] == ["五天内退", "会退的", "马上退", "明天退", "今天退"]
        assert [r["occurred_at"][:10] for r in rows] == ["2025-03-17"] + ["2025-03-16"] * 4
        # the name was confirmed as it stood, and so for the others
        assert [r["needs_review"] for r in rows] == ["false"] * 3 + ["true"] * 2
        lines = [x for x in (chat / "corrections.csv").read_text("utf-8-sig").splitlines() if "-02," in x]
        assert len(lines) == 1 and "counterparty,星海客服,星海客服,confirm" in lines[0]


def test_the_place_in_doubt_is_shown(chat: Path, browser: Browser) -> None:
    """The name of a chat stands in its title bar, far from the message."""
    inside = """() => {
        const view = document.getElementById("view").getBoundingClientRect(), at = document.getElementById("spot").getBoundingClientRect();
        return at.height > 20 && at.top >= view.top && at.bottom <= view.bottom && at.left >= view.left && at.right <= view.right;
    }"""
    for width in (1280, 390):
        with serving(chat) as server, watched(browser, viewport={"width": width, "height": 844}) as seen:
            page = seen.page
            opened(page, server.url)
            spot = page.locator("#spot")
            expect(spot).to_be_visible()
            assert spot.evaluate("node => [node.style.left, node.style.top]") == ["200px", "40px"]
            assert page.evaluate(inside), width
            page.locator("#f-occurred_at").focus()  # by twelve hours, above the message
            assert spot.evaluate("node => node.style.top") == "900px" and page.evaluate(inside), width
            page.locator("#f-text").focus()
            assert spot.evaluate("node => node.style.top") == "1100px" and page.evaluate(inside), width


def put_copied_chat(folder: Path, out: Path) -> list[Row]:
    """A screenshot of a chat whose days were counted from the time at which it was copied: three rows, of which two are counted
    from it, one of them a promise with a day; and another such screenshot."""
    put_chat(folder, out)
    rows = load_run(out).rows
    for row in rows:
        row.captured_at, row.reasons, row.occurred_at = (
            "2026-12-02T00:43:00+08:00",
            ["capture_time_from_mtime"],
            "2026-12-01T12:15+08:00",
        )
    rows[1].promised_by = "2026-12-31"
    rows[2].reasons, rows[2].occurred_at = ["single_read:promised_by"], "2026-05-30T09:00+08:00"
    del rows[3]
    save_run(rows, folder, out)
    write_csv(rows, out)
    return rows


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "in").mkdir()
    rows = put_copied_chat(tmp_path / "in", tmp_path / "out")

    def read_as_taken(found: Found, at: datetime, extra: Extra) -> list[Row]:
        again = deepcopy([row for row in rows if row.source_file == found.name])
        at = at if at.hour == 23 else at - timedelta(days=1)  # 12:15 lay before the capture
        for row in again:
            if row.reasons == ["capture_time_from_mtime"]:
                row.reasons, row.occurred_at = [], f"{at.date()}T12:15+08:00"
        again[1].promised_by = f"{at.date():%Y-%m}-28" if len(again) > 1 else ""
        return again

    monkeypatch.setattr("extractor.review.desk.read_as_taken", read_as_taken)
    return tmp_path / "out"


def days(out: Path) -> list[str]:
    return [f"{row['occurred_at'][:10]} {row['promised_by']}".strip() for row in table(out)]


READ = ["2026-12-01", "2026-12-01 2026-12-31", "2026-05-30", "2026-12-01"]


def test_the_day_of_a_picture_is_asked_once_and_moves_all_that_were_counted_from_it(
    copied: Path, browser: Browser
) -> None:
    with serving(copied) as server, watched(browser) as seen:
        page = seen.page
        opened(page, server.url)
        expect(page.locator("#taken-label")).to_have_text("这张图是哪天截的？")
        expect(page.locator("#taken-set")).to_contain_text("2 条")
        page.locator("#taken-set").click()
        expect(page.locator("#message.bad")).to_be_visible()
        page.locator("#taken-day").fill("2026-05-30")
        page.locator("#taken-set").click()
        expect(page.locator("#message")).to_contain_text("已重算")
        expect(page.locator("#taken")).to_be_hidden()
        assert days(copied) == ["2026-05-30", "2026-05-30 2026-05-28", "2026-05-30", "2026-12-01"]
        first = table(copied)[0]
        assert first["needs_review"] == "false" and first["reviewed_at"]
        page.keyboard.press("u")
        expect(page.locator("#taken")).to_be_visible()
        assert days(copied) == READ
        assert seen.faults == []


def test_a_day_that_is_corrected_takes_its_neighbours_along_unless_the_tick_is_taken_off(
    copied: Path, browser: Browser
) -> None:
    with serving(copied) as server, watched(browser) as seen:
        page = seen.page
        opened(page, server.url)
        expect(page.locator("#days")).to_be_hidden()
        page.locator("#f-occurred_at").fill("2026-05-30 12:15")
        expect(page.locator("#days")).to_be_checked()
        page.locator("#f-occurred_at").press("Enter")
        expect(page.locator("#message")).to_have_text("已保存")
        assert days(copied) == ["2026-05-30", "2026-05-30 2026-05-28", "2026-05-30", "2026-12-01"]
        # the next row stands there: in a field a u is a letter
        expect(page.locator("#f-occurred_at")).not_to_have_value("2026-05-30 12:15")
        page.keyboard.press("u")  # one step
        expect(page.locator("#message")).to_have_text("已撤销")
        assert days(copied) == READ
        page.locator("#f-occurred_at").fill("2026-05-30 12:15")
        page.locator("#days").uncheck()
        page.locator("#accept").click()
        expect(page.locator("#message")).to_have_text("已保存")
        assert days(copied) == ["2026-05-30", *READ[1:]]


def test_what_a_person_wrote_himself_stands_when_the_picture_gets_its_day(copied: Path) -> None:
    with serving(copied) as server:
        keys = [row["key"] for row in server.desk.overview()["rows"]]
        server.desk.decide(keys[1], {}, {"promised_by": "2026-06-15", "occurred_at": "2026-05-29 12:15"})
        server.desk.taken(keys[0], "2026-05-30")
        assert days(copied) == ["2026-05-30", "2026-05-29 2026-06-15", *READ[2:]]
        with pytest.raises(Unfit, match="2025-03-14"):
            server.desk.taken(keys[0], "gestern")
        with pytest.raises(Unfit):
            server.desk.taken(keys[2], "2026-05-30")  # its day stands on the picture


def test_the_deadline_of_a_row_moves_with_its_own_day(copied: Path) -> None:
    with serving(copied) as server:
        keys = [row["key"] for row in server.desk.overview()["rows"]]
        server.desk.decide(keys[1], {}, {"occurred_at": "2026-05-29 12:15"}, days=True)
        assert days(copied) == ["2026-05-29", "2026-05-29 2026-05-28", *READ[2:]]


def test_a_day_that_no_capture_gives_moves_nothing_else(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where its stamp is a day of the week, and that of the correction is another."""
    rows = deepcopy(load_run(copied).rows)
    monkeypatch.setattr("extractor.review.desk.read_as_taken", lambda found, at, extra: rows)
    with serving(copied) as server:
        keys = [row["key"] for row in server.desk.overview()["rows"]]
        server.desk.decide(keys[0], {}, {"occurred_at": "2026-05-29 12:15"}, days=True)
        assert days(copied) == ["2026-05-29", *READ[1:]]


@pytest.mark.ocr
def test_a_picture_is_read_as_if_taken_on_a_day(tmp_path: Path, tesseract: str) -> None:
    sample = ROOT / "samples" / "chats" / "IMG_3720.PNG"
    if not sample.is_file():
        pytest.skip("the samples are not here")
    path = tmp_path / "chat.png"
    Image.fromarray(np.asarray(Image.open(sample).convert("RGB"))).save(path)  # as chat programs send it on
    plain = read_picture(path).rows
    assert any("capture_time_from_mtime" in row.reasons for row in plain)
    told = read_as_taken(Found(path, path.name), datetime.fromisoformat("2024-05-30T23:59:59+08:00"))
    assert [(r.evidence_id, r.kind, r.box) for r in told] == [(r.evidence_id, r.kind, r.box) for r in plain]
    assert {r.captured_at for r in told} == {"2024-05-30T23:59:59+08:00"}
    assert not any(reason.startswith("capture_time_from") for r in told for reason in r.reasons)


def test_files_that_were_not_read_come_last_and_say_what_to_do(tmp_path: Path, browser: Browser) -> None:
    (tmp_path / "in").mkdir()
    rows = make_results(tmp_path / "in", tmp_path / "out")
    save_run([rows[2], *rows[:2], *rows[3:]], tmp_path / "in", tmp_path / "out")  # first in the table
    with serving(tmp_path / "out") as server, watched(browser) as seen:
        page = seen.page
        opened(page, server.url)
        expect(page.locator("#where")).to_contain_text("a 付款.png")
        expect(page.locator("#unread")).to_be_hidden()
        page.keyboard.press("Enter")
        expect(page.locator("#where")).to_contain_text("坏.png")
        expect(page.locator("#unread")).to_contain_text("再运行一次 extractor run")
        expect(page.locator("#f-kind")).to_be_hidden()  # nothing to fill in beside an empty pane
        page.locator("#fields details.more summary").click()
        expect(page.locator("#f-kind")).to_be_visible()
        assert seen.faults == []
