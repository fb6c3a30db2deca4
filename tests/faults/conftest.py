"""What the faults are done to: a community on each database, in processes of its own."""
import pytest

from tests.faults.installation import Installation
from tests.servers import postgres
from tests.templates import share_templates


@pytest.fixture(scope="package")
def database_server():
    with postgres() as running:
        yield running


@pytest.fixture
def install(tmp_path, request):
    """`install()` an empty community; on PostgreSQL with a `database_url`."""
    installed = []
    share_templates(tmp_path)

    def make(**settings):
        installed.append(Installation(tmp_path, **settings).prepare())
        return installed[-1]

    yield make
    for installation in installed:
        installation.end()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def community(request, install):
    """One on each database."""
    if request.param == "sqlite":
        return install()
    server = request.getfixturevalue("database_server")
    name = f"of_{request.node.name.partition('[')[0]}"[:60]
    server.do(f'CREATE DATABASE "{name}"')
    return install(database_url=server.url(name))
