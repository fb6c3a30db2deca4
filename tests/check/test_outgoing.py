"""Which modules speak to the network, and to whom. Nobody else does: docs/security.md says so."""
import ast
from pathlib import Path

from tests.check.rules import each, read_module

ROOT = Path(__file__).parent.parent.parent
#: What can open a connection.
ABLE = {"aiohttp", "aiosmtpd", "authlib", "boto3", "botocore", "ftplib", "http.client", "httpx",
        "imaplib", "obstore", "poplib", "redis", "requests", "s3fs", "smtplib", "socket",
        "ssl", "telnetlib", "urllib.request", "urllib3", "xmlrpc"}
#: Module → what for.
ALLOWED = {
    "base/checks.py": "cop doctor tries the mail server of COP_MAIL_URL",
    "base/mail.py": "errors of the mail server",
    "base/mail_bulk.py": "errors of the mail server",
    "base/mail_transport.py": "COP_MAIL_URL",
    "base/workers.py": "the name of this host",
    "cli/mail_door.py": "listens, on COP_MAIL_IN_HOST",
    "cli/server.py": "whether somebody listens at its own port already",
    "files/storage/bucket.py": "COP_STORAGE_URL",
    "web/single_sign_on.py": "COP_OIDC_ISSUER",
}


@each(sorted((ROOT / "cop").rglob("*.py")))
def test_only_what_is_configured_is_asked(module):
    name = module.relative_to(ROOT / "cop").as_posix()
    able = {each for each in _imported(module) if _is_able(each)}
    assert not able or name in ALLOWED, f"{name} imports {', '.join(able)}: to ask whom?"


def test_each_that_may_still_does():
    for name in ALLOWED:
        assert any(map(_is_able, _imported(ROOT / "cop" / name))), name


def _imported(module):
    for node in ast.walk(read_module(module)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "late":
            yield node.args[0].value


def _is_able(name):
    return any(name == each or name.startswith(f"{each}.") for each in ABLE)
