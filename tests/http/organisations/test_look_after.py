"""Administrators add, rename and merge organisations, and give them domains and contacts."""
import pytest

from cop.base.audit import AuditEntry
from cop.base.db import db
from cop.organisations.models import ConfirmationRequest, OrganisationDomain
from cop.organisations.service import confirming
from cop.people.models import Organisation, Person
from cop.people.queries import find_organisation
from cop.search.queries.index import list_person_ids


def fresh(kind, row_id):
    db.session.rollback()
    return db.session.get(kind, row_id)


def test_an_administrator_adds_an_organisation_once(browse, admin):
    window = browse(admin)
    page = window.post("/admin/organisations", data={"name": "Veneto  Lavoro"},
                       follow_redirects=True).text
    assert "The organisation is added." in page
    again = window.post("/admin/organisations", data={"name": "veneto lavoro"})
    assert again.status_code == 422
    assert "“Veneto Lavoro” is there already." in again.text
    assert 'value="veneto lavoro"' in again.text


def test_the_list_is_found_by_name_and_domain_within_few_queries(
        make, browse, admin, house, count_queries):
    for number in range(45):
        make.organisation(f"Office {number:02}")
    window = browse(admin)
    window.get("/admin/organisations")
    with count_queries(at_most=8):
        page = window.get("/admin/organisations").text
    assert "More organisations" in page
    assert "CPI di Treviso" in window.get("/admin/organisations?q=cpi.example").text
    assert "Office" not in window.get("/admin/organisations?q=treviso").text


def test_domains_confirm_and_confirm_no_longer(works_there, browse, admin, house, run_jobs):
    ada = works_there("Ada Bruni", email="ada@lavoro.example")
    window, address = browse(admin), f"/admin/organisations/{house.id}/domains"
    window.post(address, data={"domains": "cpi.example.it\n@Lavoro.example"})
    run_jobs()
    assert fresh(Person, ada.id).organisation_proof == "domain"
    window.post(address, data={"domains": "cpi.example.it"})
    run_jobs()
    assert fresh(Person, ada.id).organisation_proof == ""
    assert AuditEntry.query.filter_by(act="organisation.domains_set").count() == 2


@pytest.mark.parametrize("domain, sentence", [
    ("gmail.com", "Everybody can get an address of gmail.com"),
    ("yahoo.co.uk", "Everybody can get an address of yahoo.co.uk"),
    ("libero.it", "Everybody can get an address of libero.it"),
    ("gov.it", "Addresses of many organisations end in gov.it"),
    ("it", "“it” is no domain."), ("not a domain", "“not” is no domain."),
    ("taken.example", "taken.example belongs to Another Office already.")])
def test_a_domain_that_shows_nothing_is_refused(make, browse, admin, house, domain, sentence):
    other = make.organisation("Another Office")
    db.session.add(OrganisationDomain(organisation_id=other.id, domain="taken.example"))
    answer = browse(admin).post(f"/admin/organisations/{house.id}/domains",
                                data={"domains": domain})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert domain in answer.text
    db.session.rollback()
    assert OrganisationDomain.query.filter_by(domain=domain, organisation_id=house.id).count() == 0


def test_a_renamed_organisation_is_found_by_both_names(browse, admin, house, works_there):
    ada = works_there("Ada Bruni", organisation_proof="hand")
    window = browse(admin)
    window.post(f"/admin/organisations/{house.id}/name", data={"name": "Centro di Treviso"})
    assert fresh(Person, ada.id).organisation.name == "Centro di Treviso"
    assert ada.organisation_proof == "hand"
    assert find_organisation("cpi di treviso").id == house.id
    window.post(f"/admin/organisations/{house.id}/name", data={"name": "CPI di Treviso"})
    db.session.rollback()
    assert find_organisation("Centro di Treviso").name == "CPI di Treviso"


def test_a_name_that_another_one_has_is_refused(make, browse, admin, house):
    make.organisation("Another Office")
    answer = browse(admin).post(f"/admin/organisations/{house.id}/name",
                                data={"name": "another office"})
    assert answer.status_code == 422
    assert "If it is the same, merge the two." in answer.text


def test_two_that_are_one_are_merged(make, browse, admin, house, works_there, run_jobs):
    """People, cases, domains and what waits go over; name and address lead to the other."""
    ada = works_there("Ada Bruni", organisation_proof="hand")
    confirming.ask(works_there("Bea Conti"))
    case = make.case(works_there("Chiara Bellin"), status="published")
    other = make.organisation("Veneto Lavoro")
    bob = make.person("Bob", organisation="Veneto Lavoro", email="bob@cpi.example.it")
    window = browse(admin)
    answer = window.post(f"/admin/organisations/{house.id}/merge", data={"into": "veneto lavoro"})
    assert answer.status_code == 302
    run_jobs()
    moved = fresh(Person, ada.id)
    assert (moved.organisation_id, moved.organisation_proof) == (other.id, "hand")
    assert fresh(Person, bob.id).organisation_proof == "domain"
    assert case.organisation_id == other.id
    assert ConfirmationRequest.query.one().organisation_id == other.id
    assert len(list_person_ids(other.id)) == 4
    assert find_organisation("CPI di Treviso").id == other.id
    moved = window.get(f"/organisations/{house.id}")
    assert (moved.status_code, moved.location) == (301, f"/organisations/{other.id}")
    assert window.get(f"/admin/organisations/{house.id}").status_code == 404


@pytest.mark.parametrize("name, sentence", [
    ("Nowhere", "There is no organisation “Nowhere”."),
    ("cpi di treviso", "This is the same organisation."), ("", "Please write its name.")])
def test_there_must_be_another_to_merge_with(browse, admin, house, name, sentence):
    answer = browse(admin).post(f"/admin/organisations/{house.id}/merge", data={"into": name})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert fresh(Organisation, house.id).merged_into_id is None


def test_a_member_is_named_contact_person_and_dismissed(browse, admin, house, works_there, make):
    ada = works_there("Ada Bruni")
    stranger = make.person("Otto")
    window, address = browse(admin), f"/admin/organisations/{house.id}/contacts"
    for name, wrong in ((stranger.name, "Otto does not work there."),
                        (ada.email, "Nobody here has the name"), ("", "Please name somebody.")):
        answer = window.post(address, data={"member": name})
        assert answer.status_code == 422
        assert wrong in answer.text
    window.post(address, data={"member": f"/people/{ada.id}"})
    assert fresh(Person, ada.id).is_organisation_contact
    assert ada.organisation_proof == "hand"
    assert browse(ada).get("/organisations/requests").status_code == 200
    window.post(f"{address}/{ada.id}/dismiss")
    assert not fresh(Person, ada.id).is_organisation_contact


def test_only_administrators_look_after_organisations(make, browse, house, contact):
    for path in ("", f"/{house.id}"):
        assert browse(contact).get(f"/admin/organisations{path}").status_code == 403
        assert browse().get(f"/admin/organisations{path}").status_code == 302
    for act in ("name", "domains", "contacts", "merge", f"contacts/{contact.id}/dismiss"):
        answer = browse(contact).post(f"/admin/organisations/{house.id}/{act}", data={})
        assert answer.status_code == 403
    assert browse(contact).post("/admin/organisations", data={"name": "X"}).status_code == 403
