"""Where the line of a notice leads, for pages and letters."""
from cop.notifications.policy import TARGETS
from cop.notifications.queries.inbox import Line

PLACES = {"post": "/posts/{0}", "case": "/cases/{0}", "search": "/me/searches/{0}",
          "quotation": "/quotations/{0}", "digest": "/digests/{0}"}


def address_of_line(line: Line) -> str:
    """The path of what it is about: of several, the first that was not read."""
    if line.notice.kind == "joining_asked":
        return f"/spaces/{line.slug}/members"
    if line.notice.target_kind == "space":
        return f"/spaces/{line.slug}"
    if line.notice.kind == "adoption_due":
        return f"/cases/{line.target_id}/adoptions/result"
    places = PLACES | {target.kind: target.address for target in TARGETS.values()}
    return places[line.notice.target_kind].format(line.target_id, line.slug)
