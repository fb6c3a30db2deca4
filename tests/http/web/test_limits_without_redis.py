"""Without Redis each web process counts for itself: it allows its share of what is meant."""
import time

import pytest
from limits import RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.strategies import MovingWindowRateLimiter

from cop.web import limits
from cop.web.limits import Share


@pytest.mark.parametrize("processes, allowed", [(1, 30), (4, 7), (100, 1)])
def test_a_process_allows_its_share(processes, allowed):
    limiter = MovingWindowRateLimiter(Share(processes=processes))
    limit = RateLimitItemPerMinute(30)
    assert [limiter.hit(limit, "somebody") for _ in range(31)].count(True) == allowed


def test_what_is_counted_only_when_it_went_wrong_has_its_share_too():
    guesses, limiter = RateLimitItemPerMinute(10), MovingWindowRateLimiter(Share(processes=4))
    for _ in range(2):  # a quarter of ten
        assert limiter.test(guesses, "somebody")
        limiter.hit(guesses, "somebody")
    assert not limiter.test(guesses, "somebody")


def test_counting_starts_no_thread_but_what_is_past_is_forgotten(monkeypatch):
    share = Share()
    limiter, limit = MovingWindowRateLimiter(share), RateLimitItemPerSecond(5)
    before = share.timer
    for number in range(20):
        assert limiter.hit(limit, f"person:{number}")
    assert share.timer is before and len(share.events) == 20
    monkeypatch.setattr(limits, "SWEPT", 0)
    time.sleep(1.1)
    limiter.hit(limit, "somebody")
    share.timer.join()
    assert [key for key, sent in share.events.items() if sent] == [limit.key_for("somebody")]
