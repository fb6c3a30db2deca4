"""Make guides for tests: with chapters, notes and cases."""
from cop.guides import service


def make_guide(make, editor=None, cases=(), **described):
    """A guide with a chapter, the cases, and a note behind the first of them."""
    editor = editor or make.granted("curator", name="Paolo Curti")
    guide = service.make_guide(editor, **({
        "title": "Calling back within two days", "language": "en",
        "foreword": "Read it **with your team**."} | described))
    service.add_text(editor, guide, "chapter", "The first contact")
    for number, case in enumerate(cases):
        service.add_case(editor, guide, case)
        if number == 0:
            service.add_text(editor, guide, "note", "Mind the *telephone numbers*.")
    return guide
