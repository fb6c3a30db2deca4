"""Who of the demo community comes, and what they do: sign in, unfold a form, fill in a field."""
from cop.demo.service import PASSWORD

CHIARA, PAOLO, MARJATTA, GIULIA, ADMIN = (f"{name}@example.org" for name in (
    "chiara.bellin", "paolo.ferrante", "marjatta.laine", "giulia.nencini", "admin"))


def sign_in(window, email):
    window.goto("/login")
    window.fill("[name=email]", email)
    window.fill("[name=password]", PASSWORD)
    window.click("main form button")
    window.wait_for_url("**/")
    return window


def ask_to_review(curator, desk, name):
    """`desk`: the address where the curator reviews the case."""
    curator.goto(f"{desk}ers")
    curator.fill("main input[name=name]:not([type=hidden])", name)
    curator.press("main input[name=name]:not([type=hidden])", "Enter")


def unfold(window):
    """Open every part of a form that has parts."""
    folded = window.locator("details.part:not([open]) > summary")
    while folded.count():
        folded.first.click()


def fill(window, name, value):
    """Fill a field of a form as its kind wants it."""
    if isinstance(value, list):
        boxes = window.locator(f"input[type=checkbox][name={name}]")
        if boxes.count():
            for code in value:
                _check(window.locator(f"input[name={name}][value='{code}']"))
        elif value:
            window.select_option(f"select[name={name}]", value)
    elif window.locator(f"select[name='{name}']").count():
        window.select_option(f"select[name='{name}']", value)
    elif window.locator(f"input[type=radio][name='{name}']").count():
        window.check(f"input[name='{name}'][value='{value}']")
    else:
        window.fill(f"[name='{name}']", value)


def _check(box):
    folded = box.locator("xpath=ancestor::details[not(@open)]/summary")
    if folded.count():
        folded.first.click()
    box.check()
