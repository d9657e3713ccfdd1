from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from extractor.data_files import models_folder
from extractor.errors import ModelsInvalid
from extractor.evidence.schema import STATUSES
from extractor.i18n import speak
from extractor.screens.definitions import SLOTS, load_screens
from extractor.screens.labels import find_labels
from extractor.screens.recognise import recognise
from tests.helpers import line

SHIPPED = sorted(p for p in (models_folder() / "screens").glob("*.yaml") if not p.name.startswith("_"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_every_shipped_screen_loads_under_its_file_s_name(path: Path) -> None:
    screens = load_screens()
    found = {s.screen: s for s in (*screens.pages, *screens.chats, screens.fallback)}
    assert path.stem in found
    screen = found[path.stem]
    assert screen.source == path
    assert screen.name_zh
    assert screen.name_en.isascii()
    assert {label.slot for label in screen.labels.values()} <= SLOTS
    assert {word.status for word in screen.status} <= set(STATUSES)


def test_shipped_screens_can_reach_their_points() -> None:
    screens = load_screens()
    for screen in screens.pages:
        assert sum(points for _, points in screen.cues) >= screen.needs > 0, screen.screen
    assert screens.fallback.screen == "unknown"
    assert screens.chats


def test_long_status_words_come_first() -> None:
    words = [len(word.word) for word in load_screens().fallback.status]
    assert words == sorted(words, reverse=True)


# -- a user's own screens ---------------------------------------------------------------------------------------

OWN = """\
screen: my.kiosk
name: {zh: 自助机, en: Kiosk}
rows: transaction
needs: 3
cues: {自助充值凭条: 3}
labels:
  order_no: [凭条号]
  paid_amount: [投币金额]
status:
  paid: [已出票]
"""


def own_screens(folder: Path, text: str, name: str = "kiosk.yaml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_folder_adds_a_screen_without_code(folder: Path) -> None:
    screens = load_screens(own_screens(folder, OWN))
    page = recognise(
        [line("自助充值凭条", y=0), line("凭条号: 20250314210533", y=60), line("投币金额: 30.00", y=120)],
        screens,
        size=(720, 480),
    )
    assert page.screen.screen == "my.kiosk"
    assert {(p.label.slot, p.value.text) for p in page.pairs} == {
        ("order_no", "20250314210533"),
        ("paid_amount", "30.00"),
    }
    assert "已出票" in {word.word for word in page.screen.status}
    assert "my.kiosk" not in {s.screen for s in load_screens().pages}


def test_a_user_s_file_replaces_the_shipped_screen_of_its_name(folder: Path) -> None:
    before = {s.screen for s in load_screens().pages}
    screens = load_screens(own_screens(folder, OWN.replace("my.kiosk", "alipay.bill")))
    assert {s.screen for s in screens.pages} == before
    assert next(s for s in screens.pages if s.screen == "alipay.bill").name_zh == "自助机"


def test_common_labels_reach_a_user_s_screens(folder: Path) -> None:
    screens = load_screens(own_screens(folder, OWN))
    mine = next(s for s in screens.pages if s.screen == "my.kiosk")
    assert find_labels("交易单号", mine.labels)[0].label.slot == "trade_no"


def test_a_user_s_own_common_labels_reach_a_user_s_screens(folder: Path) -> None:
    own_screens(folder, "order_no: [票号]\n", "_labels.yaml")
    screens = load_screens(own_screens(folder, OWN))
    mine = next(s for s in screens.pages if s.screen == "my.kiosk")
    assert mine.labels["票号"].slot == "order_no"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("needs: 3", "needs: many"), "needs"),
        (("needs: 3", "need: 3"), "need"),
        (("rows: transaction", "rows: poem"), "rows"),
        (("screen: my.kiosk", "screen: My Kiosk"), "screen"),
        (("order_no: [凭条号]", "orderno: [凭条号]"), "orderno"),
        (("order_no: [凭条号]", "order_no: 凭条号"), "order_no"),
        (("paid: [已出票]", "done: [已出票]"), "done"),
        (("cues: {自助充值凭条: 3}", "cues: [自助充值凭条]"), "cues"),
        (("needs: 3", "needs: 3\nown_colours: [green]"), "own_colours"),
        (("name: {zh: 自助机, en: Kiosk}", "name: {zh: 自助机"), "kiosk.yaml"),
    ],
)
def test_a_malformed_file_is_named_with_the_place(folder: Path, change: tuple[str, str], told: str) -> None:
    assert change[0] in OWN
    with pytest.raises(ModelsInvalid) as caught:
        load_screens(own_screens(folder, OWN.replace(*change)))
    assert str(folder / "kiosk.yaml") in str(caught.value)
    assert told in str(caught.value)


@pytest.mark.parametrize("text", ["", "[]", "just text", "\t- :", "a: b: c"])
def test_a_file_that_is_no_screen_is_named(folder: Path, text: str) -> None:
    with pytest.raises(ModelsInvalid, match=r"kiosk\.yaml"):
        load_screens(own_screens(folder, text))


def test_a_file_in_another_encoding_is_named(folder: Path) -> None:
    (folder / "gbk.yaml").write_bytes(OWN.encode("gbk"))
    with pytest.raises(ModelsInvalid, match=r"gbk\.yaml"):
        load_screens(folder)


def test_a_malformed_labels_file_is_named(folder: Path) -> None:
    with pytest.raises(ModelsInvalid, match=r"_labels\.yaml"):
        load_screens(own_screens(folder, "colour: [红]\n", "_labels.yaml"))


def test_a_folder_that_is_none(folder: Path) -> None:
    with pytest.raises(ModelsInvalid, match="missing"):
        load_screens(folder / "missing")


def test_no_label_of_the_common_file_has_two_meanings() -> None:
    data = yaml.safe_load((models_folder() / "screens" / "_labels.yaml").read_text(encoding="utf-8"))
    meanings: dict[str, set[str]] = {}
    for slot, texts in data.items():
        for text in texts:
            meanings.setdefault(text.replace(" ", ""), set()).add(slot)
    assert {text: slots for text, slots in meanings.items() if len(slots) > 1} == {}


@pytest.mark.parametrize(
    ("change", "zh", "en"),
    [
        (("needs: 3", "needs: viel"), "needs：应为整数", "needs: expected a whole number"),
        (("needs: 3\n", ""), "needs：缺少这一项", "needs: this field is missing"),
        (("needs: 3", "needs: 3\nneed: 3"), "need：没有这一项", "need: there is no such field"),
        (("needs: 3", "needs: -1"), "needs：应为不小于 0 的数", "expected a number of 0 or more"),
        (("needs: 3", "needs: [3"), "行，第", ", line "),
    ],
)
def test_what_is_wrong_is_told_in_the_users_language(
    folder: Path, change: tuple[str, str], zh: str, en: str
) -> None:
    assert change[0] in OWN
    own_screens(folder, OWN.replace(*change))
    for language, said in (("zh", zh), ("en", en)):
        speak(language)  # type: ignore[arg-type]
        try:
            with pytest.raises(ModelsInvalid) as caught:
                load_screens(folder)
        finally:
            speak(None)
        assert "kiosk.yaml" in str(caught.value) and said in str(caught.value)
        assert "Input should" not in str(caught.value) and "while parsing" not in str(caught.value)
