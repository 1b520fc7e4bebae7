"""The setting that switches the sandbox off, for all that run students' code or for none."""

import pytest
from traitlets import TraitError
from traitlets.config import Config

from grading.sandbox.bubblewrap import Sandbox
from grading.sandbox.configurable import Sandboxed
from grading.sandbox.limits import Limits


class Runs(Sandboxed):
    """Something that runs students' code."""


def test_without_a_setting_it_protects():
    assert Runs().sandbox() == Sandbox(unsafe=False, limits=Limits())


def test_one_setting_is_for_all():
    config = Config()
    config.Sandboxed.unsafe_no_sandbox = True
    assert Runs(config=config).sandbox().unsafe


def test_other_limits_stand_beside_the_usual_ones():
    assert Runs().sandbox(processes=3).limits == Limits(processes=3) != Limits()


def test_the_setting_is_a_yes_or_a_no():
    config = Config()
    config.Sandboxed.unsafe_no_sandbox = "perhaps"
    with pytest.raises(TraitError):
        Runs(config=config)
