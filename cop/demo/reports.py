"""What members of the demo have reported, so that the review queue can be shown. Nothing is decided
of it."""
from collections.abc import Iterator, Mapping

from cop.base.clock import at
from cop.demo import stories
from cop.demo.stories import days_ago
from cop.discussions.models.topics import Post, Topic
from cop.moderation.queries.things import get_thing
from cop.moderation.service.reporting import Said, report_thing
from cop.people.models import Person


def tell_reports(topics: Mapping[str, Topic], posts: Mapping[tuple[int, str], Post],
                 people: Mapping[str, Person]) -> Iterator[str]:
    """All by their keys; posts by the number of their topic, too."""
    for told in stories.reports():
        topic, reporter = topics[told["topic"]], people[told["by"]]
        post = posts[topic.id, told["post"]]
        with at(days_ago(told["days_ago"])):
            report_thing(reporter, get_thing(reporter, "post", post.id),
                         Said(reason=told["reason"], note=told["note"]))
        yield topic.title
