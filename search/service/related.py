"""Stories that tell of the same: a search for an article's telling words in all languages.

The words are chosen by tf·idf (Salton & Buckley 1988), as "more like this" of other engines does it, with words of the
headline counted more; what is found is preferred when it was published near the article.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final

from index.articles.article import LANGUAGES, Article, Language
from index.language import Token, analyze, is_stop
from search.answer.answer import SearchRequest
from search.engines.base import Group, Match, Snapshot
from search.hits.hits import shown_version
from search.query.query import Ranked, Word

#: Telling words that are searched for.
WORDS: Final = 8
#: Characters of a body that are looked at: news says first what it is about.
CHARACTERS: Final = 1_500
#: What a word of the headline counts against one of the body.
HEADLINE: Final = 3
#: A story must score at least this share of what the article itself scores: one word in common makes no relation.
ENOUGH: Final = 0.15
#: A story of the same day counts so much more, half of that after so many days.
NEARNESS: Final = 0.5
HALF_LIFE_DAYS: Final = 14.0
DAY: Final = 86_400


def telling_query(article: Article, snapshot: Snapshot) -> Ranked:
    """Return a query of the words that set ``article`` apart in its language's index."""
    counts: Counter[str] = Counter()
    surfaces: dict[str, str] = {}
    for text, times in ((article.title, HEADLINE), (article.lead or "", 1), (article.body[:CHARACTERS], 1)):
        for token in analyze(text, article.lang):
            if len(token.form) > 2 and not is_stop(token.form, article.lang):
                lemma = token.lemmas[0]
                counts[lemma] += times
                surfaces.setdefault(lemma, _surface(text, token))
    documents = snapshot.statistics(article.lang).documents
    weights = {
        lemma: math.sqrt(count) * math.log((documents + 1) / frequency)
        for lemma, count in counts.items()
        if (frequency := snapshot.document_frequency(article.lang, "body", lemma)) > 1
    }
    best = sorted(weights, key=lambda lemma: (-weights[lemma], lemma))[:WORDS]
    return Ranked(tuple(Word(surfaces[lemma]) for lemma in best))


def related_request(query: Ranked, limit: int) -> SearchRequest:
    """Return the request for ``query`` and enough stories that ``limit`` are left without the article's own."""
    q = " ".join(
        word.text for word in query.parts if isinstance(word, Word)
    )  # its letters tell which languages the words are in
    return SearchRequest(q, lang=LANGUAGES, page_size=2 * limit + 1, facets=False, repair=False)


def nearest(groups: Iterable[Group], article: Article, limit: int, prefer: Language | None = None) -> tuple[Match, ...]:
    """Return a match of each story but the article's own, those that score and were published nearest first.

    ``prefer`` as in ``search.hits.hits.shown_version``.
    """
    found = list(groups)
    own = article.story_id or article.id
    best = max((group.matches[0].score for group in found), default=0.0)
    others = [shown_version(group, prefer) for group in found if group.matches[0].story != own]
    near = _nearness(article)
    kept = [match for match in others if match.score >= ENOUGH * best]
    return tuple(sorted(kept, key=lambda match: (-match.score * near(match), match.id))[:limit])


def _nearness(article: Article) -> Callable[[Match], float]:
    if article.published is None:
        return lambda match: 1.0
    when = article.published.timestamp()
    return lambda match: (
        1.0
        if match.published is None
        else 1.0 + NEARNESS * math.exp2(-abs(match.published - when) / (HALF_LIFE_DAYS * DAY))
    )


def _surface(text: str, token: Token) -> str:
    return text[token.start : token.end]
