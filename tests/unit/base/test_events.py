"""What happened is told later, with the deed or not at all."""
from dataclasses import dataclass

import pytest
from sqlalchemy import func, select

from cop.base import events, jobs
from cop.base.db import db
from cop.base.events import Event, on, publish, quietly
from cop.base.jobs import Job


@dataclass(frozen=True, kw_only=True)
class KettleBoiled(Event):
    kettle_id: int


@pytest.fixture
def heard(app, monkeypatch):
    monkeypatch.setattr(events, "_listeners", type(events._listeners)(list, events._listeners))
    monkeypatch.setattr(jobs, "_handlers", dict(jobs._handlers))
    told = []

    @on(KettleBoiled)
    def pour(event):
        told.append(event)

    @on(KettleBoiled, outside=True)
    def whistle(event):
        told.append(event.kettle_id)

    return told


def count_orders():
    return db.session.scalar(select(func.count(Job.id)))


def test_each_listener_hears_it_once_and_later(heard, run_jobs):
    publish(KettleBoiled(kettle_id=3))
    assert heard == [] and count_orders() == 2
    run_jobs()
    assert heard == [KettleBoiled(kettle_id=3), 3]
    run_jobs()
    assert len(heard) == 2


def test_what_is_rolled_back_is_not_told(heard, run_jobs):
    publish(KettleBoiled(kettle_id=3))
    db.session.rollback()
    run_jobs()
    assert heard == []


def test_what_happens_quietly_is_not_told(heard):
    with quietly():
        publish(KettleBoiled(kettle_id=3))
    assert count_orders() == 0
    publish(KettleBoiled(kettle_id=3))
    assert count_orders() == 2


def test_an_event_nobody_listens_to_orders_nothing(app):
    @dataclass(frozen=True, kw_only=True)
    class Unheard(Event):
        pass

    publish(Unheard())
    assert count_orders() == 0


def test_events_are_frozen_and_their_fields_survive_as_json(heard):
    event = KettleBoiled(kettle_id=3)
    with pytest.raises(AttributeError):
        event.kettle_id = 4
    publish(event)
    assert {tuple(a.items()) for a in db.session.scalars(select(Job.arguments))} == {
        (("kettle_id", 3),)}
