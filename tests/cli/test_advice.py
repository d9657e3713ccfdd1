"""What messages tell users to type: options that the command has, and the program as they called it."""

from __future__ import annotations

import ast
import errno
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from babel.messages.pofile import read_po

from docs.build_translations import PO
from extractor import i18n
from extractor.cli.main import cli, main
from extractor.invocation import called, named, running, takes
from extractor.system_errors import cannot_write
from tests.helpers import ROOT
from tests.results import make_results

OPTION = re.compile(r"(?<![\w-])(--[a-z][a-z-]+|-[a-z](?![\w-]))")
COMMAND = re.compile(
    r"extractor (run|watch|case|review|report|transcript|explain|doctor)\b(?: (init|file)\b)?"
)
OTHERS = {"--psm", "--oem", "-c", "-m", "-y", "-e", "-r", "--id", "--interactive", "--upgrade"}
"""Options of other programs: python -m, apt-get install -y, winget install --id."""


def options() -> dict[str, set[str]]:
    """Each command that can be typed, `case init` among them, and all options that it takes."""

    def below(group: click.Group, head: str) -> Iterator[tuple[str, set[str]]]:
        ctx = click.Context(group)
        for name in group.list_commands(ctx):
            command = group.get_command(ctx, name)
            assert command is not None
            if isinstance(command, click.Group):
                yield from below(command, f"{head}{name} ")
            else:
                typed = f"{head}{name}".removesuffix(" build")
                yield typed, {opt for param in command.params for opt in (*param.opts, *param.secondary_opts)}

    return dict(below(cli, ""))


OPTIONS = options()
EVERYWHERE = set().union(*OPTIONS.values()) | {"--help", "--version", "-h"}


def test_only_commands_that_write_elsewhere_advise_it() -> None:
    assert {name for name, known in OPTIONS.items() if "-o" in known} == {"run", "watch"}


@pytest.mark.parametrize("command", sorted(OPTIONS))
@pytest.mark.parametrize(
    "number",
    [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EEXIST, errno.ENAMETOOLONG, errno.ENOENT, errno.EIO, errno.EBUSY, 9999],
)  # fmt: skip
def test_what_helps_against_the_system_is_what_the_command_has(command: str, number: int) -> None:
    with running(OPTIONS[command]):
        advised = set(OPTION.findall(cannot_write(Path("/表"), OSError(number, "x"))))
    assert advised <= OPTIONS[command]
    assert number in (errno.EBUSY,) or advised == ({"-o"} & OPTIONS[command])


def test_out_of_a_command_no_option_is_advised() -> None:
    assert not takes("-o")
    assert "-o" not in cannot_write(Path("x"), OSError(errno.ENOSPC, "x"))


@pytest.mark.parametrize("command", ["report", "case"])
def test_a_file_in_the_way_is_told_without_an_option_that_is_none(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_results(tmp_path / "in", tmp_path / "out")
    (tmp_path / "out" / "report.html").mkdir()
    (tmp_path / "out" / "case.json").mkdir()
    with pytest.raises(SystemExit) as ended:
        main([command, str(tmp_path / "out")])
    told = capsys.readouterr().err
    assert ended.value.code == 1 and "cannot write" in told
    assert not OPTION.findall(told.replace(str(tmp_path), "")), told


def texts() -> Iterator[tuple[str, str]]:
    """Where, and what: all messages in both languages, and all other texts of the package, docstrings aside."""
    with PO.open("rb") as file:
        catalogue = read_po(file)
    for message in catalogue:
        for text in (message.id, message.string):
            for one in (text,) if isinstance(text, str) else text:
                yield str(message.locations), one
    for path in (ROOT / "extractor").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        bare = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
                yield path.name, node.value


def test_options_in_messages_are_those_of_the_command_that_is_named() -> None:
    wrong = []
    seen = 0
    for place, text in texts():
        if not re.search("[ \u4e00-\u9fff]", text):
            continue  # a name, and no sentence
        names = {" ".join(filter(None, found)) for found in COMMAND.findall(text)}
        if (
            names and "extractor/case/" in place
        ):  # what the commands of the case say may name another one beside
            names |= {"case", "case init", "case file"}
        known = set().union(*(OPTIONS[name] for name in names)) if names else EVERYWHERE
        for option in set(OPTION.findall(text)) - OTHERS - {"--help", "--version"}:
            seen += 1
            if option not in known:
                wrong.append((place, option, text))
    assert seen > 20 and not wrong, wrong


# -- the program by its name ------------------------------------------------------------------------------------

BARE = re.compile(
    r"(?<![\w./-])extractor (?:run|watch|case|review|report|transcript|explain|doctor|--help)\b"
)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "args",
    [
        [],
        ["--help"],
        ["case", "--help"],
        ["run", "--help"],
        ["report", "--help"],
        ["report", "."],
        ["case", "."],
        ["review", "."],
        ["explain", "."],
        ["run"],
        ["nonsense"],
        ["run", "x", "-j", "many"],
        ["watch", __file__],
    ],
)
def test_commands_are_named_as_the_program_was_called(
    args: list[str],
    language: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [".venv/bin/extractor"])
    which = shutil.which
    monkeypatch.setattr(
        "extractor.invocation.shutil.which", lambda name: None if name == "extractor" else which(name)
    )
    with pytest.raises(SystemExit):
        main([*args, "--lang", language])
    captured = capsys.readouterr()
    told = captured.out + captured.err
    assert ".venv/bin/extractor" in told
    assert not BARE.search(told), told


def test_a_name_with_braces_is_no_placeholder(monkeypatch: pytest.MonkeyPatch) -> None:
    i18n.speak("en")
    try:
        with called("'/a {b}/extractor'"):
            said = i18n.tr(
                "{path} is no results folder (it has no {file}); run extractor run first",
                path="{x}",
                file="y",
            )
    finally:
        i18n.speak(None)
    assert said == "{x} is no results folder (it has no y); run '/a {b}/extractor' run first"


def test_only_commands_get_the_name_and_only_once() -> None:
    with called("./extractor"):
        assert named("extractor run") == named(named("extractor run")) == "./extractor run"
        for other in (
            "another extractor (run or watch)",
            "evidence-extractor run",
            "extractor.toml",
            "~/x/extractor run",
        ):
            assert named(other) == other


def test_completion_goes_by_the_bare_name() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "extractor"],
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "_EXTRACTOR_COMPLETE": "bash_source"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "_extractor_completion" in done.stdout


# -- wrong numbers ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "zh", "en"),
    [
        (
            ["run", ".", "--jobs", "abc"],
            "abc 不行，请写 1 到 61 之间的整数",
            "abc: write a whole number from 1 to 61",
        ),
        (
            ["run", ".", "--jobs", "99"],
            "99 不行，请写 1 到 61 之间的整数",
            "99: write a whole number from 1 to 61",
        ),
        (["run", ".", "--jobs", "1.5"], "1.5 不行，请写 1 到 61 之间的整数", "1.5: write a whole number"),
        (
            ["watch", ".", "--settle", "x"],
            "x 不行，请写 0 到 3600 之间的数",
            "x: write a number from 0 to 3600",
        ),
        (["watch", ".", "--settle", "nan"], "nan 不行", "nan: write a number from 0 to 3600"),
        (["review", ".", "--port", "99999"], "99999 不行，请写 0 到 65535 之间的整数", "from 0 to 65535"),
    ],
)
def test_wrong_numbers_are_told_which_would_do(
    args: list[str], zh: str, en: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for language, said in (("zh", zh), ("en", en)):
        with pytest.raises(SystemExit) as ended:
            main([*args, "--lang", language])
        told = capsys.readouterr().err
        assert ended.value.code == 2 and said in told
        assert "range" not in told and "<=" not in told


def test_a_hidden_command_is_not_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["case", ".", "--today", "x"])
    told = capsys.readouterr().err
    assert "extractor case" in told and "build" not in told
