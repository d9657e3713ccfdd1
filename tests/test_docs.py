"""What the documents say of the code is so."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from extractor.cli.main import cli
from extractor.intake.kinds import _KINDS

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "README.zh-CN.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize(
    "script", ["build_output_reference.py", "build_commands_reference.py", "build_translations.py"]
)
def test_the_references_follow_the_code(script: str) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / script), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", ["commands.md", "commands.zh-CN.md"])
def test_the_commands_reference_names_every_option(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    common = text.partition("## extractor run")[0]
    context = click.Context(cli)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        section = text.partition(f"## extractor {name}\n")[2].partition("\n## ")[0]
        parts = list(command.commands.values()) if isinstance(command, click.Group) else [command]
        for option in (param for part in parts for param in part.params if isinstance(param, click.Option)):
            assert option.opts[-1] in (section if option.expose_value else common), (name, option.opts)


def test_the_index_lists_every_page() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    for page in (ROOT / "docs").glob("*.md"):
        assert page.name == "README.md" or f"]({page.name})" in index, page.name


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_every_command_stands_in_the_readme(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    for name in cli.list_commands(None):  # type: ignore[arg-type]
        assert f"extractor {name}" in text, name


@pytest.fixture(scope="module")
def first_case(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the commands of the tutorial print in each language, and the demand letter that they write."""
    folder = tmp_path_factory.mktemp("tutorial")
    shown: dict[str, list[str]] = {"en": [], "zh": []}
    for name, today in (("closed_chain", "2026-10-12"), ("promise_overdue", "2026-10-20")):
        out = str(folder / name)
        for language, args in (
            ("en", ["run", str(ROOT / "samples" / "cases" / name), "-o", out, "-j", "2"]),
            ("en", ["case", out, "--today", today]),
            # said in full: what was read before is counted otherwise
            ("zh", ["run", str(ROOT / "samples" / "cases" / name), "-o", out, "-j", "2", "--fresh"]),
            ("zh", ["case", out, "--today", today]),
        ):
            done = subprocess.run(
                [sys.executable, "-m", "extractor", "--lang", language, *args],
                capture_output=True,
                encoding="utf-8",
                check=False,
                env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
            )
            assert done.returncode == 0, done.stderr
            shown[language].append(done.stdout)
    (letter,) = (folder / "closed_chain" / "papers").glob("*/催告函.txt")
    text = letter.read_text(encoding="utf-8-sig")
    return {language: "\n".join([*printed, text]) for language, printed in shown.items()}


@pytest.mark.ocr
@pytest.mark.usefixtures("tesseract")
@pytest.mark.parametrize(("page", "language"), [("first-case.md", "en"), ("first-case.zh-CN.md", "zh")])
def test_the_tutorial_shows_what_is_really_printed(
    page: str, language: str, first_case: dict[str, str]
) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    real = first_case[language].splitlines()
    blocks = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    assert len(blocks) == 4
    for line in "".join(blocks).splitlines():
        assert line in real, line


def test_the_chinese_table_of_messages_quotes_what_is_really_said() -> None:
    catalogue = (ROOT / "extractor" / "locales" / "zh_CN" / "LC_MESSAGES" / "extractor.po").read_text(
        encoding="utf-8"
    )
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "extractor").rglob("*.py"))
    kinds = "".join(f"{kind.zh}：{kind.zh}，" for kind in _KINDS)
    said = catalogue + code + kinds
    rows = re.findall(
        r"^\| (`.*?) \|", (ROOT / "docs" / "errors.zh-CN.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert len(rows) > 40
    for message in (one for row in rows for one in re.findall(r"`([^`]+)`", row)):
        for part in filter(str.strip, re.split("…", message)):
            assert part.strip() in said, message
