"""What the demo shows on the pages of others: the accounts to try, beside the sign-in form."""
from flask import current_app, render_template

from cop.demo import service


def accounts() -> str:
    """Fills the place beside the sign-in form; in the demo only."""
    if not current_app.config["COP"].demo:
        return ""
    return render_template("demo/_accounts.html", accounts=service.list_shown(),
                           password=service.PASSWORD)
