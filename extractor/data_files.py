"""Where the files of `models/` are."""

from __future__ import annotations

from pathlib import Path


def models_folder() -> Path:
    """The folder of what the reader knows as data: inside the installed package, or beside it in a checkout."""
    inside = Path(__file__).resolve().parent / "models"
    return inside if inside.is_dir() else Path(__file__).resolve().parents[1] / "models"
