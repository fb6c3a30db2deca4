"""Files of posts: attached, put in order, taken away. What a file is, is said in `files/`."""
from collections.abc import Sequence

from flask_babel import gettext as _

from cop.base.errors import Invalid
from cop.discussions.models.attachments import PostFile
from cop.discussions.models.topics import Post
from cop.files import queries
from cop.files.attaching import Attachment, problems_of, tidy_alt
from cop.files.service.files import remove_file
from cop.people.models import Person

Files = Sequence[Attachment]


def given_files(person: Person, files: Files, post: Post | None = None) -> Files:
    """The files as they may be attached. Invalid where one is neither this person's own and
    free, nor attached to the post already, or where a picture lacks its words."""
    kept = {each.file_id for each in post.attachments} if post else set()
    wanted = {each.file.id for each in files} - kept
    own = {file.id for file in queries.list_own(person, wanted, to_write=True)}
    tidy = [Attachment(each.file, tidy_alt(each.alt)) for each in files]
    problems = problems_of(tidy)
    if wanted - own or len({each.file.id for each in files}) < len(files):
        problems.append(_("One of the files is not there any more. Please choose it again."))
    if problems:
        raise Invalid({"files": " ".join(problems)})
    return tidy


def attach(post: Post, files: Files) -> None:
    """Let the post have these files in this order, and no others."""
    before = {each.file_id: each for each in post.attachments}
    wanted = {each.file.id: each for each in files}
    for file_id in before.keys() - wanted.keys():
        post.attachments.remove(before[file_id])
        remove_file(before[file_id].file)
    for place, (file_id, each) in enumerate(wanted.items()):
        if file_id not in before:
            post.attachments.append(PostFile(file=each.file))
            before[file_id] = post.attachments[-1]
        before[file_id].place, before[file_id].alt = place, each.alt


def files_of(post: Post) -> list[Attachment]:
    """The files of a post as they are attached."""
    return [Attachment(each.file, each.alt) for each in post.attachments]
