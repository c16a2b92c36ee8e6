"""The words of a query that are found by what else they are called, and so are no mistakes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from index.articles.article import Language
from search.plan.nodes import walk
from search.plan.plan import Node, Unit
from search.plan.scoring import NAME

#: A word in small letters is a name when another language spells one as much like it.
_ALIKE: Final = 0.9


def related_words(
    roots: Mapping[Language, Node], langs: Iterable[Language], sources: Iterable[Language]
) -> Iterator[str]:
    """Yield the words with a translation, a synonym or, in a language other than the query's, another spelling."""
    for lang in langs:
        for node in walk(roots[lang]):
            if isinstance(node, Unit) and _is_related(node, lang not in sources):
                yield from node.surface.split()


def _is_related(unit: Unit, elsewhere: bool) -> bool:
    origins = {alternative.origin for alternative in unit.alternatives}
    if origins & {"translation", "synonym"}:
        return True
    spelled = [alternative.weight for alternative in unit.alternatives if alternative.origin == "spelling"]
    return bool(spelled) and elsewhere and (unit.surface[:1].isupper() or max(spelled) >= _ALIKE * NAME)
