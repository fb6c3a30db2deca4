"""A real OpenID Connect provider on this machine, and what a browser does there."""
import base64
import hashlib
import io
import threading
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import requests
from oidc_provider_mock import app as make_provider
from werkzeug.serving import make_server


class RealProvider:
    """Somebody runs it elsewhere; its requests for tokens are noted."""

    def __init__(self, server, asked):
        self.issuer = f"http://localhost:{server.server_port}"
        self.asked = asked

    def has(self, subject, **claims):
        """Somebody with an account there."""
        requests.put(f"{self.issuer}/users/{subject}", json=claims, timeout=5).raise_for_status()

    def sign_in(self, address, subject):
        """What somebody does on its page; answers with the path they are sent back to."""
        answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=5)
        parts = urlsplit(answer.headers["Location"])
        return f"{parts.path}?{parts.query}"

    def proof_of(self, address):
        """(the challenge in the browser's address, what the last verifier is the answer to)"""
        (challenge,) = parse_qs(urlsplit(address).query)["code_challenge"]
        (verifier,) = self.asked[-1]["code_verifier"]
        digest = hashlib.sha256(verifier.encode()).digest()
        return challenge, base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


@contextmanager
def real_provider():
    serve, asked = make_provider(require_nonce=True).wsgi_app, []

    def noting(environ, start):
        if environ["PATH_INFO"] == "/oauth2/token":
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            asked.append(parse_qs(body.decode()))
            environ["wsgi.input"] = io.BytesIO(body)
        return serve(environ, start)

    server = make_server("localhost", 0, noting, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield RealProvider(server, asked)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
