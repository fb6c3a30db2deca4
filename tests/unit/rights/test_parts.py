"""Every part of a copy of somebody's data has a name for people."""
from cop.features import PERSONAL_DATA
from cop.rights.parts import NAMES


def test_every_feature_has_a_name():
    assert NAMES.keys() == {each.__name__.split(".")[1] for each in PERSONAL_DATA}
