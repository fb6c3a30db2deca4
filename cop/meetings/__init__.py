"""Meetings: events with a date, discussed as topics, that people sign up for."""
