"""Bytes on disk: the one door for writing, containers of arrays, dictionaries of terms."""
