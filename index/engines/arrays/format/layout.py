"""The layout of an array segment, in prose and dtypes.  Whoever reads or writes one starts here.

An index directory (one language of one generation) holds Whoosh's table of contents ``_MAIN_<generation>.toc`` and,
per segment, write-once files ``MAIN_<segid>.<extension>``:

- ``MAIN_<segid>.arr``: everything below;
- ``MAIN_<segid>.<generation>.del``: one array ``deleted``, the ascending numbers of the segment's deleted documents
  (int32), written by the commit that deleted more of them.  The table of contents says which one counts.

Each is a container (``container.py``): named little-endian arrays, each on a 64-byte boundary, then a JSON directory
with every array's dtype, offset, length and CRC-32, then a footer with magic, version, the directory's CRC-32 and the
file's length. No pickles.  Arrays are read where they lie in the mapping; nothing is copied when a segment is opened.

Document numbers count from 0 in the order of writing; N is their number, deleted ones included, at most 65,536: larger
indexes have more segments, and a document's number is 16 bits everywhere.

**Dictionary** ``<name>``: T distinct UTF-8 strings in ascending order of their bytes; a string's index is its
*ordinal*.

    <name>.bytes      uint8 [..]      the strings end to end
    <name>.starts     uint32 [T + 1]  string t is bytes[starts[t]:starts[t + 1]]

**Inverted field** ``<field>``: a dictionary of its terms, and for each term the documents that hold it.  P postings
in all. Posting p belongs to term t when indptr[t] <= p < indptr[t + 1]; documents ascend within a term.

    <field>.indptr    uint32 [T + 1]
    <field>.docs      uint16 [P]

*Keyword* fields (``section tag author id story``) are no more than that.  *Text* fields (``title lead body authors``,
whose terms are lemmas) have occurrences, too:

    <field>.counts            uint8 [P]   occurrences in the document, >= 1; 255 stands for 255 or more
    <field>.more_postings     uint32 [M]  the postings with more than 255, ascending
    <field>.more_counts       uint32 [M]  how many more
    <field>.positions         uint16, or uint32 when a position needs it [sum of occurrences]   ascending in a posting
    <field>.position_starts   uint32 [B + 1]   where the positions of block b begin
    <field>.block_counts      uint8 [B]       the largest count in the block

Block b is postings 128 b to 128 b + 127 of the *whole field*, B = ceil(P / 128): a term's first and last block may be
shared with its neighbours, whose maxima only loosen the bound.  The positions of posting p begin at
``position_starts[p >> 7] + sum(occurrences[p & ~127 : p])``.  Scores count at most 255 occurrences
(``search.plan.scoring.MOST_COUNTED``), in every engine.

**Forms**, the terms of the field's twin ``<field>_exact``: not inverted a second time, but distinguished among the
occurrences of their lemmas.  A dictionary of F forms, and:

    <field>.form_indptr       uint32 [T + 1]   the forms of lemma t are forms[form_indptr[t]:form_indptr[t + 1]]
    <field>.forms             uint32 [..]      ordinals of the forms that are at home with the lemma, ascending, then
                                               ``AWAY`` when it has occurrences of forms that are at home elsewhere
    <field>.codes             uint8, or uint16 or uint32 when a lemma has so many forms [..]   for each occurrence of
                                               the lemmas with several forms, in the order of ``positions``, which it
                                               is: an index among the lemma's forms
    <field>.code_starts       uint32 [T + 1]   where the codes of lemma t begin; lemmas with one form have none
    <field>_exact.homes       uint32 [F]       the form's home, the first of them if there are more: an index in
                                               ``forms``
    <field>_exact.more_homes  uint32 [H]       further homes, and whose they are, ascending
    <field>_exact.more_forms  uint32 [H]
    <field>_exact.frequency   uint32 [F]       in how many documents the form occurs

Every occurrence of a form is at home under one lemma, the first that analysis gave it there, so that the occurrences of
a form are those of its homes, disjoint.  Most forms have one home.  Should all lemmas of a form be taken at a position
(parts of a compound may share it), the form is at home there with a *hidden* lemma of its own: ``HIDDEN`` and the form,
a byte sequence that no text has and that sorts after all.  Readers do not show hidden lemmas.

**Per document**:

    <text field>.length   int32 [N]   exact length in positions; its twin is as long.  Whoosh's byte is derived
    published             int64 [N]   epoch seconds, ``NO_DATE`` when unknown
    story_hash            uint64 [N]  ``story_hash`` of the story: equal across segments and languages for one story
    id.codes  story.codes int32 [N]   ordinal of the document's id and story in those fields' dictionaries

**Value column** ``<name>_value`` of a keyword field ``section tag author``: what a reader sees, in the order of the
article. A dictionary of V values; document d has the values ``codes[indptr[d]:indptr[d + 1]]``:

    <name>_value.indptr   int32 [N + 1]
    <name>_value.codes    int32 [..]    ordinal among the values
    <name>_value.terms    int32 [V]     ordinal of the folded value in the keyword field's dictionary, or -1

**Stored articles**: ``index.articles.article_json`` lines, several to a zstd frame (``blocks.py``):

    stored.frames         uint8 [..]      the frames end to end
    stored.frame_starts   int64 [F + 1]
    stored.frame          int32 [N]       the frame of the document's line
    stored.line           uint16 [N]      its index among the frame's lines

To read: ``toc.open_segments(directory)`` gives ``SegmentView``s in the order of the table of contents; Whoosh's
document number is the segment's base (the sum of N before it) plus the number here.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from index.articles.schema import EXACT_SUFFIX, KEYWORD_FIELDS, TEXT_FIELDS, exact_field

SEGMENT_EXTENSION: Final = ".arr"
DELETIONS_EXTENSION: Final = ".del"

#: Fields with positions, each followed by its twin.
POSITION_FIELDS: Final = tuple(name for field in TEXT_FIELDS for name in (field, exact_field(field)))
#: Fields whose terms are whole values, without positions.
WHOLE_FIELDS: Final = (*KEYWORD_FIELDS, "id", "story")

#: Postings per block.
BLOCK_SHIFT: Final = 7
BLOCK: Final = 1 << BLOCK_SHIFT

#: Documents of a segment at most: their numbers have 16 bits.
MOST_DOCUMENTS: Final = 1 << 16


#: Among the forms of a lemma: those that are at home with another one.
AWAY: Final = 0xFFFF_FFFF


def length_array(field: str) -> str:
    """Return the name of the array with the exact lengths of a text field or of its twin."""
    return field.removesuffix(EXACT_SUFFIX) + ".length"


def narrowest(largest: int, *dtypes: str) -> np.dtype[np.unsignedinteger]:
    """Return the first of the unsigned ``dtypes`` that can hold ``largest``, else the last."""
    for name in dtypes:
        if largest <= np.iinfo(name).max:
            return np.dtype(name)
    return np.dtype(dtypes[-1])
