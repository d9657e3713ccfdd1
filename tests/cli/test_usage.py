from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from extractor import runner
from extractor.cli.main import cli, main
from extractor.errors import CannotRun, ExitCode, ExtractorError, Refused
from extractor.evidence import corrections
from extractor.invocation import program, program_from_anywhere, quoted
from extractor.ocr import preflight
from extractor.ocr.choice import ReaderChoice
from extractor.report import pictures
from tests import workers
from tests.helpers import ROOT
from tests.results import make_results


def code_of(*args: str | Path) -> int:
    with pytest.raises(SystemExit) as caught:
        main([str(arg) for arg in args])
    assert isinstance(caught.value.code, int)
    return caught.value.code


def python(*args: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A Python of its own, started in the checkout."""
    given = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(
        [sys.executable, *args],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=given,
        timeout=120,
    )


@pytest.fixture
def fake_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "check_tesseract", lambda: None)
    monkeypatch.setattr(runner, "read_batch", workers.read_batch)
    monkeypatch.setattr(runner, "Pool", workers.PoolWithoutProcesses)
    monkeypatch.setattr(pictures, "Pool", workers.PoolWithoutProcesses)


# -- start-up ---------------------------------------------------------------------------------------------------

_LOADED = """
import sys
from extractor.cli.main import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    assert end.code in (0, None), end.code
heavy = {"pandas", "cv2", "numpy", "PIL", "pytesseract", "xlsxwriter"} & set(sys.modules)
assert not heavy, heavy
"""


@pytest.mark.parametrize(
    "args",
    [
        ["--help"],
        ["run", "--help"],
        ["watch", "--help"],
        ["explain", "-h"],
        ["doctor", "--help"],
        ["--version"],
    ],
)
def test_help_loads_nothing_heavy(args: list[str]) -> None:
    done = python("-c", _LOADED, *args)
    assert done.returncode == 0, done.stderr
    assert "extractor" in done.stdout


def test_the_package_runs_as_a_module() -> None:
    done = python("-m", "extractor", "--help")
    assert done.returncode == 0
    assert "screenshots" in done.stdout


def test_a_console_that_knows_no_chinese_is_no_crash() -> None:
    for args in (["--help"], ["run", "/no/such/文件夹"]):
        done = python("-m", "extractor", "--lang", "zh", *args, PYTHONIOENCODING="cp1252")
        assert "Traceback" not in done.stderr
        assert "?" in done.stdout + done.stderr


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of("--help") == 0
    text = capsys.readouterr().out
    for command in ("run", "watch", "explain", "doctor"):
        assert f"  {command} " in text


def test_help_of_run_tells_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of("run", "--help") == 0
    text = capsys.readouterr().out
    assert "Exit codes" in text
    assert all(
        f"{code.value} " in text for code in (ExitCode.ALL_READ, ExitCode.COULD_NOT_RUN, ExitCode.USAGE)
    )


# -- exit codes -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "args",
    [
        ["nonsense"],
        ["run"],
        ["run", "--nonsense"],
        ["run", "a", "b"],
        ["run", ".", "-j", "0"],
        ["watch", ".", "--settle", "-1"],
        ["watch", ".", "--notify-cmd", "say 'it"],
        ["--nonsense"],
    ],
)
def test_wrong_usage_is_2(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of(*args) == 2
    assert capsys.readouterr().err


def test_alone_it_shows_the_three_things_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of() == 0
    captured = capsys.readouterr()
    for command in ("extractor run ", "extractor review ", "extractor case "):
        assert captured.out.count(command) == 1
    assert "three things" in captured.out
    assert len(captured.out.splitlines()) < 16
    assert not captured.err


@pytest.mark.usefixtures("fake_reader")
def test_quiet_leaves_errors_and_the_exit_code(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.png").write_text("1")
    assert code_of("-q", "run", folder, "-o", tmp_path / "out", "-j", "1") == 0
    assert capsys.readouterr() == ("", "")
    (folder / "refuse.png").write_text("2")
    assert code_of("--quiet", "run", folder, "-o", tmp_path / "out", "-j", "1") == 3
    captured = capsys.readouterr()
    assert not captured.out
    assert "refuse.png" in captured.err


@pytest.mark.usefixtures("fake_reader")
def test_quiet_may_stand_behind_the_command(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "refuse.png").write_text("2")
    assert code_of("run", folder, "-o", tmp_path / "out", "-j", "1", "-q") == 3
    captured = capsys.readouterr()
    assert not captured.out
    assert "refuse.png" in captured.err


def test_quiet_does_not_silence_what_a_command_is_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    message = {"speaker": "other", "text": "明天退款", "box": "0,0,9,9", "kind": "text"}
    record = {
        "source_file": "a.png",
        "captured_at": "2026-10-09T09:12:40+08:00",
        "messages": [message],
    }
    (tmp_path / "readings.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    assert code_of("-q", "transcript", tmp_path) == 0
    assert "明天退款" in capsys.readouterr().out


@pytest.mark.parametrize(("no_color", "coloured"), [("1", False), ("", True)])
def test_no_color_is_followed(
    no_color: str, coloured: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setattr("extractor.cli.report.click.echo", lambda text: click.secho(text, fg="red"))
    monkeypatch.setattr("extractor.report.write_report", lambda out: out / "report.html")
    shown = CliRunner().invoke(cli, ["report", str(tmp_path)], color=True).output
    assert ("\x1b[" in shown) is coloured


def test_the_shell_completes_commands_and_options() -> None:
    for typed, wanted in (("re", "plain,report"), ("run --j", "plain,--jobs")):
        words = f"extractor {typed}"
        done = python(
            "-m",
            "extractor",
            _EXTRACTOR_COMPLETE="bash_complete",
            COMP_WORDS=words,
            COMP_CWORD=str(len(words.split()) - 1),
        )
        assert wanted in done.stdout.split(), done.stderr


@pytest.mark.usefixtures("fake_reader")
def test_all_read_is_0(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.png").write_text("1")
    assert code_of("run", folder, "-o", tmp_path / "out", "-j", "1") == 0
    out = capsys.readouterr().out
    assert str(tmp_path / "out") in out
    assert "evidence.xlsx" in out


@pytest.mark.usefixtures("fake_reader")
def test_some_unread_is_3_and_each_is_named(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.png").write_text("1")
    (folder / "refuse.png").write_text("2")
    (folder / "notes.txt").write_text("3")
    assert code_of("run", folder, "-o", tmp_path / "out", "-j", "1") == 3
    captured = capsys.readouterr()
    assert "refuse.png: not a picture" in captured.err
    assert "notes.txt" in captured.err
    assert "refuse.png" not in captured.out


@pytest.mark.usefixtures("fake_reader")
def test_a_long_list_of_unread_files_is_cut_short(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for n in range(30):
        (folder / f"refuse{n:02d}.png").write_text(str(n))
    assert code_of("run", folder, "-o", tmp_path / "out", "-j", "1") == 3
    err = capsys.readouterr().err
    assert err.count("Not read: ") == 10
    assert "30" in err


@pytest.mark.usefixtures("fake_reader")
def test_an_empty_folder_is_told_and_leaves_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.pdf").write_bytes(b"%PDF-1.4")
    assert code_of("run", folder) == 1
    out, err = capsys.readouterr()
    assert "No screenshots found" in err and "PNG, JPG" in err
    assert "a.pdf" in err and "take screenshots" in err
    assert "Open:" not in out
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


@pytest.mark.usefixtures("fake_reader")
def test_an_emptied_folder_keeps_its_rows(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.png").write_text("1")
    out = tmp_path / "out"
    assert code_of("run", folder, "-o", out, "-j", "1") == 0
    (folder / "a.png").unlink()
    assert code_of("run", folder, "-o", out, "-j", "1") == 0
    assert "no longer there" in capsys.readouterr().err


@pytest.mark.usefixtures("fake_reader")
def test_a_results_folder_as_input_is_told(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.png").write_text("1")
    out = tmp_path / "out"
    assert code_of("run", folder, "-o", out, "-j", "1") == 0
    capsys.readouterr()
    for name in ("run", "watch"):
        assert code_of(name, out) == 1
        told = capsys.readouterr()
        assert "this is a results folder" in told.err and f"review {out}" in told.err
        assert "Open:" not in told.out
    assert not (tmp_path / "out-evidence").exists()


@pytest.mark.usefixtures("fake_reader")
def test_a_name_with_a_line_break_stays_on_one_line(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "refuse\n二.png").write_text("1")
    (folder / "a\nb.zip").write_bytes(b"PK")
    assert code_of("run", folder, "-o", tmp_path / "out", "-j", "1") == 3
    err = capsys.readouterr().err
    assert "refuse\\n二.png" in err and "a\\nb.zip" in err


@pytest.mark.usefixtures("fake_reader")
def test_files_that_were_not_read_are_no_rows_to_compare(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "refuse.png").write_text("1")
    assert code_of("run", folder, "-o", tmp_path / "out", "-j", "1") == 3
    out = capsys.readouterr().out
    assert "To review: 0\n" in out and "nothing to compare: 1" in out and "Review:" not in out


@pytest.mark.parametrize(
    ("typed", "told"),
    [(["runn", "x"], "是不是 run？"), (["xyz"], "可用的：run, watch")],
)
def test_a_mistyped_command_is_answered_with_the_one_meant(
    typed: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert code_of("--lang", "zh", *typed) in (1, 2)
    assert told in capsys.readouterr().err


def test_a_folder_without_a_command_is_answered_with_run(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert code_of("--lang", "zh", folder) == 2
    assert f"run {quoted(str(folder))}" in capsys.readouterr().err


def test_a_missing_folder_is_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of("run", tmp_path / "nowhere") == 1
    err = capsys.readouterr().err
    assert "no such file or folder" in err
    assert "Drag it" in err
    assert str(tmp_path / "nowhere") in err


@pytest.mark.usefixtures("fake_reader")
def test_out_that_cannot_be_written_is_1(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.png").write_text("1")
    (tmp_path / "file").write_text("x")
    assert code_of("run", folder, "-o", tmp_path / "file" / "out") == 1
    err = capsys.readouterr().err
    assert "-o" in err
    assert str(tmp_path / "file" / "out") in err
    assert "Traceback" not in err


@pytest.mark.usefixtures("fake_reader")
@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_out_without_permission_is_1(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    assert code_of("run", folder, "-o", tmp_path / "closed" / "out") == 1
    assert "-o" in capsys.readouterr().err


@pytest.mark.usefixtures("fake_reader")
def test_a_malformed_screen_file_is_1_and_named(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    screens = tmp_path / "screens"
    screens.mkdir()
    (screens / "bad.yaml").write_text("screen: x\n")
    assert code_of("run", folder, "--screens", screens) == 1
    assert str(screens / "bad.yaml") in capsys.readouterr().err


@pytest.mark.parametrize("command", ["run", "explain"])
def test_no_tesseract_is_1_with_the_three_install_commands(
    command: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(preflight, "_USUAL_PLACES", {})
    assert code_of(command, folder) == 1
    err = capsys.readouterr().err
    assert (
        "Debian/Ubuntu: sudo apt-get install -y tesseract-ocr tesseract-ocr-chi-sim tesseract-ocr-eng" in err
    )
    assert "brew install tesseract tesseract-lang" in err
    assert "winget install --interactive --id UB-Mannheim.TesseractOCR" in err


def test_no_tesseract_is_found_out_before_anything_is_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(preflight, "_USUAL_PLACES", {})
    assert code_of("run", folder) == 1
    assert list(folder.parent.iterdir()) == [folder]


def test_ctrl_c_is_130(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(runner, "check_tesseract", interrupted)
    assert code_of("run", folder) == 130
    assert "Interrupted" in capsys.readouterr().err


@pytest.mark.usefixtures("fake_reader")
@pytest.mark.skipif(os.name != "posix", reason="SIGTERM is POSIX")
def test_sigterm_is_ctrl_c(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.png").write_text("1")
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(runner, "read_batch", lambda batch, extra: os.kill(os.getpid(), signal.SIGTERM))
    assert code_of("run", folder) == 130
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.parametrize(
    ("error", "code"), [(ExtractorError("x"), 1), (CannotRun("x"), 1), (Refused("not_an_image", "x"), 3)]
)
def test_every_error_of_ours_becomes_a_message_and_its_code(
    error: ExtractorError,
    code: int,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def failing() -> None:
        raise error

    monkeypatch.setattr(runner, "check_tesseract", failing)
    assert code_of("run", folder) == code
    assert capsys.readouterr().err.startswith("Error: x")


def test_commands_are_shown_so_that_they_can_be_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "bin" / "extractor"
    own.parent.mkdir()
    own.write_text("#!/bin/sh\n")
    own.chmod(0o755)
    monkeypatch.setattr(sys, "argv", [".venv/bin/extractor"])
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    assert program() == ".venv/bin/extractor"
    monkeypatch.setenv("PATH", str(own.parent))
    monkeypatch.setenv("PATHEXT", "")
    assert program() == "extractor"
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(sys, "argv", ["/x/extractor/__main__.py"])
    monkeypatch.setattr(sys, "executable", "/a b/python")
    assert program() == (
        "'/a b/python' -m extractor" if os.name == "posix" else '& "/a b/python" -m extractor'
    )
    for plain in ("a-b/c", "我的截图", "C:\\a"):
        assert quoted(plain) == plain
    assert quoted("a b") == ("'a b'" if os.name == "posix" else '"a b"')


def test_json_is_one_object_and_all_that_is_printed(
    folder: Path, tmp_path: Path, fake_reader: None, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.png").write_text("1")
    (folder / "refuse.png").write_text("2")
    assert code_of("run", folder, "-o", tmp_path / "out", "-j", "1", "--json", "--case") == 3
    captured = capsys.readouterr()
    told = json.loads(captured.out)
    assert (told["files"], told["exit_code"], told["folder"]) == (2, 3, str((tmp_path / "out").resolve()))
    assert told["unread"] == [{"file": "refuse.png", "message": "not a picture"}]
    assert told["case"]["disputes"] == [] and not captured.err
    assert code_of("case", tmp_path / "out", "--json") == 0
    assert json.loads(capsys.readouterr().out)["disputes"] == []
    assert code_of("transcript", tmp_path / "out", "--json") == 0
    assert json.loads(capsys.readouterr().out) == []


def test_doctor_and_review_read_with_the_engines_of_the_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[ReaderChoice] = []

    def readers_for(choice: ReaderChoice) -> None:
        asked.append(choice)
        raise CannotRun("no such engine")

    monkeypatch.setattr("extractor.ocr.choice.readers_for", readers_for)
    monkeypatch.setenv("EXTRACTOR_DOCTOR_SECOND_READER", "rapidocr")
    assert code_of("doctor", "--json") == 1
    assert asked == [ReaderChoice("tesseract", "rapidocr")]
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is False and told["checks"][-1]["message"] == "no such engine"
    monkeypatch.setattr("extractor.review.desk.check_choice", lambda choice: readers_for(choice))
    (tmp_path / "extractor.toml").write_text('[review]\nreader = "rapidocr"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert code_of("review", tmp_path) == 1
    assert asked[1] == ReaderChoice("rapidocr")


@pytest.mark.skipif(os.name != "posix", reason="how a POSIX shell wants it")
def test_a_command_to_paste_anywhere_is_whole_and_names_no_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home of 张三"
    own = home / "取证 工具" / "bin" / "extractor"
    own.parent.mkdir(parents=True)
    own.write_text("#!/bin/sh\necho called $1\n")
    own.chmod(0o755)
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(own.parent.parent)
    monkeypatch.setattr(sys, "argv", ["bin/extractor"])
    command = program_from_anywhere()
    assert "张三" not in command
    done = subprocess.run(
        f"{command} review", shell=True, cwd="/", capture_output=True, text=True, check=False
    )
    assert done.stdout == "called review\n", (command, done.stderr)


def test_a_transcript_of_a_results_folder_shows_what_was_corrected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in").mkdir()
    rows = make_results(tmp_path / "in", tmp_path / "out")
    promise = rows[3]
    lines = corrections.decide(
        promise,
        promise,
        None,
        {"text": "五天内退款 98 元", "occurred_at": "2024-03-16T10:00+08:00"},
        corrections.now(),
    )
    corrections.append(tmp_path / "out", lines)
    assert code_of("transcript", tmp_path / "out") == 0
    said = capsys.readouterr().out
    assert "2024-03-16 10:00" in said and "五天内退款 98 元" in said
    assert "三天内退款" not in said and "2025-03-16" not in said
    assert code_of("transcript", tmp_path / "out", "--json") == 0
    texts = [m["text"] for m in json.loads(capsys.readouterr().out)[0]["messages"]]
    assert texts[1] == "五天内退款 98 元"
    corrections.append(tmp_path / "out", [corrections.undo(lines[0], corrections.now())])
    assert code_of("transcript", tmp_path / "out") == 0
    assert "三天内退款 98 元" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["review", "report"])
def test_given_the_screenshots_a_command_points_to_their_results(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "我的截图").mkdir()
    make_results(tmp_path / "我的截图", tmp_path / "我的截图-evidence")
    assert code_of(name, tmp_path / "我的截图") == 1
    said = capsys.readouterr().err
    assert f" {name} " in said and "我的截图-evidence" in said and "run first" not in said
    (tmp_path / "nothing").mkdir()
    assert code_of(name, tmp_path / "nothing") == 1
    assert "extractor run first" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--person-per-subfolder", "--one-person"])
def test_a_choice_about_the_case_is_not_taken_where_no_case_is_made(
    option: str, folder: Path, tmp_path: Path, fake_reader: None, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.png").write_text("1")
    assert code_of("run", folder, "-o", tmp_path / "out", "-j", "1", option) == 2
    said = capsys.readouterr().err
    assert option in said and "--case" in said and not (tmp_path / "out").exists()
    assert code_of("run", folder, "-o", tmp_path / "out", "-j", "1", option, "--case") == 0
    told = json.loads((tmp_path / "out" / "case.json").read_text(encoding="utf-8"))
    assert told["person_per_subfolder"] is (option == "--person-per-subfolder")


@pytest.mark.parametrize("option", ["--screens", "--phrases"])
def test_a_folder_of_own_files_that_holds_none_is_told(
    option: str, folder: Path, tmp_path: Path, fake_reader: None, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.png").write_text("1")
    (tmp_path / "own").mkdir()
    assert code_of("run", folder, "-o", tmp_path / "out", "-j", "1", option, tmp_path / "own") == 0
    assert f"{option}: there is no file .yaml" in capsys.readouterr().err
