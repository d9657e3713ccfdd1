"""Time stamps voted on: the readings are those that Tesseract gave of pale, small separators at several sizes."""

from __future__ import annotations

import pytest

from extractor.fields.stamp_votes import vote_stamp


def readings(main: str, second: str = "") -> list[tuple[str, str]]:
    return [("chi_sim", t) for t in main.split(" # ") if t] + [("eng", t) for t in second.split(" # ") if t]


@pytest.mark.parametrize(
    ("main", "second", "text"),
    [
        (
            "省天哆上744 # 和昨天胸上7:44 # 昨天 哆上744 # 昨天 拘上7:44",
            "FPR BLES # ER L744 # HEX OB L7:44",
            "昨天 晚上7:44",
        ),
        (
            "狐天了晚上8:03 # 名天晚上8:03 # 名天晚上8:03",
            "RR P£8:03 # RR WL8:03 # BER HH £8:03",
            "昨天 晚上8:03",
        ),
        ("15:02 # 15:02 # 16:02 # 16:02", "16:02 # 16:02 # 16:02 # 16:02", "16:02"),
        (
            "昨天下午115 # 昨天下午1:15 # 昨天下午1.15",
            "BEX FF1:15 # REX BF1:15 # REX FF1:15",
            "昨天 下午1:15",
        ),
        (
            "TI月18日晚上9:40 # T1月18日晚上9:40 # T1月18日晚上9;40",
            "1153188 PRE9:40 # 115188 RR 19:40 # 1153188 PRE9:40",
            "11月18日 晚上9:40",
        ),
        ("上午9:36 # 8月27日上午9:36 # 8月27日上午9:36", "85278 59:36 # 85278 £49:36", "8月27日 上午9:36"),
        ("星期六晚上8:11 # 星期六晚上8:11 # 星期六晚上821", "", "星期六 晚上8:11"),
        ("03-01上午9:45 # 03-01上午9:45", "03-01 £4F9:45 # 03-01 £4F9:45", "3月1日 上午9:45"),
        ("", "", None),
        ("半388.00 # 388.00 # 半388.00", "¥388.00 # ¥388.00 # ¥388.00", None),
        ("快充通客服003 # 快充通客服003", "RICH R003 # R003", None),
        ("+86 171x*xxx*0932 # +86 171****0932", "+86 171****0932 # +86 171x*xx*0932", None),
        ("2025-03-14 21:05:33 # 2025-03-14 21:05:33", "2025-03-14 21:05:33", None),
        ("xiaobai 2026-06-10 10:55 # xiaobai 2026-06-10 10:35", "xiaobai 2026-06-10 10:35", None),
        ("110日 # 110日 # 110日 # 110日", "1108 # |10", None),  # of 7月10日, cut: no clock
    ],
)
def test_each_part_is_what_most_readings_say(main: str, second: str, text: str | None) -> None:
    vote = vote_stamp(readings(main, second))
    assert (vote.text if vote else None) == text


def test_both_models_and_a_clear_majority_make_it_sure() -> None:
    sure = vote_stamp(readings("昨天 21:05 # 昨天 21:05 # 昨天21:05", "HER 21:05 # BER 21:05"))
    assert sure is not None and sure.agreed


@pytest.mark.parametrize(
    ("main", "second"),
    [
        ("昨天 21:05 # 昨天 21:05 # 昨天 21:05", ""),
        ("21:05 # 21:05 # 21:06", "21:06 # 21:06"),
        ("6月29巷?220 # 5月29人t820 # 6月29基 区20", "6298 18:20 # 6298 18:20 # 641298 18:20"),
        ("隐上9:12 # 隐上9:12 # 挽上9:12", "9:12 # 9:12"),
    ],
)
def test_one_model_alone_a_close_race_or_a_mended_word_does_not(main: str, second: str) -> None:
    vote = vote_stamp(readings(main, second))
    assert vote is not None and not vote.agreed


def test_a_first_digit_that_was_lost_is_taken_back() -> None:
    vote = vote_stamp(readings("so: # 局so2", "8:02 # [8:02 # [18:02 # [18:02 # 18:02"))
    assert vote is not None
    assert vote.text == "18:02"
    assert not vote.agreed


@pytest.mark.parametrize(
    ("second", "text", "agreed"),
    [
        ("2025 3 6 9:00 # 2025年3月6日 9:00", "2025年3月6日 上午9:00", True),
        ("2026年3月6日 9:00 # 2026 3 6 9:00", "2026年3月6日 上午9:00", False),
        ("3月6日 9:00 # 3月6日 9:00", "2025年3月6日 上午9:00", False),
    ],
)
def test_the_year_needs_a_second_engine_too(second: str, text: str, agreed: bool) -> None:
    vote = vote_stamp(
        readings(" # ".join(["2025年3月6日上午9:00"] * 4), second.replace(" 3 6 ", "年3月6日 "))
    )
    assert vote is not None and (vote.text, vote.agreed) == (text, agreed)


def test_a_five_may_look_like_an_s_and_a_name_may_stand_before_a_day() -> None:
    vote = vote_stamp(readings("1531 # 1S31 # 1S31", "1531 # 1S31"))
    assert vote is not None
    assert vote.text == "15:31"
    assert vote_stamp(readings("TicketBot今天21:33 # TicketBot今天21:33", "TicketBot 21:33")) is None


def test_what_is_left_of_the_half_of_a_day_asks() -> None:
    han = "tesseract:chi_sim"
    clocks = [("figures", "9:40"), ("figures", "9:40")]
    vote = vote_stamp([(han, "昨天晚主9:40"), (han, "昨天鲁主940"), (han, "昼火险土9:40"), *clocks])
    assert vote is not None and (vote.text, vote.agreed) == ("昨天 晚上9:40", False)
    vote = vote_stamp([(han, "昨天9:40"), (han, "昨天 940"), (han, "昨天9:40"), *clocks])
    assert vote is not None and (vote.text, vote.agreed) == ("昨天 9:40", True)


def test_three_figures_of_one_reading_alone_are_a_badge_and_no_clock() -> None:
    assert vote_stamp([*readings("9 # SI", "639"), ("figures", "LE")]) is None
    assert vote_stamp(readings("昨天1405 # SI", "639")) is not None
