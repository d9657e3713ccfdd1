"""Who may ask the review, and what every answer says about itself.

A page of another site, open in the same browser, must neither read nor change anything: the address holds a random
token that becomes a cookie which no other site can send, and Host, Origin and Fetch Metadata of each request are
checked. Nothing is loaded from elsewhere, and the policy of the page would not let it.
"""

from __future__ import annotations

import hmac

from flask import Flask, Response, abort, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

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


def install(app: Flask, *, token: str, port: int) -> None:
    """Lets into app only requests from its own page at 127.0.0.1:port, opened with token."""
    hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
    cookie = f"extractor-review-{port}"  # cookies know no ports: two reviews at once must not share one

    def guard() -> AnyResponse | None:
        if request.headers.get("Host", "") not in hosts:
            abort(421)
        offered = request.args.get("token", "")
        if request.method == "GET" and request.path == "/" and offered:
            if not _same(offered, token):
                abort(403)
            answer = redirect("/", 303)
            answer.set_cookie(cookie, token, httponly=True, samesite="Strict", path="/")
            return answer
        if not _same(request.cookies.get(cookie, ""), token):
            abort(403)
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            abort(403)
        if request.method not in ("GET", "HEAD"):
            _own_page_only({f"http://{host}" for host in hosts})
        return None

    app.before_request(guard)
    app.after_request(_with_headers)
    app.register_error_handler(HTTPException, _refused)


def _same(offered: str, token: str) -> bool:
    return hmac.compare_digest(offered.encode(), token.encode())


def _own_page_only(origins: set[str]) -> None:
    if request.headers.get("Origin", "") not in origins:
        abort(403)
    # a form of another site cannot send this type without being asked first (CORS), which is never answered
    if request.mimetype != "application/json":
        abort(415)


def _with_headers(response: Response) -> Response:
    response.headers.update(_HEADERS)
    return response


def _refused(error: HTTPException) -> tuple[str, int, dict[str, str]]:
    text = (
        "请用终端里显示的完整网址打开。/ Open the full address that the terminal shows.\n"
        if error.code == 403
        else f"{error.code} {error.name}\n"
    )
    return text, error.code or 500, {"Content-Type": "text/plain; charset=utf-8"}
