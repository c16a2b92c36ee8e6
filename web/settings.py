"""What can be configured of the web side: a table of name, default and one sentence.

A setting is read from the environment variable ``POSHUK_<NAME>``; ``create_app(config)`` overrides it.
``python -m web.settings`` prints the table as Markdown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import click

from index.commands.common import DEFAULT_DATA
from index.engines.registry import DEFAULT_ENGINE


@dataclass(frozen=True, slots=True)
class Setting:
    """A row of the table.  The type of ``default`` is the type of the setting; numbers are not negative."""

    name: str
    default: str | int
    sentence: str

    @property
    def variable(self) -> str:
        """Return the name of the environment variable."""
        return f"POSHUK_{self.name}"

    def read(self, text: str) -> str | int:
        """Return the value that ``text`` stands for; ValueError says in one sentence why it stands for none."""
        if isinstance(self.default, str):
            return text
        if not (text.isascii() and text.isdigit()):
            raise ValueError(f"{self.variable} must be a whole number, not {text!r}.")
        return int(text)


SETTINGS = (
    Setting("DATA", DEFAULT_DATA, "The data directory: the store and the index generations."),
    Setting("ENGINE", DEFAULT_ENGINE, "The engine that reads the indexes."),
    Setting("BIND", "127.0.0.1:8000", "The address to listen on: HOST:PORT or unix:PATH."),
    Setting("WORKERS", 0, "Processes that answer; 0 for as many as there are processors."),
    Setting("ACCESS_LOG", "", "Where to log each request: a file, or - for standard output; empty for nowhere."),
    Setting("PROXIES", 0, "How many reverse proxies of yours stand in front and append to X-Forwarded-For."),
    Setting("RATE", 0, "Requests a minute that one client may make in the long run; 0 sets no limit."),
    Setting("BURST", 30, "Requests that one client may make at once before the rate holds."),
    Setting("MAX_BODY", 16_384, "Bytes of a request body above which it is refused; no route reads a body."),
    Setting("MAX_QUERY", 7_168, "Bytes of the query part of a URL above which it is refused."),
    Setting("REMEMBERED", 8, "Megabytes of the API's answers that a process keeps for when they are asked for again."),
)


DEFAULTS = {setting.name: setting.default for setting in SETTINGS}


def settings_from(environment: Mapping[str, str]) -> dict[str, str | int]:
    """Return every setting, from ``environment`` (a mapping like ``os.environ``) or its default."""
    return {
        setting.name: setting.read(environment[setting.variable])
        if environment.get(setting.variable)
        else setting.default
        for setting in SETTINGS
    }


def markdown() -> str:
    """Return the table for the README."""
    rows = [f"| `{setting.variable}` | {setting.default} | {setting.sentence} |" for setting in SETTINGS]
    return "\n".join(["| variable | default | what it sets |", "|---|---|---|", *rows])


if __name__ == "__main__":
    click.echo(markdown())
