"""Indexing and searching beside other engines, on the same documents and questions: ``make bench``.

The results of each size are saved as JSON, step by step, so that sizes can be run one after another and a run that was
broken off goes on with ``--resume``; ``--render`` only writes the report and the plot again from what is saved.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from bench import results
from bench.asking import ROUNDS, Asked, ask_all, opening
from bench.building import AGAIN, REBUILD, build_in_child
from bench.corpus import WORDS, Corpus
from bench.peers import PEERS, Absent, Peer, peer_named
from bench.plot import write_plot
from bench.questions import questions
from bench.report import table, write_report
from bench.results import Results
from bench.texts import all_texts, whence
from index.articles.article import LANGUAGES

DOCS = Path(__file__).resolve().parents[1] / "docs"
#: What is built after a peer, instead of it or beside it.
BUILT_AFTER = {"arrays": (AGAIN, REBUILD)}
#: The most documents that a store is filled with: a million take half an hour and 10 GB.
MOST_REBUILT = 100_000


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what is asked for, print the table and write the report."""
    options = _arguments(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    if not options.render:
        for documents in options.sizes:
            Size(documents, options).measure()
    write_report(options.out / "benchmarks.md", options.results)
    write_plot(options.out / "benchmarks.svg", results.saved(options.results))


class Size:
    """One number of documents: build, open, ask; keep each result at once."""

    def __init__(self, documents: int, options: argparse.Namespace) -> None:
        self._options = options
        self._work = options.results / f"indexes-{documents}"
        fresh = results.begin(documents, options.words, options.questions)
        self._results: Results = results.continued(options.results, fresh) if options.resume else fresh
        self._documents = documents

    def measure(self) -> None:
        """Do what is not done yet, and print the table."""
        if not self._results["complete"]:
            peers = self._peers()
            self._build(peers)
            self._search(peers)
            self._results["complete"] = True
            self._keep()
            if not self._options.keep_indexes:
                shutil.rmtree(self._work, ignore_errors=True)
        print(table(self._results), flush=True)

    def _peers(self) -> dict[str, Peer]:
        """Return the peers that are here and can take so many documents, and note why others are not."""
        found = {}
        self._results["absent"], self._results["rounds"] = {}, self._options.rounds
        for name in self._options.peers:
            try:
                peer = peer_named(name)
            except Absent as why:
                self._results["absent"][name] = str(why)
                continue
            self._results["peers"][name] = {"version": peer.version, "about": peer.about, "most": peer.most}
            if peer.most is None or self._documents <= peer.most:
                found[name] = peer
        return found

    def _build(self, peers: dict[str, Peer]) -> None:
        for name in dict.fromkeys(peer.index for peer in peers.values()):
            for built in (name, *BUILT_AFTER.get(name, ())):
                if built == REBUILD and self._documents > MOST_REBUILT:
                    continue
                self._build_one(built, self._work / ("rebuild" if built == REBUILD else name.replace(" ", "-")))

    def _build_one(self, name: str, directory: Path) -> None:
        if name in self._results["built"] and (directory.exists() or name == REBUILD):
            return
        print(f"{self._documents:,} documents: building {name}", flush=True)
        built = build_in_child(name, directory, self._documents, self._options.words)
        if name == REBUILD:  # nobody asks it, and a store and an index of a million documents fill a disk
            shutil.rmtree(directory)
        self._results["built"][name] = asdict(built)
        self._keep()

    def _search(self, peers: dict[str, Peer]) -> None:
        texts = all_texts()
        corpus = Corpus(texts, self._documents, self._options.words)
        size = corpus.size()
        self._results["corpus"] |= {"real": size.real, "bytes": size.bytes, "whence": whence()}
        rows = questions(corpus, texts, self._options.questions)
        for name, peer in peers.items():
            self._results["opened"][name] = opening(peer, self._work / peer.index.replace(" ", "-"))
        ask_all(peers, rows, self._tell, self._options.rounds)
        for peer in peers.values():
            peer.close()

    def _tell(self, row: str, answers: dict[str, Asked]) -> None:
        print(f"{self._documents:,} documents: asked {row}", flush=True)
        self._results["asked"][row] = {name: asdict(times) for name, times in answers.items()}
        self._keep()

    def _keep(self) -> None:
        results.keep(self._options.results, self._results)


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.speed", description=__doc__)
    parser.add_argument("--sizes", type=_sizes, default=[10_000], metavar="N,N", help="numbers of documents (10000)")
    parser.add_argument("--words", type=int, default=WORDS, help="words of a document, about (%(default)s)")
    parser.add_argument("--questions", type=int, default=150, help="of each row of the table (%(default)s)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="first uncounted, best of the others (%(default)s)")
    parser.add_argument(
        "--peers", type=_names, default=list(PEERS), metavar="NAME;NAME", help=f"of: {'; '.join(PEERS)}"
    )
    parser.add_argument("--resume", action="store_true", help="go on with what is saved, of each size")
    parser.add_argument("--render", action="store_true", help="measure nothing, write the report again")
    parser.add_argument("--keep-indexes", action="store_true", help="do not remove the indexes of a size that is done")
    parser.add_argument("--results", type=Path, default=results.FOLDER, help="where results are saved (%(default)s)")
    parser.add_argument("--out", type=Path, default=DOCS, help="where benchmarks.md and benchmarks.svg go (docs)")
    return parser.parse_args(arguments)


def _sizes(text: str) -> list[int]:
    sizes = [int(size) if size.isdigit() else 0 for size in text.split(",")]
    if min(sizes) < len(LANGUAGES):
        raise argparse.ArgumentTypeError(f"{text!r} is no list of numbers from {len(LANGUAGES)} up, commas between")
    return sorted(sizes)


def _names(text: str) -> list[str]:
    names = [name.strip() for name in text.split(";")]
    if unknown := set(names) - set(PEERS):
        raise argparse.ArgumentTypeError(f"no peer {', '.join(sorted(unknown))}; there are {'; '.join(PEERS)}")
    return names


if __name__ == "__main__":
    main()
