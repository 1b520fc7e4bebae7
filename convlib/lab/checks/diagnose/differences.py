"""Central differences with the choices that are often made wrong: the weights, the step, what is put back."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from convlib.lab.checks.diagnose.alternatives import Computation

STEP = 1e-5  # the default of eps
LEFT = "an entry of x is not put back before the next one is changed"


def estimated(given: Mapping[str, Any], weighted: str, between: str, divided: str, after: str) -> Any:
    """Return the estimate of the gradient."""
    func, dH, eps = given["func"].function(), given["dH"], given.get("eps", STEP)
    x = np.array(given["x"], dtype=float)
    gradient = np.zeros(x.shape)

    def value() -> float:
        return float(np.sum(func(x) * (dH if weighted == "dH" else 1)))

    for index in np.ndindex(x.shape):
        old = x[index]
        x[index] = old if between == "forward" else old - eps
        below = value()
        x[index] = old if between == "backward" else old + eps
        above = value()
        gradient[index] = (above - below) / {"twice": 2 * eps, "once": eps, "half": eps / 2, "not": 1}[divided]
        if after != "above":
            x[index] = old if after == "restored" else old - eps
    return -gradient if between == "turned" else gradient


differences = Computation(
    {
        "weighted": {"dH": "", "not": "dH is not used"},
        "after": {"restored": "", "above": LEFT, "below": LEFT},
        "between": {
            "central": "",
            "forward": "x itself takes the place of x - eps",
            "backward": "x itself takes the place of x + eps",
            "turned": "the two values are subtracted in the wrong order",
        },
        "divided": {
            "twice": "",
            "once": "the difference is divided by eps instead of 2 * eps",
            "half": "the difference is divided by eps / 2 instead of 2 * eps",
            "not": "the difference is not divided",
        },
    },
    estimated,
)
