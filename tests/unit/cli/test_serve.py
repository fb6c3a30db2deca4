"""`cop serve` does not begin where it could not serve."""
import socket

import pytest


@pytest.mark.parametrize("reuses", [False, True])
def test_a_port_that_somebody_listens_at_is_not_shared_with_them(install, reuses):
    with socket.socket() as other:
        if reuses:  # as the processes of another `cop serve` do
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = install().run("serve", "--port", str(port), status=1)
    assert f"Nobody can be served at 127.0.0.1:{port}: Address already in use." in said
    assert "--port" in said


def test_a_host_that_is_not_ours_is_told_in_a_sentence(install):
    said = install().run("serve", "--host", "192.0.2.1", "--port", "8009", status=1)
    assert "Nobody can be served at 192.0.2.1:8009: Cannot assign requested address." in said
