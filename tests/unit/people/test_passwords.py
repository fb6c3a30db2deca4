"""Which passwords are taken, and how they are kept."""
import pytest
from flask_security import hash_password
from passlib.hash import argon2

from cop.people.passwords import problem_with
from cop.people.security.settings import HASHING

ADA = ["Ada Bruni", "ada.bruni@lavoro.example.org", "Pratica comune"]


LONG = "Il treno delle sette e quaranta porta a scuola chi ha vent'anni e chi ne ha sessanta. "


@pytest.mark.parametrize("password", [
    "un passo alla volta", "pratica con le mani", "giallo-tenda-41-ponte", "x7#Kq!2mPw9z",
    "ångström on the møøse", "長い長い秘密の言葉と四つの山", "a b c d e f g h i j k l m", LONG * 4])
def test_any_characters_and_any_length_are_taken(app, password):
    assert problem_with(password, ADA) == ""


@pytest.mark.parametrize("password, because", [
    ("short", "at least 12"), ("elevensigns", "at least 12"),
    ("passwordpassword", "every list"), ("qwertyuiop12", "every list"),
    ("1q2w3e4r5t6y", "every list"), ("aaaaaaaaaaaa", "every list"),
    ("123456789012", "every list"), ("iloveyou1234", "every list"),
    ("Ada-Bruni-2026", "everybody knows"), ("pratica.comune.26", "everybody knows"),
    ("lavoro.example", "everybody knows")])
def test_short_common_and_known_ones_are_refused(app, password, because):
    assert because in problem_with(password, ADA)


def test_a_password_is_hashed_with_argon2id_as_rfc_9106_has_it(app):
    kept = argon2.using(**{name.removeprefix("argon2__"): value
                           for name, value in HASHING.items()}).hash("un passo alla volta")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert hash_password("un passo alla volta").startswith("$argon2id$")
