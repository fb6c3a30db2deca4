"""The community of practice: create_app() is the one place where every part is put together."""
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from flask_compress import Compress
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from cop.base.lazy_import import left_out

with left_out("authlib.integrations.flask_client"):  # for a sign-on of its own: ours is in `web/`
    from flask_security import Security

from cop import features
from cop.base import audit_chain, connecting, content_version, jobs_in_hand, mail, replica
from cop.base.db import db
from cop.cases import machine
from cop.files import kinds, storage
from cop.files.inspecting import inspect
from cop.files.service.files import keep_stored, store_sound
from cop.meetings import times as meeting_times
from cop.people import listeners as people_listeners
from cop.people import policy as people_policy
from cop.people import queries as people_queries
from cop.people.account_forms import FORMS
from cop.people.models import Person, Visitor
from cop.people.security import datastore, factors, reading, settings
from cop.people.service import keys as people_keys
from cop.people.service import sign_ins as people_sign_ins
from cop.search.service import index as search
from cop.vocabulary import lists, wording
from cop.web import (
    accounts,
    addresses,
    api_keys,
    atom,
    brute_force,
    compiled,
    cookies,
    counting,
    errors,
    fragment_cache,
    headers,
    hosts,
    last_read,
    letters,
    limits,
    linked_data,
    links,
    logging,
    page_cache,
    read_only,
    rendering,
    second_step,
    session,
    sign_ins,
    single_sign_on,
    slots,
    transaction,
    upgrading,
    uploads,
)

HERE = Path(__file__).parent
#: Beside the package in a checkout, inside it when installed as a wheel.
ROOT = HERE if (HERE / "templates").is_dir() else HERE.parent


class Application(Flask):
    """Views and hooks are plain functions here; Flask would ask each of them at each request."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def create_app(config: Any, *, translator: machine.Translator | None = None) -> Flask:
    """The application for a `Config` (see config.py at the root). `translator`: a machine that
    translates cases, for who has one (`cases/machine.py`)."""
    app = Application(__name__, template_folder=str(ROOT / "templates"),
                      static_folder=str(ROOT / "static"))
    app.config |= {
        "COP": config,
        "TESTING": config.testing,
        "SECRET_KEY": config.secret_key,
        "SQLALCHEMY_DATABASE_URI": config.database,
        "SQLALCHEMY_ENGINE_OPTIONS": connecting.options(config.database),
        "MAX_CONTENT_LENGTH": 12 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "REMEMBER_COOKIE_DURATION": reading.REMEMBERED[1],
        "WTF_CSRF_TIME_LIMIT": 12 * 3600,
        "COMPRESS_ALGORITHM": ["br", "gzip"],  # zstd makes long posts a tenth larger
        "COMPRESS_CACHE_BACKEND": page_cache.CompressedForms,
        "COMPRESS_CACHE_KEY": lambda _request: "",
    }
    _lay_floor(app, config)
    _add_people(app)
    features.add_features(app)
    with app.app_context():
        machine.use(translator)
    return app


def _lay_floor(app: Flask, config: Any) -> None:
    config.data_dir.mkdir(parents=True, exist_ok=True)
    if config.proxy_hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, *[config.proxy_hops] * 4)
    cookies.init_app(app, is_encrypted=config.base_url.startswith("https:"))
    addresses.init_app(app)
    db.init_app(app)
    _open_stores(app, config)
    logging.init_app(app, config.log_level, config.log_format)
    counting.init_app(app, config.slow_query_ms)
    hosts.init_app(app, config.base_url, config.host_list, is_demo=config.demo)
    upgrading.init_app(app, ROOT / "migrations")
    uploads.init_app(app, uploads.Keeper(inspect, store_sound, keep_stored, kinds.MOST_FILES))
    csrf = CSRFProtect(app)
    for route in features.SECRET_ADDRESSES:
        csrf.exempt(route)
    read_only.init_app(app, settings.SIGN_IN_ENDPOINTS)
    transaction.init_app(app, uploads.take_in)
    Compress(app)
    page_cache.init_app(app)
    last_read.init_app(app)
    errors.init_app(app)
    headers.init_app(app, config.base_url, config.oidc_issuer)
    atom.init_app(app)
    slots.init_app(app)
    links.init_app(app)
    linked_data.init_app(app)
    letters.init_app(app)
    fragment_cache.init_app(app)
    compiled.init_app(app, config.data_dir / "templates", config.secret_key)
    rendering.init_app(app, config.language_list, features.ABILITIES)
    app.jinja_env.filters |= wording.FILTERS | meeting_times.FILTERS
    app.jinja_env.globals |= {"vocabulary": lists, "file_kinds": kinds}
    limits.init_app(app, config.redis_url, config.web_processes)


def _open_stores(app: Flask, config: Any) -> None:
    """What lies outside this process: database, files, index, letters."""
    with app.app_context():
        connecting.prepare(db.engine)
        replica.use(config.database_url_read)
        content_version.watch(db.engine)
        jobs_in_hand.use(config.data_dir / "in-hand")
        storage.use(config.storage_url, config.data_dir / "files")
        search.use(config.data_dir / "index", config.search)
        audit_chain.use(config.secret_key)
        mail.use(mail.Post(config.mail_url, config.mail_sender, config.mail_in_domain,
                           config.secret_key))


def _add_people(app: Flask) -> None:
    config = app.config["COP"]
    app.config |= settings.settings_of(config.secret_key, config.base_url)
    session.keep_closed(app)
    session.tell_what_waits(app)
    store = datastore.Datastore(Person.memberships, Person.has_unread)
    guard = Security(app, store, **FORMS, mail_util_cls=datastore.Outbox,
                     password_util_cls=datastore.Passwords, totp_cls=factors.Codes,
                     mf_recovery_codes_util_cls=factors.RecoveryCodes,
                     webauthn_util_cls=factors.Passkeys,
                     render_template=accounts.render_account_page)
    guard.login_manager.anonymous_user = Visitor
    accounts.init_app(app, settings)
    sign_ins.init_app(app, sign_ins.SignIns(
        find=partial(reading.find_sign_in, looked_at=store.looked_at),
        begin=people_sign_ins.begin_sign_in, is_due=people_sign_ins.is_due,
        note_seen=people_sign_ins.note_seen, end=people_sign_ins.end_sign_in))
    single_sign_on.init_app(app, config)
    second_step.init_app(app, people_policy.lacks_second_factor)
    brute_force.init_app(app, people_listeners.tell_of_guesses)
    api_keys.init_app(app, api_keys.Keys(
        find=people_queries.find_key, count_last_hour=people_queries.count_calls_last_hour,
        free_again_at=people_queries.free_again_at, log_use=people_keys.log_call))
