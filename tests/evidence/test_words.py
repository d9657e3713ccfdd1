from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from extractor import reading as room
from extractor.evidence.schema import Row
from extractor.evidence.second_look import unsettled_words, unwitnessed_names
from extractor.evidence.words import is_scrap, stands
from extractor.geometry import Box
from extractor.intake.find import Found
from extractor.ocr.lines import Line
from extractor.ocr.look_again import Wanted, commonest_first
from extractor.screens.definitions import load_screens
from extractor.screens.pairs import value_of
from extractor.screens.recognise import Page, recognise
from tests.helpers import CHINESE, ENGLISH, drawn, line, reading


def with_readings(*read: tuple[str, str, float]) -> Line:
    """A line as (engine, text, confidence), main reading first."""
    return Line(Box(0, 0, 400, 30), tuple(reading(text, engine, sure) for engine, text, sure in read))


WITNESS, STANDARD = "tesseract:HanS", "tesseract:chi_sim_std"


def words(*texts: str, confidence: float, other: str = "", sure: float = 0.9) -> bool:
    """Whether a line stands that the main engine read so, at one size after the other, and the witness as other."""
    read = [(CHINESE, text, confidence) for text in texts]
    return stands(value_of(with_readings(*read, *([(STANDARD, other, sure)] if other else []))))


@pytest.mark.parametrize("confidence", [0.3, 0.95])
def test_words_stand_that_two_networks_read_alike(confidence: float) -> None:
    assert words("云朵点卡专营", confidence=confidence, other="云朵点卡 专营")
    assert not words("云朵点卡专营", confidence=confidence, other="云采点卡专营")
    assert not words("云朵点卡专营", confidence=confidence)


def test_words_that_both_networks_barely_read_do_not_stand() -> None:
    assert words("云朵点卡专营", confidence=0.39, other="云朵点卡专营", sure=0.4)
    assert not words("云朵点卡专营", confidence=0.39, other="云朵点卡专营", sure=0.39)


def test_a_size_at_which_the_witness_saw_other_words_more_surely_counts() -> None:
    first, less = (CHINESE, "通竞卡", 0.9), (STANDARD, "通竞卡", 0.5)
    assert not stands(value_of(with_readings(first, less, (STANDARD, "通兑卡", 0.9))))
    assert stands(value_of(with_readings(first, less, (STANDARD, "通兑卡", 0.4))))


def test_the_model_that_is_built_alike_bears_nothing_out() -> None:
    assert not stands(value_of(with_readings((CHINESE, "通竞卡", 0.9), (WITNESS, "通竞卡", 0.9))))


def test_sizes_in_which_nothing_was_read_contradict_nothing() -> None:
    read = [(CHINESE, "清风徐来", 0.9), (CHINESE, "", 0.0), (STANDARD, "清风徐来", 0.9)]
    assert stands(value_of(with_readings(*read)))


def test_a_figure_in_a_circle_that_all_read_as_a_sign_does_not_stand() -> None:
    assert not words("代充交流@群", confidence=0.9, other="代充交流@群")
    assert words("小北@星河数字", confidence=0.9, other="小北@星河数字")


def test_a_mask_of_another_length_does_not_stand() -> None:
    assert words("转账给*华", confidence=0.9, other="转账给+华")
    assert not words("转账给*华", confidence=0.9, other="转账给**华")


def test_unsure_words_stand_where_most_sizes_read_them_alike() -> None:
    same = "广州橙果信息技术有限公司"
    for others, stand in ((("广州栖果信息技术有限公司",), True), (("广州栖果", "广州楼果"), False)):
        assert words(same, same, same, *others, confidence=0.25, other=same) == stand


def test_words_without_han_stand_by_the_main_model() -> None:
    assert words("CardX Support", confidence=0.3)
    assert not words("CardX Support", confidence=0.29)


@pytest.mark.parametrize(
    ("other", "sure", "stand"),
    [("转账-转给夜雨", 0.88, False), ("转账-转给夜雨", 0.5, True), ("转账-转给 夜十", 0.9, True)],
)
def test_a_name_that_the_other_model_surely_reads_otherwise_does_not_stand(
    other: str, sure: float, *, stand: bool
) -> None:
    read = ((CHINESE, "转账-转给夜十", 0.88), (STANDARD, "转账-转给夜十", 0.88))
    assert stands(value_of(with_readings(*read, (WITNESS, other, sure)))) == stand


def test_of_stars_the_other_model_says_nothing() -> None:
    assert stands(
        value_of(
            with_readings(
                (CHINESE, "**网络公司", 0.9), (STANDARD, "#网络公司", 0.5), (WITNESS, "尼网络公司", 0.9)
            )
        )
    )


def test_sizes_that_agree_on_what_nobody_saw_clearly_do_not_settle_it() -> None:
    assert not words(*["文易确客"] * 5, confidence=0.19)


def test_a_name_beside_an_address_is_all_that_one_model_alone_read() -> None:
    texts = ("*艳c**@163.com", "*艳c**Q@163.com", "*艳c**Q@163.com", "*艳c**@163.com")
    read = [*((CHINESE, text, 0.4) for text in texts), (STANDARD, "*艳c#@103.com", 0.5)]
    assert stands(value_of(with_readings(*read, ("figures", "c**@163.com", 0.99))))
    assert not stands(value_of(with_readings(*read, ("figures", "c**@165.com", 0.99))))
    others = [(CHINESE, text.replace("艳", "艺"), 0.4) for text in texts]
    assert not stands(
        value_of(with_readings(read[0], *others[1:], read[-1], ("figures", "c**@163.com", 0.99)))
    )


@pytest.mark.parametrize(
    ("text", "sure", "scrap"),
    [("vv", 0.29, True), ("vv", 0.3, False), ("vvvv", 0.1, False), ("微", 0.1, False), ("v1", 0.1, False)],
)
def test_a_few_letters_that_nobody_is_sure_of_are_no_words(text: str, sure: float, *, scrap: bool) -> None:
    assert is_scrap(value_of(with_readings((CHINESE, text, sure), ("figures", "", 0.0)))) == scrap
    assert not is_scrap(value_of(with_readings((CHINESE, text, sure), (CHINESE, "微信", 0.1))))


def test_the_reading_that_holds_what_the_network_saw_goes_first() -> None:
    read = [(CHINESE, "*艳c**Q@163.com", 0.7)] * 3 + [(CHINESE, "*艳c**@163.com", 0.4)]
    seen = with_readings(*read, ("figures", "c**@163.com", 0.99)).readings
    assert commonest_first(seen)[0].text == "*艳c**@163.com"
    unsure = with_readings(*read, ("figures", "c**@163.com", 0.5)).readings
    assert commonest_first(unsure)[0].text == "*艳c**Q@163.com"


def test_of_forms_of_a_bracket_the_one_that_closes_goes_first() -> None:
    read = [(CHINESE, "月卡《直充)", 0.7), (CHINESE, "月卡《直充)", 0.7), (CHINESE, "月卡(直充)", 0.4)]
    assert commonest_first(with_readings(*read).readings)[0].text == "月卡(直充)"


def test_what_the_second_model_made_of_words_is_no_size() -> None:
    same = "话费快充100元"
    value = value_of(
        with_readings(
            *[(CHINESE, same, 0.5)] * 4,
            (ENGLISH, "100", 0.9),
            (CHINESE, "话费快允100元", 0.5),
            (STANDARD, same, 0.5),
        )
    )
    assert stands(value)


def bill(name: Line, *more: Line) -> Page:
    page = recognise(
        [
            name,
            line("-98.00", x=280, y=180, w=180, h=60),
            line("当前状态", x=40, y=300),
            line("支付成功", x=300, y=300),
            line("商户全称", x=40, y=360),
            line("捷充互娱有限公司", x=300, y=360, confidence=0.6),
            line("收单机构", x=40, y=420),
            line("财付通支付科技有限公司", x=300, y=420, confidence=0.2),
            line("交易单号", x=40, y=480),
            line("4200001234202503141234567890", x=300, y=480, confidence=0.1),
            *more,
        ],
        load_screens(),
        size=(720, 1200),
    )
    assert page.screen.screen == "wechat_pay.bill"
    return page


def test_only_words_that_rows_rest_on_are_looked_at_again() -> None:
    page = bill(line("捷充互娱", x=300, y=120, confidence=0.5))
    assert [found.text for found in unsettled_words(page)] == ["捷充互娱有限公司", "捷充互娱"]


def test_names_that_one_model_is_sure_of_are_read_by_the_other_once() -> None:
    name = line("捷充互娱", x=300, y=120, witness=False)
    assert name.box in unwitnessed_names(bill(name), [])
    read = Line(name.box, (*name.readings, reading("捷充互娱", STANDARD)))
    assert name.box not in unwitnessed_names(bill(read), [])


def test_the_lines_that_rows_took_names_from_are_read_by_the_other_too() -> None:
    page = bill(more := line("网游点卡300元面值", x=300, y=900))
    assert more.box in unwitnessed_names(page, [Row("transaction", words=[more.box])])
    assert more.box not in unwitnessed_names(page, [Row("transaction")])


def test_a_masked_account_is_looked_at_again_and_a_plain_one_is_not() -> None:
    def account(text: str) -> Page:
        items = [line("充值账号", x=40, y=400), line(text, x=300, y=400, confidence=0.2)]
        return recognise(items, load_screens(), size=(720, 1200))

    assert [found.text for found in unsettled_words(account("67*xx*231"))] == ["67*xx*231"]
    assert unsettled_words(account("67231231")) == []


def test_a_sum_beside_a_status_is_left_to_its_own_vote() -> None:
    page = bill(line("捷充互娱", x=300, y=120), line("己退款(¥12.50)", x=300, y=330, confidence=0.3))
    assert [found.text for found in unsettled_words(page)] == ["捷充互娱有限公司"]


def test_a_page_s_unsure_words_are_read_again_and_the_commonest_reading_stands(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = bill(line("捷充互娱", x=300, y=120, witness=False))
    asked: list[str] = []

    def look_again(wanted: list[Wanted]) -> list[Line]:
        asked.extend(f"{item.kind} {item.named} {item.line.text}" for item in wanted)
        better = reading("捷充互娱有限公司", confidence=0.9)
        return [Line(item.line.box, (better, *item.line.readings)) for item in wanted]

    monkeypatch.setattr(room, "look_again", look_again)
    file = tmp_path / "bill.png"
    drawn([], (720, 1200)).save(file)
    item = room._in_hand(Found(file, file.name))
    [(_, lines)] = room._settled([(item, list(page.lines))], room.NOTHING_EXTRA)
    assert sorted(asked) == ["None True 捷充互娱", "word True 捷充互娱有限公司"]
    assert isinstance(lines, list)
    assert {found.confidence for found in lines if found.text == "捷充互娱有限公司"} == {0.9}
    assert [found.box for found in lines] == [found.box for found in page.lines]


@pytest.mark.parametrize(
    ("eng", "sure"), [("c**@163.com", True), ("c+*@163.com", True), ("c**@168.com", False), ("", False)]
)
def test_an_address_stands_where_both_models_read_what_follows_its_mask(eng: str, *, sure: bool) -> None:
    read = [
        (CHINESE, "*艳c**@163.com", 0.9),
        (STANDARD, "艳C@103.c0m", 0.5),
        *([(ENGLISH, eng, 0.9)] if eng else []),
    ]
    assert stands(value_of(with_readings(*read))) == sure


@pytest.mark.parametrize(
    ("sizes", "sure", "other", "stand"),
    [
        (("鼎盛数卡", "鼎盛数卡"), 0.9, 0.3, True),
        (("鼎盛数卡", "鼎盛数卡"), 0.8, 0.3, False),
        (("鼎盛数卡", "鼎盛数卡"), 0.9, 0.6, False),
        (("鼎盛数卡", "鼎盛数长"), 0.9, 0.3, False),
        (("鼎盛数卡",), 0.9, 0.3, False),
    ],
)
def test_voted_words_stand_where_one_engine_alone_reads_them_surely_each_time(
    sizes: tuple[str, ...], sure: float, other: float, *, stand: bool
) -> None:
    voted = with_readings(
        *((STANDARD, text, sure) for text in sizes), (CHINESE, "里盛数卡", other), (WITNESS, "界盛数卡", 0.1)
    )
    assert stands(value_of(replace(voted, voted=True))) == stand


def test_a_star_read_as_another_sign_contradicts_no_name() -> None:
    name = "转账-转给财务小李(*远)"
    read = ((CHINESE, name, 0.59), (WITNESS, name, 0.91))
    assert stands(value_of(with_readings(*read, (STANDARD, "转账-转给财务小李(:远)", 0.61))))
    assert not stands(value_of(with_readings(*read, (STANDARD, "转账-转给财务小季(:远)", 0.61))))


def test_voted_words_that_two_others_read_alike_do_not_stand() -> None:
    read = ((STANDARD, "阿月口点券小店", 0.9), (STANDARD, "阿月口点券小店", 0.9))
    voted = with_readings(*read, (CHINESE, "阿月咏点券小店", 0.1), (WITNESS, "阿月咏点券小店", 0.1))
    assert not stands(value_of(replace(voted, voted=True)))
