from __future__ import annotations

import re

import pytest

from extractor.evidence.code_names import reason
from tests.helpers import ROOT


def documented() -> list[str]:
    """The codes of review_reason that docs/output.md names."""
    page = (ROOT / "docs" / "output.md").read_text(encoding="utf-8")
    part = page[page.index("## Review reasons") : page.index("## datapackage.json")]
    cells = [line.split(" | ")[0] for line in part.splitlines() if line.startswith("| `")]
    return sorted({code for cell in cells for code in re.findall(r"`([a-z_]+)", cell)})


@pytest.mark.parametrize("code", documented())
def test_every_documented_reason_is_told_in_both_languages(code: str) -> None:
    said = reason(code).said
    assert re.search("[\u4e00-\u9fff]", said.zh)
    assert code not in (said.zh, said.en)
    assert not re.search("[\u4e00-\u9fff_]", said.en)
