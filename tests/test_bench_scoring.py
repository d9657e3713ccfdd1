"""The benchmark's scorer, on rows made by hand: no OCR here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.bench import values
from tests.bench.labels import Message, Picture, Statement, Ticket, load_labels, spread
from tests.bench.matching import best_first, in_order
from tests.bench.messages import score_messages
from tests.bench.perfect import perfect_chats, perfect_rows
from tests.bench.samples import lay_out
from tests.bench.scoring import Row, score_all, score_picture
from tests.bench.tables import Table, as_markdown, as_text, write_markdown
from tests.bench.tally import Hits, Score, Tally

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "labels.json"

BILL = {
    "order_no": "2025031421050420287",
    "trade_no": "4200002588202503146147667513",
    "amount": "98.00",
    "occurred_at": "2025-03-14T21:05:33",
    "status": "paid",
}
PROMISE = Statement(
    "promise", "other", "您好，3个工作日内为您退款50元", "50.00", "2026-10-13", "2026-10-09T15:31"
)


def bill(**changes: str) -> Row:
    return {"source_file": "a.png", "kind": "transaction", "needs_review": "false", **BILL, **changes}


def picture(
    group: str = "wechat_bill", *, file: str = "a.png", kind: str = "payment", **parts: object
) -> Picture:
    return Picture(file, group, kind, "2025-03-15T10:22", **parts)  # type: ignore[arg-type]


A_BILL = picture(transactions=(BILL,))


def outcomes(tally: Tally) -> tuple[int, int, int, int]:
    return tally.right, tally.wrong, tally.missed, tally.invented


class TestValues:
    @pytest.mark.parametrize(
        ("field", "shown", "read"),
        [
            ("amount", "1280.00", "¥1,280"),
            ("amount", "98.00", "-98.00"),
            ("order_no", "2025 0314", "20250314"),
            ("occurred_at", "2025-03-14T21:05:33", "2025-03-14T21:05:59+08:00"),
            ("occurred_at", "2025-03-14", "2025-03-14T21:05+08:00"),
            ("status", "pending", "refunding"),
            ("status", "paid", "failed"),
            ("status", None, "unknown"),
        ],
    )
    def test_equal(self, field: str, shown: str | None, read: str) -> None:
        assert values.agree(field, shown, read)

    @pytest.mark.parametrize(
        ("field", "shown", "read"),
        [
            ("amount", "1280.00", "128.00"),
            ("amount", "98.00", "98.00.1"),
            ("order_no", "0123", "123"),
            ("occurred_at", "2025-03-14T21:05", "2025-03-14"),
            ("occurred_at", "2025-03-14T21:05", "2025-03-14T21:06"),
            ("occurred_at", "2025-02-28", "2025-02-31T10:00"),
            ("status", "refunded", "paid"),
        ],
    )
    def test_different(self, field: str, shown: str, read: str) -> None:
        assert not values.agree(field, shown, read)

    def test_the_end_of_a_day_is_the_next_midnight(self) -> None:
        assert (
            values.deadline("2026-10-13T23:59") == values.deadline("2026-10-13 24:00") == "2026-10-14 00:00"
        )
        assert values.deadline("2026-10-13") == "2026-10-13"

    def test_messages_are_compared_without_spaces_and_widths(self) -> None:
        assert values.folded_text("订单号：ＡＢ １２") == values.folded_text("订单号:AB12")


class TestTransactions:
    def test_each_outcome(self) -> None:
        row = bill(order_no="", amount="89.00", status="refunded", needs_review="true")
        score = score_picture(picture(transactions=({**BILL, "status": None},)), [row])
        assert outcomes(score.fields["trade_no"]) == (1, 0, 0, 0)
        assert outcomes(score.fields["amount"]) == (0, 1, 0, 0)
        assert outcomes(score.fields["order_no"]) == (0, 0, 1, 0)
        assert outcomes(score.fields["status"]) == (0, 0, 0, 1)
        assert (score.whole, score.silent, score.rows, score.to_review) == (0, 0, 1, 1)

    def test_an_error_that_does_not_ask_for_review_is_silent(self) -> None:
        score = score_picture(A_BILL, [bill(amount="89.00")])
        assert (score.silent_values, score.silent_rows) == (1, 0)
        assert [flaw.what for flaw in score.flaws] == ["transaction.amount"]

    def test_a_missed_value_is_never_silent(self) -> None:
        assert score_picture(A_BILL, [bill(amount="")]).silent == 0

    def test_a_row_without_a_label_is_invented_with_all_its_values(self) -> None:
        score = score_picture(
            A_BILL, [bill(), bill(order_no="", trade_no="", amount="1.00", needs_review="true")]
        )
        assert (score.transactions.found, score.transactions.invented, score.invented_rows) == (1, 1, 1)
        assert outcomes(score.fields["amount"]) == (1, 0, 0, 1)
        assert outcomes(score.fields["order_no"]) == (1, 0, 0, 0)
        assert score.silent == 0

    def test_a_missed_row_misses_what_its_label_shows(self) -> None:
        score = score_picture(picture(transactions=({**BILL, "trade_no": None},)), [])
        assert score.transactions.missed == 1
        assert outcomes(score.fields["amount"]) == (0, 0, 1, 0)
        assert outcomes(score.fields["trade_no"]) == (0, 0, 0, 0)

    def test_rows_go_to_the_labels_that_they_fit_best(self) -> None:
        refund = {**BILL, "amount": "30.00", "status": "refunded", "occurred_at": "2025-03-16T08:00"}
        score = score_picture(
            picture(transactions=(BILL, refund)), [bill(**{k: str(v) for k, v in refund.items()}), bill()]
        )
        assert score.whole == 2

    def test_among_several_a_row_that_fits_nowhere_is_invented(self) -> None:
        row = bill(order_no="1", trade_no="2", amount="3", occurred_at="2020-01-01", status="closed")
        assert score_picture(A_BILL, [row]).transactions.found == 1
        assert score_picture(A_BILL, [row, bill()]).transactions.invented == 1

    def test_other_kinds_of_rows_do_not_count(self) -> None:
        score = score_picture(picture(), [bill(kind="mention"), bill(kind="product"), bill(kind="none")])
        assert (score.rows, score.invented_rows) == (0, 0)


class TestStatements:
    def said(self, **changes: str) -> Row:
        cells = {
            "text": PROMISE.text,
            "speaker": "other",
            "promised_amount": "50",
            "promised_by": "2026-10-13",
        }
        return {"source_file": "a.png", "kind": "promise", "needs_review": "false", **cells, **changes}

    def test_found_with_its_fields(self) -> None:
        score = score_picture(
            picture(statements=(PROMISE,)), [self.said(promised_by="2026-10-12", speaker="unknown")]
        )
        assert score.statements["promise"] == Hits(found=1)
        assert outcomes(score.statement_fields["promised_by"]) == (0, 1, 0, 0)
        assert outcomes(score.statement_fields["promised_amount"]) == (1, 0, 0, 0)
        assert outcomes(score.statement_fields["speaker"]) == (0, 0, 1, 0)
        assert score.silent_values == 1

    def test_another_text_or_another_kind_is_no_match(self) -> None:
        rows = [self.said(text="好的，谢谢"), self.said(kind="refusal", needs_review="true")]
        score = score_picture(picture(statements=(PROMISE,)), rows)
        assert score.statements["promise"] == Hits(invented=1, missed=1)
        assert score.statements["refusal"] == Hits(invented=1)
        assert score.silent_rows == 1

    def test_of_a_system_card_the_headline_is_enough(self) -> None:
        card = Statement(
            "scam", "system", "退款专员邀请你加入会议，请点击下方链接进入会议室并共享屏幕", None, None, None
        )
        row = self.said(
            kind="scam", text="退款专员邀请你", speaker="system", promised_amount="", promised_by=""
        )
        assert score_picture(picture(statements=(card,)), [row]).statements["scam"].found == 1

    def test_a_complaint_page_may_count_as_a_request(self) -> None:
        score = score_picture(picture("ticket", kind="ticket"), [self.said(kind="request")])
        assert score.statements["request"] == Hits()


class TestTickets:
    def test_each_outcome(self) -> None:
        labels = picture("ticket", kind="ticket", tickets=(Ticket("GD1", None), Ticket("GD22", None)))
        rows = [{"kind": "ticket", "order_no": number} for number in ("GD22", "GD7", "X")]
        assert outcomes(score_picture(labels, rows).tickets) == (1, 1, 0, 1)
        assert outcomes(score_picture(labels, []).tickets) == (0, 0, 2, 0)


class TestMessages:
    def test_text_speaker_and_time(self) -> None:
        labels = (Message("me", "2025-03-14T21:05", "订单号 123，请退款"), Message("other", None, "好的"))
        spoken: list[dict[str, Any]] = [
            {"speaker": "me", "at": "2025-03-14T21:05+08:00", "text": "订单号123,请退歉"},
            {"speaker": "unknown", "at": None, "text": "好 的"},
        ]
        tally = score_messages(labels, spoken)
        assert tally.messages == Hits(found=2)
        assert (tally.exact, tally.edits, tally.characters) == (1, 1, 12)
        assert outcomes(tally.speaker) == (1, 0, 1, 0)
        assert outcomes(tally.time) == (1, 0, 0, 0)

    def test_a_quote_is_not_held_against_the_reader(self) -> None:
        extra = {"speaker": "me", "at": None, "text": "什么时候退"}
        label = (Message("me", None, "你好"),)
        assert score_messages(label, [{**extra, "kind": "quote"}]).messages == Hits(missed=1)
        assert score_messages(label, [extra]).messages == Hits(invented=1, missed=1)

    def test_a_picture_without_labelled_messages_is_not_scored(self) -> None:
        assert score_messages((), [{"speaker": "me", "at": None, "text": "你好"}]).messages == Hits()

    def test_order_tells_equal_messages_apart(self) -> None:
        assert in_order(["好的", "请退款", "好的"], ["请退款", "好的"]) == {1: 0, 2: 1}
        assert in_order(["在吗"], ["您好"]) == {}

    def test_without_order_the_best_pairs_come_first(self) -> None:
        assert best_first([(0.7, 0, 0), (0.9, 1, 0), (0.7, 0, 1)]) == {1: 0, 0: 1}


class TestTotals:
    def test_groups_and_total_add_up(self) -> None:
        pictures = [
            A_BILL,
            picture("negative", file="b.png", kind="other"),
            picture("chat", file="c.png", kind="chat"),
        ]
        rows = [bill(), bill(source_file="b.png"), bill(source_file="c.png"), bill(source_file="else.png")]
        scores = score_all(pictures, rows)
        assert scores.total.pictures == 3
        assert scores.total.invented_rows == 2
        assert scores.groups["negative"].invented_rows == 1
        assert scores.without_transactions.invented_rows == 1
        assert scores.without_transactions.pictures == 1

    def test_adding_nothing_changes_nothing(self) -> None:
        score = score_picture(A_BILL, [bill(amount="1")])
        before = repr(score)
        score.add(Score())
        assert repr(score) == before

    def test_rates_of_nothing_are_none(self) -> None:
        assert Tally(invented=3).accuracy is None
        assert (Hits().precision, Hits().recall, Hits().f1) == (None, None, None)
        assert Hits(found=1, invented=1).f1 == pytest.approx(2 / 3)


class TestSamples:
    def test_perfect_rows_reach_everything(self) -> None:
        if not SAMPLES.is_file():
            pytest.skip("samples/labels.json is not there")
        pictures = load_labels(SAMPLES)
        total = score_all(pictures, perfect_rows(pictures), perfect_chats(pictures)).total
        assert total.flaws == []
        assert (total.silent, total.invented_rows, total.transactions.missed) == (0, 0, 0)
        assert all(tally.accuracy in (1.0, None) for tally in total.fields.values())
        assert total.whole == sum(len(p.transactions) for p in pictures)
        assert total.tickets.right == sum(len(p.tickets) for p in pictures)
        assert sum(hits.found for hits in total.statements.values()) == sum(
            len(p.statements) for p in pictures
        )
        assert total.chat.exact == sum(len(p.messages) for p in pictures)
        assert total.chat.edits == 0
        assert total.chat.speaker.accuracy in (1.0, None)

    def test_a_limit_is_spread_over_the_groups(self) -> None:
        pictures = [picture(file=str(number)) for number in range(10)]
        assert [p.file for p in spread(pictures, 3)] == ["0", "3", "6"]
        assert spread(pictures, 99) == spread(pictures, None) == pictures

    def test_copies_are_as_old_as_the_screenshots(self, tmp_path: Path) -> None:
        (tmp_path / "in" / "pages").mkdir(parents=True)
        original = tmp_path / "in" / "pages" / "图.png"
        original.write_bytes(b"png")
        before = original.stat().st_mtime
        lay_out([picture(file="pages/图.png")], tmp_path / "in", tmp_path / "out")
        copy = tmp_path / "out" / "pages" / "图.png"
        assert copy.read_bytes() == b"png"
        assert copy.stat().st_mtime == 1742005320  # 2025-03-15T10:22+08:00
        assert original.stat().st_mtime == before

    def test_labels_may_lack_what_a_page_has_not(self, tmp_path: Path) -> None:
        entry = {
            "file": "a.png",
            "group": "g",
            "kind": "other",
            "captured_at": "2025-01-01T00:00",
            "transactions": [],
        }
        path = tmp_path / "labels.json"
        path.write_text(json.dumps([entry]), encoding="utf-8")
        assert load_labels(path) == [Picture("a.png", "g", "other", "2025-01-01T00:00")]


class TestTables:
    TABLE = Table("Title", ["", "a"], [["one", "1"], ["x|y", "100"]], "A note.")

    def test_text(self) -> None:
        assert as_text([self.TABLE]) == "Title\n\n       a\n---  ---\none    1\nx|y  100\nA note.\n"

    def test_markdown(self) -> None:
        assert as_markdown([self.TABLE]).splitlines() == [
            "### Title", "", "|  | a |", "| --- | ---: |", "| one | 1 |", "| x\\|y | 100 |", "", "A note."
        ]  # fmt: skip


def test_whole_page_words_become_lines_with_label_and_value_apart() -> None:
    from tests.bench.baselines import tesseract_lines

    words = [("支付", 10), ("时间", 50), ("2025-03-14", 300), ("", 0)]
    data: dict[str, list[Any]] = {
        "text": [word for word, _ in words],
        "left": [left for _, left in words],
        "top": [5] * 4,
        "width": [36, 36, 150, 0],
        "height": [20] * 4,
        "conf": [90.0, 80.0, 95.0, -1],
        "level": [5, 5, 5, 4],
        **{part: [1] * 4 for part in ("page_num", "block_num", "par_num", "line_num")},
    }
    lines = tesseract_lines(data)
    assert [line.text for line in lines] == ["支付时间", "2025-03-14"]
    assert [str(line.box) for line in lines] == ["10,5,76,20", "300,5,150,20"]
    assert lines[0].confidence == pytest.approx(0.8)


def test_a_baselines_lines_go_through_the_extractors_own_parsers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PIL import Image

    from extractor.geometry import Box
    from extractor.intake.find import Found
    from extractor.ocr.lines import Line
    from extractor.ocr.reader import Reading, Word
    from tests.bench import baselines

    def line(text: str, x: int, y: int, width: int) -> Line:
        return Line(Box(x, y, width, 40), (Reading("any", (Word(text, 0.99, x, x + width),)),))

    lines = [
        line("2025年3月14日 21:05:33", 400, 300, 500),
        line("支付时间", 40, 300, 160),
        line("交易单号", 40, 380, 160),
        line("4200002588202503146147667513", 400, 380, 620),
    ]
    monkeypatch.setattr(baselines, "_reader", lambda rgb: lines)
    Image.new("RGB", (1080, 1200), "white").save(tmp_path / "a.png")
    rows, record = baselines._read_file(Found(tmp_path / "a.png", "a.png"))
    assert [row["trade_no"] for row in rows] == ["4200002588202503146147667513"]
    assert rows[0]["occurred_at"].startswith("2025-03-14T21:05:33")
    assert record["lines"][0]["text"] == "支付时间"


# -- tables -----------------------------------------------------------------------------------------------------


def test_a_part_of_a_document_is_replaced_and_the_rest_kept(tmp_path: Path) -> None:
    page = tmp_path / "accuracy.md"
    page.write_text(
        "# A\n<!-- x -->\nold\n<!-- /x -->\nmiddle\n<!-- y -->\nkeep\n<!-- /y -->\n", encoding="utf-8"
    )
    write_markdown(page, "x", "new\n")
    write_markdown(page, "x", "newer\n")
    assert (
        page.read_text(encoding="utf-8")
        == "# A\n<!-- x -->\nnewer\n<!-- /x -->\nmiddle\n<!-- y -->\nkeep\n<!-- /y -->\n"
    )
    alone = tmp_path / "alone.md"
    write_markdown(alone, "x", "new\n")
    assert alone.read_text(encoding="utf-8") == "new\n"


def test_a_part_without_its_end_is_no_part(tmp_path: Path) -> None:
    page = tmp_path / "accuracy.md"
    page.write_text("# A\n<!-- x -->\nold\n", encoding="utf-8")
    for part in ("x", "y"):
        with pytest.raises(ValueError, match=f"no part {part}"):
            write_markdown(page, part, "new\n")
    assert "old" in page.read_text(encoding="utf-8")


def test_what_rows_said_is_kept_with_whether_they_are_right() -> None:
    label = {"order_no": "123456", "trade_no": None, "amount": "1.00", "occurred_at": None, "status": None}
    shown = Picture("a.png", "g", "page", "2025-01-01T00:00", (label,))
    right = {
        "kind": "transaction",
        "order_no": "123456",
        "amount": "1.00",
        "confidence": "0.97",
        "needs_review": "false",
    }
    score = score_picture(
        shown, [right, {**right, "order_no": "999999", "amount": "7.00", "needs_review": "true"}]
    )
    assert [(one.confidence, one.asks, one.right) for one in score.said] == [
        (0.97, False, True),
        (0.97, True, False),
    ]
    assert score.given == 2
    assert [one.right for one in score_picture(shown, [{**right, "amount": ""}]).said] == [True]
    assert [one.right for one in score_picture(shown, [{**right, "amount": "2.00"}]).said] == [False]
