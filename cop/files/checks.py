"""What `cop doctor` looks at in the storage: can it be written, are all files there, whole?"""
import hashlib
import random
from collections.abc import Iterator

from cop.base.checks import Finding
from cop.files import queries, storage

#: So many are read when not all are.
SAMPLE = 200


def check_storage() -> Iterator[Finding]:
    try:
        storage.try_to_write()
    except Exception as problem:  # the bucket's library has many of its own
        yield Finding("storage", f"cannot be written: {problem}",
                      "Give its folder to the account that runs cop, or mend COP_STORAGE_URL and "
                      "the AWS_… variables; make room if it is full.")
    else:
        yield Finding("storage", "can be written and read")


def check_files(*, every: bool) -> Iterator[Finding]:
    """`every`: read all of them, not a sample."""
    named = queries.list_digests()
    there = named & set(storage.list_digests())
    if lost := sorted(named - there):
        yield Finding("files", f"{len(lost)} that the database names are not there, the first is "
                      f"{lost[0]}", "Put them back from a backup: the member files/… of cop "
                      "backup, into the folder ab/cd/ of its first four characters.")
    looked_at = sorted(there) if every else random.sample(sorted(there), min(SAMPLE, len(there)))
    if damaged := [digest for digest in looked_at if _sum(digest) != digest]:
        yield Finding("files", f"{len(damaged)} of {len(looked_at)} are damaged, the first is "
                      f"{damaged[0]}", "Put them back from a backup, and look at the disk "
                      "(smartctl).")
    elif not lost:
        of_all = "" if len(looked_at) == len(there) else f" of {len(there)} (all: --all)"
        yield Finding("files", f"{len(looked_at)}{of_all} are there and whole")


def _sum(digest: str) -> str:
    try:
        return hashlib.sha256(storage.read(digest)).hexdigest()
    except OSError:
        return ""
