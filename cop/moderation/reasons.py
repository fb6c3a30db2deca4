"""Why things are reported, and on which rule or law a decision stands, in words."""
from collections.abc import Mapping
from types import MappingProxyType

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

#: What can be reported, the part of the address that names it, and how it is called.
REPORTED: Mapping[str, tuple[str, LazyString]] = MappingProxyType({
    "post": ("posts", _l("Post")), "case": ("cases", _l("Practice")),
    "person": ("people", _l("Person")), "file": ("files", _l("File")),
    "message": ("messages", _l("Private message"))})

#: What else waits in the queue.
KINDS: Mapping[str, LazyString] = MappingProxyType(
    {kind: name for kind, (_place, name) in REPORTED.items()} | {
        "first_post": _l("Post that waits"), "appeal": _l("Objection"),
        "barrier": _l("Accessibility report"), "join": _l("Somebody asks for an account")})

#: The gravest first: an item shows the gravest that anybody named.
REASONS: Mapping[str, LazyString] = MappingProxyType({
    "personal_data": _l("Personal data of somebody"),
    "rude": _l("Insulting or discriminating"),
    "spam": _l("Advertising or spam"),
    "accessibility": _l("Cannot be read by everybody (accessibility)"),
    "off_topic": _l("In the wrong place"),
    "other": _l("Something else")})

#: What each reason means to who reports it.
HELP: Mapping[str, LazyString] = MappingProxyType({
    "personal_data": _l("A name, a number or a story by which a client can be recognised."),
    "accessibility": _l("A picture without a description, a table as a picture …"),
    "other": _l("Please say in the note what it is, for example which law it breaks.")})

#: On what a decision stands; the terms of use say each rule.
GROUNDS: Mapping[str, LazyString] = MappingProxyType({
    "personal_data": _l("Terms of use: no personal data of jobseekers, trainees or other clients"),
    "rude": _l("Terms of use: nothing insulting or discriminating"),
    "spam": _l("Terms of use: no advertising"),
    "unlawful": _l("Terms of use: only texts one may publish"),
    "off_topic": _l("Terms of use: write as a professional, in the place for it"),
    "law": _l("A law")})

SANCTION_NAMES: Mapping[str, LazyString] = MappingProxyType({
    "note": _l("Note, for moderators only"), "warn": _l("Warning"),
    "hold": _l("Posts wait for a moderator"), "silence": _l("May read, not write"),
    "suspend": _l("May not sign in")})


def gravest(reasons: list[str]) -> str:
    return min(reasons, key=list(REASONS).index, default="")
