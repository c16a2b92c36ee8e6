"""The layout of one language's Whoosh index, shared by its writer and its reader.

Terms come in analysed, so no field has an analyzer: ``Term(field, text)`` looks up ``text`` as it is.

Indexed fields:

- ``title lead body authors``: lemmas with positions; the posting's weight is its number of occurrences.
  ``title_exact`` and so on hold folded surface forms at the same positions.
- ``section tag author``: folded keyword values, document numbers only.
- ``id story``: whole values, document numbers only.  ``id`` is unique among live documents.

Columns (one value per document, ``reader.column_reader(name)``):

- ``published``: seconds since the epoch, signed 64 bits; ``NO_DATE`` when unknown.
- ``title_length`` and so on: the text field's exact length in positions, 32 bits.  A twin is as long as its field.
  Whoosh's own ``doc_field_length`` is there as well, but rounded to a byte, and its totals count deleted documents.
- ``story_value id_value``: UTF-8.
- ``section_value tag_value author_value``: what a reader sees of the keyword field, UTF-8, values joined by
  ``SEPARATOR`` in the order of the article; fold a value to get its term.

Stored: one field, ``article``: ``index.articles.article_json.to_json`` of the article.
"""

from __future__ import annotations

from whoosh import columns, fields, formats

from index.articles.schema import KEYWORD_FIELDS, NO_DATE, TEXT_FIELDS, exact_field

INDEX_NAME = "MAIN"

SEPARATOR = "\x1f"
ARTICLE_FIELD = "article"

#: Fields of one whole value, found by it and read back from its column.
VALUE_FIELDS = ("id", "story")


def length_column(field: str) -> str:
    """Return the column with the exact length of the text field ``field``."""
    return field + "_length"


def value_column(field: str) -> str:
    """Return the column with the values of a keyword field, ``id`` or ``story`` as they are shown."""
    return field + "_value"


def whoosh_schema() -> fields.Schema:
    """Return the schema of every language's index."""
    schema = fields.Schema(published=fields.COLUMN(columns.NumericColumn("q", default=NO_DATE)))
    for name in TEXT_FIELDS:
        schema.add(name, _terms_with_positions())
        schema.add(exact_field(name), _terms_with_positions())
        schema.add(length_column(name), fields.COLUMN(columns.NumericColumn("i")))
    for name in (*KEYWORD_FIELDS, *VALUE_FIELDS):
        schema.add(name, fields.FieldType(format=formats.Existence(), analyzer=None))
        schema.add(value_column(name), fields.COLUMN(columns.VarBytesColumn()))
    schema.add(ARTICLE_FIELD, fields.STORED())
    return schema


def _terms_with_positions() -> fields.FieldType:
    return fields.FieldType(format=formats.Positions(), analyzer=None, scorable=True)
