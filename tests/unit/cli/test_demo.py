"""What the demo says when it begins."""
import pytest

from cop.cli.demo import where_letters_go


@pytest.mark.parametrize("mail_url, said", [
    ("file:///elsewhere/demo/mail", "Letters lie in /elsewhere/demo/mail."),
    ("file://{here}/var/mail", "Letters lie in var/mail."),
    ("smtp://me:secret@mail.example.org:587", "Letters go to mail.example.org.")])
def test_where_letters_go_is_told_as_it_is(mail_url, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert where_letters_go(mail_url.format(here=tmp_path)) == said
