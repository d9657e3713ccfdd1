"""Which engine is asked about which line: with engines that say what they are told to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pytest

from extractor.geometry import Box
from extractor.ocr.lines import Line, ReaderSet, borne_out, read_lines
from extractor.ocr.reader import Reading, Word
from tests.helpers import reading

PAGE = np.full((200, 400, 3), 255, np.uint8)
PAGE[20:40:2, 20:200:3] = 0


@dataclass
class Told:
    """An engine that says the same of every line, and counts the lines it was asked about."""

    name: str
    says: str
    crop_height: int = 24
    confidence: float = 0.9
    right: int = 100
    asked: int = 0
    heights: list[int] = field(default_factory=list)

    def read(self, crops: Sequence[npt.NDArray[np.uint8]]) -> list[Reading]:
        self.asked += len(crops)
        self.heights += [crop.shape[0] for crop in crops]
        words = (Word(self.says, self.confidence, 12, self.right),) if self.says else ()
        return [Reading(self.name, words) for _ in crops]


def read(main: str, second: str, third: str = "", *, confidence: float = 0.9) -> tuple[Line, list[Told]]:
    engines = [Told("main", main, confidence=confidence), Told("second", second), Told("third", third)]
    readers = ReaderSet(*engines, again_height=28, figure_height=14, rescue_height=40)
    return read_lines([(PAGE, [Box(20, 20, 180, 20)])], readers)[0][0], engines


@pytest.mark.parametrize(
    ("main", "second"),
    [("20250314123", "20250314123"), ("订单号:20250314123", ":20250314123"), ("金额30元", "30元")],
)
def test_what_two_read_alike_no_third_is_asked_about(main: str, second: str) -> None:
    line, (first, other, third) = read(main, second)
    assert (first.asked, other.asked, third.asked) == (1, 1, 0)
    assert [r.engine for r in line.readings] == ["main", "second"]


@pytest.mark.parametrize(
    ("main", "second"),
    [
        ("20250314123", "20250314128"),
        ("订单号:20250314123", ":2025031412"),
        ("金额30元", "80元"),
        ("YI12.68", "¥12.68"),
    ],
)
def test_where_two_differ_a_third_reads_and_the_first_looks_again(main: str, second: str) -> None:
    line, (first, other, third) = read(main, second, "5")
    assert [r.engine for r in line.readings][:2] == ["main", "second"]
    assert (first.asked, other.asked, third.asked) == (2, 1, 1)
    assert {r.engine for r in line.readings} == {"main", "second", "third"}


def read_apart(main: str, second: str, third: str, *, right: int = 260) -> tuple[Line, list[Told]]:
    """As read, with long numbers apart; right: how far the second sees its number reach in the crop."""
    engines = [Told("main", main), Told("second", second, right=right), Told("third", third)]
    readers = ReaderSet(*engines, again_height=28, figure_height=14, rescue_height=40, numbers_apart=True)
    return read_lines([(PAGE, [Box(20, 20, 180, 20)])], readers)[0][0], engines


@pytest.fixture(autouse=True)
def eleven(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is drawn has as many glyphs as the number that is read."""
    monkeypatch.setattr("extractor.ocr.lines.glyph_count", lambda crop: 11)


def test_a_long_number_alone_is_not_the_first_ones_business() -> None:
    line, (first, _, third) = read_apart("2O25O314123", "20250314123", "20250314123")
    assert (first.asked, third.asked) == (0, 1)
    assert [r.engine for r in line.readings] == ["third", "second"]


def test_the_first_is_asked_where_the_others_differ_about_a_long_number() -> None:
    line, (first, _, third) = read_apart("20250314123", "20250314123", "2025031412")
    assert (first.asked, third.asked) == (1, 1)
    assert [r.engine for r in line.readings] == ["third", "second", "main"]


def test_the_first_is_asked_where_the_count_of_glyphs_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.ocr.lines.glyph_count", lambda crop: 12)
    _, (first, _, _) = read_apart("20250314123", "20250314123", "20250314123")
    assert first.asked == 1


@pytest.mark.parametrize(("seen", "right"), [("12:53", 260), ("2025年3月14日", 260), ("20250314123", 120)])
def test_what_is_no_long_number_alone_is_read_as_ever(seen: str, right: int) -> None:
    line, (first, _, _) = read_apart(seen, seen, seen, right=right)
    assert first.asked == 1
    assert line.readings[0].engine == "main"


def test_words_are_nobodys_business_but_the_first_ones() -> None:
    _, (first, other, third) = read("订单详情", "")
    assert (first.asked, other.asked, third.asked) == (1, 0, 0)


def test_words_read_unsurely_are_read_again() -> None:
    _, (first, other, _) = read("订单详情", "", confidence=0.2)
    assert (first.asked, other.asked) == (2, 0)


def test_figures_alone_are_looked_at_smaller_than_beside_words() -> None:
    _, (alone, _, _) = read("20250314123", "1")
    _, (beside, _, _) = read("订单号20250314123", "1")
    assert alone.heights[1] < beside.heights[1]


@dataclass
class Wavering(Told):
    """An engine that says something else each time it is asked."""

    turns: tuple[tuple[str, float], ...] = ()

    def read(self, crops: Sequence[npt.NDArray[np.uint8]]) -> list[Reading]:
        self.says, self.confidence = self.turns[self.asked]
        return super().read(crops)


@pytest.mark.parametrize(
    ("turns", "second", "front"),
    [
        ((("交汪", 0.0), ("277", 0.9)), "277", "277"),
        ((("交汪", 0.0), ("271", 0.9)), "277", "交汪"),
        ((("277", 0.9), ("交汪", 0.95)), "2771", "277"),
    ],
)
def test_what_the_first_read_surely_at_another_size_and_the_second_too_goes_first(
    turns: tuple[tuple[str, float], ...], second: str, front: str
) -> None:
    engines = [Wavering("main", "", turns=turns), Told("second", second), Told("third", "-")]
    readers = ReaderSet(*engines, again_height=28, figure_height=14, rescue_height=40)
    assert read_lines([(PAGE, [Box(20, 20, 180, 20)])], readers)[0][0].text == front


def test_what_the_first_could_not_read_the_second_may() -> None:
    line, (first, other, third) = read("", "4567.89", "4567.89")
    assert (other.asked, third.asked) == (1, 1)
    assert first.asked >= 2
    assert {r.text for r in line.readings if r.engine != "main"} == {"4567.89"}


@dataclass
class Asked:
    line: Line
    main: Told
    witness: Told
    arbiter: Told


def read_with_witness(
    main: str, witness: str, arbiter: str = "", *, confidence: float, surely: float = 0.9
) -> Asked:
    """A line of words that the main engine reads with that confidence, the witness surely with the other."""
    engines = [Told("main", main, confidence=confidence), Told("second", ""), Told("third", "")]
    others = Told("witness", witness, confidence=surely), Told("arbiter", arbiter, confidence=0.1)
    readers = ReaderSet(
        *engines, again_height=28, figure_height=14, rescue_height=40, witness=others[0], arbiter=others[1]
    )
    return Asked(read_lines([(PAGE, [Box(20, 20, 180, 20)])], readers)[0][0], engines[0], *others)


def test_words_that_another_network_bears_out_are_not_read_again() -> None:
    asked = read_with_witness("安信数卡", "安信 数卡", confidence=0.5)
    assert (asked.main.asked, asked.witness.asked, asked.arbiter.asked) == (1, 2, 0)  # it reads at two sizes
    assert asked.line.borne_out and asked.line.text == "安信数卡" and not asked.line.voted


def test_words_that_it_reads_otherwise_are_and_the_most_sure_votes_lead() -> None:
    asked = read_with_witness("栖果数卡", "橙果数卡", "杰果数卡", confidence=0.3)
    assert (asked.main.asked, asked.arbiter.asked) == (1, 1)
    assert asked.line.text == "橙果数卡" and asked.line.voted
    assert not asked.line.borne_out  # one network alone


def test_two_networks_outvote_one_that_reads_the_same_twice() -> None:
    asked = read_with_witness("小鹿学姐", "小鹿学妲", "小鹿学姐", confidence=0.35, surely=0.4)
    assert asked.line.text == "小鹿学姐" and not asked.line.voted


def test_what_two_networks_read_against_the_main_one_stands() -> None:
    asked = read_with_witness("董火虫点卡", "萤火虫点卡", "萤火虫点卡", confidence=0.3)
    assert asked.line.text == "萤火虫点卡" and asked.line.voted and asked.line.borne_out


@pytest.mark.parametrize(
    ("read", "stands"),
    [
        ([("chi_sim", "小鹿学姐"), ("chi_sim_std", "小鹿学姐"), ("chi_sim_std", "小鹿学妲")], True),
        ([("chi_sim", "抖音支付"), ("chi_sim_std", "拌音支付"), ("HanS", "抖音支付")], False),
        (
            [("chi_sim_std", "萤火虫"), ("chi_sim_std", "萤火虫"), ("chi_sim", "董火虫"), ("HanS", "萤火虫")],
            True,
        ),
        ([("chi_sim_std", "萤火虫"), ("chi_sim_std", "董火虫"), ("chi_sim", "萤火虫")], False),
        ([("chi_sim", "抖音支付"), ("HanS", "抖音支付")], True),
    ],
)
def test_the_model_of_the_script_bears_out_nothing_against_the_witness(
    read: list[tuple[str, str]], *, stands: bool
) -> None:
    readings = [Reading(f"tesseract:{engine}", (Word(text, 0.5, 0, 90),)) for engine, text in read]
    assert borne_out(readings) is stands


@pytest.mark.parametrize(("main", "confidence"), [("安信数卡", 0.8), ("卡", 0.2), ("30元", 0.2)])
def test_the_witness_is_asked_about_unsure_words_only(main: str, confidence: float) -> None:
    asked = read_with_witness(main, main, confidence=confidence)
    assert asked.witness.asked == asked.arbiter.asked == 0
    assert not asked.line.borne_out


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("抱鞭抱歉 6小时内给您退", True),
        ("订单编号 20260620153020", False),  # a number beside its label
        ("阿笙 2026-01-05 11:09", False),  # a name with its stamp
        ("实付 98.60元", False),
    ],
)
def test_unsure_talk_with_a_few_figures_is_witnessed_too(said: str, *, asked: bool) -> None:
    digits = "".join(c for c in said if c.isdigit() or c in ".:-")
    engines = [Told("main", said, confidence=0.2), Told("second", digits), Told("third", "")]
    witness = Told("witness", said.replace("鞭", "歉"), confidence=0.9)
    readers = ReaderSet(*engines, again_height=28, figure_height=14, rescue_height=40, witness=witness)
    (line,) = read_lines([(PAGE, [Box(20, 20, 180, 20)])], readers)[0]
    assert (witness.asked > 0) is asked
    assert line.text == (said.replace("鞭", "歉") if asked else said)


@pytest.mark.parametrize(
    ("said", "witnessed", "text"),
    [
        ("赁什么不退", "凭什么不退", "凭什么不退"),  # no word, however sure chi_sim is of it
        ("已上报技术，抱攻", "已上报技术，抱歉", "已上报技术，抱歉"),
        ("租赁什么时候到期", "租贷什么时候到期", "租赁什么时候到期"),
        ("他抱雪人去了", "他抱雷人去了", "他抱雪人去了"),
        ("改革果然难", "改苹果然难", "改革果然难"),
    ],
)
def test_what_is_no_word_gives_way_to_what_the_witness_reads(said: str, witnessed: str, text: str) -> None:
    asked = read_with_witness(said, witnessed, said, confidence=0.9, surely=0.3)
    assert asked.line.text == text
    assert (asked.witness.asked > 0) is (text != said)


@pytest.mark.parametrize(("otherwise", "borne"), [(0.37, False), (0.30, True)])
def test_a_witness_of_two_minds_says_what_it_is_surer_of(otherwise: float, borne: bool) -> None:
    name = "安徽干游网络科技有限公司"
    seen = [reading(name), reading(name, "witness", 0.34)]
    seen.append(reading(name.replace("干", "千"), "witness", otherwise))
    assert Line(Box(0, 0, 200, 20), tuple(seen)).borne_out is borne


def test_a_code_behind_a_sign_without_a_digit_is_looked_at_by_a_second() -> None:
    _, (_, second, _) = read("# JDXYVFLVAPGRXOSE", "#JDXYVFLVAPGRX0SE")
    assert second.asked
    _, (_, second, _) = read("JDXYVFLVAPGRXOSE", "")
    assert not second.asked


@pytest.mark.parametrize(
    ("box", "asked"), [(Box(20, 20, 60, 20), 1), (Box(20, 30, 40, 8), 0)], ids=["a short line", "three dots"]
)
def test_what_stays_empty_and_is_as_high_as_the_print_is_read_as_a_word(box: Box, asked: int) -> None:
    engines = [Told("main", ""), Told("second", ""), Told("third", "")]
    rescuer = Told("main", "买过，", confidence=0.5)
    readers = ReaderSet(*engines, again_height=28, figure_height=14, rescue_height=40, rescuer=rescuer)
    usual = [Box(20, y, 20, 20) for y in (60, 100, 140)]
    line, *_ = read_lines([(PAGE, [box, *usual])], readers)[0]
    assert rescuer.asked == asked
    assert line.text == ("买过，" if asked else "")
