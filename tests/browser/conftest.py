"""A real gunicorn over the sample corpus, and Debian's Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample" / "articles.jsonl"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREENSHOTS = os.environ.get("POSHUK_SCREENSHOTS")


def poshuk(*arguments: str) -> list[str]:
    """Return the command line of ``poshuk`` in this environment."""
    return [sys.executable, "-m", "web.commands", *arguments]


def run_poshuk(*arguments: str) -> None:
    subprocess.run(poshuk(*arguments), cwd=ROOT, check=True)


@pytest.fixture
def rebuild(data: Path) -> Callable[[], None]:
    """Return a function that builds and publishes another generation of ``data``."""
    return lambda: run_poshuk("rebuild", "--data", str(data), "--quiet")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address):
                return
        except (OSError, urllib.error.URLError):
            time.sleep(0.1)
    pytest.fail(f"The server did not become ready:\n{log.read_text()}")


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the sample corpus, indexed."""
    folder = tmp_path_factory.mktemp("served") / "data"
    run_poshuk("rebuild", str(SAMPLE), "--data", str(folder), "--quiet")
    return folder


@contextmanager
def serving(folder: Path, answering: str) -> Iterator[str]:
    """Run a server with two workers over ``folder``; yield its address once the path ``answering`` is 200."""
    address = f"127.0.0.1:{free_port()}"
    log = folder.parent / "gunicorn.log"
    command = poshuk("serve", "--bind", address, "--workers", "2", "--data", str(folder))
    with log.open("wb") as output, subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output) as process:
        try:
            wait_until_ready(f"http://{address}{answering}", process, log)
            yield f"http://{address}"
        finally:
            process.terminate()
    assert "Traceback" not in log.read_text()


@pytest.fixture(scope="session")
def site(data: Path) -> Iterator[str]:
    """The address of a server over ``data``."""
    with serving(data, "/readyz") as address:
        yield address


@pytest.fixture
def empty_site(tmp_path: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """The address of a server that has no index yet, and a function that makes one."""
    folder = tmp_path / "data"
    article = tmp_path / "article.jsonl"
    article.write_text(
        '{"id": "1", "title": "Як будували метро", "body": "Перша черга київського метро.", "lang": "uk"}\n'
    )
    with serving(folder, "/healthz") as address:
        yield address, lambda: run_poshuk("rebuild", str(article), "--data", str(folder), "--quiet")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium; where there is none the tests are skipped, but never in CI."""
    if CHROMIUM is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            "Chromium is not installed (Debian: apt install chromium)"
        )
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Any, site: str) -> Iterator[Callable[..., Any]]:
    """Return a function that opens an address of the site in a new, empty profile."""
    contexts = []

    def open_address(path: str, width: int = 1280, height: int = 900, **options: Any) -> Any:
        context = browser.new_context(base_url=site, viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.troubles = []
        page.on("console", lambda message: page.troubles.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.troubles.append(str(error)))
        page.goto(path)
        return page

    yield open_address
    for context in contexts:
        context.close()


@pytest.fixture
def shot() -> Callable[[Any, str], None]:
    """Return a function that keeps a picture of a page when POSHUK_SCREENSHOTS is set."""

    def keep(page: Any, name: str) -> None:
        if SCREENSHOTS:
            page.screenshot(path=ROOT / "screenshots" / f"{name}.png")

    return keep
