"""A real browser for tests: Chromium without a window, through Playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

_PATIENCE = 30_000
"""Milliseconds until what is expected counts as missing; a busy machine is slow, not wrong."""
expect.set_options(timeout=_PATIENCE)
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def launched() -> Iterator[Browser]:
    """The browser of the system; the test is skipped where there is none."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        pytest.skip("no Chromium is installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watched:
    """A page and all that went wrong or out on it."""

    page: Page
    faults: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@contextmanager
def watched(browser: Browser, **options: Any) -> Iterator[Watched]:
    """A page in a context of its own; console errors, exceptions, dialogs and requests are kept."""
    context = browser.new_context(**options)
    page = context.new_page()
    page.set_default_timeout(_PATIENCE)
    result = Watched(page)
    page.on("console", lambda m: result.faults.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: result.faults.append(str(error)))

    def dismiss(dialog: Any) -> None:
        result.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.on("request", lambda r: None if r.url.startswith("data:") else result.requests.append(r.url))
    try:
        yield result
    finally:
        context.close()


def serious(page: Page) -> list[str]:
    """Serious and critical accessibility faults that axe-core finds, each with the first elements at fault."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{v['id']} ({v['impact']}): {[n['html'][:120] for n in v['nodes'][:3]]}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]
