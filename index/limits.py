"""Every limit of the write side in one table: what bounds the cost of a hostile or merely enormous input."""

from __future__ import annotations

from typing import NamedTuple

MB = 1 << 20
GB = 1 << 30


class Limit(NamedTuple):
    """One limit: its name, its default, and a sentence that says what happens there."""

    name: str
    default: int
    sentence: str


TABLE = (
    Limit("record_bytes", 8 * MB, "A longer line, JSON value, CSV row or feed item is rejected as too-long."),
    Limit("page_bytes", 4 * MB, "A longer HTML page, on disk or in a WARC, is rejected as too-long."),
    Limit("page_elements", 20_000, "An HTML page with more elements, scripts aside, is rejected as too-complex."),
    Limit("page_depth", 250, "An HTML page with elements nested deeper than this is rejected as too-complex."),
    Limit("tag_attributes", 1_000, "An HTML page with more attributes in a tag is rejected as too-complex."),
    Limit("capture_bytes", 2 * MB, "A longer plain-text page capture is rejected as too-long."),
    Limit("body_characters", 2_000_000, "A longer body is rejected as too-long."),
    Limit("title_characters", 500, "A longer title is cut at a word and kept whole at the beginning of the body."),
    Limit("lead_characters", 5_000, "A longer lead is cut at a word."),
    Limit("id_characters", 300, "A longer id is rejected as bad-id."),
    Limit("url_characters", 2_048, "A longer URL is not kept."),
    Limit("names", 50, "Authors and tags beyond this many are not kept."),
    Limit("name_characters", 200, "A longer author, tag, section or source is cut at a word."),
    Limit("archive_depth", 4, "Archives nested deeper than this are rejected as too-deep."),
    Limit("archive_members", 1_000_000, "Members of one archive beyond this many are rejected as too-many."),
    Limit("archive_directory_bytes", 64 * MB, "A zip whose table of contents is larger is rejected as too-many."),
    Limit("expansion_grace", 64 * MB, "This many bytes may come out of a compressed file whatever its size."),
    Limit("expansion_ratio", 250, "Beyond the grace, a file that expands more than this many times is rejected."),
    Limit("expansion_bytes", 256 * GB, "No file may expand to more than this, whatever the ratio."),
    Limit("spool_bytes", 4 * GB, "A zip that comes from a pipe or another archive is copied aside up to this size."),
    Limit("spool_memory", 8 * MB, "Such a copy is kept in memory up to this size, then in a temporary file."),
    Limit("sitemap_entries", 50_000, "Sitemap entries remembered to complete pages; more are rejected as too-many."),
    Limit("rejects_bytes", 64 * MB, "What is rejected beyond this size of the --rejects file is counted, not listed."),
    Limit("json_ld_values", 20_000, "Values looked at in the JSON-LD of one page."),
)

LIMITS = {row.name: row.default for row in TABLE}


def limit(name: str) -> int:
    """Return the limit called ``name``."""
    return LIMITS[name]
