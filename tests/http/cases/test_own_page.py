"""What somebody wrote, on their own page."""


def test_one_s_own_page_shows_what_one_wrote_in_any_state(make, browse, count_queries):
    author = make.person("Chiara Bellin")
    make.case(author, status="published", title="A case everybody reads")
    make.case(author, title="A draft nobody else reads")
    client = browse(author)
    with count_queries(at_most=8):
        page = client.get("/me").text
    assert "A case everybody reads" in page and "A draft nobody else reads" in page


def test_who_wrote_no_case_is_not_told_so(make, browse):
    assert "Your cases" not in browse(make.person()).get("/me").text
