"""Limits are off in tests; these few switch them on."""
from contextlib import contextmanager

from cop.web.limits import limiter


@contextmanager
def limits():
    """Count what is done inside, from nothing."""
    limiter.reset()
    limiter.enabled = True
    try:
        yield
    finally:
        limiter.enabled = False
        limiter.reset()
