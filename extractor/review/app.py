"""The review as a web application for one person on this machine: what is asked and answered. Who may: guard.py."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

from flask import Flask, Response, abort, jsonify, render_template, request
from PIL import Image

from extractor.errors import ExtractorError, Refused
from extractor.evidence import code_names
from extractor.evidence.schema import KINDS, STATUSES
from extractor.geometry import Box
from extractor.i18n import LANGUAGES, language, speak, tr
from extractor.report.page import both, static
from extractor.review.desk import Desk, OtherPicture, Stale
from extractor.review.guard import install
from extractor.review.values import Unfit

_LARGEST_BODY = 256 * 1024
_SMALLEST_BOX = 6
_STATIC = {"icon.svg": "image/svg+xml", "review.css": "text/css", "review.js": "text/javascript"}
Answer = tuple[Response, int]


def make_app(desk: Desk, *, token: str, port: int, on_finish: Callable[[], None]) -> Flask:
    """The application for one desk, reached at 127.0.0.1:port with token; on_finish is called at the end."""
    app = Flask("extractor.review", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = _LARGEST_BODY
    app.jinja_env.filters["both"] = both
    install(app, token=token, port=port)
    app.before_request(_speak)
    app.register_error_handler(ExtractorError, lambda error: (jsonify(error=error.shown), 409))
    views = _Views(desk, on_finish)
    app.add_url_rule("/", view_func=views.page)
    app.add_url_rule("/base.css", view_func=views.base)
    app.add_url_rule("/static/<name>", view_func=views.static)
    app.add_url_rule("/picture/<int:number>", view_func=views.picture)
    app.add_url_rule("/api/overview", view_func=views.overview)
    app.add_url_rule("/api/row", view_func=views.row)
    for view in (views.decide, views.taken, views.add, views.undo, views.reread, views.finish):
        app.add_url_rule(f"/api/{view.__name__}", view_func=view, methods=["POST"])
    return app


class _Views:
    """One method an address."""

    def __init__(self, desk: Desk, on_finish: Callable[[], None]) -> None:
        self._desk = desk
        self._on_finish = on_finish

    def page(self) -> str:
        return render_template("review.html", w=code_names, kinds=KINDS, statuses=STATUSES, lang=language())

    def base(self) -> Response:
        return Response(static("base.css"), mimetype="text/css")

    def static(self, name: str) -> Response:
        # from memory: a browser that hangs up while an open file is being sent leaves it open
        if name not in _STATIC:
            abort(404)
        return Response(_static(name), mimetype=_STATIC[name])

    def picture(self, number: int) -> Response:
        try:
            shot = self._desk.screenshot(number)
        except (IndexError, Refused, OtherPicture):
            abort(404)
        buffer = io.BytesIO()
        # without loss: a person compares single digits here
        Image.fromarray(shot.pixels).save(buffer, "PNG", compress_level=1)
        return Response(buffer.getvalue(), mimetype="image/png")

    def overview(self) -> Response:
        return jsonify(self._desk.overview())

    def row(self) -> Response:
        try:
            return jsonify(self._desk.row(request.args.get("key", "")))
        except KeyError:
            abort(404)

    def decide(self) -> Answer:
        asked = _object()
        seen, values = _texts(asked.get("seen")), _texts(asked.get("values"))
        try:
            warning = self._desk.decide(
                str(asked.get("key")),
                seen,
                values,
                str(asked.get("box", "")),
                alike=asked.get("alike") is True,
                days=asked.get("days") is True,
            )
        except KeyError:
            abort(404)
        except Stale:
            message = tr("this row was changed elsewhere and is shown anew")
            return jsonify(stale=True, error=message), 409
        except Unfit as error:
            return jsonify(error=str(error)), 422
        return jsonify(warning=warning), 200

    def taken(self) -> Answer:
        asked = _object()
        try:
            warning = self._desk.taken(str(asked.get("key")), str(asked.get("day", "")))
        except KeyError:
            abort(404)
        except Unfit as error:
            return jsonify(error=str(error)), 422
        return jsonify(warning=warning), 200

    def add(self) -> Answer:
        asked = _object()
        box, number, values = (
            Box.parse(str(asked.get("box"))),
            asked.get("picture"),
            _texts(asked.get("values")),
        )
        if box is None or not isinstance(number, int) or min(box.w, box.h) < _SMALLEST_BOX:
            return jsonify(error=tr("the box is too small, draw it again")), 422
        try:
            key, warning = self._desk.add(number, box, values)
        except IndexError:
            abort(404)
        except Unfit as error:
            return jsonify(error=str(error)), 422
        return jsonify(key=key, warning=warning), 200

    def undo(self) -> Response:
        undone, key, warning = self._desk.undo()
        return jsonify(undone=undone, key=key, warning=warning)

    def reread(self) -> Answer:
        asked = _object()
        box, number = Box.parse(str(asked.get("box"))), asked.get("picture")
        if box is None or not isinstance(number, int) or min(box.w, box.h) < _SMALLEST_BOX:
            return jsonify(error=tr("the box is too small, draw it again")), 422
        try:
            found = self._desk.reread(number, box)
        except (IndexError, Refused, OtherPicture):
            abort(404)
        readings = [{"engine": r.engine, "text": r.text, "confidence": r.confidence} for r in found]
        return jsonify(readings=readings), 200

    def finish(self) -> Response:
        warning = self._desk.finish()
        asks, reviewed = self._desk.counts()
        answer = jsonify(warning=warning, asks=asks, reviewed=reviewed)
        answer.call_on_close(self._on_finish)  # only when the page has it: the program ends upon this
        return answer


@cache
def _static(name: str) -> bytes:
    return files("extractor.review").joinpath("static", name).read_bytes()


def _speak() -> None:
    """Answers are in the language of the page, which has a switch; the page itself begins in that of the terminal."""
    asked = request.headers.get("Accept-Language", "") if request.path.startswith("/api/") else ""
    speak(asked if asked in LANGUAGES else None)


def _object() -> dict[str, Any]:
    asked = request.get_json(silent=True)
    if not isinstance(asked, dict):
        abort(400)
    return asked


def _texts(given: Any) -> dict[str, str]:
    if not isinstance(given, dict) or not all(isinstance(text, str) for text in given.values()):
        abort(400)
    return {str(name): text for name, text in given.items()}
