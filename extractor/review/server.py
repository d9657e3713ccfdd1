"""Serves a review on 127.0.0.1 until the person has finished or the program is interrupted."""

from __future__ import annotations

import secrets
from pathlib import Path
from threading import Event, Thread
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

from extractor.errors import CannotRun
from extractor.i18n import tr
from extractor.ocr.choice import NO_CHOICE, ReaderChoice
from extractor.review.app import make_app
from extractor.review.desk import Desk

ADDRESS = "127.0.0.1"


class _Quiet(WSGIRequestHandler):
    """Keeps requests out of the log: their addresses hold the token and what people read."""

    def log(self, type: str, message: str, *args: Any) -> None:
        return


class ReviewServer:
    """A review of the results folder out, being served from the moment it is made. Raises CannotRun.

    readers: which engines read a box that is drawn. port: 0 takes a free one. The address in url holds a token; whoever has it on this machine may review.
    """

    def __init__(self, out: Path, *, port: int = 0, readers: ReaderChoice = NO_CHOICE) -> None:
        self.desk = Desk(out, readers)
        self._finished = Event()
        token = secrets.token_urlsafe(24)
        try:
            self._server = make_server(ADDRESS, port, _not_yet, threaded=True, request_handler=_Quiet)
        except (OSError, SystemExit) as error:
            raise CannotRun(
                tr("port {port} cannot be used; choose another --port, or none", port=port)
            ) from error
        self.port = self._server.server_port
        self._server.app = make_app(self.desk, token=token, port=self.port, on_finish=self._finished.set)
        self.url = f"http://{ADDRESS}:{self.port}/?token={token}"
        self._thread = Thread(target=self._server.serve_forever, name="review", daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Returns when the person has finished; short waits, so that Ctrl-C gets through on Windows too."""
        while not self._finished.wait(0.5):
            pass

    @property
    def finished(self) -> bool:
        return self._finished.is_set()

    def close(self) -> None:
        """Stops serving; answers under way are finished first."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _not_yet(environ: Any, start_response: Any) -> list[bytes]:
    start_response("503 Service Unavailable", [])
    return []
