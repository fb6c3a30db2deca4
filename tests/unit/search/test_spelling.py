"""What somebody may have meant: mistakes, split and joined words, and how long that takes."""
import random
import time
from statistics import median

import pytest

from cop.search.spelling import Dictionary, Words

DICTIONARY = Dictionary(Words([
    ("voucher", "voucher", 9), ("tirocinio", "tirocinio", 5), ("formativo", "formativo", 4),
    ("attivita", "attività", 7), ("orientamento", "orientamento", 3), ("webinar", "webinar", 2),
    ("orientamenti", "orientamenti", 1), ("mentore", "mentore", 1), ("mentoring", "mentoring", 6),
    ("per", "per", 99), ("web", "web", 3), ("job", "job", 9), ("search", "search", 4),
    ("jobsearch", "jobsearch", 2), ("arbeit", "Arbeit", 5), ("markt", "Markt", 5),
    ("arbeitsmarkt", "Arbeitsmarkt", 1), ("bericht", "Bericht", 2), ("palkka", "palkka", 2),
    ("palkkatuki", "palkkatuki", 3), ("hakemus", "hakemus", 2), ("tyonhakija", "työnhakija", 1)]))


@pytest.mark.parametrize("typed, meant", [
    (["vuocher"], {"vuocher": "voucher"}), (["voucer"], {"voucer": "voucher"}),
    (["attivitta"], {"attivitta": "attività"}),
    (["orientamentto"], {"orientamentto": "orientamento"}),
    (["tirocinioformativo"], {"tirocinioformativo": "tirocinio formativo"}),
    (["web", "inar"], {"web inar": "webinar"}), (["tiro", "cinio"], {"tiro cinio": "tirocinio"}),
    (["voucher", "formatvo"], {"formatvo": "formativo"}),
    (["job", "search"], {"job search": "jobsearch"}), (["jobsearch"], {"jobsearch": "job search"}),
    (["palkkatukihakemus"], {"palkkatukihakemus": "palkkatuki hakemus"}),
    (["Työnhakijanpalkka"], {"Työnhakijanpalkka": "työnhakija palkka"}),
    (["Arbeitsmarktbericht"], {"Arbeitsmarktbericht": "Arbeitsmarkt Bericht"}),
    (["Arbeitsmarkt"], {"Arbeitsmarkt": "Arbeit Markt"}),
    (["jobhakemusbericht"], {"jobhakemusbericht": "job hakemus Bericht"}),
    (["voucher"], {}), (["ATTIVITÀ"], {}), (["xyz"], {}), (["zzzzzzzzzz"], {}), (["2026"], {}),
    ([], {}),
])
def test_a_word_nobody_uses_is_corrected_to_one_that_is_used(typed, meant):
    assert DICTIONARY.correct(typed) == meant


def test_the_more_usual_word_wins():
    words = Words([("corsi", "corsi", 9), ("corso", "corso", 20)])
    assert Dictionary(words).correct(["corsx"]) == {"corsx": "corso"}


def test_languages_and_audiences_add_up():
    parts = Words([("bonta", "bontà", 2), ("bonti", "bonti", 4)]), Words([("bonta", "bonta", 3)])
    assert Dictionary(parts[0]).correct(["bontx"]) == {"bontx": "bonti"}
    assert Dictionary(*parts).correct(["bontx"]) == {"bontx": "bontà"}


def test_correcting_takes_a_few_milliseconds_at_100_000_words():
    chance = random.Random(7)
    syllables = ["ta", "re", "mi", "con", "zio", "ne", "la", "vo", "ro", "for", "ma", "per", "ci"]
    words = set()
    while len(words) < 100_000:
        words.add("".join(chance.choices(syllables, k=chance.randint(2, 6))))
    dictionary = Dictionary(Words((word, word, 1) for word in words))
    spent = []
    for word in chance.sample(sorted(words), 25):
        began = time.thread_time()  # others may be at work on this machine
        dictionary.correct([word[:-2] + "x" + word[-1]])
        spent.append(time.thread_time() - began)
    assert median(spent) < 0.020
