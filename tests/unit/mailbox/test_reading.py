"""Mails are read whatever is wrong with them, and what is quoted in any language is cut."""
import time
from contextlib import suppress
from email.message import EmailMessage

import pytest

from cop.mailbox import reading_within
from cop.mailbox.reading import LARGEST, Unreadable, read_mail
from cop.vocabulary.lists import LANGUAGES

PARENT = "We have one counsellor for two hundred people.\nHow do you find the time?"
MARKS = ["cop@example.org", "Chiara Bellin · Rete", "How do you find the time?", "@reply.example"]
WORDS = "Two half hours a day.\n\n- one\n- two\n\nThanks\nBruno"
WHO = "Chiara Bellin · Rete <cop@example.org>"
#: How mail programs introduce what they quote, in every language of the vocabulary.
WROTE = {
    "ar": f"في الخميس، 26 نوفمبر 2026 في 10:15 ص تمت كتابة ما يلي بواسطة {WHO}:",
    "az": f"{WHO}, 26 noy 2026, 10:15 tarixində yazdı:",
    "be": f"чц, 26 лiс 2026 у 10:15 {WHO} піша:",
    "bg": f"На чт, 26.11.2026 г. в 10:15 {WHO} написа:",
    "bs": f"{WHO} je napisao/la u čet., 26. nov 2026. u 10:15:",
    "ca": f"Missatge de {WHO} del dia dj., 26 de nov. 2026 a les 10:15:",
    "cs": f"čt 26. 11. 2026 v 10:15 odesílatel {WHO} napsal:",
    "cy": f"Ar ddydd Iau 26 Tach 2026 am 10:15, ysgrifennodd {WHO}:",
    "da": f"Den tors. 26. nov. 2026 kl. 10.15 skrev {WHO}:",
    "de": f"Am Do., 26. Nov. 2026 um 10:15 Uhr schrieb {WHO}:",
    "el": f"Στις Πέμ 26 Νοε 2026 στις 10:15 π.μ., ο χρήστης {WHO} έγραψε:",
    "en": f"On Thu, 26 Nov 2026 at 10:15, {WHO} wrote:",
    "es": f"El jue, 26 nov 2026 a las 10:15, {WHO} escribió:",
    "et": f"Kontakt {WHO} kirjutas kuupäeval N, 26. november 2026 kell 10:15:",
    "eu": f"{WHO} igorleak hau idatzi du (2026 aza. 26, og. (10:15)):",
    "fa": f"در تاریخ پنجشنبه ۲۶ نوامبر ۲۰۲۶ ساعت ۱۰:۱۵ {WHO} نوشت:",
    "fi": f"to 26.11.2026 klo 10.15 {WHO} kirjoitti:",
    "fr": f"Le jeu. 26 nov. 2026 à 10:15, {WHO} a écrit :",
    "ga": f"Ar Déar 26 Samh 2026 ag 10:15, scríobh {WHO}:",
    "gl": f"O xov., 26 de nov. de 2026 ás 10:15, {WHO} escribiu:",
    "he": f"\u200fבתאריך יום ה׳, 26 בנוב׳ 2026 ב-10:15 מאת {WHO}:",
    "hr": f"čet, 26. stu 2026. u 10:15 {WHO} napisao je:",
    "hu": f"{WHO} ezt írta (időpont: 2026. nov. 26., Cs, 10:15):",
    "hy": f"{WHO}-ը 26.11.2026 10:15-ին գրել է:",
    "is": f"fim., 26. nóv. 2026 kl. 10:15 skrifaði {WHO}:",
    "it": f"Il giorno gio 26 nov 2026 alle ore 10:15 {WHO} ha scritto:",
    "ka": f"ხუთ, 26 ნოე 2026, 10:15, მომხმარებელმა {WHO} დაწერა:",
    "kk": f"26 қар. 2026 ж., бс 10:15 {WHO} жазды:",
    "ky": f"26-ноя. 2026, бш 10:15 {WHO} жазды:",
    "lb": f"Den Do. 26 Nov. 2026 um 10:15 huet {WHO} geschriwwen:",
    "lt": f"2026-11-26, kt, 10:15 {WHO} rašė:",
    "lv": f"ceturtd., 2026. g. 26. nov., plkst. 10:15 — lietotājs {WHO} rakstīja:",
    "mk": f"На чет., 26 ноем. 2026 во 10:15 {WHO} напиша:",
    "mt": f"Fil-Ħam, 26 ta' Nov 2026 fl-10:15, {WHO} kiteb:",
    "nl": f"Op do 26 nov 2026 om 10:15 schreef {WHO}:",
    "no": f"tor. 26. nov. 2026 kl. 10:15 skrev {WHO}:",
    "pl": f"czw., 26 lis 2026 o 10:15 {WHO} napisał(a):",
    "pt": f"{WHO} escreveu (quinta, 26/11/2026 à(s) 10:15):",
    "rm": f"Ils gie., 26 nov. 2026 a las 10:15 ha {WHO} scrit:",
    "ro": f"În joi, 26 nov. 2026 la 10:15, {WHO} a scris:",
    "ru": f"чт, 26 нояб. 2026 г. в 10:15, {WHO}:",
    "se": f"duo, 26. skábmamánnu 2026 dii. 10:15 {WHO} čálii:",
    "sk": f"št 26. 11. 2026 o 10:15 {WHO} napísal(a):",
    "sl": f"V V čet., 26. nov. 2026 ob 10:15 je oseba {WHO} napisala:",
    "sq": f"Më enj, 26 nën 2026 në 10:15, {WHO} shkroi:",
    "sr": f"чет, 26. нов 2026. у 10:15 {WHO} је написао/ла:",
    "sv": f"Den tors 26 nov. 2026 kl 10:15 skrev {WHO}:",
    "tg": f"Пнҷ, 26 ноя. 2026, соати 10:15 {WHO} навишт:",
    "tk": f"26 noý. 2026 10:15 {WHO} ýazdy:",
    "tr": f"{WHO}, 26 Kas 2026 Per, 10:15 tarihinde şunu yazdı:",
    "uk": f"чт, 26 лист. 2026 р. о 10:15 {WHO} пише:",
    "uz": f"Pay, 26-noy, 2026, 10:15 da {WHO} yozdi:",
    "zh": f"{WHO} 于2026年11月26日周四 10:15写道：",
}
QUOTED = "\n".join(f"> {line}" for line in PARENT.split("\n"))


def cut(text, html=""):
    return reading_within.cut(text, html, {"marks": MARKS, "parent": PARENT})


def test_every_language_is_tried():
    assert {term.code for term in LANGUAGES} == set(WROTE)


@pytest.mark.parametrize("code", WROTE)
def test_what_is_quoted_is_cut_in_every_language(code):
    assert cut(f"{WORDS}\n\n{WROTE[code]}\n\n{QUOTED}\n") == WORDS
    assert cut(f"{WROTE[code]}\n{QUOTED}\n\n{WORDS}\n").strip() == WORDS


def test_a_line_of_introduction_may_be_broken():
    broken = WROTE["it"].replace(" <", " <\n")
    assert cut(f"{WORDS}\n\n{broken}\n\n{QUOTED}\n") == WORDS


@pytest.mark.parametrize("names", [("Da", "Inviato", "A", "Oggetto"),
                                   ("Von", "Gesendet", "An", "Betreff"),
                                   ("Van", "Verzonden", "Aan", "Onderwerp"),
                                   ("Από", "Στάλθηκε", "Προς", "Θέμα"),
                                   ("差出人", "送信日時", "宛先", "件名")])
def test_all_below_a_header_of_outlook_is_cut(names):
    sender, sent, receiver, subject = names
    below = f"{sender}: {WHO}\n{sent}: 26 11 2026 10:15\n{receiver}: b@x.example\n{subject}: x"
    for line in ("_" * 32, "-----Original-----", ""):
        assert cut(f"{WORDS}\n\n{line}\n{below}\n\n{PARENT}\n") == WORDS


def test_a_list_with_colons_is_no_header():
    text = "Monday: two hours\nTuesday: none\nWednesday: one"
    assert cut(text) == text


@pytest.mark.parametrize("signature", ["-- \nBruno Conti\nCPI Treviso", "Inviato da iPhone",
                                       "Von meinem Samsung Galaxy gesendet",
                                       "Get Outlook for Android"])
def test_a_signature_is_cut(signature):
    assert cut(f"Two half hours.\n\n{signature}\n\n{WROTE['it']}\n{QUOTED}") == "Two half hours."


def test_answers_between_the_lines_stay():
    text = f"{WROTE['en']}\n> How many?\n\nTwo hundred.\n\n> And when?\n\nIn the morning."
    assert cut(text).split("\n\n") == ["Two hundred.", "In the morning."]


def test_what_is_quoted_in_html_is_cut():
    html = (f"<p>Two <b>half</b> hours.</p><div class='gmail_quote'><div class='gmail_attr'>"
            f"{WROTE['sv'].replace('<', '&lt;')}</div><blockquote>{PARENT}</blockquote></div>")
    assert cut("", html) == "Two half hours."


def test_lines_that_flow_are_one():
    raw = (b"Content-Type: text/plain; format=flowed\n\nThis goes \non.\n\n  indented \n"
           b"too\n-- \nBruno")
    assert read_here(raw)["text"] == "This goes on.\n\n indented too"


def read_here(raw):
    return reading_within.read(raw, {"marks": MARKS, "parent": PARENT})


def test_what_is_said_of_letters_that_came_back_is_read():
    raw = b"""Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; ada@example.org
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp; 552 mailbox full

--b--
"""
    assert read_here(raw)["reports"] == [
        {"action": "failed", "status": "5.2.2", "words": "smtp; 552 mailbox full"}]


def test_files_are_read_and_decoration_is_not():
    mail = EmailMessage()
    mail.set_content("See the plan.")
    mail.add_alternative("<p>See <img src='cid:a'></p>", subtype="html")
    mail.get_payload()[1].add_related(b"GIF89a", "image", "gif", cid="<a>")
    mail.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf",
                        filename="Più ore.pdf")
    mail.add_attachment(b"signed", maintype="application", subtype="pkcs7-signature",
                        filename="smime.p7s")
    found = read_mail(mail.as_bytes())
    assert [(each.name, each.content) for each in found.files] == [("Più ore.pdf", b"%PDF-1.4")]
    assert found.text == "See the plan."


@pytest.mark.parametrize("name", ["Auto-Submitted: auto-replied", "Precedence: bulk",
                                  "X-Auto-Response-Suppress: All", "List-Id: <a.b>",
                                  "Content-Type: multipart/report; boundary=b"])
def test_what_programs_send_is_told(name):
    assert read_here(f"{name}\n\nI am away.".encode())["is_automatic"]


def test_what_people_send_is_no_program():
    assert not read_here(b"Auto-Submitted: no\nFrom: a@b.c\n\nHello")["is_automatic"]


def test_every_malformed_mail_is_read_or_refused(shared_data):
    for file in sorted((shared_data / "attacks" / "mail").iterdir()):
        begin = time.thread_time()
        try:
            said = read_here(file.read_bytes())
        except (reading_within.Refused, RecursionError):
            continue
        finally:
            assert time.thread_time() - begin < 5, file.name
        assert isinstance(said["text"], str) and "\0" not in said["text"]


HEAD = b"From: a@example.org\nSubject: x\n"
NESTED = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i)
                  for i in range(100))
BAD = {
    "headers": [HEAD + b"X-Long: " + b"a" * 10_000_000 + b"\n\nhi",
                HEAD + b"X: y\n" * 2_000_000 + b"\nhi"],
    "parts": [HEAD + NESTED + b"\nhi", HEAD + b"Content-Type: message/rfc822\n\n" * 100],
    "lines": [HEAD + b"\n" * 5_000_000],
    "size": [b"a" * (LARGEST + 1)],
}


@pytest.mark.parametrize("reason", BAD)
def test_a_mail_that_is_made_to_be_difficult_is_refused(reason):
    for raw in BAD[reason]:
        begin = time.thread_time()
        with pytest.raises(Unreadable, match=reason):
            read_mail(raw)
        assert time.thread_time() - begin < 5


@pytest.mark.parametrize("raw", [
    b"", b"\0\0From: a@b\0.c\n\n\0hi", HEAD + b"\n" + b"a" * 20_000_000,
    HEAD + b"\n" + b"On " * 50_000, HEAD + b"Content-Type: text/html\n\n" + b"<!--" * 100_000,
    HEAD + b"Content-Type: text/plain; charset=klingon\n\n\xff\xfe hi",
    HEAD + b"Content-Type: text/plain; charset=utf-16\n\nabc",
    HEAD + b"Content-Transfer-Encoding: x-uuencode\n\nbegin 666 a\nM\n",
    HEAD + b"Content-Transfer-Encoding: base64\n\nA=A=A",
    b"From: " + b"((" * 50_000 + b"\n\nhi", b"Subject: " + b"=?utf-8?q?a?= " * 9_000 + b"\n\nhi",
    HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 100_000,
], ids=range(12))
def test_a_mail_that_is_broken_takes_no_time(raw):
    begin = time.thread_time()
    with suppress(Unreadable):
        assert "\0" not in read_mail(raw).text
    assert time.thread_time() - begin < 5
