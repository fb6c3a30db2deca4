"""The folder of the search index is removed under a running community, and comes back by itself."""
import shutil
from functools import partial

import requests
from bs4 import BeautifulSoup

from cop.search.checks import check_index
from tests.faults.installation import Member
from tests.faults.load import all_is_well, prepare_people
from tests.servers import wait_until


def test_an_index_that_is_deleted_is_missed_told_and_filled_again(install):
    community = install(search="tantivy")
    server = community.serve(worker=True)
    ((email, topic_id, _address),) = prepare_people(community, 1)
    member = Member(server.url, email)
    assert member.answer(topic_id, "We call it Zanzibar here.").status_code == 302
    finds = partial(number_of_hits, server)
    wait_until(lambda: finds("zanzibar"), what="what was written")

    shutil.rmtree(community.folder / "index")
    page = requests.get(f"{server.url}/search?q=call+zanzibar", timeout=10)
    assert page.status_code == 200 and "Not everything is found at this moment" in page.text
    ready = requests.get(f"{server.url}/readyz", timeout=10)
    assert (ready.status_code, "index: It is not whole: a worker fills it." in ready.text) == (
        200, True)
    with community.here():
        (finding,) = check_index(compare=False)
        assert finding.mend == "Run cop search reindex."
    assert member.answer(topic_id, "And Ouagadougou there.").status_code == 302

    wait_until(lambda: finds("zanzibar") and finds("ouagadougou"), what="the index")
    wait_until(lambda: "index: ok" in requests.get(f"{server.url}/readyz", timeout=10).text,
               what="the last of it")
    all_is_well(community, [member])


def number_of_hits(server, words):
    page = requests.get(f"{server.url}/search?q={words}", timeout=10)
    assert page.status_code == 200
    return len(BeautifulSoup(page.text, "html.parser").select(".hit"))
