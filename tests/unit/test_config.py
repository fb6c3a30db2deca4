"""Settings are read from the environment; everything that is wrong is told at once."""
from pathlib import Path

import pytest

from config import Config, ConfigProblems

SECRET = {"COP_SECRET_KEY": "a long random text"}


def problems(**environment):
    with pytest.raises(ConfigProblems) as wrong:
        Config.from_environment(environment)
    return str(wrong.value).splitlines()


def test_a_secret_is_enough_to_start():
    config = Config.from_environment(SECRET)
    assert config.database == f"sqlite:///{Path('var').absolute()}/cop.sqlite"
    assert config.language_list == ["en", "it", "fr", "es"] and not config.demo


def test_without_a_secret_only_the_demo_starts():
    assert "COP_SECRET_KEY" in problems()[0]
    assert Config.from_environment({"COP_DEMO": "yes"}).demo is True


def test_values_are_of_their_kind():
    config = Config.from_environment(SECRET | {
        "COP_PROXY_HOPS": "2", "COP_DATA_DIR": "/srv/cop", "COP_DEMO": "0",
        "COP_LANGUAGES": "it, en", "COP_BASE_URL": ""})
    assert config.proxy_hops == 2 and config.data_dir == Path("/srv/cop") and config.demo is False
    assert config.language_list == ["it", "en"] and config.base_url == "http://127.0.0.1:8000"


def test_what_is_given_wins_over_the_environment():
    assert Config.from_environment({"COP_SECRET_KEY": "x"}, secret_key="y").secret_key == "y"


@pytest.mark.parametrize("name, value", [
    ("COP_BASE_URL", "example.org"), ("COP_BASE_URL", "https://"), ("COP_DATA_DIR", "/dev/null/x"),
    ("COP_MAIL_IN_PORT", "x"), ("COP_MAIL_IN_PORT", "99999"),
    ("COP_MAIL_URL", "mailto:x"), ("COP_MAIL_URL", "mail.example.org"), ("COP_SEARCH", "google"),
    ("COP_SEARCH", "postgres"),
    ("COP_DATABASE_URL", "mysql://x"),
    ("COP_DATABASE_URL_DIRECT", "postgresql+psycopg://x"),
    ("COP_LANGUAGES", "en,xx"), ("COP_LANGUAGES", ","),
    ("COP_PROXY_HOPS", "two"), ("COP_PROXY_HOPS", "-1"), ("COP_DEMO", "perhaps"),
    ("COP_LOG_FORMAT", "xml"), ("COP_SLOW_QUERY_MS", "-1"), ("COP_METRICS_TOKEN", "short"),
    ("COP_METRICS_TOKEN", "long but with a space in it"),
    ("COP_LOG_LEVEL", "LOUD"), ("COP_REDIS_URL", "http://x"), ("COP_REDIS_URL", "localhost"),
    ("COP_MAIL_SENDER", "nobody"),
])
def test_what_cannot_work_is_told_with_its_name(name, value):
    (sentence,) = problems(**SECRET, **{name: value})
    assert sentence.startswith(f"{name}: ") and sentence.endswith(".")


def test_everything_wrong_is_told_at_once():
    told = problems(COP_PROXY_HOPS="two", COP_SEARCH="google", COP_BASE_URL="x")
    assert [line.partition(":")[0] for line in told] == [
        "COP_PROXY_HOPS", "COP_SECRET_KEY", "COP_BASE_URL", "COP_SEARCH"]


def test_single_sign_on_is_encrypted_and_names_roles_there_are():
    said = "\n".join(problems(
        COP_SECRET_KEY="x", COP_OIDC_ISSUER="http://id.example.org", COP_OIDC_SCOPES="email",
        COP_OIDC_ROLES="admins=boss; youth=moderator:youth"))
    for name in ("COP_OIDC_ISSUER", "COP_OIDC_CLIENT_ID", "COP_OIDC_SCOPES", "COP_OIDC_ROLES"):
        assert f"{name}" in said
    good = SECRET | {
        "COP_OIDC_ISSUER": "https://id.example.org/realms/x", "COP_OIDC_CLIENT_ID": "cop",
        "COP_OIDC_CLIENT_SECRET": "s", "COP_OIDC_ROLES": "a=administrator;b=regional_manager:ITH3"}
    assert Config.from_environment(good).oidc_role_list == [
        "a=administrator", "b=regional_manager:ITH3"]
    assert Config.from_environment(good | {"COP_OIDC_ISSUER": "http://localhost:9"})
