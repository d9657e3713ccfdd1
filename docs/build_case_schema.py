"""Writes case.schema.json from the models of extractor/case/model.py."""

from __future__ import annotations

import json
from pathlib import Path

from extractor.case.model import case_schema

if __name__ == "__main__":
    path = Path(__file__).with_name("case.schema.json")
    path.write_text(json.dumps(case_schema(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
