"""The phrase files: that users can add to them, and that a malformed one stops the run with its name and place."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.data_files import models_folder
from extractor.errors import ModelsInvalid
from extractor.statements import find_statements, load_phrases
from extractor.statements.patterns import AMOUNT, DEADLINE, FOR_YOU, Language, PatternError

WORDS = {"give": ["给", "帮"], "you": ["您", "你"], "me": ["我"], "refund": ["退款", "退"], "no": ["不"]}


def matches(pattern: str, text: str, *, across: bool = False) -> str | None:
    found = Language(WORDS).compile(pattern, across=across).search(text)
    return found[0] if found else None


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("退款", "我要退款", "退款"),
        ("<refund>", "我要退款", "退款"),
        ("[就|再]退", "就退", "就退"),
        ("[就|再]?退", "退", "退"),
        ("[就|再]*退", "就再退", "就再退"),
        ("<no>?<refund>", "不退", "不退"),
        ("不~退", "不能给退", "不能给退"),
        ("不~1退", "不能给退", None),
        ("退款?了", "退了", "退了"),
        ("^退", "不退", None),
        ("退款$", "退款的哦", "退款的哦"),
        ("退款$", "退款进度", None),
        ("!申请退", "申请退", None),
        ("!不退", "能退", "退"),
        ("<deadline>~2退", f"{DEADLINE}退", f"{DEADLINE}退"),
        ("退<amount>", f"退{AMOUNT}", f"退{AMOUNT}"),
        ("给您~2退", f"{FOR_YOU}退", f"{FOR_YOU}退"),
        ("[不~2退|再说]", "不给退", "不给退"),
        ("不~退", "不\n退", None),
        ("(退.款)", "退x款", None),
    ],
)
def test_the_pattern_language(pattern: str, text: str, found: str | None) -> None:
    assert matches(pattern, text) == found


def test_patterns_over_the_whole_message() -> None:
    assert matches("不~退", "不\n退", across=True) == "不\n退"


@pytest.mark.parametrize("pattern", ["[退", "退]", "<refnd>", "[a|[b]"])
def test_malformed_patterns(pattern: str) -> None:
    with pytest.raises(PatternError):
        Language(WORDS).compile(pattern)


def write(folder: Path, text: str, name: str = "mine.yaml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def kinds(text: str, folder: Path | None) -> list[str]:
    return [s.kind for s in find_statements(text, "other", at=None, phrases=load_phrases(folder))]


def test_a_user_adds_words(tmp_path: Path) -> None:
    assert kinds("马上给您返米", None) == []
    write(tmp_path, "words:\n  refund: [返米]\n")
    assert kinds("马上给您返米", tmp_path) == ["promise"]
    assert kinds("马上给您退款", tmp_path) == ["promise"]  # what is shipped stays


def test_a_user_adds_misreadings(tmp_path: Path) -> None:
    write(tmp_path, "misread:\n  退款: [艮款]\n")
    assert kinds("不支持艮款", tmp_path) == ["refusal"]


def test_a_user_adds_a_rule(tmp_path: Path) -> None:
    write(
        tmp_path,
        "kind: scam\nspeakers: [other]\nrules:\n  - rule: crypto\n    severity: high\n    any: ['[U|usdt]~4<refund>']\n",
    )
    found = find_statements("用usdt退你", "other", at=None, phrases=load_phrases(tmp_path))
    assert [(s.kind, s.rule, s.severity) for s in found] == [("scam", "crypto", "high")]


def test_a_user_adds_to_a_rule_and_can_change_it(tmp_path: Path) -> None:
    write(tmp_path, "kind: promise\nrules:\n  - rule: will_refund\n    any: ['包你满意']\n    sure: false\n")
    found = find_statements("包你满意", "other", at=None, phrases=load_phrases(tmp_path))
    assert [(s.rule, s.sure) for s in found] == [("will_refund", False)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("words: [退款]", "words"),
        ("wrds:\n  refund: [退米]", "wrds"),
        ("words:\n  refund: {a: 1}", "words.refund"),
        ("words:\n  deadline: [明天]", "words.deadline"),
        ("misread:\n  退款: [退]", "misread.退款"),
        ("kind: threat\nrules: []", "kind"),
        ("kind: scam\nrules:\n  - rule: x\n    anny: [退]", "rules.0.anny"),
        ("kind: scam\nrules:\n  - rule: x\n    any: ['[退']", "x.any"),
        ("kind: scam\nrules:\n  - rule: x\n    any: ['<nothing>']", "<nothing>"),
        ("kind: scam\nrules:\n  - rule: x\n    any: [退]\n    severity: bad", "severity"),
        ("kind: [", "cannot be read"),
        ("- 退款", "mine.yaml"),
        ("", "mine.yaml"),
    ],
)
def test_malformed_files_name_file_and_place(tmp_path: Path, text: str, place: str) -> None:
    write(tmp_path, text)
    with pytest.raises(ModelsInvalid) as error:
        load_phrases(tmp_path)
    assert "mine.yaml" in str(error.value)
    assert place in str(error.value)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ModelsInvalid, match="no such folder"):
        load_phrases(tmp_path / "missing")


def test_shipped_files_say_how_they_are_written() -> None:
    words = (models_folder() / "phrases" / "words.yaml").read_text(encoding="utf-8")
    for sign in ("<refund>", "~3", "?  *", "^  $", "--phrases"):
        assert sign in words
