"""The commands for whoever tunes the search, on the sample archive and with hostile input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from index.build.builder import rebuild
from index.commands.articles import ingest_into
from index.engines.registry import ENGINES
from index.store.generations import Generations
from index.store.store import Store
from web.commands import main

SAMPLE = Path(__file__).parents[3] / "sample" / "articles.jsonl"
QUERIES = """\
# id, language, text
metro-uk\tuk\tкиївське метро
metro-ru\tru\tкиевское метро
metro-en\ten\tthe Kyiv metro
borshch\tuk\tборщ у списку ЮНЕСКО
nothing\tuk\tкваліфікований трамбувальник
"""
QRELS = """\
metro-uk\tkyiv-metro-history-uk\t2
metro-ru\tkyiv-metro-history-ru\t1
metro-en\tkyiv-metro-history-en\t1
borshch\tborshch-unesco-uk\t1
nothing\tworld-chess-day-uk\t1
"""


@pytest.fixture(scope="module", params=sorted(ENGINES))
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the environment of a data directory with the sample archive, for each engine."""
    data = tmp_path_factory.mktemp(request.param)
    with Store(data) as store:
        ingest_into(store, (str(SAMPLE),), None, quiet=True)
        rebuild(store, Generations(data), request.param)
    return {"POSHUK_DATA": str(data), "POSHUK_ENGINE": request.param, "POSHUK_DEADLINE_SECONDS": "60"}


@pytest.fixture
def nowhere(tmp_path: Path) -> dict[str, str]:
    return {"POSHUK_DATA": str(tmp_path / "none")}


def run(environment: dict[str, str], *arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, arguments, env=environment, input=stdin)


def answer(environment: dict[str, str], *arguments: str) -> Any:
    result = run(environment, *arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def refused(result: Result, *said: str) -> None:
    """Check that the command ended in one sentence, which has the words of ``said``."""
    assert result.exit_code in {1, 2}
    assert isinstance(result.exception, SystemExit)
    sentence = result.stderr.strip().splitlines()[-1]
    assert sentence.startswith("Error: ")
    assert all(words in sentence for words in said), sentence


@pytest.fixture
def judged(tmp_path: Path) -> Path:
    (tmp_path / "queries.tsv").write_text(QUERIES, encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text(QRELS, encoding="utf-8")
    return tmp_path


# --- analyze


@pytest.mark.parametrize(
    ("lang", "word", "source", "lemma", "stop"),
    [
        ("uk", "метро", "dictionary", "метро", False),
        ("uk", "кібервундерлянд", "guess", "кібервундерлянд", False),
        ("uk", "HIMARS", "stemmer", "himar", False),
        ("uk", "2016-го", "rule", "2016й", False),
        ("uk", "у", "dictionary", "у", True),
        ("en", "went", "override", "go", False),
        ("ru", "went", "override", "go", False),
        ("en", "Київ", "dictionary", "київ", False),
    ],
)
def test_analyze_tells_where_lemmas_come_from(
    nowhere: dict[str, str], lang: str, word: str, source: str, lemma: str, stop: bool
) -> None:
    token = answer(nowhere, "analyze", "--lang", lang, word)["tokens"][0]
    assert (token["surface"], token["from"], token["stop"]) == (word, source, stop)
    assert lemma in token["lemmas"]
    assert token["documents"] == {}


def test_analyze_counts_documents_of_the_live_index(archive: dict[str, str]) -> None:
    tokens = answer(archive, "analyze", "--lang", "uk", "київське метро трамбувальник")["tokens"]
    counts = {lemma: count for token in tokens for lemma, count in token["documents"].items()}
    hits = answer(archive, "search", "--lang", "uk", "--no-cross", "--group", "none", "метро")["total"]["documents"]
    assert counts["метро"] == hits > 0
    assert counts["трамбувальник"] == 0


def test_analyze_shows_an_aligned_table(archive: dict[str, str]) -> None:
    result = run(archive, "analyze", "Володимир Зеленський у метро")
    assert result.exit_code == 0
    head, *rows = [line for line in result.stdout.splitlines()[1:] if line.strip()]
    assert "vldmr" in result.stdout
    assert {row[head.index("surface") :][:3] for row in rows[1:]} >= {"Вол", "Зел", "мет"}
    assert result.stdout.startswith("The text is in uk, by ")


def test_analyze_names_synonyms(nowhere: dict[str, str], tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("uk: метро = підземка\nbroken\n", encoding="utf-8")
    tokens = answer(nowhere | {"POSHUK_SYNONYMS": str(words)}, "analyze", "--lang=uk", "метро")["tokens"]
    assert tokens[0]["synonyms"] == ["підземка"]


@pytest.mark.parametrize(
    ("stdin", "said"),
    [
        (b"", "no text"),
        (b" \n\t", "no text"),
        (bytes(range(128, 256)) * 1000, "UTF-8"),
        (b"\0" * 100, "null"),
        (b"a" * 8_000_001, "8,000,000"),
    ],
)
def test_analyze_refuses_what_is_no_text(nowhere: dict[str, str], stdin: bytes, said: str) -> None:
    refused(run(nowhere, "analyze", "-", stdin=stdin), said)


@pytest.mark.parametrize("text", ["слово " * 90_000, "а" * 1_000_000, "!" * 1_000_000, "a\x1b[31mb\x07 \u202e"])
def test_analyze_takes_any_text(nowhere: dict[str, str], text: str) -> None:
    result = run(nowhere, "analyze", "-", "--limit", "5", stdin=text.encode())
    assert result.exit_code == 0
    assert len(result.stdout) < 20_000
    assert not {"\x1b", "\x07", "\u202e"} & set(result.stdout)


def test_analyze_goes_on_beside_an_index_of_another_engine(archive: dict[str, str]) -> None:
    other = next(name for name in ENGINES if name != archive["POSHUK_ENGINE"])
    result = run(archive | {"POSHUK_ENGINE": other}, "analyze", "метро")
    assert result.exit_code == 0
    assert "poshuk rebuild" in result.stderr


# --- evaluate


def test_evaluate_measures_each_language(archive: dict[str, str], judged: Path) -> None:
    found = answer(archive, "evaluate", str(judged))
    assert {lang: row["queries"] for lang, row in found["languages"].items()} == {"uk": 3, "ru": 1, "en": 1}
    assert {row["id"]: row["first"] for row in found["queries"]} == {
        "metro-uk": 1, "metro-ru": 1, "metro-en": 1, "borshch": 1, "nothing": None
    }  # fmt: skip
    assert found["languages"]["uk"]["mrr"] == pytest.approx(2 / 3)
    assert found["problems"] == []


def test_evaluate_shows_the_worst_queries_and_the_change(archive: dict[str, str], judged: Path, tmp_path: Path) -> None:
    before = answer(archive, "evaluate", str(judged))
    for row in before["queries"]:
        row["ndcg"] = 0.0
    (tmp_path / "before.json").write_text(json.dumps(before), encoding="utf-8")
    result = run(archive, "evaluate", str(judged), "--worst", "1", "--compare", str(tmp_path / "before.json"))
    assert result.exit_code == 0
    assert "over 100" in result.stdout
    assert "nothing" in result.stdout
    assert "borshch" not in result.stdout
    assert "+1.000 (p 1.000)" in result.stdout
    assert "+0.667 (p 0.500)" in result.stdout


def test_evaluate_indexes_documents_aside(nowhere: dict[str, str], judged: Path) -> None:
    result = run(nowhere, "evaluate", str(judged), "--documents", str(SAMPLE), "--json", "--engine", "whoosh")
    assert result.exit_code == 0
    assert len(json.loads(result.stdout)["queries"]) == 5
    assert "is live: 144 documents" in result.stderr
    assert not Path(nowhere["POSHUK_DATA"]).exists()


def test_evaluate_names_what_it_skips(archive: dict[str, str], judged: Path) -> None:
    with (judged / "queries.tsv").open("ab") as file:
        file.write("one column\n\tuk\tтекст\nx\tpl\tmetro\nmetro-uk\tuk\tще раз\ny\tuk\tнемає\nz\tuk\tа*\n".encode())
        file.write(b"\xff\xfe\tuk\t\xff\n\0\0\0\n" + b"\xef\xbb\xbf\n" * 30)
    with (judged / "qrels.tsv").open("a", encoding="utf-8") as file:
        file.write("metro-uk\tx\tmuch\nwho\tx\t1\nmetro-en\tlost\t1\ny\tlost\t1\nz\tborshch-unesco-uk\t1\n\tnan\tnan\n")
    result = run(archive, "evaluate", str(judged))
    assert result.exit_code == 0
    told = result.stderr
    assert all(f"queries.tsv:{line} " in told for line in (7, 8, 9, 10, 13, 14))
    assert "more like these were skipped" in told
    few = (judged / "queries.tsv").read_bytes().partition(b"\xff")[0]
    (judged / "queries.tsv").write_bytes(few)
    told = run(archive, "evaluate", str(judged)).stderr
    assert all(f"qrels.tsv:{line} " in told for line in (6, 7, 11))
    assert "Query metro-en: the index has no en document lost; the others are judged." in told
    assert "Query y: the index has no uk document lost; the query was skipped." in told
    assert "Query z counts as one that finds nothing: Write at least 3 letters" in told


@pytest.mark.parametrize("content", [b"", b"\0\xff" * 100_000, "лише один стовпчик\n".encode(), b"\n" * 1_000_000])
def test_evaluate_refuses_judgements_without_a_query(archive: dict[str, str], judged: Path, content: bytes) -> None:
    (judged / "queries.tsv").write_bytes(content)
    refused(run(archive, "evaluate", str(judged)), "No query of", "can be judged")


def test_evaluate_refuses_what_is_not_there(archive: dict[str, str], nowhere: dict[str, str], judged: Path) -> None:
    refused(run(archive, "evaluate", str(judged / "none")), "does not exist")
    refused(run(nowhere, "evaluate", str(judged)), "poshuk rebuild")
    refused(run(archive, "evaluate", str(judged), "--documents", str(judged / "none")), "does not exist")
    refused(run(archive, "evaluate", str(judged), "--documents", str(judged / "qrels.tsv")))
    (judged / "qrels.tsv").unlink()
    refused(run(archive, "evaluate", str(judged)), "qrels.tsv: No such file")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"queries": [1]}', b"\xff\0", b"[" * 100_000])
def test_evaluate_refuses_another_file_to_compare_with(archive: dict[str, str], judged: Path, content: bytes) -> None:
    (judged / "other.json").write_bytes(content)
    result = run(archive, "evaluate", str(judged), "--compare", str(judged / "other.json"))
    refused(result, "is not what `poshuk evaluate --json` printed")


# --- vocabulary


def test_vocabulary_lists_frequent_lemmas(archive: dict[str, str]) -> None:
    terms = answer(archive, "vocabulary", "--limit", "20")["terms"]
    assert [term["lang"] for term in terms] == ["uk"] * 20 + ["ru"] * 20 + ["en"] * 20
    english = {term["term"]: term["documents"] for term in terms if term["lang"] == "en"}
    assert english["the"] == 48
    assert list(english.values()) == sorted(english.values(), reverse=True)


def test_vocabulary_begins_with_a_prefix_in_a_field(archive: dict[str, str]) -> None:
    terms = answer(archive, "vocabulary", "--lang", "uk", "--field", "title", "--prefix", "МЕТР")["terms"]
    assert [term["term"] for term in terms] == ["метро"]


def test_vocabulary_finds_unknown_and_odd_forms(archive: dict[str, str]) -> None:
    unknown = answer(archive, "vocabulary", "--unknown", "--lang", "uk", "--lang", "en", "--limit", "1000")["terms"]
    assert {term["lang"] for term in unknown} == {"uk"}
    assert "метро" not in {term["term"] for term in unknown}
    odd = answer(archive, "vocabulary", "--odd", "--limit", "1000")["terms"]
    assert all(term["notes"] for term in odd)


def test_vocabulary_is_safe_to_ask_for_anything(archive: dict[str, str], nowhere: dict[str, str]) -> None:
    refused(run(nowhere, "vocabulary"), "poshuk rebuild")
    refused(run(archive, "vocabulary", "--prefix", "\x1b["), "beginning of a word")
    refused(run(archive, "vocabulary", "--lang", "pl"), "pl")
    refused(run(archive, "vocabulary", "--limit", "0"), "0")
    assert "no such word" in run(archive, "vocabulary", "--prefix", "щ" * 100_000).stdout
