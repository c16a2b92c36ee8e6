"""How Latin names are read by those whose names they are: Polish, French, Irish, Turkish, from a table."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

_TABLE = files("index.language") / "data" / "name_spellings.tsv"

Rule = tuple[re.Pattern[str], str]


def traditional_readings(latin: str) -> Iterator[str]:
    """Yield the folded Latin word as each tradition of the table reads it that reads it otherwise than it stands."""
    for rules, decisive in _traditions():
        if decisive.search(latin):
            reading = latin
            for pattern, sound in rules:
                reading = pattern.sub(sound, reading)
            yield reading.replace("x", "ks")


@cache
def _traditions() -> tuple[tuple[tuple[Rule, ...], re.Pattern[str]], ...]:
    """Return the rules of each tradition, and a pattern that finds where any of them applies."""
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            tradition, letters, sound = line.split("\t")
            found[tradition].append((letters, sound))
    return tuple(
        (
            tuple((re.compile(letters), sound) for letters, sound in rules),
            re.compile("|".join(letters for letters, _ in rules)),
        )
        for rules in found.values()
    )
