"""Text becomes terms in one place: normalise → tokenise → lemmatise, the same at index and at query time."""

from index.language.analyze import ANALYSIS_VERSION, analyze, plain_terms, same_code
from index.language.consonants import consonants
from index.language.detect import Detection, detect, possible_languages
from index.language.languages import alphabet, is_stop
from index.language.morphology import is_common, is_known, known_lemmas, verbs_beside_a_name
from index.language.named_entities import Entity, entities
from index.language.names import likeness, name_keys
from index.language.normalise import fold, prefix_fold
from index.language.ordinary import WordKind, word_kind
from index.language.plain import plain_word
from index.language.quotations import mistaken_forms
from index.language.roots import root
from index.language.slips import query_alternatives
from index.language.token import Token
from index.language.translations import is_listed_name, translations
from index.language.vocabulary import known_share

__all__ = [
    "ANALYSIS_VERSION",
    "Detection",
    "Entity",
    "Token",
    "WordKind",
    "alphabet",
    "analyze",
    "consonants",
    "detect",
    "entities",
    "fold",
    "is_common",
    "is_known",
    "is_listed_name",
    "is_stop",
    "known_lemmas",
    "known_share",
    "likeness",
    "mistaken_forms",
    "name_keys",
    "plain_terms",
    "plain_word",
    "possible_languages",
    "prefix_fold",
    "query_alternatives",
    "root",
    "same_code",
    "translations",
    "verbs_beside_a_name",
    "word_kind",
]
