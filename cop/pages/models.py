"""Table of accessibility reports. How fast they are answered is said in `service.py`."""
from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from cop.base.db import Model


class AccessibilityReport(Model):
    """A barrier somebody met. Who reported it stays unknown unless they left an address."""

    __tablename__ = "accessibility_reports"
    text: Mapped[str]
    page: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date] = mapped_column(index=True)
    done_at: Mapped[datetime | None]

    @property
    def number(self) -> str:
        """What both sides call it: A-12."""
        return f"A-{self.id}"
