"""Search engines that answer the same questions about the same documents, each in its best fair setting, in process.

Every engine keeps an index per language, as we do, with the text stored, and is asked in the language of the question,
so that none reads words of other languages.  All index one document after another in one process, in the order of the
corpus.  Peers tokenise by themselves and do not lemmatise, which is to their advantage: fewer terms, shorter lists.
"""

from __future__ import annotations

from importlib import import_module

from bench.peers.base import Absent, Peer

#: name → where it is; loaded when asked for, so that an optional one costs nothing.
PEERS = {
    "arrays": "bench.peers.poshuk:Arrays",
    "arrays, from text": "bench.peers.poshuk:ArraysFromText",
    "tantivy": "bench.peers.tantivy:Tantivy",
    "fts5": "bench.peers.sqlite:Fts5",
    "bm25s": "bench.peers.bm25s:Bm25s",
    "xapian": "bench.peers.xapian:Xapian",
    "whoosh engine": "bench.peers.poshuk:WhooshEngine",
    "stock whoosh": "bench.peers.whoosh:Whoosh",
}


def peer_named(name: str) -> Peer:
    """Return a peer; Absent says in a sentence that it is not installed."""
    module, _, attribute = PEERS[name].partition(":")
    try:
        made: Peer = getattr(import_module(module), attribute)()
    except ImportError as error:
        raise Absent(f"{name}: left out, as {error.name or error} is not installed ({module} says more).") from error
    return made


__all__ = ["PEERS", "Absent", "Peer", "peer_named"]
