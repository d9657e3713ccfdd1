"""report.html: a results folder as one page to look at, made from what a run left. Knows nothing of reading.

from extractor.report import write_report
write_report(Path("screenshots-evidence"))
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__all__ = ["write_report"]

if TYPE_CHECKING:
    from extractor.report.page import write_report


def __getattr__(name: str) -> Any:
    # imported on first use, as in the package's own __init__
    if name in __all__:
        from extractor.report import page

        return page.write_report
    raise AttributeError(name)
