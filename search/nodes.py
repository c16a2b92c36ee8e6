"""Building and walking the trees of a plan: what is always or never true is folded away as a tree grows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from search.plan import All, Any, Everything, Keyword, Node, Nothing, Phrase, Published, Unit, Without

EVERYTHING = Everything()
NOTHING = Nothing()


def all_of(nodes: Iterable[Node]) -> Node:
    """Return what matches all ``nodes``: everything when there are none."""
    children = tuple(node for node in nodes if node != EVERYTHING)
    if NOTHING in children:
        return NOTHING
    return _only(children, EVERYTHING) or All(children)


def any_of(nodes: Iterable[Node], coordination: float = 0.0, extras: Iterable[Unit | Phrase] = ()) -> Node:
    """Return what matches one of ``nodes`` at least: nothing when there are none; ``extras`` only score."""
    children = _united(tuple(node for node in nodes if node != NOTHING))
    added = tuple(dict.fromkeys(extras)) if children else ()
    return Any(children, coordination, added) if added else _only(children, NOTHING) or Any(children, coordination)


def without(wanted: Node, unwanted: Node) -> Node:
    """Return what ``wanted`` matches and ``unwanted`` does not."""
    if NOTHING in (wanted, unwanted):
        return wanted
    return NOTHING if unwanted == EVERYTHING else Without(wanted, unwanted)


def walk(node: Node) -> Iterator[Node]:
    """Yield ``node`` and everything below it."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
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
    """Make one Keyword of those on the same field, in the place of the first."""
    values: dict[str, dict[str, None]] = {}
    for child in children:
        if isinstance(child, Keyword):
            values.setdefault(child.field, {}).update(dict.fromkeys(child.values))
    united = (Keyword(c.field, tuple(values[c.field])) if isinstance(c, Keyword) else c for c in children)
    return tuple(dict.fromkeys(united))
