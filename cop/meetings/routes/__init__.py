"""URLs of meetings: planned and signed up for, listed, and taken into calendars."""
