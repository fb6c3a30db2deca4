"""Programs read topics: as visitors what is public, with a key what its person may see."""
from cop.base.clock import now


def test_a_visitor_reads_public_topics(get, make):
    space = make.space("Activation", slug="activation")
    topic = make.topic(space, title="Who runs vouchers?", themes=["job-centre"], regions=["ITH3"])
    answer = get("/api/v1/topics")
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    (item,) = answer.json["items"]
    assert item["id"] == topic.id
    assert item["url"] == f"http://localhost/topics/{topic.id}-who-runs-vouchers"
    assert item["title"] == "Who runs vouchers?"
    assert item["kind"] == "discussion"
    assert item["language"] == "en"
    assert item["regions"] == ["ITH3"]
    assert item["themes"] == ["job-centre"]
    assert item["space"] == {"slug": "activation", "name": "Activation",
                             "url": "http://localhost/spaces/activation"}
    assert item["reply_count"] == 0
    assert item["is_locked"] is False
    assert item["accepted_post_id"] is None
    assert item["created_at"].endswith("+00:00")
    assert answer.json["next"] is None


def test_an_author_is_named_only_where_the_reader_may_see_the_profile(get, key, make):
    space = make.space()
    hidden = make.topic(space, make.member(space, "Chiara Bellin"))
    public = make.topic(space, make.member(space, "Paolo Curti", profile_is_public=True))
    names = {item["id"]: item["author"] for item in get("/api/v1/topics").json["items"]}
    assert names[hidden.id] == {"id": hidden.author_id, "name": None}
    assert names[public.id] == {"id": public.author_id, "name": "Paolo Curti"}
    mine = get("/api/v1/topics", key(make.person())).json["items"]
    assert {item["author"]["name"] for item in mine} == {"Chiara Bellin", "Paolo Curti"}


def test_topics_come_in_pages_without_gap_or_repetition(get, make):
    space = make.space()
    author = make.member(space)
    written = {make.topic(space, author, title=f"Topic number {n}").id for n in range(45)}
    read, after = [], ""
    for _page in range(3):
        page = get("/api/v1/topics", query_string={"after": after}).json
        read += [item["id"] for item in page["items"]]
        after = page["next"]
    assert after is None
    assert len(read) == 45
    assert set(read) == written


def test_topics_are_chosen_by_space_kind_region_and_theme(get, make):
    here, there = make.space(), make.space()
    wanted = make.question(here, regions=["ITH36"], themes=["job-centre"])
    make.topic(there, regions=["FI1"])
    for query in ({"space": here.slug}, {"kind": "question"}, {"region": "ITH3"},
                  {"region": "veneto"}, {"theme": "job-centre"}, {"theme": "employment-services"}):
        found = get("/api/v1/topics", query_string=query).json["items"]
        assert [item["id"] for item in found] == [wanted.id], query


def test_what_cannot_be_asked_is_refused_by_field(get, make):
    make.space()
    answer = get("/api/v1/topics?region=Atlantis&kind=poem&theme=astrology")
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert set(answer.json["fields"]) == {"region", "kind", "theme"}
    assert "Atlantis" in answer.json["fields"]["region"]
    assert answer.json["status"] == 422
    assert answer.json["detail"]
    assert answer.json["request_id"] == answer.headers["X-Request-ID"]


def test_a_topic_comes_with_its_opening_post(get, make):
    topic = make.topic(source="We have **one** counsellor.")
    found = get(f"/api/v1/topics/{topic.id}").json
    assert found["opening"]["number"] == 1
    assert found["opening"]["source"] == "We have **one** counsellor."
    assert "<strong>one</strong>" in found["opening"]["html"]


def test_a_private_space_is_not_there_for_others(get, key, make):
    private = make.space("Managers", visibility="private")
    member = make.member(private)
    topic = make.topic(private, member)
    for secret in ("", key(make.person())):
        assert get(f"/api/v1/topics/{topic.id}", secret).status_code == 404
        assert get(f"/api/v1/topics/{topic.id}/posts", secret).status_code == 404
        assert get(f"/api/v1/topics?space={private.slug}", secret).status_code == 404
        assert get("/api/v1/topics", secret).json["items"] == []
        assert get("/api/v1/spaces", secret).json["items"] == []
    own = key(member)
    assert get(f"/api/v1/topics/{topic.id}", own).json["id"] == topic.id
    assert [item["id"] for item in get("/api/v1/topics", own).json["items"]] == [topic.id]


def test_a_space_for_members_is_not_there_for_visitors(get, key, make):
    topic = make.topic(make.space(visibility="members"))
    assert get(f"/api/v1/topics/{topic.id}").status_code == 404
    assert get(f"/api/v1/topics/{topic.id}", key(make.person())).status_code == 200


def test_what_no_row_can_be_called_is_an_address_where_nothing_is(get, make):
    make.space()
    for number in (2**31, 10**30):
        answer = get(f"/api/v1/topics/{number}")
        assert answer.status_code == 404
        assert answer.mimetype == "application/problem+json"
        assert get(f"/topics/{number}").status_code == 404
    assert get("/spaces/a%00b").status_code == 404
    assert get("/api/v1/topics?space=a%00b").status_code == 404


def test_a_list_of_topics_takes_few_queries(get, key, make, count_queries):
    space = make.space()
    for n in range(20):
        author = make.member(space, f"Person {n}")
        make.topic(space, author, title=f"Number {n}", regions=["ITH3"], themes=["job-centre"])
    secret = key(make.member(space))
    with count_queries(at_most=8):
        assert len(get("/api/v1/topics", secret).json["items"]) == 20


def test_posts_are_read_in_the_order_of_time(get, make):
    topic = make.topic()
    first = make.post(topic, source="One idea.")
    second = make.post(topic, source="And *another*.", parent=first)
    items = get(f"/api/v1/topics/{topic.id}/posts").json["items"]
    assert [item["number"] for item in items] == [1, 2, 3]
    assert items[2]["parent_id"] == first.id
    assert items[2]["depth"] == 2
    assert items[2]["url"] == f"http://localhost/posts/{second.id}"
    assert items[2]["source"] == "And *another*."
    assert "<em>another</em>" in items[2]["html"]
    assert items[2]["is_deleted"] is False
    assert items[2]["edited_at"] is None


def test_posts_come_in_pages(get, make):
    topic = make.topic()
    author = make.member(topic.space)
    for n in range(30):
        make.post(topic, author, source=f"Idea number {n}.")
    read, after = [], 0
    for _page in range(2):
        page = get(f"/api/v1/topics/{topic.id}/posts?after={after}").json
        read += [item["number"] for item in page["items"]]
        after = page["next"]
    assert after is None
    assert read == list(range(1, 32))


def test_a_deleted_post_keeps_its_place_and_no_words(get, make):
    topic = make.topic()
    post = make.post(topic, source="Something to regret.")
    post.source, post.html, post.deleted_at = "", "", now()
    found = get(f"/api/v1/topics/{topic.id}/posts").json["items"][1]
    assert found["is_deleted"] is True
    assert found["source"] == found["html"] == ""


def test_a_page_of_posts_takes_few_queries(get, key, make, count_queries):
    topic = make.topic()
    for n in range(19):
        make.post(topic, make.member(topic.space, f"Person {n}"), source=f"Idea number {n}.")
    secret = key(make.member(topic.space))
    with count_queries(at_most=8):
        assert len(get(f"/api/v1/topics/{topic.id}/posts", secret).json["items"]) == 20
