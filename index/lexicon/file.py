"""The lexicon in a generation: one container of arrays with checksums, ``lexicon/lexicon.arr``.

For each pair of languages two lists of packed UTF-8 strings and a list of probabilities, an entry at the same place;
and two lists of English stems and whole words.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final, cast

import numpy as np

from index.files.container import Container, ContainerWriter
from index.files.dictionary import pack
from index.lexicon.lexicon import NO_LEXICON, Direction, Lexicon

FOLDER: Final = "lexicon"
_FILE: Final = "lexicon.arr"
VERSION: Final = 1


def save_lexicon(lexicon: Lexicon, generation: Path) -> None:
    """Write the lexicon into a generation under way, in place of what it began with."""
    folder = generation / FOLDER
    folder.mkdir(exist_ok=True)
    (folder / _FILE).unlink(missing_ok=True)
    with ContainerWriter(folder / _FILE) as out:
        for (one, other), entries in lexicon.entries.items():
            _add_strings(out, f"{one}-{other}.{one}", [entry[0] for entry in entries])
            _add_strings(out, f"{one}-{other}.{other}", [entry[1] for entry in entries])
            out.add(f"{one}-{other}", np.array([entry[2] for entry in entries], np.float32))
        _add_strings(out, "stems", list(lexicon.forms))
        _add_strings(out, "forms", list(lexicon.forms.values()))
        out.close(lexicon=VERSION, pairs=" ".join(f"{one}-{other}" for one, other in lexicon.entries))


def load_lexicon(generation: Path) -> Lexicon:
    """Return the lexicon of a generation; an empty one where there is none.  May raise DamagedFile."""
    path = generation / FOLDER / _FILE
    if not path.exists():
        return NO_LEXICON
    container = Container(path)
    if container.meta.get("lexicon") != VERSION:
        return NO_LEXICON
    container.verify()
    entries = {}
    for name in str(container.meta["pairs"]).split():
        one, other = name.split("-")
        shares = container[name].astype(float).round(3).tolist()
        sources, targets = (_strings(container, f"{name}.{lang}") for lang in (one, other))
        entries[cast("Direction", (one, other))] = tuple(zip(sources, targets, shares, strict=True))
    return Lexicon(entries, dict(zip(_strings(container, "stems"), _strings(container, "forms"), strict=True)))


def _add_strings(out: ContainerWriter, name: str, strings: Sequence[str]) -> None:
    content, starts = pack([text.encode() for text in strings])
    out.add(name, content)
    out.add(f"{name}.starts", starts)


def _strings(container: Container, name: str) -> list[str]:
    content = container[name].tobytes()
    return [content[start:end].decode() for start, end in pairwise(container[f"{name}.starts"].tolist())]
