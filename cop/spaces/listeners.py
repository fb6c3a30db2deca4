"""What the events of people mean for spaces."""
from cop.base.events import on
from cop.people.events import RoleGranted
from cop.spaces import service


@on(RoleGranted)
def let_staff_in(event: RoleGranted) -> None:
    """Who is to own or moderate a space belongs to it, however the role was granted."""
    if event.scope_kind == "space":
        service.admit(event.person_id, int(event.scope_code))
