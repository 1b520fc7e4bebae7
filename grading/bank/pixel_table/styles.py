"""Correct versions of pixel_table, in the styles that students use."""

import numpy as np

from grading.bank.version import Styles

STYLES = Styles("pixel_table")


@STYLES.version()
def stamped():
    table = np.zeros((3, 3, 2, 2))
    for h, w in np.ndindex(2, 2):
        table[h:h + 2, w:w + 2, h, w] = [[1, 2], [3, 4]]
    return table.reshape(9, 4)


@STYLES.version()
def single_precision_tuples():
    return tuple(map(np.float32, [(1, 0, 0, 0), (2, 1, 0, 0), (0, 2, 0, 0), (3, 0, 1, 0), (4, 3, 2, 1), (0, 4, 0, 2),
                                  (0, 0, 3, 0), (0, 0, 4, 3), (0, 0, 0, 4)]))
