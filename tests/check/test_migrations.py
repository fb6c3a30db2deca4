"""The migrations make exactly what the models say, on both databases."""
from cop import ROOT
from cop.base.schema import differences


def test_the_migrated_database_matches_the_models(app):
    assert differences(ROOT / "migrations") == ""
