"""The review as a web application for one person on this machine: who may ask, and what is answered.

A page of another site, open in the same browser, must neither read nor change anything: the address holds a random
token that becomes a cookie which no other site can send, and Host, Origin and Fetch Metadata of each request are
checked. Nothing is loaded from elsewhere, and the policy of the page would not let it.
"""

from __future__ import annotations

import hmac
import io
from typing import Any

from flask import Flask, Response, abort, jsonify, redirect, render_template, request
from PIL import Image
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from extractor.errors import ExtractorError, Refused
from extractor.evidence.schema import KINDS, STATUSES
from extractor.geometry import Box
from extractor.report import wording
from extractor.report.page import both, static
from extractor.review.desk import Desk, Stale
from extractor.review.values import Unfit

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_LARGEST_BODY = 256 * 1024


def make_app(desk: Desk, *, token: str, port: int, on_finish: Any) -> Flask:
    """The application for one desk, reached at 127.0.0.1:port with token; on_finish is called at the end."""
    app = Flask("extractor.review", static_folder="static", static_url_path="/static")
    app.config["MAX_CONTENT_LENGTH"] = _LARGEST_BODY
    app.jinja_env.filters["both"] = both
    hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
    cookie = f"extractor-review-{port}"  # cookies know no ports: two reviews at once must not share one

    @app.before_request
    def guard() -> AnyResponse | None:
        if request.headers.get("Host", "") not in hosts:
            abort(421)
        offered = request.args.get("token", "")
        if request.method == "GET" and request.path == "/" and offered:
            if not hmac.compare_digest(offered.encode(), token.encode()):
                abort(403)
            answer = redirect("/", 303)
            answer.set_cookie(cookie, token, httponly=True, samesite="Strict", path="/")
            return answer
        if not hmac.compare_digest(request.cookies.get(cookie, "").encode(), token.encode()):
            abort(403)
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            abort(403)
        if request.method not in ("GET", "HEAD"):
            if request.headers.get("Origin", "") not in {f"http://{host}" for host in hosts}:
                abort(403)
            if request.mimetype != "application/json":
                abort(415)
        return None

    @app.after_request
    def headers(response: Response) -> Response:
        response.headers.update(_HEADERS)
        return response

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> tuple[str, int, dict[str, str]]:
        text = (
            "请用终端里显示的完整网址打开。/ Open the full address that the terminal shows.\n"
            if error.code == 403
            else f"{error.code} {error.name}\n"
        )
        return text, error.code or 500, {"Content-Type": "text/plain; charset=utf-8"}

    @app.errorhandler(ExtractorError)
    def told(error: ExtractorError) -> tuple[Response, int]:
        return jsonify(error=str(error)), 409

    @app.get("/")
    def page() -> str:
        return render_template("review.html", w=wording, kinds=KINDS, statuses=STATUSES)

    @app.get("/base.css")
    def base() -> Response:
        return Response(static("base.css"), mimetype="text/css")

    @app.get("/api/overview")
    def overview() -> Response:
        return jsonify(desk.overview())

    @app.get("/api/row")
    def row() -> Response:
        try:
            return jsonify(desk.row(request.args.get("key", "")))
        except KeyError:
            abort(404)

    @app.get("/picture/<int:number>")
    def picture(number: int) -> Response:
        try:
            shot = desk.screenshot(number)
        except (IndexError, Refused):
            abort(404)
        buffer = io.BytesIO()
        # without loss: a person compares single digits here
        Image.fromarray(shot.pixels).save(buffer, "PNG", compress_level=1)
        return Response(buffer.getvalue(), mimetype="image/png")

    @app.post("/api/decide")
    def decide() -> tuple[Response, int]:
        asked = _object()
        try:
            warning = desk.decide(
                str(asked.get("key")), _texts(asked.get("seen")), _texts(asked.get("values")), str(asked.get("box", ""))
            )
        except KeyError:
            abort(404)
        except Stale:
            return jsonify(
                stale=True,
                error="这一行刚被别的窗口或新的运行改过，已重新载入 / this row was changed elsewhere and is shown anew",
            ), 409
        except Unfit as error:
            return jsonify(error=str(error)), 422
        return jsonify(warning=warning), 200

    @app.post("/api/undo")
    def undo() -> Response:
        key, warning = desk.undo()
        return jsonify(key=key, warning=warning)

    @app.post("/api/reread")
    def reread() -> tuple[Response, int]:
        asked = _object()
        box, number = Box.parse(str(asked.get("box"))), asked.get("picture")
        if box is None or not isinstance(number, int) or min(box.w, box.h) < 6:
            return jsonify(error="框太小了，请再画一次 / the box is too small, draw it again"), 422
        try:
            found = desk.reread(number, box)
        except (IndexError, Refused):
            abort(404)
        return jsonify(
            readings=[{"engine": r.engine, "text": r.text, "confidence": r.confidence} for r in found]
        ), 200

    @app.post("/api/finish")
    def finish() -> Response:
        warning = desk.finish()
        asks, reviewed = desk.counts()
        on_finish()
        return jsonify(warning=warning, asks=asks, reviewed=reviewed)

    return app


def _object() -> dict[str, Any]:
    asked = request.get_json(silent=True)
    if not isinstance(asked, dict):
        abort(400)
    return asked


def _texts(given: Any) -> dict[str, str]:
    if not isinstance(given, dict) or not all(isinstance(v, str) for v in given.values()):
        abort(400)
    return {str(name): text for name, text in given.items()}
