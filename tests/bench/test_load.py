"""The client of the load benchmark counts what is answered, what fails, and how long it took."""

from __future__ import annotations

import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bench import client, load
from bench.client import Load
from bench.serving import Server


class Answering(BaseHTTPRequestHandler):
    """Answers 200, or the status that the path names."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        name = self.path.partition("=")[2]
        self.send_response(int(name) if name.isdigit() else 200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def url() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_every_answer_is_counted_and_timed(url: str) -> None:
    done = client.ask(url, ["/search?q=a", "/search?q=b"], 0.3, 2)
    assert done.requests > 2
    assert done.failed == 0
    assert done.times.total() == done.requests
    assert 0 < done.percentile(0.5) <= done.percentile(0.99) < 1000
    assert done.rate == pytest.approx(done.requests / done.seconds)


def test_an_error_is_a_failed_request(url: str) -> None:
    done = client.ask(url, ["/search?q=a", "/search?q=500"], 0.3, 1)
    assert done.requests // 2 - 1 <= done.failed <= done.requests // 2 + 1
    once = Load()
    assert client.statuses(url, ["/search?q=a", "/search?q=422"], once) == [200, 422]
    assert once.requests == once.times.total() == 1


def test_a_server_that_is_away_fails_every_request() -> None:
    done = client.ask("http://127.0.0.1:9", ["/"], 0.1, 1)
    assert done.requests == done.failed > 0


@pytest.mark.parametrize("program", ["wrk", "python"])
def test_both_clients_tell_the_same(url: str, program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if program == "wrk" and not shutil.which("wrk"):
        pytest.skip("wrk is not installed")
    if program == "python":
        monkeypatch.setattr(client.shutil, "which", lambda _: None)
    paths = tmp_path / "paths"
    paths.write_text("/search?q=a\n/search?q=503\n", encoding="utf-8")
    done = client.load(url, paths, 1, 2)
    assert done.requests > 4
    assert 0.3 < done.failed / done.requests < 0.7
    assert done.percentile(0.5) > 0


def test_loads_one_after_another_are_one_load() -> None:
    first, second = Load(1.0, 3, 0, Counter({1000: 3})), Load(1.0, 1, 1, Counter({9000: 1}))
    both = first + second
    assert (both.rate, both.failed) == (2.0, 1)
    assert (both.percentile(0.5), both.percentile(0.99)) == (1.0, 9.0)


@pytest.mark.parametrize(("p50", "rate", "said"), [(4.9, 501, "met"), (5.0, 900, "missed"), (1.0, 500, "missed")])
def test_the_goal_is_met_or_missed(p50: float, rate: float, said: str) -> None:
    phases = [{"name": phase.name, "p50": p50, "rate": rate} for phase in load.PHASES]
    assert load.goal(phases).endswith(f"is {said}.")


def test_what_the_limits_refuse_is_left_out_and_what_fails_is_not(url: str, tmp_path: Path) -> None:
    paths = load.write_paths(tmp_path, ["київ", "422", "500"])
    said = load.leave_out_refused(Server(url, 0), paths, Load())
    assert paths[load.API].read_text(encoding="utf-8").splitlines() == [
        "/api/search?q=%D0%BA%D0%B8%D1%97%D0%B2",
        "/api/search?q=500",
    ]
    assert len(paths[load.PAGE].read_text(encoding="utf-8").splitlines()) == 2
    assert said.startswith("2 queries")
