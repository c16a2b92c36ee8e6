"""How fast and how large an index is built, each in a process of its own so that its memory is its own.

The child's command is ``python -m bench.building``; it prints one line of JSON.  Documents are made while they are
indexed: that takes some 25 µs each, is the same for every engine and counts for all.
"""

from __future__ import annotations

import argparse
import gc
import json
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from bench.corpus import WORDS, Corpus
from bench.peers import Peer, peer_named
from bench.peers.base import forms_of
from bench.process import forget_peak, status
from bench.texts import all_texts
from index.articles.article import LANGUAGES
from index.build import builder
from index.store.generations import Generations
from index.store.store import Store

#: What is built besides the peers: the arrays again, with the table of forms cached; and what `poshuk rebuild` does.
AGAIN = "arrays, built again"
REBUILD = "poshuk rebuild, from the store"
#: Articles of one durable step of the store.
_BATCH = 1_000


@dataclass(frozen=True)
class Built:
    """Wall seconds, processor seconds of all threads, bytes above what the process had before, bytes on disk.

    What a process had before is Python and the real texts; its code and its dictionaries are its own.
    """

    seconds: float
    processor: float
    memory: int
    disk: int


def build_in_child(name: str, directory: Path, documents: int, words: int) -> Built:
    """Build below ``directory``; raises CalledProcessError when the child fails."""
    command = [sys.executable, "-m", "bench.building", name, directory, str(documents), "--words", str(words)]
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=root)
    return Built(**json.loads(done.stdout.splitlines()[-1]))


def build(name: str, directory: Path, corpus: Corpus) -> Built:
    """Build in this process, in place of what is below ``directory``; code and dictionaries are loaded before."""
    before = status()["VmRSS"]
    _emptied(directory)
    if name != AGAIN:
        _emptied(forms_of(directory))
    if name == REBUILD:
        fill_store(directory, corpus)
    peer = peer_named("arrays" if name in (AGAIN, REBUILD) else name)
    _warm(peer, corpus)
    gc.collect()
    gc.freeze()  # the real texts are not looked through for garbage at anybody's cost
    forget_peak()
    start, processor = time.perf_counter(), time.process_time()
    if name == REBUILD:
        _rebuild(directory)
    else:
        _build(peer, directory, corpus)
    return Built(
        seconds=time.perf_counter() - start,
        processor=time.process_time() - processor,
        memory=status()["VmHWM"] - before,
        disk=disk(directory),
    )


def disk(directory: Path) -> int:
    """Return the bytes of the index below ``directory``: of its languages, or of its generations."""
    folders = [directory / lang for lang in LANGUAGES] + [directory / "index" / "generations"]
    return sum(path.stat().st_size for folder in folders for path in folder.rglob("*") if path.is_file())


def _build(peer: Peer, directory: Path, corpus: Corpus) -> None:
    for lang in LANGUAGES:
        peer.build(directory, lang, corpus.articles(lang))


def _warm(peer: Peer, corpus: Corpus) -> None:
    """Build an index of one document of each language."""
    with tempfile.TemporaryDirectory() as work:
        directory = Path(work) / "index"
        _emptied(directory)
        _emptied(forms_of(directory))
        for lang in LANGUAGES:
            peer.build(directory, lang, islice(corpus.articles(lang), 1))


def _rebuild(directory: Path) -> None:
    with Store(directory) as store:
        builder.rebuild(store, Generations(directory), "arrays")


def _emptied(directory: Path) -> None:
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)


def fill_store(directory: Path, corpus: Corpus) -> None:
    """Put the documents into the store of a data directory."""
    with Store(directory) as store:
        batch = []
        for article in corpus.all():
            batch.append(article)
            if len(batch) == _BATCH:
                store.upsert(batch)
                batch = []
        store.upsert(batch)


def main() -> None:
    """Build what the arguments say and print what it took."""
    parser = argparse.ArgumentParser(prog="bench.building", description=__doc__)
    parser.add_argument("name")
    parser.add_argument("directory", type=Path)
    parser.add_argument("documents", type=int)
    parser.add_argument("--words", type=int, default=WORDS)
    options = parser.parse_args()
    print(
        json.dumps(
            asdict(build(options.name, options.directory, Corpus(all_texts(), options.documents, options.words)))
        )
    )


if __name__ == "__main__":
    main()
