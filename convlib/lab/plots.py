"""Every figure of the course, drawn from the numbers that are passed in: ``plots.sliding(X, W)``.

Each function returns a ``Picture``; a ``Film``, which is a player in JupyterLab and a strip of its frames elsewhere; or
an ``Explorer``.
Positions are written as in code: H[h, w] is an output, W[u, v] a weight, X[i, j] a pixel.
"""

from convlib.lab.figures.explorer import explorer
from convlib.lab.figures.lesson_01 import arrays, correlation_and_convolution, images, positions, sliding
from convlib.lab.figures.lesson_02 import (
    dW_by_outputs,
    dX_by_outputs,
    gate,
    pixel_terms,
    weight_terms,
    who_touched,
)
from convlib.lab.figures.lesson_02_checking import impulse_view, step_size
from convlib.lab.figures.lesson_03 import (
    adjoint,
    dW_sliding,
    full_convolution,
    rotation,
    toeplitz,
    toeplitz_transposed,
)
from convlib.lab.figures.lesson_04 import kept, stamps, strided, there_and_back, times_seen, way_back, windows
from convlib.lab.figures.lesson_05 import (
    colour_image,
    dW_by_images,
    dX_by_filters,
    index_flow,
    slices,
    through_channels,
)
from convlib.lab.figures.lesson_06 import (
    backward_products,
    folding,
    forward_product,
    memory,
    round_trip,
    unfolding,
)
from convlib.lab.figures.lesson_06_speed import blocks, race, roofline
from convlib.lab.figures.lesson_07 import (
    addresses,
    average_shares,
    linear_products,
    max_pooling,
    relu_gates,
    softmax_bars,
    switches,
    wires,
)
from convlib.lab.figures.lesson_07_network import network, routes
from convlib.lab.figures.lesson_08 import Curves, architecture, clothes, gradient_check, kink, losses, spreads
from convlib.lab.figures.lesson_08_results import confusion, filters, mistaken, museum
from convlib.lab.figures.lesson_09 import caught_by, feature_maps, fires_most, gradient_on_image

__all__ = [  # noqa: RUF022 (grouped by lesson)
    # Lessons 1 to 5
    "explorer",
    # Lesson 1
    "arrays",
    "correlation_and_convolution",
    "images",
    "positions",
    "sliding",
    # Lesson 2
    "dW_by_outputs",
    "dX_by_outputs",
    "gate",
    "impulse_view",
    "pixel_terms",
    "step_size",
    "weight_terms",
    "who_touched",
    # Lesson 3
    "adjoint",
    "dW_sliding",
    "full_convolution",
    "rotation",
    "toeplitz",
    "toeplitz_transposed",
    # Lesson 4
    "kept",
    "stamps",
    "strided",
    "there_and_back",
    "times_seen",
    "way_back",
    "windows",
    # Lesson 5
    "colour_image",
    "dW_by_images",
    "dX_by_filters",
    "index_flow",
    "slices",
    "through_channels",
    # Lesson 6
    "backward_products",
    "blocks",
    "folding",
    "forward_product",
    "memory",
    "race",
    "roofline",
    "round_trip",
    "unfolding",
    # Lesson 7
    "addresses",
    "average_shares",
    "linear_products",
    "max_pooling",
    "network",
    "relu_gates",
    "routes",
    "softmax_bars",
    "switches",
    "wires",
    # Lesson 8
    "Curves",
    "architecture",
    "clothes",
    "confusion",
    "filters",
    "gradient_check",
    "kink",
    "losses",
    "mistaken",
    "museum",
    "spreads",
    # Lesson 9
    "caught_by",
    "feature_maps",
    "fires_most",
    "gradient_on_image",
]
