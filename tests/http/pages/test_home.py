"""The home page: a promise to visitors, news to members, a next step where nothing is yet."""
from datetime import timedelta

from cop.base.clock import at, now
from cop.base.db import add
from cop.base.site import decide
from cop.discussions.service.topics import accept_answer
from cop.spaces.models import Membership


def solved(make, **more):
    question = make.question(**more)
    answer = make.post(question, source="Call on Tuesday mornings.")
    accept_answer(question.author, question, answer)
    return question


def test_visitors_read_the_promise_new_practices_and_solved_questions(browse, make):
    make.case(status="published", title="Calling back within two days")
    solved(make, title="Which day do young people answer?")
    solved(make, title="Who pays for the bus to the interview?")
    page = browse().get("/").text
    assert "Somebody has tried it before" in page
    assert "Calling back within two days" in page
    assert "Call on Tuesday mornings." in page
    assert "Which day do young people answer?" in page
    assert "/register" in page


def test_visitors_see_nothing_of_members_and_private_spaces(browse, make):
    space = make.space("The inner room", visibility="private")
    solved(make, space=space, title="What nobody else may know")
    solved(make, space=make.space("Colleagues", visibility="members"), title="Among ourselves")
    make.case(status="published", title="For members only", licence="members-only")
    make.case(status="submitted", title="Not reviewed yet")
    page = browse().get("/").text
    for hidden in ("inner room", "nobody else", "Colleagues", "Among ourselves",
                   "For members only", "Not reviewed yet"):
        assert hidden not in page


def test_a_new_installation_says_what_it_is_and_how_to_join(browse):
    page = browse().get("/").text
    assert "Somebody has tried it before" in page
    assert "How to take part" in page
    assert "Practices to begin with" not in page
    assert "Solved lately" not in page


def test_where_registration_is_closed_the_page_says_whom_to_ask(browse):
    decide("registration", "closed")
    decide("contact", "welcome@example.org")
    page = browse().get("/").text
    assert "Nobody can register by themselves here" in page
    assert "mailto:welcome@example.org" in page
    assert "Join the community" not in page


def test_an_administrator_of_an_empty_community_reads_the_first_steps(browse, make):
    page = browse(make.granted("administrator")).get("/").text
    assert "Open the first space" in page
    assert "/spaces/new" in page


def test_a_member_of_an_empty_community_is_told_to_describe_themselves(browse, make):
    page = browse(make.person()).get("/").text
    assert "No space is open yet" in page
    assert "Open the first space" not in page


def test_members_find_open_questions_on_their_themes_and_regions(browse, make):
    reader = make.person("Chiara Bellin", regions=["ITH3"], themes=["neet"])
    make.question(title="How do you reach those who do not come?", themes=["neet"])
    make.question(title="Who has an office in Rovigo?", regions=["ITH37"])
    make.question(title="Which lathe for the workshop?", themes=["apprenticeship"])
    solved(make, title="Long since answered", themes=["neet"])
    page = browse(reader).get("/").text
    assert "Questions you could answer" in page
    assert "How do you reach those who do not come?" in page
    assert "Who has an office in Rovigo?" in page
    assert "Which lathe" not in page
    assert "Long since answered" not in page


def test_questions_are_offered_only_in_languages_the_member_reads(browse, make):
    reader = make.person(themes=["neet"], languages=["it", "en"])
    make.question(title="Wer ruft wen an?", themes=["neet"], language="de")
    make.question(title="Chi chiama chi?", themes=["neet"], language="it")
    page = browse(reader).get("/").text
    assert "Chi chiama chi?" in page
    assert "Wer ruft" not in page


def test_nobody_is_offered_their_own_question(browse, make):
    space = make.space()
    reader = make.member(space, themes=["neet"])
    make.question(space=space, author=reader, title="My own question", themes=["neet"])
    page = browse(reader).get("/").text
    assert "Questions you could answer" not in page
    assert page.count("My own question") == 1


def test_members_read_what_is_new_in_their_spaces_and_not_twice(browse, make):
    space = make.space("Youth")
    reader = make.member(space, themes=["neet"])
    make.question(space=space, title="Which questions help?", themes=["neet"])
    make.topic(space=space, title="What we saw in Helsinki")
    make.topic(title="Something from another space")
    page = browse(reader).get("/").text
    assert page.count("Which questions help?") == 1
    assert "What we saw in Helsinki" in page
    assert "Something from another space" not in page


def test_members_without_a_space_are_shown_spaces_and_asked_what_they_work_on(browse, make):
    make.space("Employers")
    make.space("The inner room", visibility="private")
    page = browse(make.person()).get("/").text
    assert "Spaces to begin with" in page
    assert "Employers" in page
    assert "The inner room" not in page
    assert "Say what you work on" in page


def test_practices_from_the_members_regions_come_first(browse, make):
    with at(now() - timedelta(days=30)):
        make.case(status="published", title="An older practice of Veneto", regions=["ITH3"])
    make.case(status="published", title="A newer one of Tuscany", regions=["ITI1"])
    page = browse(make.person(regions=["ITH3"])).get("/").text
    assert "From your regions" in page
    assert page.index("An older practice of Veneto") < page.index("A newer one of Tuscany")


def test_an_ended_course_takes_no_questions(browse, make):
    course = make.space("Course 1", kind="course", ends_on=(now() - timedelta(days=2)).date())
    page = browse(make.member(course)).get("/").text
    assert "Course 1" in page
    assert f"/spaces/{course.slug}/topics/new" not in page


def test_a_full_home_page_needs_at_most_eight_queries(browse, make, count_queries):
    reader = make.person("Chiara Bellin", regions=["ITH3", "ITI1"], themes=["neet", "outreach"],
                         languages=["it", "en"], organisation="CPI di Treviso")
    for number in range(8):
        space = make.space(f"Space {number}")
        space_member = make.member(space)
        make.question(space=space, author=space_member, title=f"Question {number} of all",
                      themes=["neet"])
        solved(make, space=space, title=f"Solved {number} of all", themes=["outreach"])
        join(reader, space)
    for number in range(5):
        make.case(status="published", title=f"Practice number {number}", regions=["ITH3"])
    member, visitor = browse(reader), browse()
    with count_queries(at_most=8):
        assert "Questions you could answer" in member.get("/").text
    with count_queries(at_most=8):
        assert "Solved lately" in visitor.get("/").text


def join(person, space):
    add(Membership(person_id=person.id, space_id=space.id))
