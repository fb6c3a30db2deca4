"""A document with everything a document can hold, in Italian with neighbours; and unkind texts.

All of it is invented.
"""
import io
import zipfile
from datetime import UTC, date, datetime
from functools import cache

from cop.documents.model import (
    BulletList,
    Column,
    Document,
    Facts,
    Heading,
    Link,
    Markup,
    NumberedList,
    PageBreak,
    Paragraph,
    Table,
    Text,
)
from cop.documents.render import render

NOTICE = "Demo: persone, casi e cifre sono inventati"
MADE_AT = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)

TYPED = """# Come funziona

Il consulente **richiama entro 48 ore**, poi:

1. verifica la *scheda anagrafica*;
2. propone `tre` date;
   - anche la sera
   - anche in videochiamata

> Non è un controllo: è un promemoria.

| Ufficio | Colloqui |
|---------|---------:|
| Treviso | 128 |
| Padova  | 97 |

- [x] modulo pronto
- [ ] informativa tradotta

Vedi <https://example.org/guida> e la nota.[^1] ![foto](https://example.org/foto.png)

[^1]: La nota a piè di pagina.

<script>alert("ciao")</script> e <b onclick="x()">testo</b>

```
a = 1
```
"""

RESULTS = Table(
    caption="Esiti per ufficio, ottobre 2026",
    columns=(Column("Ufficio"), Column("Aggiornato il"), Column("Colloqui", numeric=True),
             Column("Quota", numeric=True), Column("Osservazioni")),
    rows=(
        ("Treviso", date(2026, 10, 31), 1284, 0.625, "Richiamo telefonico e poi colloquio breve"),
        ("Helsinki", date(2026, 10, 30), 97, 12.5, "Työnhakija saa ajan heti"),
        ("=1+1", None, None, -3, "+39 041 000000"),
        ("Θεσσαλονίκη", date(2026, 10, 2), 8, 1.0, "a;b \"c\", d"),
    ),
    name="Esiti",
)


def sample(**changes) -> Document:
    values = {
        "title": "Veneto: il mese in breve, perché così",
        "language": "it",
        "subtitle": "1–31 ottobre 2026",
        "author": "Giulia Ferrari",
        "organisation": "Agenzia regionale (inventata)",
        "subject": "Digest regionale",
        "keywords": ("tirocini", "NEET"),
        "made_at": MADE_AT,
        "licence": "CC BY 4.0",
        "source_url": "https://example.org/digests/12",
        "notice": NOTICE,
        "blocks": BLOCKS,
    }
    return Document(**values | changes)


@cache
def sample_file(name: str) -> bytes:
    """The sample in a format, rendered once for all tests that only look at it."""
    return render(sample(), name)


def part(package: bytes, name: str) -> str:
    """A part of a zip file as text."""
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        return parts.read(name).decode()


BLOCKS = (
    Paragraph("Quarantadue persone attive, cinque pratiche nuove, tre domande che aspettano.",
              style="lead"),
    Facts((
        ("Territorio", "Veneto (ITH3)"),
        ("Prove", (Text("Valutazione controfattuale", bold=True), Text(", un anno dopo"))),
        ("Contatto", Link("pagina della pratica", "https://example.org/cases/7")),
        ("Lingua del testo originale", "italiano"),
    )),
    Heading("Pratiche nuove"),
    Heading("Richiamo entro 48 ore", level=2),
    Paragraph("Il centro per l'impiego richiama chi non si è presentato. ",
              Text("Funziona", bold=True), " anche dove ", Text("mancano", italic=True),
              " persone: ", Link("leggi la pratica", "https://example.org/cases/7"), "."),
    Markup(TYPED),
    Heading("Une pratique d'ailleurs", level=2, language="fr"),
    Paragraph("Les conseillers rappellent l'employeur après l'embauche, où qu'il soit.",
              language="fr"),
    Paragraph("Die Fördermaßnahme heißt Eingliederungszuschuss.", language="de", style="quote"),
    Paragraph("Η αναζήτηση εργασίας: Ω. Ещё один пример: ёлка. Şcoală, șef, ő, ű.", style="note"),
    Heading("Cifre"),
    RESULTS,
    Table("", (Column("Voce"), Column("Numero", numeric=True)), (("Iscritti", 38),)),
    Heading("Domande aperte"),
    BulletList(("Quale modulo usate per il tirocinio breve?",
                (Text("Chi paga l'"), Text("assicurazione", bold=True)))),
    NumberedList(("Prima", "Seconda", "Terza")),
    PageBreak(),
    Heading("Dopo il salto di pagina"),
    Paragraph("Ultima riga\ne una riga sotto."),
    Markup("A *typed* text in English.", language="en"),
)

#: What people type, paste and try.
UNKIND = (
    "\x00\x01\x1b[31m", "# no heading", "$x$ #let y = 1 @ref <label> *b* _i_ `c` ```",
    "]]> <script>alert(1)</script> &amp; <!-- -->", "\u202eturned\u202c \u200fright\u200e",
    "x" * 700, "y " * 400, "😀👩‍👩‍👧 ✓ 你好 한국어", "\ud800 alone", "=1+1", "a\nb\r\n\rc\u2028d",
    "\\ \\\\ \\u{41} #{panic()} \"q\" 'q'", "{{notice}} {{language}}", "<w:sectPr> </body>",
    "\ufffe\uffff\ufdd0", "שלום مرحبا", "Z̸̡̛͔̞̀̈́͝a̷", "-", "1. x", "|a|b|", "[x](javascript:alert(1))",
    "---", "+ a", "\t=1", "%s %(x)s", "﷽", "a\u0301" * 300, "\u00ad\u200b\u2029\x85", "", " ",
)
UNKIND_MARKDOWN = (
    ">" * 3000 + "a", "*a " * 900 + "a* " * 900, "[" * 2000, "- " * 900 + "x", "`" * 1001,
    "<div onclick='x()'>\n<p>x", "![i](http://evil.example/x.png)",
    "[a]: javascript:x\n[a] [b](data:text/html,x) [c](//evil.example)",
    "|" + "a|" * 60 + "\n|" + "-|" * 60 + "\n|" + "1|" * 60, "$$x$$ \\newpage \\input{/etc/passwd}",
    "[^1]: a[^1]\n\n[^1]", "a[^1]\n\n[^1]: b[^2]\n[^2]: c[^1]", "# h[^2]\n\n[^2]: > q\n    - l",
    "####### x\n###### y\n# z\n> # in a quotation", "a  \nb\\\nc", "***\n___", "#",
    "<https://a.example/?x=\"><script>>",
)
