"""Giving the address of a topic or a case to somebody: by e-mail, or to paste it."""
from typing import Any

from flask import render_template, url_for

from cop.web.links import public_url


def share_topic(topic: Any) -> str:
    """Slot topic_actions."""
    address = url_for("discussions.show_topic", topic_id=topic.id, slug=topic.slug)
    return _share(address, topic.title)


def share_case(case: Any) -> str:
    """Slot case_actions."""
    address = url_for("cases.show_case", case_id=case.id, slug=case.slug)
    return _share(address, case.title)


def _share(address: str, title: str) -> str:
    return render_template("pages/_share.html", address=public_url(address), title=title)
