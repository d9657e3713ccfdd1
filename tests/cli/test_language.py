from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from docs import build_translations
from extractor import i18n
from extractor.cli.layout import width, wrapped
from extractor.cli.main import cli, main

HAN = re.compile("[\u3007\u4e00-\u9fff]")
# Chinese help may hold names: of options and commands, files, programs, values; anything else Latin is a leftover
NAMES = re.compile(
    r"\b(file|init|run|case)\b|--?[a-z][a-z-]*|\[[a-z0-9|]+\]|extractor( (run|case|review|doctor|init|file))?|"
    r"[\w-]*\.(xlsx|csv|jsonl|html|json|ics|toml)|papers/|pip install|'evidence-extractor\[rapidocr\]'|"
    r"tesseract|rapidocr|figures|Tesseract|Python|JSON|YAML|cron|Ctrl-C|stderr|evidence|[DE]-…|<=x<=|NAME"
)


def commands() -> Iterator[list[str]]:
    def below(group: click.Group, words: list[str]) -> Iterator[list[str]]:
        ctx = click.Context(group)
        for name in group.list_commands(ctx):
            command = group.get_command(ctx, name)
            assert command is not None
            yield [*words, name]
            if isinstance(command, click.Group):
                yield from below(command, [*words, name])

    yield []
    yield from below(cli, [])


ALL = [" ".join(words) for words in commands()]


def told(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    with pytest.raises(SystemExit):
        main(list(args))
    captured = capsys.readouterr()
    return captured.out + captured.err


def test_all_commands_are_looked_at() -> None:
    assert {"", "run", "case init", "case file", "doctor"} <= set(ALL)


@pytest.mark.parametrize("command", ALL)
def test_english_help_has_no_chinese(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, *command.split(), "--help", "--lang", "en")
    assert text.startswith("Usage: extractor")
    assert not HAN.search(text), text


@pytest.mark.parametrize("command", ALL)
def test_chinese_help_has_no_english(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, "--lang", "zh", *command.split(), "--help")
    assert text.startswith("用法: extractor")
    body = text if command else text.partition("命令:")[0]  # the names of commands stand alone in the list
    rest = NAMES.sub("", body.partition("\n")[2])
    assert not re.search("[A-Za-z]{2,}", rest), rest
    assert "选项:" in text and "显示本说明" in text


@pytest.mark.parametrize(
    "args",
    [
        ["nonsense"],
        ["--nonsense"],
        ["run"],
        ["run", "--jo"],
        ["run", "a", "b"],
        ["run", ".", "-j", "0"],
        ["run", ".", "-j", "many"],
        ["run", ".", "-o"],
        ["run", ".", "--fresh=1"],
        ["run", ".", "--reader", "eye"],
        ["case", "file", "."],
        ["case", ".", "--today", "tomorrow"],
        ["run", "/no/such/folder"],
        ["case", "/no/such/folder"],
        ["review", "/no/such/folder"],
    ],
)
def test_errors_are_of_one_language(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    english = told(capsys, *args, "--lang", "en")
    assert "Error: " in english and not HAN.search(english), english
    chinese = told(capsys, "--lang", "zh", *args)
    assert "错误：" in chinese
    for word in ("Error", "Usage", "Try", "No such", "no such", "Missing", "Invalid", "Did you", "is not"):
        assert word not in chinese, chinese


@pytest.mark.parametrize(
    ("environment", "spoken"),
    [
        ({}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "POSIX"}, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "fr:en"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN"}, "zh"),
    ],
)
def test_the_system_is_asked(
    environment: dict[str, str], spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("EXTRACTOR_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert i18n.language() == spoken


def test_each_way_outweighs_the_one_below(
    own_settings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANGUAGE", "en")

    def spoken(*args: str, environment: str = "") -> str:
        monkeypatch.setenv("LANGUAGE", "en")
        monkeypatch.setenv("EXTRACTOR_LANG", environment)
        return "zh" if "三件事" in told(capsys, *args) else "en"

    assert spoken() == "en"
    own_settings.write_text('lang = "zh"\n', encoding="utf-8")
    assert spoken() == "zh"
    (tmp_path / "extractor.toml").write_text('lang = "en"\n', encoding="utf-8")
    assert spoken() == "en"
    assert spoken(environment="zh") == "zh"
    assert spoken("--lang", "en", environment="zh") == "en"
    assert spoken("--lang=en", environment="zh") == "en"


def test_a_wrong_language_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "'xx' is not one of" in told(capsys, "--lang", "xx")
    monkeypatch.setenv("EXTRACTOR_LANG", "xx")
    monkeypatch.setenv("LANGUAGE", "en")
    assert "From the environment variable EXTRACTOR_LANG" in told(capsys)
    monkeypatch.setenv("EXTRACTOR_LANG", "")
    (tmp_path / "extractor.toml").write_text('lang = "xx"\n', encoding="utf-8")
    assert "lang should be" in told(capsys, "run", ".")


def test_the_catalogue_is_complete_and_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    assert build_translations.main(["--check"]) == 0, capsys.readouterr().err


def names(text: str) -> set[str]:
    return set(re.findall(r"\{\w+", text))


def test_translations_keep_the_placeholders() -> None:
    catalogue = i18n._catalogue("zh")
    for _, message in build_translations.messages():
        if isinstance(message, str):
            assert names(catalogue.gettext(message)) == names(message)
        else:
            assert names(catalogue.ngettext(*message, 1)) <= names(message[0]) | names(message[1])


def test_what_is_kept_in_both_languages_is_shown_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = "文件是空的，请重新传一次 / the file is empty; copy it again"
    assert i18n.one_of_both(kept) == "the file is empty; copy it again"
    monkeypatch.setenv("EXTRACTOR_LANG", "zh")
    assert i18n.one_of_both(kept) == "文件是空的，请重新传一次"
    assert i18n.one_of_both("a / b") == "a / b"
    assert i18n.one_of_both("路径 / 文件") == "路径 / 文件"


def test_chinese_is_wrapped_by_its_width() -> None:
    text = "读取文件夹里的截图，生成 evidence.xlsx、readings.jsonl 等。"
    lines = list(wrapped(text, 24))
    assert all(width(line) <= 24 for line in lines)
    assert not any(line[0] in "，。、 " for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert any("evidence.xlsx" in line for line in lines)
