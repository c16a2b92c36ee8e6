"""How gunicorn runs the application; every name here is a setting of gunicorn's.

The master loads the application (``preload_app``), so that the code, the tables and the shared counters of the rate
limit are there once; each worker opens the index for itself after the fork.
"""

from __future__ import annotations

import contextlib
import gc
import os
from itertools import permutations
from typing import Any

import gunicorn.http.wsgi  # type: ignore[import-untyped]

from index.articles.article import LANGUAGES
from index.engines.registry import preload
from index.language import analyze, entities, translations, word_kind
from search.answer.answer import SearchRequest
from search.engines import engine_named
from search.errors import SearchError
from web.service import search_service
from web.settings import settings_from

SETTINGS = settings_from(os.environ)

wsgi_app = "wsgi:app"
bind = SETTINGS["BIND"]
workers = SETTINGS["WORKERS"] or os.cpu_count() or 1
worker_class = "gthread"
threads = 8
preload_app = True

#: A search ends by its own deadline of a second; a worker that is silent for so long is stuck.
timeout = 30
graceful_timeout = 20
keepalive = 5

#: Workers are replaced after a while, not all at once: whatever may leak is bounded.
max_requests = 50_000
max_requests_jitter = 5_000

#: A Cyrillic letter takes six bytes of a URL: 256 of them and some filters do not fit into the default of 4,094.
limit_request_line = 8_190
limit_request_fields = 64
limit_request_field_size = 8_190

accesslog = SETTINGS["ACCESS_LOG"] or None
errorlog = "-"
proc_name = "poshuk"
control_socket_disable = True
forwarded_allow_ips = ""

#: Which server this is is nobody's business.
gunicorn.http.wsgi.SERVER = "Poshuk"


#: A query in each language: each loads the tables of words and names that it alone needs.
WARMING = ("Новини Києва", "Новости Киева", "Kyiv news")

#: Python's collector looks through everything that a worker remembers, for 200 to 300 ms of a request in an archive of
#: 100,000 articles, where hardly anything is garbage: it does so a hundred times less often.
COLLECTING = (10_000, 20, 200)


def when_ready(arbiter: Any) -> None:
    """Load the engine, the dictionaries and the templates before the first fork: the workers share them."""
    engine_named(str(SETTINGS["ENGINE"]))
    preload(str(SETTINGS["ENGINE"]))
    for lang in LANGUAGES:
        analyze("новини новости news", lang)
        entities(["Kyiv"], lang)
    for source, target in permutations(LANGUAGES, 2):
        translations(["news"], source, target)
    word_kind("news", "en")
    templates = arbiter.app.wsgi().jinja_env
    for name in templates.list_templates():
        templates.get_template(name)
    gc.collect()
    gc.freeze()  # a worker's collector writes into what it looks at, which would no longer be shared


def post_worker_init(worker: Any) -> None:
    """Open the index and warm it up before the first reader comes; without an index, searches answer 503."""
    gc.set_threshold(*COLLECTING)
    with worker.wsgi.app_context(), contextlib.suppress(SearchError):
        for query in WARMING:
            search_service().search(SearchRequest(q=query))
