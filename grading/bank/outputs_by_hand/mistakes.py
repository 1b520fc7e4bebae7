"""Wrong versions of outputs_by_hand."""

from grading.bank.diagnoses import STILL_ZERO
from grading.bank.version import Mistakes

MISTAKES = Mistakes("outputs_by_hand")


@MISTAKES.version(
    says="These are the outputs of the filter rotated by 180 degrees; here it is used as it is.",
    reread="lesson 01, section 2",
)
def filter_rotated():
    return [[23, 33], [53, 63]]


@MISTAKES.version(
    says="These are the outputs of the filter transposed (2 and 3 swapped) or mirrored left to right.",
    reread="lesson 01, section 2",
)
def filter_transposed_or_mirrored():
    return [[35, 45], [65, 75]]


@MISTAKES.version(
    says="These are the outputs of the filter flipped upside down, with its lower row on top.",
    reread="lesson 01, section 2",
)
def filter_upside_down():
    return [[25, 35], [55, 65]]


@MISTAKES.version(
    says="The four numbers are right, but rows and columns of H are swapped.",
    reread="lesson 01, section 4",
)
def rows_and_columns_exchanged():
    return [[37, 67], [47, 77]]


@MISTAKES.version(says="The input was read column by column: X holds 1 to 9 row by row.", reread="lesson 01, section 1")
def input_read_by_columns():
    return [[35, 65], [45, 75]]


@MISTAKES.version(
    says="These are only the sums of the windows: each entry must first be multiplied by its weight.",
    reread="lesson 01, section 2",
)
def weights_forgotten():
    return [[12, 16], [24, 28]]


@MISTAKES.version(
    says="The weights were added to the window's entries instead of multiplying them.",
    reread="lesson 01, section 2",
)
def added_for_multiplied():
    return [[22, 26], [34, 38]]


@MISTAKES.version(
    says="These are the means of the four products; the layer takes their sum.",
    reread="lesson 01, section 2",
)
def mean_for_sum():
    return [[9.25, 11.75], [16.75, 19.25]]


@MISTAKES.version(
    says="These are the largest of the four products; the layer adds all four.",
    reread="lesson 01, section 2",
)
def largest_product_only():
    return [[20, 24], [32, 36]]


@MISTAKES.version(
    says="Only the first row of each window was used: two products are missing.",
    reread="lesson 01, section 2",
)
def first_row_of_window_only():
    return [[5, 8], [14, 17]]


@MISTAKES.version(
    says="Only the products on the diagonal were added: the weights 2 and 3 are missing.",
    reread="lesson 01, section 2",
)
def diagonal_only():
    return [[21, 26], [36, 41]]


@MISTAKES.version(
    says="Window and filter were multiplied as matrices; here each entry is multiplied by just one weight.",
    reread="lesson 01, section 2",
)
def matmul_for_elementwise():
    return [[64, 84], [124, 144]]


@MISTAKES.version(
    says="The windows run on across the end of the row: the second row of H starts at pixel 4.",
    reread="lesson 01, section 3",
)
def windows_run_on():
    return [[37, 47], [57, 67]]


@MISTAKES.version(says="The input was taken as 0 to 8, but it holds 1 to 9.", reread="lesson 01, section 1")
def input_counted_from_zero():
    return [[27, 37], [57, 67]]


@MISTAKES.version(
    says="The filter was placed half outside the input: its first position is entirely inside, at the top left.",
    reread="lesson 01, section 3",
)
def filter_hangs_over():
    return [[4, 11], [18, 37]]


@MISTAKES.version(
    says="The four numbers are right, but they are in one row: H must have two rows.",
    reread="lesson 01, section 3",
)
def one_row():
    return [37, 47, 67, 77]


@MISTAKES.version(says=STILL_ZERO, reread="lesson 01, section 1")
def zeros():
    return [[0, 0], [0, 0]]
