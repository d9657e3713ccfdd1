"""`extractor doctor`: checks the installation and says how to mend it."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable

import click

from extractor.cli import settings
from extractor.errors import ExitCode, ExtractorError


@click.command("doctor", short_help="检查安装 / check the installation")
def doctor_command() -> int:
    """检查 Tesseract、语言、Python 组件和识别能力，并说明怎样修复。

    Checks Tesseract, its languages, the Python packages and a trial reading, and says how to mend what is wrong.
    """
    click.echo(f"系统 system: {platform.platform()}, Python {platform.python_version()}")
    checks: tuple[tuple[str, Callable[[], str]], ...] = (
        ("Python 组件 packages", _packages),
        ("Tesseract", _tesseract),
        ("HEIC (iPhone)", _heif),
        ("页面定义 screens", _screens),
        ("试读 trial reading", _trial),
    )
    for path in settings.files():
        click.echo(f"设置 settings: {path.absolute()}")
    failed = 0
    for name, check in checks:
        try:
            click.echo(f"✓ {name}: {check()}")
        except ExtractorError as error:
            failed += 1
            click.echo(f"✗ {name}: {error}")
        except Exception as error:
            failed += 1
            click.echo(f"✗ {name}: {type(error).__name__}: {error}")
    threads = os.environ.get("OMP_THREAD_LIMIT")
    if threads not in (None, "1"):
        click.echo(
            f"! OMP_THREAD_LIMIT={threads}: 多进程读取会变慢，建议去掉这个环境变量 / parallel reading will be slow; unset it"
        )
    click.echo(
        "一切正常 all is well" if not failed else f"有 {failed} 处需要修复 / {failed} to mend, see above"
    )
    return int(ExitCode.COULD_NOT_RUN if failed else ExitCode.ALL_READ)


def _packages() -> str:
    missing = []
    names = {"cv2": "opencv-python", "PIL": "pillow", "yaml": "pyyaml"}
    for module in (
        "pytesseract",
        "cv2",
        "PIL",
        "pandas",
        "numpy",
        "rapidfuzz",
        "yaml",
        "pydantic",
        "xlsxwriter",
    ):
        try:
            __import__(module)
        except ImportError as error:
            missing.append(f"{names.get(module, module)} ({error})")
    if missing:
        hint = (
            "\n  Debian/Ubuntu: sudo apt-get install -y libgl1 libglib2.0-0"
            if "libGL" in str(missing)
            else ""
        )
        raise ExtractorError(
            f"缺少 missing: {', '.join(missing)}\n  {sys.executable} -m pip install --upgrade evidence-extractor{hint}"
        )
    return "齐全 complete"


def _tesseract() -> str:
    from extractor.ocr.preflight import check_tesseract

    found = check_tesseract()
    return f"{found.version} ({found.program}), chi_sim + eng"


def _heif() -> str:
    try:
        import pillow_heif
    except ImportError as error:
        raise ExtractorError(f"pip install pillow-heif ({error})") from error
    return f"pillow-heif {pillow_heif.__version__}"


def _screens() -> str:
    from extractor.screens.definitions import load_screens

    return ", ".join(screen.screen for screen in (*load_screens().pages, *load_screens().chats))


def _trial() -> str:
    """Draws a number and reads it with both models."""
    import cv2
    import numpy as np

    from extractor.ocr.lines import usual_readers

    page = np.full((60, 420), 255, np.uint8)
    cv2.putText(page, "20250314210533", (12, 42), cv2.FONT_HERSHEY_DUPLEX, 1.2, 0, 2)
    readers = usual_readers()
    texts = [reader.read([page])[0].text.replace(" ", "") for reader in (readers.main, readers.second)]
    if not any("2025" in text for text in texts):
        raise ExtractorError(f"读不出测试图片 / the test picture was not read: {texts}")
    return " | ".join(texts)
