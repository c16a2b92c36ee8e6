"""Writers of engines are tested over articles in a toy language."""

from toy_language import toy_language

__all__ = ["toy_language"]
