"""Lemmas and keys on real words: do the forms of a word meet, and how fast is analysis?

``python -m bench.morphology``; with ``quick``, without the speed.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, takewhile
from pathlib import Path

from bench.data import DATA
from index.articles.article import LANGUAGES
from index.language import analyze, fold
from index.language.morphology import is_known
from index.language.normalise import normalise

#: What inflects, in the tags of Universal Dependencies.
PARTS_OF_SPEECH = ("NOUN", "PROPN", "ADJ", "VERB", "NUM", "ADV")
CORPORA = {"uk": "retrieval/uk_press/docs.jsonl.gz", "ru": "retrieval/ru_news_rt_ng/docs.jsonl.gz"}


def lemmas(word: str, lang: str) -> set[str]:
    """Return the keys of a word or compound as a whole."""
    tokens = analyze(word, lang)
    return set(tokens[0].lemmas) if tokens else set()


def treebank_words(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield (part of speech, form, lemma) of the words that are one token here, too."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            form, lemma, tag, *_ = line.rstrip("\n").split("\t")
            if tag in PARTS_OF_SPEECH and len(analyze(form, "uk")) == len(analyze(lemma, "uk")) == 1:
                yield tag, fold(form), fold(lemma)


def false_merges(groups: dict[str, set[str]], lang: str) -> tuple[int, int]:
    """Return how many pairs of different forms share a key: forms of one lemma, and of two.

    A form that the treebank has under two lemmas is a word of both, and no merge.
    """
    owners: dict[str, set[str]] = defaultdict(set)
    sharing: dict[str, set[str]] = defaultdict(set)
    for lemma, forms in groups.items():
        for form in forms:
            owners[form].add(lemma)
            for key in lemmas(form, lang):
                sharing[key].add(form)
    pairs = {pair for forms in sharing.values() for pair in combinations(sorted(forms), 2)}
    right = sum(bool(owners[one] & owners[other]) for one, other in pairs)
    return right, len(pairs) - right


def report_treebanks(folder: Path) -> None:
    """Print what a lemma's forms in the treebanks of a language share, and how often others join them."""
    print("lang  pos     forms  meet their lemma  lemmas  all forms meet  false merges")
    for lang in LANGUAGES:
        words: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for path in sorted(folder.glob(f"*_{lang}_*.tsv.gz")):
            for tag, form, lemma in treebank_words(path):
                words[tag].append((form, lemma))
        for tag in PARTS_OF_SPEECH:
            met = sum(bool(lemmas(form, lang) & lemmas(lemma, lang)) for form, lemma in words[tag])
            groups: dict[str, set[str]] = defaultdict(set)
            for form, lemma in words[tag]:
                groups[lemma] |= {form, lemma}
            several = [forms for forms in groups.values() if len(forms) > 1]
            whole = sum(bool(set.intersection(*(lemmas(form, lang) for form in forms))) for forms in several)
            right, wrong = false_merges(groups, lang)
            print(
                f"{lang:4}  {tag:6} {len(words[tag]):6}  {met / len(words[tag]):16.2%}  {len(several):6}",
                f" {whole / len(several):14.2%}  {wrong / (right + wrong):12.2%}",
            )


def declined(form: str, lemma: str) -> bool:
    """Whether two words differ in their last letters only, as case forms do and misspellings do not."""
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(form.lower(), lemma.lower(), strict=False)))
    return common >= 3 and len(lemma) - common <= 3 and len(form) - common <= 4


def name_groups(path: Path) -> Iterator[tuple[str, set[str]]]:
    groups: dict[tuple[str, str], set[str]] = defaultdict(set)
    for line in path.read_text(encoding="utf-8").splitlines():
        lang, form, lemma, *_ = line.split("\t")
        if lang in CORPORA and len(form.split()) == len(lemma.split()):
            for one, other in zip(form.split(), lemma.split(), strict=True):
                if one.isalpha() and other.isalpha() and other[0].isupper() and declined(one, other):
                    groups[lang, other] |= {one, other}
    yield from ((lang, forms) for (lang, _), forms in groups.items() if len({form.lower() for form in forms}) > 1)


def report_names(path: Path) -> None:
    print("all case forms of a name share a key")
    met: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for lang, forms in name_groups(path):
        known = sum(is_known(normalise(form), lang) for form in forms)
        kind = "no form in the dictionary" if not known else "some" if known < len(forms) else "all"
        met[lang, kind].append(bool(set.intersection(*(lemmas(form, lang) for form in forms))))
    for (lang, kind), answers in sorted(met.items()):
        print(f"  {lang}  {kind:28} {len(answers):5} groups  {sum(answers) / len(answers):7.2%}")


def report_speed(folder: Path) -> None:
    print("speed of analysis, cold and warm")
    for lang, name in CORPORA.items():
        with gzip.open(folder / name, "rt", encoding="utf-8") as lines:
            texts = [json.loads(line)["text"] for _, line in zip(range(1000), lines, strict=False)]
        size = sum(len(text.encode()) for text in texts) / 1e6
        for state in ("cold", "warm"):
            began = time.process_time()
            tokens = sum(len(analyze(text, lang)) for text in texts)
            took = time.process_time() - began
            print(f"  {lang}  {state}  {tokens / took / 1000:6.0f} thousand tokens/s  {size / took:5.2f} MB/s")


def main() -> None:
    """Print everything; ``quick`` leaves out the speed."""
    if "quick" not in sys.argv:
        report_speed(DATA)
    report_treebanks(DATA / "lemma")
    report_names(DATA / "names" / "slavicner_form_lemma.tsv")


if __name__ == "__main__":
    main()
