"""A report, from the link below a post to the moderator's decision: keyboard only, held to axe."""
import pytest

from tests.browser.acts import ADMIN, sign_in
from tests.browser.test_pages import axe, look_at  # noqa: F401

pytestmark = pytest.mark.browser
MIKKO = "mikko.saarela@example.org"
FACTS = "A client is named in full, with what illness they have."


def walk_to(window, selector):
    """With the keyboard only, from where one is."""
    for _ in range(150):
        if window.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        window.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {selector}")


def press(window, selector):
    walk_to(window, selector)
    window.keyboard.press("Enter")


def test_a_post_is_reported_and_decided_with_the_keyboard(visit, axe):  # noqa: F811
    member = sign_in(visit(language="en-GB"), MIKKO)
    member.goto("/topics")
    member.click("main .topics h2 a >> nth=0")
    address = member.url
    press(member, "article .menu > summary")
    press(member, "article a[href$='/report']")
    member.wait_for_url("**/report")
    number = member.url.split("/")[-2]
    look_at(member, axe, member.url)
    walk_to(member, "input[name=reason]")
    member.keyboard.press("Space")
    walk_to(member, "textarea[name=note]")
    member.keyboard.type("Look at the second line.")
    press(member, "main form.form button[type=submit]")
    member.wait_for_url("**/me/reports")
    assert member.locator(".flash.good").count() == 1
    look_at(member, axe, "/me/reports")

    moderator = sign_in(visit(language="en-GB"), ADMIN)
    look_at(moderator, axe, "/moderation")
    press(moderator, "main .queue li:last-child h2 a")
    moderator.wait_for_url("**/moderation/items/*")
    assert number in moderator.get_attribute("main a[href^='/posts/']", "href")
    look_at(moderator, axe, moderator.url)
    press(moderator, "main form[action$='/claim'] button")
    moderator.wait_for_selector("main form[action$='/release']")
    walk_to(moderator, "input[name=outcome]")
    moderator.keyboard.press("Space")  # let it stand: other tests read this topic, too
    walk_to(moderator, "select[name=ground]")
    moderator.keyboard.press("ArrowDown")
    walk_to(moderator, "#facts")
    moderator.keyboard.type(FACTS)
    press(moderator, "#decide button[type=submit]")
    moderator.wait_for_url("**/moderation")
    look_at(moderator, axe, "/moderation?decided=1")
    look_at(moderator, axe, "/moderation/statistics")

    member.goto("/me/reports")
    assert "lets it stand" in member.inner_text("main")
    look_at(member, axe, address)


@pytest.mark.parametrize("path", ["/moderation", "/moderation/statistics", "/me/reports"])
def test_the_pages_of_moderation_fit_a_narrow_dark_screen(visit, axe, path):  # noqa: F811
    look_at(sign_in(visit(width=375, dark=True), ADMIN), axe, path)
