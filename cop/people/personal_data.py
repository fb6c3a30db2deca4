"""What an account says of somebody, given out and forgotten (see `base/personal_data.py`)."""
from typing import Any

from cop.people.models import Person
from cop.people.queries import list_calls, list_keys
from cop.people.security.reading import list_all, list_removals
from cop.people.service.erasing import forget_account

COLUMNS = ("person_regions.person_id", "person_themes.person_id", "grants.person_id",
           "grants.granted_by_id", "api_keys.person_id", "secret_addresses.person_id",
           "sign_ins.person_id", "passkeys.user_id", "identities.person_id",
           "second_step_removals.person_id", "second_step_removals.by_id")
#: What the profile says; the password and what only machines need are left out.
SAID = ("name", "email", "about", "city", "country", "audience", "affiliation", "languages",
        "interface_language", "profile_is_public", "discussion_view", "time_zone", "look",
        "hints_away", "terms_version")


def export_of(person: Person) -> dict[str, Any]:
    return {
        **{name: getattr(person, name) for name in SAID},
        "organisation": person.organisation.name if person.organisation else "",
        "regions": list(person.regions), "themes": list(person.themes),
        "joined": person.created_at.isoformat(),
        "confirmed": person.confirmed_at.isoformat() if person.confirmed_at else "",
        "roles": [{"role": grant.role, "where": grant.scope_kind, "which": grant.scope_code,
                   "since": grant.created_at.isoformat()} for grant in person.grants],
        "keys": [{"name": key.name, "made": key.created_at.isoformat()}
                 for key in list_keys(person)],
        "calls": [{"path": call.path, "at": call.created_at.isoformat()}
                  for call in list_calls(person)],
        "identities": [{"at": each.issuer, "number_there": each.subject, "name": each.name,
                        "since": each.created_at.isoformat()} for each in person.identities],
        "codes_of_an_app": bool(person.tf_primary_method),
        "recovery_codes": len(person.mf_recovery_codes or []),
        "passkeys": [{"name": key.name, "added": key.created_at.isoformat(),
                      "last_used": key.lastuse_datetime.isoformat()} for key in person.webauthn],
        "second_steps_taken_away": [{"at": each.created_at.isoformat(), "reason": each.reason}
                                    for each in list_removals(person)],
        "sign_ins": [{"at": each.created_at.isoformat(), "last_used": each.last_seen_at.isoformat(),
                      "with": [each.browser, each.system], "from": each.network,
                      "ended": each.ended_at.isoformat() if each.ended_at else ""}
                     for each in list_all(person)],
    }


def erase(person: Person, *, keep_works: bool) -> None:
    forget_account(person)
