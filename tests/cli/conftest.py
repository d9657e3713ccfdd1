"""No test of the command line sees the settings of the person who runs it."""

from __future__ import annotations

import os
from pathlib import Path

import click
import pytest


@pytest.fixture(autouse=True)
def own_settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the user's own extractor.toml would stand; the folder is there, the file is not."""
    home = tmp_path_factory.mktemp("home")
    for name in [name for name in os.environ if name.startswith("EXTRACTOR_")]:
        monkeypatch.delenv(name)
    for name in ("HOME", "XDG_CONFIG_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    path = Path(click.get_app_dir("extractor")) / "extractor.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


@pytest.fixture(autouse=True)
def called_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if it had been started as `extractor`, and not by pytest."""
    monkeypatch.setattr("sys.argv", ["extractor"])
