"""Text becomes terms in one place: normalise → tokenise → lemmatise, the same at index and at query time."""

from index.language.analyze import analyze
from index.language.detect import detect
from index.language.token import Token

__all__ = ["Token", "analyze", "detect"]
