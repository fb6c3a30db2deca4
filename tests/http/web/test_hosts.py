"""This site answers under its own names; a made-up Host header reaches nothing."""
import pytest

from config import Config
from cop import create_app

PROBES = ["/healthz", "/readyz", "/metrics"]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Of one that stands somewhere else, to be asked under any name."""

    def build(base_url, hosts="", *, demo=False):
        return create_app(Config.from_environment(
            {}, testing=True, secret_key="for tests only", base_url=base_url, hosts=hosts,
            demo=demo, proxy_hops=1, log_level="ERROR",
            data_dir=tmp_path_factory.mktemp("site"))).test_client()

    return build


@pytest.fixture(scope="module")
def public(site):
    return site("https://cop.example.org", "old.example.org, 10.0.0.7")


@pytest.mark.parametrize("name", [
    "cop.example.org", "COP.Example.ORG:443", "cop.example.org.", "old.example.org",
    "10.0.0.7:8000"])
def test_its_own_names_are_answered(public, name):
    assert public.get("/robots.txt", headers={"Host": name}).status_code == 200


@pytest.mark.parametrize("name", [
    "evil.example", "cop.example.org.evil.example", "xcop.example.org", "cop.example.org@evil.org",
    "localhost", "127.0.0.1:8000", "10.0.0.8", "[::1]", "[", "a b", "cop.example.org/x", "", "'"])
@pytest.mark.parametrize("path", ["/robots.txt", "/login", "/nowhere", "/static/css/base.css"])
def test_any_other_name_is_refused_with_a_sentence(public, name, path):
    answer = public.get(path, headers={"Host": name})
    assert answer.status_code == 421
    assert "does not answer to the name" in answer.text
    assert 'href="https://cop.example.org/"' in answer.text
    assert "evil" not in answer.text + str(answer.headers)


def test_what_a_proxy_hands_on_is_looked_at_too(public):
    answer = public.get("/robots.txt", headers={
        "Host": "cop.example.org", "X-Forwarded-Host": "evil.example"})
    assert answer.status_code == 421


def test_nothing_is_done_under_a_made_up_name(browse, make):
    browser = browse(make.person())
    answer = browser.post("/me/settings", data={"name": "New"}, headers={"Host": "evil.example"})
    assert answer.status_code == 421
    assert answer.headers.get("Set-Cookie") is None


def test_programs_hear_it_as_json(public):
    answer = public.get("/api/v1/spaces", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.mimetype) == (421, "application/problem+json")


@pytest.mark.parametrize("path", PROBES)
def test_what_watches_is_answered_under_any_name(public, path):
    assert public.get(path, headers={"Host": "10.1.2.3:8000"}).status_code != 421


def test_a_site_on_this_machine_has_all_its_names(site):
    here = site("http://127.0.0.1:8123")
    for name in ("localhost:9000", "127.0.0.1", "[::1]:8000"):
        assert here.get("/robots.txt", headers={"Host": name}).status_code == 200
    for name in ("rebound.example", "192.168.1.5"):
        assert here.get("/robots.txt", headers={"Host": name}).status_code == 421


def test_the_demo_answers_at_every_number_and_under_no_foreign_name(site):
    demo = site("http://0.0.0.0:8000", demo=True)
    for name in ("192.168.1.5:8000", "[fd00::5]:8000"):
        assert demo.get("/robots.txt", headers={"Host": name}).status_code == 200
    assert demo.get("/robots.txt", headers={"Host": "rebound.example"}).status_code == 421
