"""What is sent to each address, so that nothing but who asks decides what comes of it.

Where nothing stands here, nothing is sent: who is let in then hears what was missing.
"""
import hashlib
from datetime import timedelta

from cop.base.clock import now

SOON = (now() + timedelta(days=10)).date().isoformat()
TEXT = {"source": "Two half hours a day.", "language": "en"}
DECIDED = {"outcome": "keep", "ground": "rude", "facts": "It was rude to a reader, twice."}
MEETING = TEXT | {"title": "A call on call-backs", "starts_on": SOON, "starts_at": "14:00",
                  "ends_at": "15:30", "zone": "Europe/Rome", "venue": "Treviso"}
REPORT = {"reason": "rude", "note": "It is rude."}
#: What stands in braces is a part of the address of another thing in the same place.
BODIES = {
    "POST /accessibility": {"text": "The contrast of the buttons is too low."},
    "POST /admin/jobs/again": {"job": "{job_id}"},
    "POST /admin/jobs/drop": {"job": "{job_id}"},
    "POST /admin/data-requests/<request_id>/answer": {"answer": "We did what you asked for."},
    "POST /admin/data-requests/<request_id>/refuse": {"answer": "The law keeps us from it."},
    "POST /admin/people/<person_id>/roles": {"role": "data_officer", "scope_kind": "everywhere"},
    "POST /admin/people/<person_id>/second-step": {"reason": "Phone lost; seen at the office."},
    "POST /api/v1/cases/<case_id>/translations": {
        "language": "fr", "fields": {"title": "Rappeler", "summary": "En deux jours."}},
    "PATCH /api/v1/posts/<post_id>": TEXT,
    "POST /api/v1/topics/<topic_id>/posts": TEXT,
    "POST /conversations/<conversation_id>/messages": TEXT,
    "POST /cases/<case_id>/adoptions": {"region": "FR10", "since": "2024-03"},
    "POST /cases/<case_id>/translations": {"language": "fr"},
    "POST /dates/<meeting_id>/edit": MEETING,
    "POST /digests/<digest_id>/items": {"key": "case-{published}", "deed": "up"},
    "POST /digests/<digest_id>/items/new": {"kind": "case", "target": "{published}"},
    "POST /digests/<digest_id>/plan": {"day": SOON, "hour": "8"},
    "POST /digests/<digest_id>/questions/<topic_id>/asks": {"person": "{expert}"},
    "POST /drafts": TEXT | {"place": "answer-{topic_of_all}-0"},
    "POST /moderation/items/<item_id>/answer": {
        "outcome": "upheld", "answer": "It was rude, and it stays away."},
    "POST /inbox/undo": {"moment": now().isoformat()},
    "POST /me/reports/<report_id>/again": {"text": "They wrote it again yesterday."},
    "POST /moderation/decide": DECIDED | {"item": "{item_of_all}"},
    "POST /people/<person_id>/sanctions": DECIDED | {
        "outcome": "", "sanction": "warn", "place": "{space_of_all}"},
    "POST /posts/<post_id>/split": {"title": "A topic of its own", "kind": "discussion"},
    "POST /spaces/<slug>/ask": {"words": "I work with young people."},
    "POST /spaces/<slug>/dates/new": MEETING,
    "POST /spaces/<slug>/members": {"person": "{stranger}"},
    "POST /spaces/<slug>/members/<person_id>/role": {"role": "moderator"},
    "POST /spaces/<slug>/level": {"level": "watching"},
    "POST /spaces/<slug>/topics": TEXT | {"title": "How do you call back?", "kind": "question"},
    "POST /themes/<code>/level": {"level": "watching"},
    "POST /topics/<topic_id>/accept": {"post_id": "{other_post}"},
    "POST /topics/<topic_id>/level": {"level": "watching"},
    "POST /topics/<topic_id>/merge": {"into": "/topics/{other_topic}"},
    "POST /topics/<topic_id>/move": {"to": "{narrower}"},
    "POST /topics/<topic_id>/poll/votes": {"option": "{option}"},
    "POST /topics/<topic_id>/posts": TEXT,
    "POST /uploads": {"name": "a.txt", "size": "1", "digest": hashlib.sha256(b"b").hexdigest()},
    **{f"POST /{place}/<target_id>/report": REPORT
       for place in ("posts", "cases", "people", "files", "messages")},
}
#: What is asked after the address.
QUERIES = {
    "GET /api/v1/search": "?q=time",
    "GET /digests/<digest_id>/export": "?format=csv",
    "GET /mentionable": "?q=Ro&place=answer-{topic_of_all}-0",
    "GET /language": "?language=en&next=/",
}


def body_of(route, parts, token):
    """What the test client sends; a form comes with the token of the page it stands on."""
    given = {name: said.format(**_spelt(parts)) if isinstance(said, str) else said
             for name, said in BODIES.get(route.line, {}).items()}
    if route.address.startswith("/api/v1"):
        return {"json": given}
    return {"data": {"csrf_token": token} | given}


def query_of(route, parts):
    return QUERIES.get(route.line, "").format(**_spelt(parts))


def _spelt(parts):
    return {name: value for name, value in parts.items() if "." not in name}
