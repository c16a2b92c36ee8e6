"""Text becomes terms in one place: normalise → tokenise → lemmatise, the same at index and at query time."""

from index.language.analyze import ANALYSIS_VERSION, analyze
from index.language.collation import collation_key
from index.language.detect import Detection, detect, possible_languages
from index.language.languages import is_stop
from index.language.normalise import fold, prefix_fold
from index.language.slips import query_alternatives
from index.language.token import Token

__all__ = [
    "ANALYSIS_VERSION",
    "Detection",
    "Token",
    "analyze",
    "collation_key",
    "detect",
    "fold",
    "is_stop",
    "possible_languages",
    "prefix_fold",
    "query_alternatives",
]
