"""The settings that decide where students' code runs, for all that run it or for none."""

from pathlib import Path

import pytest
from traitlets import TraitError
from traitlets.config import Config

from grading.sandbox.bubblewrap import Sandbox
from grading.sandbox.configurable import Sandboxed
from grading.sandbox.zygote import Warm


class Runs(Sandboxed):
    """Something that runs students' code."""


def test_without_a_setting_it_protects():
    assert Runs().sandbox() == Runs().starter() == Sandbox(unsafe=False)


def test_one_setting_is_for_all():
    config = Config()
    config.Sandboxed.unsafe_no_sandbox = True
    assert Runs(config=config).starter() == Sandbox(unsafe=True)


def test_the_warm_process_is_used_if_there_is_one():
    config = Config()
    config.Sandboxed.warm = "/a/socket"
    assert Runs(config=config).starter() == Warm(Path("/a/socket"), Sandbox())
    config.Sandboxed.unsafe_no_sandbox = True
    assert Runs(config=config).starter() == Warm(Path("/a/socket"), Sandbox(unsafe=True))


def test_the_setting_is_a_yes_or_a_no():
    config = Config()
    config.Sandboxed.unsafe_no_sandbox = "perhaps"
    with pytest.raises(TraitError):
        Runs(config=config)
