"""Who may come in."""

from __future__ import annotations

import pytest

from generator.serve.doorway import refusal

OURS = "127.0.0.1:8000"


def status(
    *, method: str = "GET", target: str = "/", hosts: list[str] | None = None, origins: list[str] | None = None,
    port: int = 8000, site: str = "",
) -> int:  # fmt: skip
    refused = refusal(method, target, [OURS] if hosts is None else hosts, origins or [], port)
    return refused.status if refused else 200


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "LocalHost:8000", "[::1]:8000"])
def test_this_machine_s_own_names_come_in(host: str) -> None:
    assert status(hosts=[host]) == 200


@pytest.mark.parametrize(
    "hosts",
    [
        [], [""], ["127.0.0.1"], ["localhost"], ["localhost:8001"], ["evil.example:8000"], ["127.0.0.1.nip.io:8000"],
        ["localhost.evil.example:8000"], ["0.0.0.0:8000"], ["127.1:8000"], ["user@localhost:8000"],
        ["localhost:8000, evil.example"], ["localhost:8000", "localhost:8000"], ["localhost:08000"],
    ],
)  # fmt: skip
def test_other_names_are_turned_away(hosts: list[str]) -> None:
    assert status(hosts=hosts) == 421


def test_the_usual_port_of_http_may_be_left_out() -> None:
    assert status(hosts=["localhost"], port=80) == 200


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"])
def test_our_own_pages_may_ask(origin: str) -> None:
    assert status(origins=[origin]) == 200


@pytest.mark.parametrize(
    "origins",
    [["null"], ["http://evil.example"], ["http://127.0.0.1:8001"], ["https://127.0.0.1:8000"], ["http://127.0.0.1"],
     ["http://127.0.0.1:8000.evil.example"], [""], ["http://127.0.0.1:8000", "http://evil.example"]],
)  # fmt: skip
def test_pages_of_other_sites_may_not(origins: list[str]) -> None:
    assert status(origins=origins) == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "FOO"])
def test_nothing_can_be_done_but_to_read(method: str) -> None:
    assert status(method=method) == 405
    assert status(method="HEAD") == 200


@pytest.mark.parametrize("target", ["http://evil.example/", "*", "evil.example:80", ""])
def test_a_target_is_a_path(target: str) -> None:
    assert status(target=target) == 400
