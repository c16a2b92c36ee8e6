"""What can go wrong with the store and the indexes, each with one sentence that says what to do."""

from __future__ import annotations


class IndexFault(Exception):
    """A foreseeable fault.  ``str(error)`` says what is wrong and what helps; the live index is as it was."""


class DamagedIndex(IndexFault):
    """An index whose files are not those that were published."""


class WrongVersion(IndexFault):
    """An index of another version or engine than this program reads."""


class NoIndex(IndexFault):
    """There is no such generation."""


class NoSpace(IndexFault):
    """The disk is full, or would be."""


class Locked(IndexFault):
    """Another process is changing the index."""


class DamagedStore(IndexFault):
    """The article store cannot be read."""


REMEDY = "run `poshuk rollback`, or `poshuk rebuild`, which makes a new index from the store."
