"""Documents into a draft: one that was analysed already, or articles together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from index.analysis.chunk_table import ChunkTable
from index.analysis.one_article import (
    AUTHOR_GAP,
    AnalysedDocument,
    FieldPostings,
    folded_keywords,
    keyword_values,
    published_seconds,
    texts,
)
from index.articles.article import Article
from index.articles.article_json import to_line
from index.articles.schema import TEXT_FIELDS, exact_field
from index.engines.arrays.write.draft import Draft, Record
from index.files.tokens import FieldTokens, Token, at_home

_EMPTY = FieldPostings({}, 0)


def add_document(draft: Draft, document: AnalysedDocument) -> int:
    """Add a document and return its number."""
    for name in TEXT_FIELDS:
        lemmas, length = document.postings.get(name, _EMPTY)
        homes = at_home(_tokens(lemmas, document.postings.get(exact_field(name), _EMPTY).positions))
        number = draft.vocabulary.__getitem__
        draft.text[name].add(
            FieldTokens(
                np.array([number(lemma) for _, lemma in homes], np.int32),
                np.array([-1 if form is None else number(form) for form in homes.values()], np.int32),
                np.array([position for position, _ in homes], np.int32),
                np.array([len(homes)]),
                np.array([length], np.int32),
            )
        )
    keywords = {**document.keywords, "id": (document.id,), "story": (document.story,)}
    draft.add([_record(document.article, document.published, keywords)])
    return len(draft) - 1


def add_articles(draft: Draft, articles: Sequence[Article], table: ChunkTable) -> None:
    """Analyse articles and add them; ``table`` has the draft's vocabulary."""
    parts = [texts(article) for article in articles]
    for name in TEXT_FIELDS:
        draft.text[name].add(table.analyse([each[name] for each in parts], AUTHOR_GAP))
    draft.add([_record(article, published_seconds(article), _keywords(article)) for article in articles])


def _tokens(lemmas: Mapping[str, list[int]], forms: Mapping[str, list[int]]) -> Iterator[Token]:
    """Yield the forms with all lemmas at their positions, and lemmas where there is no form, by position."""
    at: defaultdict[int, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for number, postings in enumerate((lemmas, forms)):
        for term, positions in postings.items():
            for position in positions:
                at[position][number].append(term)
    for position in sorted(at):
        here, its_forms = at[position]
        yield from ((form, position, here) for form in its_forms or (None,))


def _keywords(article: Article) -> dict[str, tuple[str, ...]]:
    return folded_keywords(article) | {"id": (article.id,), "story": (article.story_id or article.id,)}


def _record(article: Article, published: int | None, keywords: dict[str, tuple[str, ...]]) -> Record:
    return Record(published, keywords, keyword_values(article), to_line(article))
