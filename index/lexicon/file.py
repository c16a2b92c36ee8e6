"""The lexicon in a generation: one container of arrays with checksums, ``lexicon/lexicon.arr``.

For each pair of languages two lists of packed UTF-8 strings and a list of probabilities, an entry at the same index;
and two lists of English stems and whole words.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, cast

import numpy as np

from index.files.container import Container, ContainerWriter
from index.files.dictionary import pack, unpack
from index.files.generation_file import GenerationFile
from index.lexicon.lexicon import NO_LEXICON, Direction, Entry, Lexicon

FOLDER: Final = "lexicon"
_FILE: Final = GenerationFile(FOLDER, "lexicon.arr", format="lexicon", version=1)


def save_lexicon(lexicon: Lexicon, generation: Path) -> None:
    """Write the lexicon into a generation under way, in place of what it began with."""
    pairs = " ".join(f"{one}-{other}" for one, other in lexicon.entries)
    with _FILE.writer(generation, pairs=pairs) as out:
        for (one, other), entries in lexicon.entries.items():
            _add_strings(out, f"{one}-{other}.{one}", [entry.source for entry in entries])
            _add_strings(out, f"{one}-{other}.{other}", [entry.target for entry in entries])
            out.add(f"{one}-{other}", np.array([entry.probability for entry in entries], np.float32))
        _add_strings(out, "stems", list(lexicon.forms))
        _add_strings(out, "forms", list(lexicon.forms.values()))


def load_lexicon(generation: Path) -> Lexicon:
    """Return the lexicon of a generation; an empty one where there is none.  May raise DamagedFile."""
    container = _FILE.read(generation)
    if container is None:
        return NO_LEXICON
    entries = {}
    for name in str(container.meta["pairs"]).split():
        one, other = name.split("-")
        shares = container[name].astype(float).round(3).tolist()
        sources, targets = (_strings(container, f"{name}.{lang}") for lang in (one, other))
        entries[cast("Direction", (one, other))] = tuple(map(Entry, sources, targets, shares))
    return Lexicon(entries, dict(zip(_strings(container, "stems"), _strings(container, "forms"), strict=True)))


def _add_strings(out: ContainerWriter, name: str, strings: Sequence[str]) -> None:
    content, starts = pack([text.encode() for text in strings])
    out.add(name, content)
    out.add(f"{name}.starts", starts)


def _strings(container: Container, name: str) -> list[str]:
    return [text.decode() for text in unpack(container[name], container[f"{name}.starts"])]
