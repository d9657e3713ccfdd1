"""Screenshot OCR evidence extractor: recharge and chat screenshots to a normalized evidence table, offline.

    from extractor import extract, run
    rows = extract(Path("Screenshot_2025-03-14-21-05-33-123_com.tencent.mm.jpg"))
    summary = run(Path("screenshots"))

Both need Tesseract with chi_sim and eng; `extractor doctor` checks it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__all__ = ["extract", "run"]

if TYPE_CHECKING:
    from extractor.runner import extract, run


def __getattr__(name: str) -> Any:
    # imported on first use: `extractor --help` must not wait for pandas and OpenCV
    if name in __all__:
        import importlib

        return getattr(importlib.import_module("extractor.runner"), name)
    raise AttributeError(name)
