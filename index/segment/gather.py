"""Documents into a draft: one that was analysed already, or articles together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.article import Article
from index.article_json import to_json
from index.bulk.table import ChunkTable
from index.document import AnalysedDocument, FieldPostings, keyword_values
from index.documents import AUTHOR_GAP, folded_keywords, published_seconds, texts
from index.schema import TEXT_FIELDS, exact_field
from index.segment.draft import Draft, Record
from index.segment.layout import POSITION_FIELDS

_EMPTY = FieldPostings({}, 0)


def add_document(draft: Draft, document: AnalysedDocument) -> int:
    """Add a document and return its number."""
    for name in POSITION_FIELDS:
        positions, length = document.postings.get(name, _EMPTY)
        terms = [number for term, places in positions.items() for number in [draft.vocabulary[term]] * len(places)]
        draft.text[name].add(
            np.array(terms, np.int32),
            np.array([place for places in positions.values() for place in places], np.int32),
            np.array([len(terms)]),
            np.array([length], np.int32),
        )
    keywords = {**document.keywords, "id": (document.id,), "story": (document.story,)}
    draft.add([_record(document.article, document.published, keywords)])
    return len(draft) - 1


def add_articles(draft: Draft, articles: Sequence[Article], table: ChunkTable) -> None:
    """Analyse articles and add them; ``table`` has the draft's vocabulary."""
    parts = [texts(article) for article in articles]
    for name in TEXT_FIELDS:
        lemmas, forms = table.analyse([each[name] for each in parts], AUTHOR_GAP)
        draft.text[name].add(*lemmas)
        draft.text[exact_field(name)].add(*forms)
    draft.add([_record(article, published_seconds(article), _keywords(article)) for article in articles])


def _keywords(article: Article) -> dict[str, tuple[str, ...]]:
    return folded_keywords(article) | {"id": (article.id,), "story": (article.story_id or article.id,)}


def _record(article: Article, published: int | None, keywords: dict[str, tuple[str, ...]]) -> Record:
    return Record(published, keywords, keyword_values(article), to_json(article).encode())
