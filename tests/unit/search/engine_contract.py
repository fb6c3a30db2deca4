"""What every engine promises, as one class: the test of an engine inherits it and makes one."""
import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from whoosh.query import And, NumericRange, Or, Term

from cop.search.box.parser import read
from cop.search.engines.protocol import Version
from cop.search.forms import SearchForm
from cop.vocabulary.lists import LANGUAGES as LANGUAGES_OF_TEXTS
from tests.unit.search.trees import NOW, SHELF, TREES, entry, trees

LANGUAGES = ("it", "en", "fr", "es", "de", "fi")

#: language → (a word of a text, the word somebody types): all languages with a stemmer
STEMMED = {
    "it": ("apprendisti", "apprendista"), "en": ("vouchers", "voucher"),
    "fr": ("formations", "formation"), "es": ("empresas", "empresa"),
    "de": ("Arbeitsplätze", "Arbeitsplatz"), "fi": ("palkkatuen", "palkkatuet"),
    "ar": ("وظائفهم", "وظائف"), "bs": ("radnika", "radniku"), "ca": ("empreses", "empresa"),
    "cs": ("zaměstnanců", "zaměstnanec"), "da": ("virksomheder", "virksomhed"),
    "el": ("επιχειρήσεις", "επιχείρηση"), "et": ("töötajad", "töötaja"),
    "eu": ("langileak", "langilea"), "ga": ("fhostóir", "fostóir"), "hr": ("radnika", "radniku"),
    "hu": ("munkahelyek", "munkahely"), "hy": ("աշխատողներ", "աշխատող"),
    "lt": ("darbuotojai", "darbuotojas"), "nl": ("werkgevers", "werkgever"),
    "no": ("bedrifter", "bedrift"), "pl": ("pracownikami", "pracownik"),
    "pt": ("trabalhadores", "trabalhador"), "ro": ("muncitorilor", "muncitor"),
    "ru": ("работников", "работник"), "sr": ("радника", "раднику"),
    "sv": ("arbetsgivare", "arbetsgivaren"), "tr": ("IŞIKLARI", "ışık"), "fa": ("شرکتها", "شرکت"),
}
ACCENTED = {
    "it": ("opportunità", "opportunita"), "en": ("naïve", "naive"), "fr": ("métier", "metier"),
    "es": ("búsqueda", "busqueda"), "de": ("Förderung", "forderung"),
    "fi": ("työllisyys", "tyollisyys"), "el": ("εργασία", "εργασια"), "ru": ("учёба", "учеба"),
    "ar": ("مُدَرِّسٌ", "مدرس"), "tr": ("İŞSİZLİK", "issizlik"), "pl": ("szkoła", "szkoła"),
    "uk": ("навчання", "НАВЧАННЯ"), "zh": ("职业培训", "培训"), "he": ("עֲבוֹדָה", "עבודה"),
    "az": ("məşğulluq", "MƏŞGULLUQ"), "be": ("занятасць", "ЗАНЯТАСЦЬ"),
    "bg": ("заетост", "ЗАЕТОСТ"),
    "cy": ("cyflogaeth", "CYFLOGAETH"), "gl": ("formación", "formacion"),
    "is": ("þjálfun", "þjalfun"),
    "ka": ("დასაქმება", "დასაქმება"), "kk": ("жұмысшы", "ЖҰМЫСШЫ"), "ky": ("жумушчу", "ЖУМУШЧУ"),
    "lb": ("Aarbechtsplaz", "aarbechtsplaz"), "lv": ("nodarbinātība", "nodarbinatiba"),
    "mk": ("вработување", "ВРАБОТУВАЊЕ"), "mt": ("ħaddiema", "ĦADDIEMA"),
    "rm": ("lavurant", "LAVURANT"), "se": ("bargosadji", "BARGOSADJI"),
    "sk": ("zamestnanosť", "zamestnanost"), "sl": ("brezposelnost", "BREZPOSELNOST"),
    "sq": ("punësim", "punesim"), "tg": ("шуғлнокӣ", "ШУҒЛНОКӢ"),
    "tk": ("iş üpjünçiligi", "is upjunciligi"),
    "uz": ("bandlik", "BANDLIK"),
}


class EngineContract:
    """Inherit, and give a fixture `engine` with an empty engine."""

    @pytest.fixture
    def found(self, engine):
        """The ids found, best first."""

        def find(q="", **given):
            return [hit.id for hit in self.ask(engine, q, **given).hits]

        return find

    def ask(self, engine, q="", **given):
        return engine.search(replace(SearchForm(q=q).search(LANGUAGES), **given))

    def test_a_thing_is_found_in_each_of_its_languages_and_once(self, engine):
        engine.put([entry(7, "Buoni formazione", "Chi paga?", language="it", versions=(
            Version(language="en", title="Training vouchers", text="Who pays? Who pays?",
                    machine="Tiny"),))])
        for words, language in (("voucher", "en"), ("buono", "it"), ("chi paga", "it")):
            hits = self.ask(engine, words).hits
            assert [(hit.id, hit.language) for hit in hits] == [(7, language)]
        english, = self.ask(engine, "title:vouchers").hits
        assert "<mark>vouchers</mark>" in english.title
        assert (english.shown["in"], english.shown["machine"]) == ("en", "Tiny")
        assert self.ask(engine, filters={"language": "en"}).total == 1
        assert self.ask(engine, facets=("language",)).facets["language"] == {"it": 1, "en": 1}

    def test_what_was_put_is_found_at_once(self, engine, found):
        engine.put([entry(7, "Training vouchers", "Who pays?")])
        assert found("vouchers") == [7]
        assert found("pays") == [7]
        assert found("nothing") == []

    def test_all_words_are_wanted_in_title_or_text(self, engine, found):
        engine.put([entry(1, "Training vouchers", "in Tuscany"), entry(2, "Vouchers", "in Rome")])
        assert found("vouchers tuscany") == [1]
        assert sorted(found("vouchers in")) == [1, 2]

    def test_the_title_counts_more_than_the_text(self, engine, found):
        engine.put([entry(1, "Anything", "apprenticeship " + "and other words " * 8),
                    entry(2, "Apprenticeship", "and other words " * 8)])
        assert found("apprenticeship") == [2, 1]

    def test_putting_again_replaces(self, engine, found):
        engine.put([entry(1, "Old words")])
        engine.put([entry(1, "New words")])
        assert engine.count() == 1
        assert found("old") == [] and found("new") == [1]

    def test_kinds_with_the_same_id_are_two_things(self, engine):
        engine.put([entry(1, "Words", kind="topic"), entry(1, "Words", kind="case")])
        assert engine.count() == 2
        assert {hit.kind for hit in self.ask(engine, "words").hits} == {"topic", "case"}

    def test_what_is_put_instead_of_others_makes_them_forgotten(self, engine, found):
        engine.put([entry(1, "Words"), entry(2, "Words")])
        engine.put([entry(1, "Words again")], instead_of=["topic:1", "topic:2"])
        assert found("words") == [1]

    def test_removed_is_forgotten_and_unknown_keys_are_no_error(self, engine, found):
        engine.put([entry(1, "Words"), entry(2, "Words")])
        engine.remove(["topic:1", "topic:99", "nonsense"])
        assert found("words") == [2]
        engine.remove([])
        engine.put([])
        assert engine.count() == 1

    def test_cleared_is_empty(self, engine, found):
        engine.put([entry(1, "Words")])
        engine.clear()
        assert engine.count() == 0 and found("words") == []

    def test_a_failure_half_way_changes_nothing(self, engine, found):
        engine.put([entry(1, "Words")])

        def entries():
            yield entry(2, "Words")
            raise RuntimeError("the database went away")

        with pytest.raises(RuntimeError, match="went away"):
            engine.replace_all(entries())
        assert found("words") == [1]
        engine.put([entry(3, "Words")])
        assert sorted(found("words")) == [1, 3]

    def test_while_everything_is_replaced_the_old_is_found(self, engine, found):
        engine.put([entry(1, "Words")])
        seen = []

        def entries():
            seen.append(found("words"))
            yield entry(2, "Words")
            seen.append(found("words"))

        engine.replace_all(entries())
        assert seen == [[1], [1]]
        assert found("words") == [2]

    def test_whoever_looks_after_it_can_tell_what_is_stored_and_that_it_was_built_anew(
            self, engine):
        first, second = entry(1, "Words"), entry(2, "Words", kind="case")
        engine.put([first, second])
        assert engine.digests() == {"topic:1": first.digest, "case:2": second.digest}
        assert first.digest != entry(1, "Words", readers=("members",)).digest
        before = engine.generation
        engine.put([entry(1, "Other words")])
        assert engine.generation == before
        engine.replace_all([second])
        assert engine.generation != before
        assert engine.digests() == {"case:2": second.digest}

    def test_who_looks_meanwhile_sees_the_old_and_then_the_new(self, engine, found):
        engine.put([entry(1, "Words")])

        def entries():
            yield entry(2, "Words")
            engine.put([entry(3, "Words")])
            assert sorted(found("words")) == [1, 3]

        engine.replace_all(entries())
        assert found("words") == [2]

    def test_two_who_write_wait_for_each_other(self, engine, found):
        def slowly():
            yield entry(1, "Words")
            time.sleep(0.4)

        other = threading.Thread(target=engine.put, args=(slowly(),))
        other.start()
        time.sleep(0.1)
        engine.put([entry(2, "Words")])
        other.join()
        assert sorted(found("words")) == [1, 2]

    def test_words_are_found_in_their_other_forms_in_every_language(self, engine, found):
        engine.put([entry(number, "x", f"Prima {written} poi", language=language)
                    for number, (language, (written, _)) in enumerate(STEMMED.items())])
        for number, (language, (written, typed)) in enumerate(STEMMED.items()):
            reads = (language,)
            assert number in found(typed, languages=reads), language
            assert number in found(typed.upper(), languages=reads) or language == "tr", language
            hits = {hit.id: hit for hit in self.ask(engine, typed, languages=reads).hits}
            assert written in _marked(hits[number].snippet), language

    def test_accents_may_be_left_out_in_every_script(self, engine, found):
        every = {language.code for language in LANGUAGES_OF_TEXTS}
        assert every <= {*STEMMED, *ACCENTED}, "each has its case"
        engine.put([entry(number, "x", f"Prima {written} poi", language=language)
                    for number, (language, (written, _)) in enumerate(ACCENTED.items())])
        for number, (language, pair) in enumerate(ACCENTED.items()):
            for typed in pair:
                assert found(typed, languages=(language,)) == [number], (language, typed)

    def test_each_text_is_read_in_its_own_language(self, engine, found):
        """«sale» bends as «sali» in Italian; as an English word it has nothing to do with it."""
        engine.put([entry(1, "Il sale", language="it"), entry(2, "The sale", language="en")])
        assert found("sali") == [1]

    def test_a_text_in_a_language_nobody_asked_for_is_found_as_it_stands(self, engine, found):
        engine.put([entry(1, "Kiingereza na ujuzi", language="sw"),
                    entry(2, "Γνώση", language="el")])
        assert found("ujuzi") == [1] and found("γνώση") == [2]

    def test_phrases_are_found_in_their_order_only(self, engine, found):
        engine.put([entry(1, "x", "young people at work"), entry(2, "x", "people young at heart")])
        assert found('"young people"') == [1]
        assert sorted(found("young people")) == [1, 2]
        assert sorted(found('"young people')) == [1, 2]

    def test_words_and_phrases_with_a_minus_are_left_out(self, engine, found):
        engine.put([entry(1, "x", "young people at work"), entry(2, "x", "people young at heart")])
        assert found("people -work") == [2]
        assert found('people -"young people"') == [2]
        assert found("-work") == [2]

    @pytest.mark.parametrize("q, expected", [
        ("!!!", 0), ("-", 0), ('"', 0), ('""', 0), ("-!!!", 0), ("😀", 0), ("—", 0),
        ("a" * 300, 0)])
    def test_what_holds_no_word_is_no_error(self, engine, q, expected):
        engine.put([entry(1, "Words")])
        assert self.ask(engine, q).total == expected

    def test_what_holds_no_word_is_passed_over_beside_words(self, engine, found):
        engine.put([entry(1, "Words")])
        assert found("words !!! -??? —") == [1]

    def test_every_node_of_a_tree_is_understood(self, engine, found):
        engine.put(SHELF)
        for query, expected in TREES:
            assert sorted(found(query=query)) == expected, query

    def test_a_boost_makes_a_branch_weigh_more(self, engine, found):
        engine.put([entry(1, "Aid", "for the young"), entry(2, "Aid", "for the firms")])
        young, firms = Term("text", "young"), Term("text", "firms")
        assert found(query=Or([young, Term("text", "firms", boost=0.2)])) == [1, 2]
        assert found(query=Or([Term("text", "young", boost=0.2), firms])) == [2, 1]
        assert found(query=Or([And([young], boost=0.2), firms])) == [2, 1]

    def test_what_is_worth_more_comes_first_among_equals(self, engine, found):
        plain = {"title": "Vouchers", "body": "Who pays for them?", "kind": "post"}
        engine.put([entry(1, **plain), entry(2, **plain, states=("accepted",)),
                    entry(3, **plain | {"kind": "case"}, evidence="E5"),
                    entry(4, **plain, helpful=30),
                    entry(5, **plain, at=NOW - timedelta(days=2000))])
        assert found("vouchers") == [3, 4, 2, 1, 5]

    def test_what_fits_better_comes_before_what_is_worth_more(self, engine, found):
        engine.put([entry(1, "Other things", "A long talk, and vouchers in it. " + "So on. " * 60,
                          kind="case", evidence="E3", adopted=20), entry(2, "Vouchers")])
        assert found("vouchers") == [2, 1]

    def test_without_words_the_filters_alone_choose(self, engine, found):
        engine.put([entry(1, kind="case"), entry(2, kind="topic")])
        assert found(filters={"kind": "case"}) == [1]
        assert sorted(found()) == [1, 2]

    def test_filters_narrow(self, engine, found):
        engine.put([
            entry(1, "Words", kind="case", language="it", regions=("IT", "ITH", "ITH3"),
                  themes=("neet", "outreach"), space="veneto"),
            entry(2, "Words", regions=("FI",), themes=("neet",), space="helsinki"),
        ])
        for name, value, expected in [
            ("kind", "case", [1]), ("language", "it", [1]), ("region", "IT", [1]),
            ("region", "ITH3", [1]), ("region", "ITH", [1]), ("region", "I", []),
            ("theme", "outreach", [1]), ("space", "helsinki", [2]), ("space", "nowhere", []),
        ]:
            assert found("words", filters={name: value}) == expected, (name, value)
        assert found("words", filters={"theme": "neet", "region": "FI"}) == [2]

    def test_only_what_one_of_the_readers_tokens_opens_is_found_and_counted(self, engine):
        engine.put([entry(1, "Words"), entry(2, "Words", readers=("members",)),
                    entry(3, "Words", readers=("space:3",), kind="case")])
        for readers, seen in [(("public",), {1}), (("public", "members"), {1, 2}),
                              (("public", "members", "space:3"), {1, 2, 3}),
                              (("public", "space:33", "space"), {1})]:
            answer = self.ask(engine, "words", readers=readers)
            assert {hit.id for hit in answer.hits} == seen
            assert answer.total == sum(answer.facets["kind"].values()) == len(seen)

    def test_a_private_word_leaves_no_trace_for_others(self, engine):
        """Not in hits, counts, facets, snippets or suggestions."""
        engine.put([
            entry(1, "Open vouchers", "nothing else"),
            entry(2, "Vouchers Xylophonia", "xylophonia vouchers", readers=("space:3",),
                  language="fi", kind="case", regions=("FI",), themes=("secret",), space="inside",
                  evidence="E4", at=NOW - timedelta(days=800))])
        for reader in ("public", "members", "space:33"):
            for q in ("xylophonia", "xylo*", "title:xylophonia", "-vouchers", "kind:case"):
                answer = self.ask(engine, query=read(q).query, readers=(reader,))
                assert not answer.hits and not answer.total and not any(answer.facets.values()), q
        answer = self.ask(engine, "vouchers", readers=("public", "members"))
        assert [hit.id for hit in answer.hits] == [1] and answer.total == 1
        assert answer.facets == {
            "kind": {"topic": 1}, "language": {"en": 1}, "year": {"2026": 1}, "region": {},
            "theme": {}, "space": {}, "evidence": {}}
        assert engine.suggest("xylo", ("public", "members")) == []
        assert [hit.id for hit in engine.suggest("vouch", ("public",))] == [1]
        assert [hit.id for hit in engine.suggest("xylo", ("space:3",))] == [2]

    def test_facets_count_what_there_would_be_without_their_own_filter(self, engine):
        engine.put([entry(1, "Words", kind="case"), entry(2, "Words", kind="topic"),
                    entry(3, "Words", kind="topic", language="it")])
        answer = self.ask(engine, "words", filters={"kind": "topic", "language": "it"})
        assert answer.total == 1
        assert answer.facets["kind"] == {"topic": 1}
        assert answer.facets["language"] == {"en": 1, "it": 1}

    def test_the_newest_come_first_when_asked(self, engine, found):
        engine.put([entry(n, "Words", at=NOW - timedelta(days=(n * 7) % 5)) for n in range(5)])
        assert found("words", sort="newest") == [0, 3, 1, 4, 2]

    def test_the_newest_go_on_after_the_last_of_a_page_wherever_new_ones_come(self, engine):
        engine.put([entry(n, "Words", at=NOW - timedelta(minutes=n // 4)) for n in range(30)])
        seen, after = [], None
        while True:
            page = self.ask(engine, "words", sort="newest", limit=7, after=after)
            seen += [hit.id for hit in page.hits]
            if not page.hits:
                break
            after = page.after
            engine.put([entry(100 + len(seen), "Words", at=NOW + timedelta(hours=1))])
        assert len(seen) == 30 and set(seen) == set(range(30))
        assert [n // 4 for n in seen] == sorted(n // 4 for n in seen)

    def test_the_most_helpful_come_first_when_asked(self, engine, found):
        engine.put([entry(1, "Words", helpful=2), entry(2, "Words"), entry(3, "Words", helpful=9),
                    entry(4, "Words", adopted=4), entry(5, "Words", at=NOW + timedelta(days=1))])
        assert found("words", sort="helpful") == [3, 4, 1, 5, 2]

    def test_by_position_a_list_ends_after_five_hundred(self, engine, found):
        engine.put([entry(n, "Words") for n in range(510)])
        assert len(found("words", offset=490)) == 10
        assert found("words", offset=500) == found("words", offset=5000) == []
        assert self.ask(engine, "words", offset=490).total == 510

    def test_hits_of_one_topic_are_one_where_they_are_grouped(self, engine):
        engine.put([entry(1, "Vouchers", topic=1), entry(2, "Vouchers vouchers", kind="case"),
                    *(entry(10 + n, "A title", "and vouchers " + "x " * n, kind="post", topic=1)
                      for n in range(3)),
                    entry(20, "A title", "nothing else but vouchers", kind="post", topic=2),
                    entry(30, "A title", "vouchers are said to be " + "x " * 40, kind="space")])
        answer = self.ask(engine, "vouchers", grouped=True)
        assert (answer.total, answer.groups, answer.length) == (7, 4, 4)
        assert answer.facets["kind"] == {"topic": 1, "case": 1, "post": 4, "space": 1}
        assert {(hit.kind, hit.id): hit.more for hit in answer.hits} == {
            ("topic", 1): 3, ("case", 2): 0, ("post", 20): 0, ("space", 30): 0}
        pages = [self.ask(engine, "vouchers", grouped=True, limit=3, offset=n) for n in (0, 3, 6)]
        assert [len(page.hits) for page in pages] == [3, 1, 0]
        assert [hit.id for page in pages for hit in page.hits] == [hit.id for hit in answer.hits]
        alone = self.ask(engine, "vouchers")
        assert len(alone.hits) == alone.length == 7 and {hit.more for hit in alone.hits} == {0}

    def test_grouped_or_not_the_best_come_first_in_the_same_order(self, engine):
        engine.put([entry(n, "Words", "vouchers " * (n % 5 + 1) + "and " * n, topic=n % 7)
                    for n in range(40)])
        for sort in ("relevance", "newest", "helpful"):
            alone = self.ask(engine, "vouchers", sort=sort, limit=50).hits
            first = list({hit.topic or -hit.id: hit.id for hit in reversed(alone)}.values())
            grouped = self.ask(engine, "vouchers", sort=sort, limit=50, grouped=True)
            assert [hit.id for hit in grouped.hits] == [
                hit.id for hit in alone if hit.id in first]
            assert sum(hit.more + 1 for hit in grouped.hits) == grouped.total == 40

    def test_what_belongs_to_one_topic_can_be_asked_for(self, engine):
        engine.put([entry(1, "Words", topic=1), entry(2, "Words", kind="post", topic=1),
                    entry(3, "Words", topic=12), entry(4, "Words", kind="case")])
        only = And([Term("text", "words"), NumericRange("topic", 1, 1)])
        assert {hit.id for hit in self.ask(engine, query=only).hits} == {1, 2}

    def test_titles_are_suggested_by_how_they_begin(self, engine):
        engine.put([entry(1, "Training vouchers for all", "x"),
                    entry(2, "L’opportunità", "vouchers"),
                    entry(3, "Vouchers <b>", "x", kind="case"), entry(4, "Voices", "x")])

        def titles(typed, **given):
            return [hit.title for hit in engine.suggest(typed, ("public",), **given)]

        assert titles("vou") == ["<mark>Vouchers</mark> &lt;b&gt;",
                                 "Training <mark>vouchers</mark> for all"]
        assert titles("training vou") == ["<mark>Training</mark> <mark>vouchers</mark> for all"]
        assert titles("OPPORTUNITA") == ["L’<mark>opportunità</mark>"]
        assert len(titles("vo", limit=2)) == 2
        assert titles("!") == titles("") == titles("vou vou for") == []

    def test_it_is_known_how_common_a_word_is(self, engine):
        engine.put([entry(n, "Voucher" if n else "x", "the firms") for n in range(3)])
        counts = engine.count_with(["vouchers", "the", "nothing", "Firm"], ["en"])
        assert counts == {"vouchers": 2, "the": 3, "nothing": 0, "Firm": 3}
        assert engine.count_with([], ["en"]) == {}

    def test_pages_follow_each_other_and_end(self, engine, found):
        engine.put([entry(n, "Words") for n in range(25)])
        pages = [found("words", offset=offset, limit=10) for offset in (0, 10, 20, 30)]
        assert [len(page) for page in pages] == [10, 10, 5, 0]
        assert sorted(sum(pages, [])) == list(range(25))
        assert self.ask(engine, "words", offset=30).total == 25

    def test_a_hit_gives_back_what_is_shown(self, engine):
        engine.put([entry(5, "Words", kind="case", language="fi",
                          shown={"slug": "sanat", "regions": ["FI1B1"], "solved": True})])
        hit = self.ask(engine, "words").hits[0]
        assert (hit.kind, hit.id, hit.language, hit.at) == ("case", 5, "fi", NOW)
        assert hit.shown == {"slug": "sanat", "regions": ["FI1B1"], "solved": True}

    def test_matches_are_marked_and_everything_else_is_inert(self, engine):
        engine.put([entry(1, "<script>alert('vouchers')</script>",
                          "<img src=x onerror=alert(1)> & «vouchers» <mark>not mine</mark>")])
        hit = self.ask(engine, "vouchers").hits[0]
        assert hit.title == ("&lt;script&gt;alert(&#x27;<mark>vouchers</mark>&#x27;)"
                             "&lt;/script&gt;")
        assert hit.snippet == ("&lt;img src=x onerror=alert(1)&gt; &amp; «<mark>vouchers</mark>» "
                               "&lt;mark&gt;not mine&lt;/mark&gt;")

    def test_a_snippet_shows_the_place_that_matched(self, engine):
        engine.put([entry(1, "È così", "però città più 😀 " * 300 + "qui sta l’apprendistato, sì. "
                          + "dopo perché " * 300, language="it")])
        hit = self.ask(engine, "apprendistato").hits[0]
        assert "<mark>apprendistato</mark>" in hit.snippet
        assert hit.snippet.startswith("… ") and hit.snippet.endswith(" …")
        assert len(hit.snippet) < 400
        assert hit.title == "È così"

    def test_a_snippet_is_the_beginning_where_only_the_title_matched(self, engine):
        engine.put([entry(1, "Vouchers", "The beginning. " + "And so on. " * 100)])
        hit = self.ask(engine, "vouchers").hits[0]
        assert hit.title == "<mark>Vouchers</mark>"
        assert hit.snippet.startswith("The beginning.") and hit.snippet.endswith("…")
        assert len(hit.snippet) < 300

    def test_a_title_is_shown_whole_however_long(self, engine):
        title = "Before these many words " * 30 + "vouchers at the end"
        engine.put([entry(1, title)])
        hit = self.ask(engine, "vouchers").hits[0]
        assert hit.title == title.replace("vouchers", "<mark>vouchers</mark>")

    def test_hundreds_of_words_are_answered_quickly(self, engine):
        engine.put([entry(n, "Words", "a b c d " * 50) for n in range(200)])
        began = time.perf_counter()
        numbers = " ".join(map(str, range(250)))
        for q in ["a " * 500, '"' + "a b " * 240 + '"', "-a " * 300, numbers]:
            engine.search(SearchForm.read({"q": q}).search(LANGUAGES))
        assert time.perf_counter() - began < 3

    def test_stats_say_which_engine_and_how_much(self, engine):
        engine.put([entry(1)])
        stats = engine.stats()
        assert stats["engine"] and stats["entries"] == 1

    @settings(max_examples=200, deadline=None, suppress_health_check=[
        HealthCheck.function_scoped_fixture, HealthCheck.differing_executors])
    @given(query=trees)
    @example(query=Or([Term("title", "works"), Or([Term("kind", "case")])]))
    @example(query=Term("lang", "\0"))
    @example(query=Term("author", "𐍈" * 1000))
    def test_no_tree_is_an_error(self, engine, query):
        if not engine.count():
            engine.put(SHELF)
        answer = self.ask(engine, query=query)
        assert len(answer.hits) == answer.total <= len(SHELF)
        assert sum(answer.facets["kind"].values()) == answer.total

    @settings(max_examples=200, deadline=None,
              suppress_health_check=[
                  HealthCheck.function_scoped_fixture, HealthCheck.differing_executors])
    @given(q=st.text(max_size=120) | st.lists(st.sampled_from(
        ['"', "-", "AND", "OR", "NOT", "(", ")", "*", "title:", "^2", "~", "\\", "[a TO b]", "+",
         "words", "è", " ", ":", "/", "{", "&&"]), max_size=20).map("".join))
    def test_nothing_typed_is_an_error(self, engine, q):
        if not engine.count():
            engine.put([entry(1, "Words è", "some - words")])
        answer = engine.search(SearchForm.read({"q": q}).search(LANGUAGES))
        assert 0 <= len(answer.hits) <= answer.total <= 1


def _marked(html):
    return [part.partition("</mark>")[0] for part in html.split("<mark>")[1:]]
