"""Every setting: type, default, one line of help. Read from the environment, prefix COP_.

What an administrator decides while it runs stands in the database (`cop/base/site.py`).
"""
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

INTERFACE_LANGUAGES = ("en", "it", "fr", "es")
#: Spoken by navigation, forms and some pages only; offered where they are named.
PARTIAL_LANGUAGES = ("ar",)
SEARCH_ENGINES = ("auto", "tantivy", "postgres", "whoosh")
MAIL_WAYS = ("smtp", "smtp+starttls", "smtps", "file")
ROLES = ("moderator", "curator", "regional_manager", "data_officer", "administrator")
SECOND_FACTOR = ("staff", "nobody")
KINDS = {int: "a whole number", bool: "1 or 0", Path: "a folder"}
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOG_FORMATS = ("json", "text")


class ConfigProblems(ValueError):
    """Everything that is wrong with the settings, all at once."""


def setting(default: Any, help: str) -> Any:
    return field(default=default, metadata={"help": help})


@dataclass(frozen=True, kw_only=True)
class Config:
    """The settings of one installation."""

    data_dir: Path = setting(Path("var"), "Folder for the embedded database, the index and files")
    database_url: str = setting("", "`postgresql+psycopg://…`; empty: SQLite under `DATA_DIR`")
    database_url_direct: str = setting(
        "", "The same database past a pooler, where workers are woken; empty: `DATABASE_URL`")
    database_url_read: str = setting(
        "", "A streaming replica of it, where pages are read; empty: `DATABASE_URL`")
    secret_key: str = setting("", "Signs sessions and links; required except in the demo")
    base_url: str = setting("http://127.0.0.1:8000", "Address people use, for links in mail")
    hosts: str = setting(
        "", "More names it answers to, with commas between; that of `BASE_URL` always is one")
    search: str = setting("auto", "`auto`, `tantivy`, `postgres` or `whoosh`: the search engine")
    redis_url: str = setting("", "`redis://…`: shared rate limits; empty: kept in each process")
    web_processes: int = setting(
        1, "How many web processes share the limits where there is no Redis; "
        "`cop serve` tells its own")
    storage_url: str = setting(
        "", "`file:///…` or `s3://bucket?endpoint=…`; empty: files lie under `DATA_DIR`")
    mail_url: str = setting(
        "", "`smtp://…`, `smtp+starttls://…`, `smtps://…`, `file://…`; empty: letters stay put")
    mail_sender: str = setting("cop@localhost", "From-address of all letters")
    mail_in_domain: str = setting(
        "", "Domain whose mail is handed to `cop mail`; empty: letters are not answered by mail")
    mail_in_host: str = setting("127.0.0.1", "Where `cop mail listen` listens")
    mail_in_port: int = setting(8024, "And on which port")
    second_factor: str = setting(
        "staff", "Who must sign in with a second step: `staff` (whoever holds a role) or `nobody`")
    second_factor_days: int = setting(7, "Days after getting a role in which it may be lacking")
    oidc_issuer: str = setting(
        "", "OpenID Connect: address of the provider; empty: no single sign-on")
    oidc_client_id: str = setting("", "Name that the provider gave this installation")
    oidc_client_secret: str = setting("", "And its secret")
    oidc_scopes: str = setting(
        "openid email profile", "What is asked of the provider")
    oidc_label: str = setting(
        "", "What the button says: Sign in with …; empty: the provider's host")
    oidc_groups_claim: str = setting(
        "groups", "Claim that names groups, with dots into what it holds")
    oidc_roles: str = setting("", "`group=role` or `group=role:place`, with `;` between them")
    languages: str = setting("en,it,fr,es", "Interface languages offered, the first is the default")
    proxy_hops: int = setting(0, "How many trusted proxies stand in front")
    log_level: str = setting("INFO", "DEBUG, INFO, WARNING or ERROR")
    log_format: str = setting("json", "`json`: one object a line; `text`: for reading")
    slow_query_ms: int = setting(
        1000, "Statements that take longer are in the log, without values; 0: none")
    metrics_token: str = setting(
        "", "Who brings it as a bearer reads `/metrics`; empty: only this machine does")
    demo: bool = setting(False, "Set by `cop demo`: shows the demo accounts at sign-in")
    testing: bool = setting(False, "Set by the tests")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ, **given: Any) -> "Config":
        """Read all settings; `given` ones win. Raises ConfigProblems naming everything wrong."""
        values, problems = {}, []
        for each in fields(cls):
            text = environ.get(variable(each))
            if each.name in given or text is None or text == "":
                continue
            try:
                values[each.name] = _read(each, text)
            except ValueError:
                problems.append(f"{variable(each)}: «{text}» is not {KINDS[each.type]}.")
        config = cls(**(values | given))
        problems += config.problems()
        if problems:
            raise ConfigProblems("\n".join(problems))
        return config

    def problems(self) -> list[str]:
        """Sentences about what cannot work."""
        checks = {
            "COP_SECRET_KEY: set a long random text; without it nobody can sign in safely.":
                bool(self.secret_key) or self.demo or self.testing,
            f"COP_DATA_DIR: nothing can be written to {self.data_dir.absolute()}.":
                _can_be_written(self.data_dir.absolute()),
            "COP_MAIL_IN_PORT: must be from 0 to 65535.": 0 <= self.mail_in_port <= 65535,
            "COP_BASE_URL: must begin with http:// or https://, and name a host.":
                urlsplit(self.base_url).scheme in ("http", "https")
                and bool(urlsplit(self.base_url).hostname),
            "COP_HOSTS: names of hosts such as cop.example.org, without https://, commas between.":
                all(re.fullmatch(r"[\w.-]+|[0-9a-fA-F:]+", each) for each in self.host_list),
            "COP_MAIL_URL: must begin with smtp://, smtp+starttls://, smtps:// or file://.":
                _begins_with(MAIL_WAYS, self.mail_url),
            "COP_MAIL_URL: encryption is asked for with smtp+starttls:// or smtps://.":
                not (self.mail_url.startswith("smtp") and urlsplit(self.mail_url).query),
            "COP_MAIL_IN_DOMAIN: must be the name of a domain, such as reply.example.org.":
                bool(re.fullmatch(r"([A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*)?", self.mail_in_domain)),
            "COP_STORAGE_URL: must be file:///folder or s3://bucket?endpoint=https://…":
                _is_place(urlsplit(self.storage_url)),
            "COP_SEARCH: must be " + ", ".join(SEARCH_ENGINES) + ".": self.search in SEARCH_ENGINES,
            "COP_SEARCH: postgres needs a COP_DATABASE_URL that begins with postgresql+psycopg://.":
                self.search != "postgres" or self.database.startswith("postgresql+psycopg://"),
            "COP_DATABASE_URL: must begin with sqlite:// or postgresql+psycopg://.":
                self.database.startswith(("sqlite://", "postgresql+psycopg://")),
            "COP_DATABASE_URL_DIRECT: only beside a COP_DATABASE_URL of PostgreSQL, and like it.":
                not self.database_url_direct or {"postgresql+psycopg"} == {
                    urlsplit(url).scheme for url in (self.database, self.database_url_direct)},
            "COP_DATABASE_URL_READ: only beside a COP_DATABASE_URL of PostgreSQL, and like it.":
                not self.database_url_read or {"postgresql+psycopg"} == {
                    urlsplit(url).scheme for url in (self.database, self.database_url_read)},
            "COP_REDIS_URL: must begin with redis://, rediss:// or unix://.":
                _begins_with(("redis", "rediss", "unix"), self.redis_url),
            "COP_WEB_PROCESSES: there is at least one.": self.web_processes >= 1,
            "COP_MAIL_SENDER: must be a mail address.": "@" in self.mail_sender.strip("@"),
            "COP_SECOND_FACTOR: must be staff or nobody.":
                self.second_factor in SECOND_FACTOR,
            "COP_SECOND_FACTOR_DAYS: cannot be less than none.": self.second_factor_days >= 0,
            "COP_OIDC_ISSUER: must begin with https://, as everything that is asked there.":
                not self.oidc_issuer or _is_safe(urlsplit(self.oidc_issuer)),
            "COP_OIDC_CLIENT_ID and COP_OIDC_CLIENT_SECRET: needed with COP_OIDC_ISSUER.":
                not self.oidc_issuer or bool(self.oidc_client_id and self.oidc_client_secret),
            "COP_OIDC_SCOPES: must hold openid.": "openid" in self.oidc_scopes.split(),
            "COP_OIDC_ROLES: must be group=role or group=role:place, with ; between them. Roles: "
            + ", ".join(ROLES) + ".": all(
                re.fullmatch(rf"[^=]+=({'|'.join(ROLES)})(:[^;]+)?", each)
                for each in self.oidc_role_list),
            "COP_PROXY_HOPS: cannot be less than none.": self.proxy_hops >= 0,
            "COP_LOG_LEVEL: must be " + ", ".join(LOG_LEVELS) + ".": self.log_level in LOG_LEVELS,
            "COP_LOG_FORMAT: must be " + " or ".join(LOG_FORMATS) + ".":
                self.log_format in LOG_FORMATS,
            "COP_SLOW_QUERY_MS: cannot be less than none.": self.slow_query_ms >= 0,
            "COP_METRICS_TOKEN: at least 16 characters, none of them a space.":
                not self.metrics_token or bool(re.fullmatch(r"\S{16,}", self.metrics_token)),
            "COP_LANGUAGES: only " + ", ".join(INTERFACE_LANGUAGES + PARTIAL_LANGUAGES)
            + " are translated.": bool(self.language_list) and set(self.language_list) <= set(
                INTERFACE_LANGUAGES + PARTIAL_LANGUAGES),
            "COP_LANGUAGES: the first must be spoken everywhere; " + ", ".join(PARTIAL_LANGUAGES)
            + " is not.": self.language_list[:1] not in [[code] for code in PARTIAL_LANGUAGES],
        }
        return [sentence for sentence, holds in checks.items() if not holds]

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir.absolute() / 'cop.sqlite'}"

    @property
    def language_list(self) -> list[str]:
        return [code.strip() for code in self.languages.split(",") if code.strip()]

    @property
    def host_list(self) -> list[str]:
        return [name.strip() for name in self.hosts.split(",") if name.strip()]

    @property
    def oidc_role_list(self) -> list[str]:
        """One «group=role:place» each."""
        return [each.strip() for each in self.oidc_roles.split(";") if each.strip()]


def variable(each: Field) -> str:
    return f"COP_{each.name.upper()}"


def _can_be_written(folder: Path) -> bool:
    """Is it a folder of ours, or can it become one?"""
    there = next(each for each in (folder, *folder.parents) if each.exists())
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)


def _begins_with(schemes: Sequence[str], url: str) -> bool:
    """Or is it empty: what need not be there."""
    return not url or url.startswith(tuple(f"{scheme}://" for scheme in schemes))


def _is_safe(parts: SplitResult) -> bool:
    """Encrypted, or within this machine."""
    return bool(parts.hostname) and (
        parts.scheme == "https" or parts.hostname in ("localhost", "127.0.0.1", "::1"))


def _is_place(parts: SplitResult) -> bool:
    """Is this where files can lie? (Who opens a bucket is told by AWS_… variables.)"""
    if parts.scheme == "s3":
        return bool(parts.netloc)
    return not parts.geturl() or (parts.scheme == "file" and len(parts.path) > 1)


def _read(each: Field, text: str) -> Any:
    if each.type is bool:
        if text.lower() not in ("1", "0", "true", "false", "yes", "no"):
            raise ValueError
        return text.lower() in ("1", "true", "yes")
    return each.type(text)
