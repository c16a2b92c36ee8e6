"""Building and walking the trees of a plan: what is always or never true is folded away as a tree grows."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import TypeVar

from search.plan.plan import All, Any, Everything, Keyword, Node, Nothing, Phrase, Published, Unit, Without

N = TypeVar("N", bound=Node)

EVERYTHING = Everything()
NOTHING = Nothing()


def all_of(nodes: Iterable[Node]) -> Node:
    """Return what matches all ``nodes``: everything when there are none."""
    children = tuple([node for node in nodes if not isinstance(node, Everything)])
    if any(isinstance(node, Nothing) for node in children):
        return NOTHING
    return _only(children, EVERYTHING) or All(children)


def any_of(nodes: Iterable[Node], coordination: float = 0.0, extras: Iterable[Unit | Phrase] = ()) -> Node:
    """Return what matches one of ``nodes`` at least: nothing when there are none; ``extras`` only score."""
    children = _united(tuple([node for node in nodes if not isinstance(node, Nothing)]))
    added = _distinct(tuple(extras)) if children else ()
    return Any(children, coordination, added) if added else _only(children, NOTHING) or Any(children, coordination)


def without(wanted: Node, unwanted: Node) -> Node:
    """Return what ``wanted`` matches and ``unwanted`` does not."""
    if isinstance(wanted, Nothing) or isinstance(unwanted, Nothing):
        return wanted
    return NOTHING if isinstance(unwanted, Everything) else Without(wanted, unwanted)


def without_extras(node: Node) -> Node:
    """Return the tree without what only scores."""
    match node:
        case Any(children, coordination):
            return any_of(map(without_extras, children), coordination)
        case All(children):
            return All(tuple(map(without_extras, children)))
        case Without(wanted, unwanted):
            return Without(without_extras(wanted), without_extras(unwanted))
        case _:
            return node


def walk(node: Node) -> Iterator[Node]:
    """Yield ``node`` and everything below it."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        if not isinstance(current, Unit):  # most are
            waiting.extend(reversed(children_of(current)))


def children_of(node: Node) -> tuple[Node, ...]:
    """Return the nodes right below ``node``."""
    match node:
        case All(children):
            return children
        case Any(children, extras=extras):
            return (*children, *extras)
        case Phrase(units):
            return units
        case Without(wanted, unwanted):
            return (wanted, unwanted)
        case _:
            return ()


def describe(node: Node) -> str:  # noqa: PLR0911  # a table of node types
    """Return the tree as one line: ``Any(київ^2.31 All("a b"~5 -x))``; for people and for tests."""
    match node:
        case Unit(surface, weight=weight):
            return surface + (f"^{weight:.3g}" if weight != 1 else "") + _alternatives(node)
        case Phrase(units, slop=slop):
            return f'"{" ".join(map(describe, units))}"' + (f"~{slop}" if slop else "")
        case Without(wanted, unwanted):
            return f"Without({describe(wanted)} -{describe(unwanted)})"
        case Keyword(field, values):
            return f"{field}:{'|'.join(values)}"
        case Any(children, extras=extras):
            return f"Any({' '.join([*map(describe, children), *('+' + describe(extra) for extra in extras)])})"
        case Published(since, until):
            return f"Published({'' if since is None else since}..{'' if until is None else until})"
        case _:
            return f"{type(node).__name__}({' '.join(map(describe, children_of(node)))})"


def _alternatives(unit: Unit) -> str:
    names = [
        ("=" if term.exact else "") + term.text + (f"^{term.weight:.3g}" if term.weight != 1 else "")
        for term in unit.alternatives
    ]
    fields = ",".join(field.name for field in unit.fields)
    return f"[{fields}:{'|'.join(names)}]"


def _only(children: tuple[Node, ...], default: Node) -> Node | None:
    if not children:
        return default
    return children[0] if len(children) == 1 else None


def _united(children: tuple[Node, ...]) -> tuple[Node, ...]:
    """Make one Keyword of those on the same field, in the place of the first; drop what is there already."""
    if any(isinstance(child, Keyword) for child in children):
        values: dict[str, dict[str, None]] = {}
        for child in children:
            if isinstance(child, Keyword):
                values.setdefault(child.field, {}).update(dict.fromkeys(child.values))
        children = tuple(Keyword(c.field, tuple(values[c.field])) if isinstance(c, Keyword) else c for c in children)
    return _distinct(children)


def _distinct(nodes: tuple[N, ...]) -> tuple[N, ...]:
    """Return each of the nodes once; those that stand for different words need no closer look."""
    return nodes if len({_standing_for(node) for node in nodes}) == len(nodes) else tuple(dict.fromkeys(nodes))


def _standing_for(node: Node) -> Hashable:
    """Return the words of a leaf, any other node as it is."""
    if isinstance(node, Unit):
        return node.surface
    return tuple([unit.surface for unit in node.units]) if isinstance(node, Phrase) else node
