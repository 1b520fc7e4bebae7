"""Answers that students work out on paper and type in, and the warm-up of the start page.

The example: X (3x3) holds 1 to 9 in row-major order, W = [[1, 2], [3, 4]]. The tests recompute each answer.
"""

import numpy as np


def outputs_by_hand() -> list:
    """The four outputs of the example, row by row: [[?, ?], [?, ?]].

    Returns
    -------
    list of list of float, shape (2, 2)
        H for X = [[1, 2, 3], [4, 5, 6], [7, 8, 9]] and W = [[1, 2], [3, 4]].
    """
    return [[37, 47], [67, 77]]


def weight_table() -> list:
    """Which pixel each weight met: the local gradients with respect to W.

    Returns
    -------
    list of list of float, shape (4, 4)
        Rows: W[0, 0], W[0, 1], W[1, 0], W[1, 1].
        Columns: H[0, 0], H[0, 1], H[1, 0], H[1, 1].
        Each entry is the number in X that this weight multiplies in this output.
    """
    return [[1, 2, 4, 5], [2, 3, 5, 6], [4, 5, 7, 8], [5, 6, 8, 9]]


def pixel_table() -> list:
    """Which weight each pixel met: the local gradients with respect to X.

    Returns
    -------
    list of list of float, shape (9, 4)
        Rows: the nine pixels in row-major order.
        Columns: H[0, 0], H[0, 1], H[1, 0], H[1, 1].
        Each entry is the number in W that multiplies this pixel in this output, or 0
        if the output does not see the pixel.
    """
    return [
        [1, 0, 0, 0],
        [2, 1, 0, 0],
        [0, 2, 0, 0],
        [3, 0, 1, 0],
        [4, 3, 2, 1],
        [0, 4, 0, 2],
        [0, 0, 3, 0],
        [0, 0, 4, 3],
        [0, 0, 0, 4],
    ]


def warm_up(X: np.ndarray) -> float:
    """The sum of all entries.

    Parameters
    ----------
    X : ndarray, any shape
        The numbers.

    Returns
    -------
    float
        Their sum.
    """
    return X.sum()
