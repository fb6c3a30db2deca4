"""Who may read which file."""
import pytest

from cop.base.errors import NotFound
from cop.discussions.service import deletions
from cop.files import queries
from cop.files.service import files as service


@pytest.fixture
def keep(make):
    def file(uploader=None, content=b"whole"):
        return service.keep_file(uploader, name="a.txt", media_type="text/plain", content=content)

    return file


def test_an_unattached_file_is_its_uploaders_alone(make, keep):
    ada = make.person()
    file = keep(ada)

    assert queries.get_file(ada, file.id) is file
    for other in (make.person(), make.visitor()):
        with pytest.raises(NotFound):
            queries.get_file(other, file.id)


def test_a_file_that_nobody_uploaded_is_nobodys(make, keep):
    file = keep(None)
    for other in (make.person(), make.visitor()):
        with pytest.raises(NotFound):
            queries.get_file(other, file.id)


def test_a_whole_text_is_read_by_who_may_read_its_post(make, keep):
    space = make.space(visibility="private")
    ada = make.member(space)
    post = make.post(make.topic(space, ada), ada)
    post.whole_text = keep()

    assert queries.get_file(ada, post.whole_text.id)
    for other in (make.person(), make.visitor()):
        with pytest.raises(NotFound):
            queries.get_file(other, post.whole_text.id)


def test_a_deleted_post_takes_its_whole_text_with_it(make, keep):
    ada = make.member(space := make.space())
    post = make.post(make.topic(space, ada), ada)
    file = post.whole_text = keep()
    assert queries.get_file(make.visitor(), file.id)

    deletions.delete_post(ada, post)

    with pytest.raises(NotFound):
        queries.get_file(ada, file.id)
