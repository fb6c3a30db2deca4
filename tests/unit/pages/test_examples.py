"""The examples of the help page are what the renderer really makes of them."""
from cop.pages.examples import rendered


def test_every_example_becomes_something_else_than_it_was(app):
    with app.test_request_context():
        examples = rendered()
    assert len(examples) == 10
    for _purpose, source, html in examples:
        assert html.startswith("<")
        assert source not in html


def test_footnotes_of_the_examples_have_ids_of_their_own(app):
    with app.test_request_context():
        assert 'id="fn-help-1"' in "".join(html for _, _, html in rendered())
