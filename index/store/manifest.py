"""The manifest: what a generation is, and the length and checksum of each of its files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple

from index.articles.article import Language
from index.articles.schema import SCHEMA_VERSION
from index.engines.registry import files_version
from index.errors import REMEDY, DamagedIndex, WrongVersion
from index.language import ANALYSIS_VERSION, same_code

MANIFEST = "manifest.json"
FORMAT_VERSION = 1

Kind = Literal["rebuild", "update"]


class FileEntry(NamedTuple):
    """A file's length in bytes and its BLAKE2b-256."""

    length: int
    checksum: str


class Versions(NamedTuple):
    """What must agree between an index and the program that reads it."""

    layout: int
    schema: int
    analysis: int


VERSIONS = Versions(FORMAT_VERSION, SCHEMA_VERSION, ANALYSIS_VERSION)


@dataclass(frozen=True, slots=True)
class Manifest:
    """One published generation.

    ``sequence`` is the store's change that it reflects.  ``lineage`` is the rebuild that it goes back to by updates,
    ``previous`` what was live when it was published.  ``files`` maps paths relative to the generation's directory;
    ``files_version`` is that of the engine's own files.
    """

    name: str
    engine: str
    kind: Kind
    lineage: str
    previous: str | None
    created: datetime
    sequence: int
    documents: Mapping[Language, int]
    files: Mapping[str, FileEntry]
    versions: Versions = VERSIONS
    files_version: int = 1

    def to_bytes(self) -> bytes:
        """Return the manifest as JSON with its own checksum."""
        values = asdict(self) | {"created": self.created.isoformat(), "versions": self.versions._asdict()}
        values["files"] = {name: list(entry) for name, entry in sorted(self.files.items())}
        return json.dumps({"checksum": _checksum(values), "manifest": values}, indent=1).encode()


def read_manifest(directory: Path) -> Manifest:
    """Return the manifest in ``directory`` whatever its versions; DamagedIndex when it is not what was written."""
    try:
        outer = json.loads((directory / MANIFEST).read_bytes())
        values = outer["manifest"]
        if outer["checksum"] != _checksum(values):
            raise ValueError("checksum")
        return _from_values(values)
    except FileNotFoundError:
        raise DamagedIndex(f"Generation {directory.name} has no {MANIFEST}; {REMEDY}") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise DamagedIndex(f"{directory.name}/{MANIFEST} is damaged; {REMEDY}") from None


def check_versions(manifest: Manifest) -> None:
    """Raise WrongVersion when this program cannot read the generation."""
    if manifest.versions == VERSIONS:
        _check_files_version(manifest)
        return
    if manifest.versions._replace(analysis=ANALYSIS_VERSION) == VERSIONS and same_code(manifest.versions.analysis):
        remedy = "POSHUK_OVERRIDES has changed: run `poshuk rebuild`"
    else:
        remedy = _remedy(newer=manifest.versions > VERSIONS)
    theirs, ours = (
        " ".join(f"{name} {number}" for name, number in v._asdict().items()) for v in (manifest.versions, VERSIONS)
    )
    raise WrongVersion(f"Generation {manifest.name} was built for {theirs}, this program reads {ours}; {remedy}.")


def check_engine(manifest: Manifest, engine: str) -> None:
    """Raise WrongVersion when the generation is another engine's."""
    if manifest.engine != engine:
        raise WrongVersion(
            f"Generation {manifest.name} was built for the engine {manifest.engine}, this program runs {engine}; "
            f"run `poshuk rebuild`, or set POSHUK_ENGINE={manifest.engine}."
        )


def _check_files_version(manifest: Manifest) -> None:
    """Raise WrongVersion when the engine's files are of another version."""
    theirs, ours = manifest.files_version, files_version(manifest.engine)
    if theirs != ours:
        raise WrongVersion(
            f"Generation {manifest.name} has files of version {theirs} of the engine {manifest.engine}, this program "
            f"reads version {ours}; {_remedy(newer=theirs > ours)}."
        )


def _remedy(*, newer: bool) -> str:
    return "upgrade Poshuk, or run `poshuk rebuild` with this version" if newer else "run `poshuk rebuild`"


def _from_values(values: dict[str, Any]) -> Manifest:
    parsed = {
        "created": datetime.fromisoformat(values["created"]),
        "files": {name: FileEntry(*entry) for name, entry in values["files"].items()},
        "versions": Versions(**values["versions"]),
    }
    return Manifest(**(values | parsed))


def _checksum(values: Mapping[str, Any]) -> str:
    content = json.dumps(values, sort_keys=True, separators=(",", ":")).encode()
    return hashlib.blake2b(content, digest_size=32).hexdigest()
