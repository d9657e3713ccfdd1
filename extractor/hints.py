"""What the system tells of a folder: which paths in it changed. Hints only: an event may never come, or come twice."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


class Hints:
    """Paths that changed, from another thread; the folder itself where all of it is to be looked through."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._paths: set[Path] = set()

    def add(self, paths: set[Path]) -> None:
        """Adds paths that changed."""
        with self._lock:
            self._paths |= paths

    def take(self) -> set[Path]:
        """The paths since the last call."""
        with self._lock:
            paths, self._paths = self._paths, set()
        return paths


@contextmanager
def hints_of(folder: Path, ring: Callable[[], None]) -> Iterator[Hints]:
    """Collects events in a thread, which begins anew where the folder was removed and made again. ring: called after each."""
    hints = Hints()
    end = threading.Event()
    thread = threading.Thread(target=_listen, args=(folder, ring, hints, end), daemon=True)
    thread.start()
    try:
        yield hints
    finally:
        end.set()
        thread.join(timeout=5)


def _listen(folder: Path, ring: Callable[[], None], hints: Hints, end: threading.Event) -> None:
    from watchfiles import watch as events

    root = folder.resolve()
    while not end.is_set():
        identity = _identity(root)
        try:
            fresh = True
            for changes in events(
                root,
                watch_filter=None,
                debounce=200,
                rust_timeout=500,
                yield_on_timeout=True,
                stop_event=end,
                raise_interrupt=False,
            ):
                # named as the walk names them, whatever links lead to the folder
                paths = {folder / Path(path).relative_to(root) for _, path in changes}
                if fresh or _identity(root) != identity:
                    # what came before the first event, or into a folder made anew, has none
                    paths.add(folder)
                fresh = False
                if paths:
                    hints.add(paths)
                    ring()
                if _identity(root) != identity:
                    break
        except (OSError, RuntimeError, ValueError):
            # the folder is gone, or the system gives no more watches: the walks go on
            end.wait(1.0)


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
