"""What was learned from an archive's own stories is used in queries, and what occurs as typed comes first."""

from __future__ import annotations

from pathlib import Path

import pytest
from archive import article, publish

from index.lexicon import Lexicon
from search.answer.answer import SearchRequest
from search.planner.expansion import Expansion
from search.planner.relatives import Relatives
from search.planner.units import EVERYWHERE
from search.service.service import SearchService

LEXICON = Lexicon(
    {("uk", "en"): [("бабак", "launcher", 0.8), ("бабак", "grenad", 0.4), ("президент", "chairman", 0.35)]},
    {"launcher": "launcher", "grenad": "grenade", "chairman": "chairman"},
)
ARCHIVE = [
    article("president", "The president and the chairman met", lang="en"),
    article("launcher", "A launcher and a grenade were found", lang="en"),
    article("brand", "Издание Independent рассказало о политике", lang="ru"),
    article("word", "Независимый независимый независимый", "Независимый суд независимый.", lang="ru"),
]


@pytest.mark.parametrize(
    ("word", "terms"),
    [
        ("бабак", {"launcher": 0.8, "grenad": 0.64}),
        ("президент", {"presid": 0.8}),
    ],
)
def test_a_learned_word_fills_what_the_table_lacks(tmp_path: Path, word: str, terms: dict[str, float]) -> None:
    publish(tmp_path, ARCHIVE)
    service = SearchService(tmp_path)
    with service._generation() as generation:
        expansion = Expansion(Relatives(generation.snapshot, LEXICON), SearchRequest(q=word))
        found = expansion.alternatives(word, "en", EVERYWHERE)
        assert {one.text: one.weight for one in found} == pytest.approx(terms)
        assert "grenade" in expansion.rewrites()[0].rewritten or word == "президент"
    service.close()


def test_what_occurs_as_typed_comes_before_its_translation(tmp_path: Path) -> None:
    publish(tmp_path, ARCHIVE)
    service = SearchService(tmp_path)
    hits = service.search(SearchRequest(q="Independent", lang=("ru",), group="none")).hits
    assert [hit.article.id for hit in hits] == ["brand", "word"]
    service.close()
