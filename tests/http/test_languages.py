"""Every page in each language that is offered: it says which, and nothing is left in English."""
import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from config import INTERFACE_LANGUAGES
from cop.base.clock import now
from cop.people.models import Grant
from tests.check.catalogue import stored

#: No pages, or pages that do something.
NO_PAGE = re.compile(r"/(static|api/|feeds|metrics|healthz|readyz|favicon|\.well-known|logout"
                     r"|mentionable|login/known)|\.(csv|xlsx|jsonld|txt)$")
SPOKEN = ("aria-label", "placeholder", "title", "alt")
#: The texts scripts say, and what they say it with; fields and outlines are named by their codes.
SCRIPTED = re.compile(r"^data-(?!lang|field$|outline$)")
SILENT = ("script", "style", "pre", "code", "textarea")
ROLES = ("moderator", "curator", "regional_manager", "data_officer", "administrator")


@pytest.fixture
def ada(make):
    """Somebody who may see nearly every page."""
    person = make.person("Ada Bruni", organisation="CPI di Treviso", regions=["ITH3"],
                         themes=["outreach"], languages=["it", "en"])
    person.grants += [Grant(role=role, scope_kind="everywhere", scope_code="") for role in ROLES]
    return person


@pytest.fixture
def addresses(app, make, ada):
    """Pages without a number in their address, and one of each thing that has one."""
    room = make.space("Zimmer", slug="zimmer")
    question, case = make.question(room), make.case(status="published")
    post, waiting = make.post(question), make.case(status="in_review")
    meeting = make.meeting(room)
    plain = {rule.rule for rule in app.url_map.iter_rules()
             if "GET" in rule.methods and not rule.arguments and not NO_PAGE.search(rule.rule)}
    return [*sorted(plain), "/spaces/zimmer", "/spaces/zimmer/members",
            "/spaces/zimmer/topics/new", "/spaces/zimmer/edit", f"/topics/{meeting.topic_id}",
            f"/topics/{question.id}?view=flat", f"/posts/{post.id}/edit", f"/cases/{case.id}",
            f"/cases/{case.id}/history", f"/cases/{case.id}/translations",
            f"/cases/{waiting.id}/review", f"/cases/{case.id}/adoptions/new",
            f"/people/{ada.id}", f"/admin/people/{ada.id}/roles", "/search?q=find",
            "/search?q=nothing+of+this+kind", "/nowhere", "/topics?theme=outreach"]


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_every_page_is_all_in_the_language_it_says(language, addresses, ada, browse):
    english, found, seen = _english(language), {}, 0
    ada.interface_language, wish = language, {"Accept-Language": language}
    for window in (browse(), browse(ada)):
        for address in addresses:
            answer = window.get(address, headers=wish, follow_redirects=True)
            if "<html" not in answer.text[:100]:  # a file, or a piece of a page
                continue
            page = BeautifulSoup(answer.data, "lxml")
            seen += 1
            if page.html["lang"] != language:
                found[address] = page.html["lang"]
            elif left := {words for words in _said(page, language) if english(words)}:
                found[address] = left
    assert seen > 80 and found == {}


def test_a_leftover_would_be_found():
    english = _english("fr")
    page = BeautifulSoup('<html lang="fr"><p>Sign in</p><p lang="en">Sign out</p>'
                         '<a title="Not found" data-said="Draft kept."></a></html>', "lxml")
    assert {words for words in _said(page, "fr") if english(words)} == {
        "Sign in", "Not found", "Draft kept."}
    assert english("12 people answered you") and not english("12 personnes vous ont répondu")


@pytest.mark.parametrize("asked, language", [
    ("fr-BE,nl;q=0.8", "fr"), ("es-AR", "es"), ("it-CH, de", "it"), ("ar-TN, fr;q=0.7", "fr"),
    ("sv, fi", "en"), ("", "en"),
])
def test_the_browsers_language_is_spoken_with_its_country_or_without(browse, asked, language):
    page = browse().get("/help", headers={"Accept-Language": asked}).text
    assert f'<html lang="{language}"' in page


def test_all_of_them_are_in_the_footer_under_their_own_names(browse):
    footer = BeautifulSoup(browse().get("/about").text, "html.parser").footer
    assert [(option["value"], option["lang"], option.get_text()) for option in footer.select(
        "option")] == [("en", "en", "English"), ("it", "it", "Italiano"),
                       ("fr", "fr", "Français"), ("es", "es", "Español")]


@pytest.mark.parametrize("language, size, month, ago", [
    ("en", "312 kB", "October 2026", "3 days ago"), ("it", "312 kB", "ottobre 2026", "3 giorni fa"),
    ("fr", "312 ko", "octobre 2026", "il y a 3 jours"),
    ("es", "312 kB", "octubre de 2026", "hace 3 días"),
])
def test_sizes_months_and_times_are_written_as_in_the_language(app, language, size, month, ago):
    filters = app.jinja_env.filters
    with app.test_request_context(f"/?ui={language}"):
        assert filters["filesize"](312_000).replace("\u202f", " ") == size
        assert filters["month"]("2026-10") == month
        assert filters["ago"](now() - timedelta(days=3)) == ago


def test_no_italian_article_stands_where_a_day_or_number_may_begin_with_a_vowel():
    """«L'8 novembre», «dell'11»: what is right before every day is «il giorno» or a colon."""
    article = re.compile(r"\b([aA]l|[dD]al|[dD]el|[iI]l|[nN]el|[sS]ul)\s+%\(")
    said = [text for message in stored("it") if message.id for text in (
        message.string if isinstance(message.string, tuple) else (message.string,))]
    assert len(said) > 3000
    assert not [text for text in said if article.search(text)]


def test_french_signs_keep_to_the_word_before_them():
    """«Aide :» is not broken before its colon at the end of a line."""
    said = [text for message in stored("fr") if message.id for text in (
        message.string if isinstance(message.string, tuple) else (message.string,))]
    assert not [text for text in said if re.search(r"« |\S (;|\?|!|»|:(\s|$))", text)]


def _said(page, language):
    """What readers see or hear of a page in its language; what is marked as another's is not."""
    for node in page.body.find_all(string=True):
        if node.strip() and node.parent.name not in SILENT and (
                _language_at(node.parent) == language):
            yield " ".join(node.split())
    for element in page.body.find_all(True):
        for name, value in element.attrs.items():
            if (name in SPOKEN or SCRIPTED.match(name)) and _language_at(element) == language:
                yield " ".join(str(value).split())


def _language_at(element):
    while not element.get("lang"):
        element = element.parent
    return element["lang"]


def _english(language):
    """Is this a text of the catalogue that is said otherwise in the language?"""
    if language == "en":
        return lambda words: False
    texts, forms = set(), []
    for message in stored(language):
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        for source in filter(None, sources):
            if source in said:
                continue
            texts.add(" ".join(source.split()))
            pieces = re.split(r"%\(\w+\)[sd]", " ".join(source.split()))
            if len(pieces) > 1 and len(re.findall(r"[A-Za-z]{3,}", " ".join(pieces))) > 1:
                forms.append(".+?".join(map(re.escape, pieces)))
    others = {text for message in stored(language) for text in (
        message.string if isinstance(message.string, tuple) else (message.string,))}
    texts -= others  # «Question» is French, too
    expression = re.compile("|".join(forms))
    return lambda words: words in texts or (
        words not in others and expression.fullmatch(words) is not None)
