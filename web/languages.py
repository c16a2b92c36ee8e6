"""The language of the interface: from the URL's first segment, else the cookie, else Accept-Language."""

from __future__ import annotations

from typing import cast

from babel import negotiate_locale
from flask import Flask, Response, request
from flask_babel import Babel

from index.articles.article import LANGUAGES, Language
from index.articles.language_names import LANGUAGE_NAMES

DEFAULT: Language = "uk"
COOKIE = "lang"
YEAR = 365 * 24 * 3600

#: What each language calls itself, in full and in the short form that newsrooms use.
NATIVE_NAMES = {lang: names.full for lang, names in LANGUAGE_NAMES.items()}
SHORT_NAMES = {lang: names.short for lang, names in LANGUAGE_NAMES.items()}

#: First segments of paths that programs call; they are answered in English.
MACHINE_PATHS = frozenset({"api", "healthz", "readyz"})


def first_segment() -> str:
    """Return the first segment of the request's path."""
    return request.path.split("/", 2)[1]


def is_machine_path() -> bool:
    """Say whether a program is asking, that is, whether errors are JSON."""
    return first_segment() in MACHINE_PATHS


def preferred() -> Language:
    """Return what the reader prefers, whatever the URL says."""
    cookie = request.cookies.get(COOKIE)
    if cookie in LANGUAGES:
        return cookie
    accepted = [tag for tag, _quality in request.accept_languages]
    return cast(Language, negotiate_locale(accepted, LANGUAGES, sep="-") or DEFAULT)


def interface_language() -> Language:
    """Return the language to answer in."""
    segment = first_segment()
    if segment in LANGUAGES:
        return segment
    return "en" if is_machine_path() else preferred()


def remember(response: Response) -> Response:
    """Keep the language of the URL in the cookie when it is not what would have been chosen without the URL."""
    segment = first_segment()
    if segment in LANGUAGES and segment != preferred():
        response.set_cookie(
            COOKIE, segment, max_age=YEAR, secure=request.is_secure, httponly=True, samesite="Lax", path="/"
        )
    return response


def init_app(app: Flask) -> None:
    """Set up flask-babel and the cookie."""
    Babel(app, locale_selector=interface_language, default_timezone="Europe/Kyiv", default_locale=DEFAULT)
    app.after_request(remember)
    app.jinja_env.globals.update(
        native_names=NATIVE_NAMES, short_names=SHORT_NAMES, interface_language=interface_language
    )
