"""Wrong versions of output_size."""

from grading.bank.diagnoses import FORGOT_RETURN
from grading.bank.version import Mistakes

MISTAKES = Mistakes("output_size")
HERE = "lesson 01, section 3"


def size(n, f, stride=1, pad=0):
    return (n + 2 * pad - f) // stride + 1


slip = MISTAKES.slips(size)
slip("without_plus_one", " + 1", "",
     "The + 1 is missing: this counts the steps between positions, and there is one position more.", HERE)
slip("plus_one_inside", "- f) // stride + 1", "- f + 1) // stride",
     "The 1 is added before the division by the stride; the first position must be counted after it.", HERE)
slip("plus_two", " + 1", " + 2", "This is one position too many.", HERE)
slip("minus_one", " + 1", " - 1", "One was subtracted instead of added.", HERE)
slip("pad_once", "2 * pad", "pad", "The padding is counted once, but it is at both ends.", HERE)
slip("pad_ignored", " + 2 * pad", "", "The padding is ignored.", HERE)
slip("pad_subtracted", "+ 2", "- 2", "The padding is subtracted, but it makes the input longer.", HERE)
slip("pad_after_the_stride", " + 2 * pad - f) // stride + 1", " - f) // stride + 1 + 2 * pad",
     "The padding is added after the division by the stride, but it is part of the length that is divided.", HERE)
slip("pad_four_times", "2 * pad", "4 * pad",
     "The padding is counted four times, but along one axis it is at two ends.", HERE)
slip("stride_ignored", " // stride", "", "The stride is ignored: this is the number of positions at stride 1.", HERE)
slip("stride_and_pad_ignored", " + 2 * pad - f) // stride + 1", " - f) + 1",
     "Stride and padding are both ignored.", HERE)
slip("stride_multiplied", "//", "*",
     "The length is multiplied by the stride, but longer steps give fewer positions.", HERE)
slip("rounded_up", "(n + 2 * pad - f) // stride", "-((f - n - 2 * pad) // stride)",
     "The division is rounded up: a last step that does not fit inside is not a position.", HERE)
slip("rounded_to_nearest", "(n + 2 * pad - f) // stride", "round((n + 2 * pad - f) / stride)",
     "The division is rounded to the nearest number: it must be rounded down.", HERE)
slip("rounded_to_nearest_at_the_end", "(n + 2 * pad - f) // stride + 1", "round((n + 2 * pad - f) / stride + 1)",
     "The result is rounded to the nearest number: it must be rounded down.", HERE)
slip("remainder", "//", "%",
     "This takes the remainder of the division by the stride; the quotient counts the steps.", HERE)
slip("not_rounded", "//", "/",
     "The division is not rounded down: where the stride does not divide, this is not an integer.", HERE)
slip("only_f_divided", "(n + 2 * pad - f) // stride", "n + 2 * pad - f // stride",
     "Only f is divided by the stride: brackets around the whole length are missing.", HERE)
slip("only_pad_divided", "(n + 2 * pad - f) // stride", "n - f + 2 * pad // stride",
     "Only the padding is divided by the stride: brackets around the whole length are missing.", HERE)
slip("filter_not_divided", "(n + 2 * pad - f) // stride", "(n + 2 * pad) // stride - f",
     "The filter's length is subtracted after the division by the stride: it is part of the length that is divided.",
     HERE)
slip("plus_one_in_the_divisor", "stride + 1", "(stride + 1)",
     "The 1 is added to the stride, but it counts the first position, after the division.", HERE)
slip("starts_counted", "(n + 2 * pad - f) // stride + 1", "len(range(0, n + 2 * pad, stride))",
     "Every start inside the input is counted, even where the filter extends over the end.", HERE)
slip("filter_ignored", " - f) // stride + 1", ") // stride + 1", "The filter's length is ignored.", HERE)
slip("f_and_plus_one_forgotten", " - f) // stride + 1", ") // stride",
     "This is the padded length divided by the stride; the filter's length is missing.", HERE)
slip("filter_added", "- f", "+ f", "The filter's length is added, but a longer filter has fewer positions.", HERE)
slip("full_size", "(n + 2 * pad - f) // stride + 1", "(n + 2 * pad + f - 2) // stride + 1",
     "This is the size of the full convolution, where the filter may extend over the edge.", HERE)
slip("same_size", "(n + 2 * pad - f) // stride + 1", "n", "The input's own length is returned.", HERE)
slip("tiles", "(n + 2 * pad - f) // stride + 1", "(n + 2 * pad) // f",
     "This counts windows that do not overlap, as if the stride were the filter's length.", HERE)
slip("range_ends_early", "(n + 2 * pad - f) // stride + 1", "len(range(0, n + 2 * pad - f, stride))",
     "The last position is not counted when it just fits: one too many is subtracted, or a range ends too early.", HERE)
slip("half_the_filter", "- f", "- f // 2",
     "Half of the filter's length is subtracted, but it must fit inside as a whole.", HERE)
slip("both_axes_at_once", "(n + 2 * pad - f) // stride + 1", "((n + 2 * pad - f) // stride + 1) ** 2",
     "This is the number of positions in a square, but the function is about one axis.", HERE)
slip("returns_a_pair", "return (n + 2 * pad - f) // stride + 1", "n = (n + 2 * pad - f) // stride + 1\n    return n, n",
     "Two numbers are returned, but the function is about one axis.", HERE)
slip("zero", "(n + 2 * pad - f) // stride + 1", "0", "The result is always zero.", HERE)
slip("returns_None", "return ", "", FORGOT_RETURN, HERE)
