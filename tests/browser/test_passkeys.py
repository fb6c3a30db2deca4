"""Passkeys in a real Chromium with an authenticator of its own."""
import pytest

from tests.browser.acts import MARJATTA, sign_in

pytestmark = pytest.mark.browser

PHONE = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
         "hasUserVerification": True, "isUserVerified": True,
         "automaticPresenceSimulation": True}


@pytest.fixture
def window(server, chromium):
    """Passkeys belong to a name, never to a number: the server under its name."""
    context = chromium.new_context(base_url=server.replace("127.0.0.1", "localhost"),
                                   locale="en-GB")
    window = context.new_page()
    window.set_default_timeout(15_000)
    devices = context.new_cdp_session(window)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})
    yield window
    context.close()


def test_a_passkey_is_added_opens_the_account_and_is_removed(window):
    sign_in(window, MARJATTA)
    window.goto("/wan-register")
    window.fill("[name=name]", "My phone")
    window.click("main form .button")
    window.wait_for_url("**/mf-recovery-codes")
    window.goto("/me/security")
    assert "My phone" in window.inner_text("main")

    _sign_out(window)
    window.goto("/login?next=/me/settings")
    window.click(".other-ways button")
    window.wait_for_url("/me/settings")  # not what is in next=

    # With the password first, the passkey is the second step.
    _sign_out(window)
    window.goto("/login")
    window.fill("[name=email]", MARJATTA)
    window.fill("[name=password]", "pratica-comune")
    window.click("main form .button:not(.quiet)")
    window.wait_for_url(lambda url: "/wan-signin" in url)
    assert "second step" in window.inner_text("h1")
    window.click("main form .button")
    window.wait_for_url("**/")

    window.goto("/verify?next=/me/settings")
    window.click("main form[action^='/wan-verify'] button")
    window.wait_for_url("/me/settings")

    window.goto("/wan-register")
    window.click("main .ways button")
    window.wait_for_selector("main :text('is removed here')")


def test_a_device_that_refuses_is_told_and_can_be_asked_again(window, server):
    window.goto(f"{server}/wan-signin")  # under its number no device answers
    window.click("main form .button")
    window.locator("form.passkey .wrong").wait_for()
    assert "try again" in window.inner_text("form.passkey .wrong")


def _sign_out(window):
    window.locator("details.menu > summary").last.click()
    window.click("form[action='/logout'] button")
    window.wait_for_url("**/")
