"""What happens to somebody's place in a space, and whom it concerns: themselves, and its owners."""
from flask_babel import gettext as _

from cop.base.clock import now
from cop.base.events import on
from cop.notifications.queries import whom
from cop.notifications.service import telling as service
from cop.people.events import RoleGranted, RoleRevoked
from cop.people.letters import tell
from cop.spaces.events import JoiningAsked, MembershipDecided
from cop.spaces.policy import may_see


@on(JoiningAsked)
def tell_who_lets_in(event: JoiningAsked) -> None:
    service.tell(whom.list_keepers(event.space_id), "joining_asked",
                 whom.get_space(event.space_id), key=f"asking:{event.asking_id}",
                 actor_id=event.person_id)


@on(MembershipDecided)
def tell_whom_it_is_about(event: MembershipDecided) -> None:
    """By letter where there is nothing left for them to see."""
    space, person = whom.get_space(event.space_id), whom.find_reader(event.person_id)
    if person is None:
        return
    if may_see(person, space):
        service.tell([person.id], f"member_{event.outcome}", space, actor_id=event.by_id,
                     key=f"member:{event.outcome}:{space.id}:{now().isoformat()}")
    else:
        tell(person, lambda: (_("You do not belong to “%(space)s” any more", space=space.name), [
            _("Who looks after this private space has ended your membership. What you wrote there "
              "stays.")]), kind="membership")


@on(RoleGranted)
def tell_of_role(event: RoleGranted) -> None:
    _tell_of_role(event, "named")


@on(RoleRevoked)
def tell_of_lost_role(event: RoleRevoked) -> None:
    _tell_of_role(event, "ended")


def _tell_of_role(event: RoleGranted | RoleRevoked, what: str) -> None:
    """Of roles in a space. Others are given by administrators, who speak to whom they give them."""
    if event.scope_kind == "space" and whom.find_reader(event.person_id):
        service.tell([event.person_id], f"{event.role}_{what}",
                     whom.get_space(int(event.scope_code)), actor_id=event.by_id,
                     key=f"role:{what}:{event.grant_id}")
