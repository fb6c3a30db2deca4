"""Domains where everybody gets an address: that somebody has one there proves no employer.

Which domain belongs to which organisation is in the database.
"""

#: Providers that have a domain in many countries: gmx.de, yahoo.co.uk, live.it …
EVERYWHERE = frozenset((
    "aol", "fastmail", "gmail", "gmx", "googlemail", "hotmail", "hushmail", "inbox", "live", "mail",
    "msn", "outlook", "pm", "proton", "protonmail", "rediffmail", "tutanota", "yahoo", "yandex",
    "ymail", "zoho"))
#: The others by their whole names, as people in Europe and its neighbourhood have them.
PROVIDERS = frozenset((
    "abv.bg", "alice.it", "aliceadsl.fr", "arcor.de", "aruba.it", "azet.sk", "bbox.fr", "bk.ru",
    "blueyonder.co.uk", "bluewin.ch", "bol.com.br", "btinternet.com", "centrum.cz", "centrum.sk",
    "citromail.hu", "club-internet.fr", "email.cz", "email.it", "fastwebnet.it", "free.fr",
    "freemail.hu", "freenet.de", "gmx.net", "hispavista.com", "icloud.com", "iol.it", "iol.pt",
    "interia.pl", "inwind.it", "kpnmail.nl", "laposte.net", "legalmail.it", "libero.it", "list.ru",
    "luukku.com", "mac.com", "mailbox.org", "me.com", "megalink.ru", "neuf.fr", "numericable.fr",
    "o2.pl", "online.de", "onet.pl", "op.pl", "orange.es", "orange.fr", "passport.com", "pec.it",
    "poczta.onet.pl", "posteo.de", "postacert.it", "pobox.sk", "poste.it", "qq.com", "rambler.ru",
    "sapo.pt", "seznam.cz", "sfr.fr", "siol.net", "skynet.be", "suomi24.fi", "t-online.de",
    "tele2.it", "telefonica.net", "telenet.be", "telia.com", "terra.es", "tim.it", "tin.it",
    "tiscali.it", "tuta.com", "tuta.io", "tvn.hu", "ukr.net", "virgilio.it", "virgin.net",
    "vodafone.it", "voila.fr", "wanadoo.fr", "web.de", "windowslive.com", "wp.pl", "ziggo.nl",
    "zoznam.sk", "163.com", "126.com"))
#: What stands before the name of an organisation in its country: nobody's domain, or everybody's.
SHARED_ENDINGS = frozenset((
    "ac", "co", "com", "edu", "gob", "gouv", "gov", "govt", "gv", "mil", "net", "nom", "or", "org"))


def is_for_everybody(domain: str) -> bool:
    """Does a provider of mail for everybody give addresses of this domain?"""
    labels = domain.split(".")
    return domain in PROVIDERS or labels[0] in EVERYWHERE or any(
        domain.endswith(f".{provider}") for provider in PROVIDERS)


def is_an_ending(domain: str) -> bool:
    """Is it the ending of many organisations' domains: «gov.it», «co.uk»?"""
    labels = domain.split(".")
    return len(labels) < 2 or (len(labels) == 2 and labels[0] in SHARED_ENDINGS)
