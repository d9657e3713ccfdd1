from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click
import pytest

from extractor.cli import settings
from extractor.cli.main import cli, main
from extractor.errors import ExitCode
from tests.helpers import ROOT


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The values with which `extractor run` was called, instead of reading anything."""
    calls: list[dict[str, Any]] = []
    command = cli.get_command(click.Context(cli), "run")
    assert command is not None
    monkeypatch.setattr(command, "callback", lambda **values: calls.append(values))
    return calls


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a Chinese name; gives the place of its extractor.toml."""
    folder = tmp_path / "维权 资料"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder / "extractor.toml"


def run(*args: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(["run", *args, "截图"])
    assert isinstance(caught.value.code, int)
    return caught.value.code


def test_each_level_outweighs_the_one_below(
    own_settings: Path, here: Path, called: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run() == 0
    own_settings.write_text("[run]\njobs = 2\n", encoding="utf-8")
    assert run() == 0
    here.write_text("[run]\njobs = 3\n", encoding="utf-8")
    assert run() == 0
    monkeypatch.setenv("EXTRACTOR_RUN_JOBS", "4")
    assert run() == 0
    assert run("-j", "5") == 0
    assert [values["jobs"] for values in called] == [None, 2, 3, 4, 5]


def test_the_files_add_up(own_settings: Path, here: Path, called: list[dict[str, Any]]) -> None:
    own_settings.write_text("[run]\njobs = 2\nfollow-links = true\nreader = 'rapidocr'\n", encoding="utf-8")
    here.write_text("[run]\nreader = 'tesseract'\ncase = true\n", encoding="utf-8")
    assert run() == 0
    got = called[0]
    assert (got["jobs"], got["follow_links"], got["reader"], got["with_case"]) == (2, True, "tesseract", True)


def test_a_path_is_meant_from_its_file(own_settings: Path, here: Path, called: list[dict[str, Any]]) -> None:
    own_settings.write_text("[run]\nscreens = '我的页面'\n", encoding="utf-8")
    here.write_text("[run]\nphrases = '词库'\nout = '../结果'\n", encoding="utf-8")
    assert run() == 0
    assert called[0]["screens"] == own_settings.parent / "我的页面"
    assert called[0]["phrases"] == here.parent / "词库"
    assert called[0]["out"].resolve() == here.parent.parent / "结果"


def test_both_spellings_and_a_byte_order_mark(here: Path, called: list[dict[str, Any]]) -> None:
    here.write_text('[run]\nsecond_reader = "rapidocr"\n', encoding="utf-8-sig")
    assert run() == 0
    here.write_text('[run]\nsecond-reader = "rapidocr"\n', encoding="utf-8")
    assert run() == 0
    assert [values["second_reader"] for values in called] == ["rapidocr", "rapidocr"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[run]\njob = 3\n", ["run.job", "no such setting", "Did you mean jobs?"]),
        ("jobs = 3\n", ["no such setting: jobs", "[run]"]),
        ("[rum]\njobs = 3\n", ["no such setting: rum", "Did you mean run?"]),
        ("[run]\njobs = 0\n", ["run.jobs", "wrong value: 0"]),
        ("[run]\njobs = true\n", ["run.jobs", "a whole number: true"]),
        ('[run]\njobs = "4"\n', ["run.jobs", "a whole number: '4'"]),
        ('[run]\ncase = "yes"\n', ["run.case", "true / false"]),
        ('[run]\nreader = "abbyy"\n', ["run.reader", "'abbyy'", "rapidocr"]),
        ('[run]\nscreens = ""\n', ["run.screens", "words in quotes"]),
        ('[watch]\nsettle = "1"\n', ["watch.settle", "a number"]),
        ("[run]\nfresh = true\n", ["no such setting: run.fresh"]),
        ('[case]\ntoday = "2026-01-01"\n', ["no such setting: case.today", "person-per-subfolder"]),
        ("[run\n", ["no valid TOML", "line 1"]),
        ("[run]\nscreens = C:\\a\n", ["no valid TOML", "line 2"]),
        ("[watch]\nnotify-cmd = 'x'\n", ["watch.notify-cmd", "runs a command", "only in your own settings"]),
        ("[run]\nfollow-links = true\n", ["run.follow-links", "only in your own settings"]),
    ],
)
def test_what_is_wrong_is_named_with_its_file(
    text: str,
    told: list[str],
    here: Path,
    called: list[dict[str, Any]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    here.write_text(text, encoding="utf-8")
    assert run() == ExitCode.COULD_NOT_RUN
    err = capsys.readouterr().err
    assert err.startswith(f"Error: {here}: ")
    for words in told:
        assert words in err
    assert not called


def test_a_file_in_another_encoding(
    here: Path, called: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    here.write_bytes("[run]\nout = '结果'\n".encode("gbk"))
    assert run() == ExitCode.COULD_NOT_RUN
    assert "UTF-8" in capsys.readouterr().err
    assert not called


def test_a_results_folder_for_all_cases_is_refused(
    own_settings: Path, called: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    own_settings.write_text("[run]\nout = '/somewhere'\n", encoding="utf-8")
    assert run() == ExitCode.COULD_NOT_RUN
    assert "belongs to one case" in capsys.readouterr().err
    assert not called


def test_in_the_folder_of_the_own_settings_they_are_read_once(
    own_settings: Path, monkeypatch: pytest.MonkeyPatch, called: list[dict[str, Any]]
) -> None:
    monkeypatch.chdir(own_settings.parent)
    own_settings.write_text("[watch]\nnotify-cmd = 'notify'\n", encoding="utf-8")
    assert run() == 0


def test_a_command_of_ones_own_and_the_case(own_settings: Path) -> None:
    own_settings.write_text(
        "[watch]\nnotify-cmd = 'notify'\n[case]\nperson-per-subfolder = true\n", encoding="utf-8"
    )
    found = settings.default_map(cli, click.Context(cli))
    assert found == {
        "watch": {"notify_cmd": "notify"},
        "case": {"build": {"person_per_subfolder": True}, "init": {"person_per_subfolder": True}},
        "run": {"person_per_subfolder": True},
    }


def test_run_builds_the_case_by_the_settings_of_the_case(
    own_settings: Path, here: Path, called: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run() == 0
    own_settings.write_text("[case]\nperson-per-subfolder = true\n", encoding="utf-8")
    assert run() == 0
    here.write_text("[run]\nperson-per-subfolder = false\n", encoding="utf-8")
    assert run() == 0
    monkeypatch.setenv("EXTRACTOR_CASE_PERSON_PER_SUBFOLDER", "1")
    assert run() == 0
    assert [values["person_per_subfolder"] for values in called] == [None, True, False, True]


def test_a_wrong_environment_variable_is_named(
    called: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EXTRACTOR_RUN_JOBS", "many")
    assert run() == ExitCode.USAGE
    assert "From the environment variable EXTRACTOR_RUN_JOBS" in capsys.readouterr().err
    monkeypatch.delenv("EXTRACTOR_RUN_JOBS")
    assert run("-j", "many") == ExitCode.USAGE
    assert "environment" not in capsys.readouterr().err


def test_the_example_of_the_page_is_right(own_settings: Path, here: Path) -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    own, of_case = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    own_settings.write_text(own, encoding="utf-8")
    here.write_text(of_case, encoding="utf-8")
    found = settings.default_map(cli, click.Context(cli))
    assert found["run"]["jobs"] == 2
    assert found["case"]["build"] == {"person_per_subfolder": True}
