"""Bytes in an S3 bucket. What the keys mean is said in `__init__.py`.

Who opens it is told by the usual variables: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and
AWS_SESSION_TOKEN, or the machine's role.
"""
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

from cop.base.lazy_import import late

exceptions, store = late("obstore.exceptions"), late("obstore.store")

#: For keeping bytes, in all; for reading them, while somebody waits for a page; and for looking
#: whether they are there, or whether anybody answers.
PATIENCE, READING, ASKING = timedelta(seconds=20), timedelta(seconds=6), timedelta(seconds=3)
RETRIES = 3


class Bucket:
    """`s3://bucket/folder?endpoint=https://s3.example.org&region=eu-south-1`"""

    def __init__(self, url: str):
        parts = urlsplit(url)
        told = {name: values[0] for name, values in parse_qs(parts.query).items()}
        endpoint = told.get("endpoint")
        is_plain = urlsplit(endpoint or "").scheme == "http"

        def open_store(patience: timedelta, retries: int) -> "store.S3Store":
            return store.S3Store(
                parts.netloc, prefix=parts.path.strip("/") or None, endpoint=endpoint,
                region=told.get("region", "us-east-1"),
                virtual_hosted_style_request=endpoint is None,
                client_options={"timeout": patience, "connect_timeout": ASKING,
                                "allow_http": is_plain},
                retry_config={"max_retries": retries, "retry_timeout": patience})

        self.store, self.asked = open_store(PATIENCE, RETRIES), open_store(ASKING, 0)
        self.read = open_store(READING, 1)

    def put(self, key: str, content: bytes) -> None:
        """S3 shows an object when all of it is there."""
        with _out_of_reach_or_not():
            self.store.put(key, content)

    def get(self, key: str) -> bytes:
        with _out_of_reach_or_not():
            return self.read.get(key).bytes().to_bytes()

    def source(self, key: str) -> BytesIO:
        return BytesIO(self.get(key))

    def put_at(self, key: str) -> float | None:
        with suppress(FileNotFoundError), _out_of_reach_or_not():
            return self.asked.head(key)["last_modified"].timestamp()
        return None

    def remove(self, key: str) -> None:
        with suppress(FileNotFoundError), _out_of_reach_or_not():
            self.store.delete(key)

    def list_all(self, prefix: str = "") -> Iterator[tuple[str, float]]:
        with _out_of_reach_or_not():
            for some in self.store.list(prefix or None):
                yield from ((each["path"], each["last_modified"].timestamp()) for each in some)


@contextmanager
def _out_of_reach_or_not() -> Iterator[None]:
    """ConnectionError where nobody answers, or only that they cannot now."""
    try:
        yield
    except exceptions.GenericError as problem:
        raise ConnectionError("the bucket does not answer") from problem
