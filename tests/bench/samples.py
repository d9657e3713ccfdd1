"""The labelled pictures as a user's folder would hold them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path

from tests.bench.labels import Picture

_CHINA = timezone(timedelta(hours=8))


def lay_out(pictures: Sequence[Picture], source: Path, target: Path) -> None:
    """Copies the pictures of source into target under the same names, each modified when it was captured.

    git keeps no file times, and a picture whose name says nothing is dated by them. Copies, not hard links: a link's
    time is the original's.
    """
    for picture in pictures:
        copy = target / picture.file
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / picture.file, copy)
        at = datetime.fromisoformat(picture.captured_at).replace(tzinfo=_CHINA).timestamp()
        os.utime(copy, (at, at))
