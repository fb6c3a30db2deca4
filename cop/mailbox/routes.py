"""What is shown of the mailbox on pages of others: the address of a space for new topics."""
from flask import render_template
from markupsafe import Markup

from cop.discussions.policy import may_open_topic
from cop.mailbox.addresses import new_topic_address
from cop.spaces.models import Space
from cop.web.session import me


def address_of_space(space: Space) -> str:
    """The part beside a space (slot space_aside) with the reader's own address for new topics."""
    address = new_topic_address(me(), space) if may_open_topic(me(), space) else ""
    if not address:
        return Markup("")
    return render_template("mailbox/_of_space.html", address=address)
