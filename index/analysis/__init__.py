"""Analysis of many articles at once: what ``index.analysis.one_article`` does, at the speed of a table look-up.

No token crosses an ASCII blank (``index.language.tokenize``), so the tokens of a text are those of its *chunks*, the
runs between blanks, one after the other.  A chunk is analysed by ``index.language`` when it is met for the first time;
from then on its tokens come from a table, which is cached between runs.  The tokens are the same by construction.
"""
