"""The film of the README and of the landing page."""

import numpy as np

from convlib.lab import plots
from convlib.lab.figures.display import Film


def stamps() -> Film:
    """Return the gradient of the input, stamp by stamp."""
    return plots.dX_by_outputs(np.array([[1, -2], [0.5, 3]]), np.array([[1, 2], [3, 4]]))


def readme_picture() -> bytes:
    """Return its frames side by side as a PNG."""
    return stamps().strip().png
