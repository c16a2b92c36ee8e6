"""Headers of every response: what the browser may do with it, and for how long it may be kept."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for
from flask_compress import Compress

from web.languages import is_machine_path

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
#: What is worth compressing; a browser and its server agree on how.
COMPRESSED = (
    "text/html",
    "text/css",
    "text/csv",
    "text/javascript",
    "application/json",
    "application/jsonl",
    "application/problem+json",
    "application/atom+xml",
    "application/opensearchdescription+xml",
    "application/xml",
    "image/svg+xml",
)
FOR_EVER = "public, max-age=31536000, immutable"


def init_app(app: Flask) -> None:
    """Add the headers to every response, and ``asset(name)`` to the templates."""
    folder = Path(app.static_folder or "")
    app.extensions["fingerprints"] = {path.name: fingerprint(path) for path in folder.iterdir() if path.is_file()}
    app.jinja_env.globals["asset"] = asset
    app.config.setdefault("COMPRESS_MIMETYPES", COMPRESSED)
    app.config.setdefault("COMPRESS_ALGORITHM", ["br", "zstd", "gzip"])
    Compress(app)
    app.after_request(validate)
    app.after_request(secure)
    app.after_request(cache)


def fingerprint(path: Path) -> str:
    """Return a short hash of a file's content."""
    return hashlib.blake2b(path.read_bytes(), digest_size=6).hexdigest()


def asset(name: str) -> str:
    """Return the URL of a static file, which changes with its content."""
    return url_for("static", filename=name, v=current_app.extensions["fingerprints"][name])


def asked_by_fingerprint() -> bool:
    """Say whether the URL of a static file names the content that it has now."""
    name = (request.view_args or {}).get("filename")
    return bool(request.args.get("v") == current_app.extensions["fingerprints"].get(name, ""))


def tag(response: Response, *parts: str) -> Response:
    """Give ``response`` an ETag made of ``parts``, and turn it into 304 when the client has that already.

    Weak, because the time taken differs between two answers that are otherwise the same.
    """
    looks = current_app.extensions["fingerprints"].values()  # a new release looks otherwise
    key = hashlib.blake2b("\0".join((*parts, *looks)).encode(), digest_size=12).hexdigest()
    response.set_etag(key, weak=True)
    response.make_conditional(request)
    return response


def validate(response: Response) -> Response:
    """Give pages without a tag of their own an ETag of their content, so that a second look costs a 304."""
    if response.status_code == 200 and response.mimetype == "text/html" and not response.get_etag()[0]:
        response.add_etag(weak=True)
    return response


def secure(response: Response) -> Response:
    """Add the security headers, and open the API to pages of any origin: it is public and reads only."""
    response.headers.extend(SECURITY_HEADERS)
    if is_machine_path():
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    else:
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


def cache(response: Response) -> Response:
    """Keep fingerprinted files for ever; everything else is asked for again, and cheap when it has an ETag."""
    if request.endpoint == "static" and response.status_code in {200, 304} and asked_by_fingerprint():
        response.headers["Cache-Control"] = FOR_EVER
    elif "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-cache" if response.status_code < 400 else "no-store"
    return response
