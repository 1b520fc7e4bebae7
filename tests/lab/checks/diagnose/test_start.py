"""Weights that do not spread as they must."""

import numpy as np

from convlib.course.convnet import ConvNet
from convlib.lab.checks.scoring import examine_function
from convlib.lab.checks.stored import examination


def sentences(network):
    return examine_function(examination("ConvNet"), network).sentences


def test_the_weights_that_are_drawn_too_wide_are_named():
    class Wide(ConvNet):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.params["W3"] *= np.sqrt(np.float32(3))

    (said,) = sentences(Wide)
    assert said.startswith("W3 does not start as He's rule asks") and said.endswith("is about 6, expected 2.")


def test_what_the_check_works_out_is_never_called_by_a_name_that_is_not_in_the_lesson():
    class Shifted(ConvNet):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.params["W1"] += np.float32(0.7)

    assert not any(name in said for said in sentences(Shifted) for name in ("mean is", "variance is", "same_seed"))
