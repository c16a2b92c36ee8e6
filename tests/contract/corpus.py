"""Small analysed documents, and generations of them, for tests of engines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from index.analysis.one_article import AnalysedDocument, FieldPostings
from index.articles.article import LANGUAGES, Article, Language
from index.articles.schema import TEXT_FIELDS, exact_field
from index.engines.registry import writer_factory
from index.language import fold


class Never:
    """A deadline that never passes."""

    def passed(self) -> bool:
        return False


class After:
    """A deadline that passes at the n-th look."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    def passed(self) -> bool:
        self.looks -= 1
        return self.looks < 0


def document(
    identifier: str,
    title: str = "",
    body: str = "",
    *,
    lang: Language = "uk",
    lead: str = "",
    authors: str = "",
    day: int | None = None,
    story: str | None = None,
    section: str | None = None,
    tags: tuple[str, ...] = (),
) -> AnalysedDocument:
    """Return a document of the words given: ``form/lemma|lemma``, or a word that is its own lemma.

    ``day`` counts from 2023-01-01.
    """
    texts = dict(zip(TEXT_FIELDS, (title, lead, body, authors), strict=True))
    postings: dict[str, FieldPostings] = {}
    for name, text in texts.items():
        postings[name], postings[exact_field(name)] = _postings(text, exact=False), _postings(text, exact=True)
    published = None if day is None else datetime(2023, 1, 1, 12, tzinfo=UTC).timestamp() + day * 86_400
    names = (authors,) if authors else ()
    keywords = {"section": (section,) if section else (), "tag": tags, "author": names}
    return AnalysedDocument(
        id=identifier,
        lang=lang,
        story=story or identifier,
        published=None if published is None else int(published),
        postings=postings,
        keywords={name: tuple(map(fold, values)) for name, values in keywords.items()},
        article=Article(
            id=identifier,
            url=f"https://example.org/{identifier}",
            lang=lang,
            title=title,
            body=body,
            lead=lead or None,
            authors=names,
            published=None if published is None else datetime.fromtimestamp(published, UTC),
            section=section,
            tags=tags,
            story_id=story,
        ),
    )


def _postings(text: str, *, exact: bool) -> FieldPostings:
    positions: dict[str, list[int]] = {}
    words = text.split()
    for position, word in enumerate(words):
        form, _, lemmas = word.partition("/")
        for term in [form] if exact else (lemmas or form).split("|"):
            positions.setdefault(term, []).append(position)
    return FieldPostings(positions, len(words))


def write(directory: Path, engine: str, documents: Iterable[AnalysedDocument], deleted: Iterable[str] = ()) -> None:
    """Begin the generation in ``directory``, or continue it, by one commit per language."""
    open_writer = writer_factory(engine)
    gone, rows = list(deleted), list(documents)
    for lang in LANGUAGES:
        (directory / lang).mkdir(parents=True, exist_ok=True)
        writer = open_writer(directory / lang, lang)
        writer.delete(gone)
        for row in rows:
            if row.lang == lang:
                writer.write(row)
        writer.commit()
