"""Wrong versions of relative_error."""

import numpy as np

from grading.bank.version import Mistakes

MISTAKES = Mistakes("relative_error")
HERE = "lesson 09, section 1"


def distance(got, want):
    if np.shape(got) != np.shape(want):
        return np.inf
    size = max(np.linalg.norm(got), np.linalg.norm(want))
    return float(np.linalg.norm(got - want) / size) if size else 0.0


slip_in_distance = MISTAKES.slips(distance)
ALL = "    size = max(np.linalg.norm(got), np.linalg.norm(want))\n" \
      "    return float(np.linalg.norm(got - want) / size) if size else 0.0"
NORMS = "max(np.linalg.norm(got), np.linalg.norm(want))"
slip_in_distance("absolute_error", "np.linalg.norm(got - want) / size", "np.linalg.norm(got - want)",
                 "This is the norm of the difference itself: it was not divided by the norm of the arrays.", HERE)
slip_in_distance("largest_difference", ALL, "    return float(np.abs(got - want).max())",
                 "This is the largest difference of two entries; it says nothing until it is compared with the "
                 "entries' magnitude.", HERE)
slip_in_distance("mean_difference", ALL, "    return float(np.abs(got - want).mean())",
                 "This is the mean of the differences, not divided by the norm of the arrays.", HERE)
slip_in_distance("mean_square", ALL, "    return float(((got - want) ** 2).mean())",
                 "This is the mean of the squared differences, not divided by the norm of the arrays.", HERE)
slip_in_distance("sum_of_squares", "np.linalg.norm(got - want) / size", "np.sum((got - want) ** 2)",
                 "This is the sum of the squared differences: a root and a division are missing.", HERE)
slip_in_distance("entry_by_entry", ALL,
                 "    return float((np.abs(got - want) / np.maximum(np.abs(want), 1e-12)).max())",
                 "Each entry was divided by its own magnitude: one entry near zero spoils the result.", HERE)
slip_in_distance("entry_by_entry_mean", ALL,
                 "    return float((np.abs(got - want) / np.maximum(np.abs(want), 1e-12)).mean())",
                 "This is the mean of errors that were divided entry by entry: one entry near zero spoils it.", HERE)
slip_in_distance("entry_by_both", ALL,
                 "    return float((np.abs(got - want) / np.maximum(np.abs(got) + np.abs(want), 1e-12)).max())",
                 "The error was taken entry by entry, each divided by the sum of both magnitudes: here the whole "
                 "arrays are compared.", HERE)
slip_in_distance("list_of_errors", ALL, "    return np.abs(got - want) / np.maximum(np.abs(want), 1e-12)",
                 "One error for each entry is returned: the arrays must be compared as a whole, which gives one "
                 "number.", HERE)
slip_in_distance("divided_by_want", NORMS, "np.linalg.norm(want)",
                 "The norm was divided only by that of the expected array: where that is zero, there is nothing to "
                 "divide by.", HERE)
slip_in_distance("divided_by_got", NORMS, "np.linalg.norm(got)",
                 "The norm was divided only by that of the given array; divide by the larger of the two norms.",
                 HERE)
slip_in_distance("divided_by_the_sum", NORMS, "(np.linalg.norm(got) + np.linalg.norm(want))",
                 "The norm was divided by the sum of the two norms; divide by the larger of the two.", HERE)
slip_in_distance("divided_by_the_smaller", NORMS, "min(np.linalg.norm(got), np.linalg.norm(want))",
                 "The norm was divided by the smaller of the two norms; divide by the larger one.", HERE)
slip_in_distance("norm_of_the_sum", "got - want", "got + want",
                 "The two arrays were added instead of subtracted.", HERE)
slip_in_distance("difference_of_norms", "np.linalg.norm(got - want)", "abs(np.linalg.norm(got) - np.linalg.norm(want))",
                 "This compares only the two norms: arrays of equal norm that point in different directions count as "
                 "equal.", HERE)
slip_in_distance("sum_of_differences", "np.linalg.norm(got - want)", "abs(np.sum(got - want))",
                 "The differences were added with their signs, so that errors cancel.", HERE)
slip_in_distance("squares_left", "return float(np.linalg.norm(got - want) / size)",
                 "return float((np.linalg.norm(got - want) / size) ** 2)",
                 "This is the square of the error: a root is missing.", HERE)
slip_in_distance("one_norms", ALL,
                 "    size = max(np.abs(got).sum(), np.abs(want).sum())\n"
                 "    return float(np.abs(got - want).sum() / size) if size else 0.0",
                 "These are sums of absolute values; the norm is the root of the sum of squares.", HERE)
slip_in_distance("largest_entries", ALL,
                 "    size = max(np.abs(got).max(), np.abs(want).max())\n"
                 "    return float(np.abs(got - want).max() / size) if size else 0.0",
                 "Only the largest entries were compared; the norm is the root of the sum of squares.", HERE)
slip_in_distance("small_number_added", "/ size) if size else 0.0", "/ (size + 1e-8))",
                 "A small number was added to the divisor: where the arrays themselves are small, the error comes out "
                 "too small.", HERE)
slip_in_distance("zero_by_zero", " if size else 0.0", "",
                 "Two arrays of zeros give zero divided by zero: they are equal, so their error is 0.", HERE)
slip_in_distance("broadcast", "    if np.shape(got) != np.shape(want):\n        return np.inf\n", "",
                 "Arrays of different shapes were broadcast, or raised an error: their error must be infinite.",
                 HERE)
slip_in_distance("shapes_give_one", "np.inf", "1.0",
                 "Where the shapes differ, the error is 1: it must be infinite.", HERE)
slip_in_distance("shapes_give_nan", "np.inf", "np.nan",
                 "Where the shapes differ, the error is not a number, and comparing that with a limit says nothing: "
                 "it must be infinite.", HERE)
slip_in_distance("shapes_raise", "        return np.inf", "        raise ValueError('shapes differ')",
                 "Where the shapes differ, the function fails: it must return an infinite error.", HERE)
slip_in_distance("sizes_compared", "np.shape(got) != np.shape(want)", "np.size(got) != np.size(want)",
                 "Only the number of entries was compared: two shapes with equally many entries are still different.",
                 HERE)
slip_in_distance("rows_compared", "np.shape(got) != np.shape(want)", "len(got) != len(want)",
                 "Only the number of rows was compared: the shapes can still differ.", HERE)
slip_in_distance("yes_or_no", "    return float(np.linalg.norm(got - want) / size) if size else 0.0",
                 "    return float(np.linalg.norm(got - want) <= 1e-6 * size)",
                 "The answer is yes or no: return the error itself.", HERE)
slip_in_distance("not_returned", "    return float(np.linalg.norm(got - want) / size) if size else 0.0",
                 "    print(np.linalg.norm(got - want) / size if size else 0.0)",
                 "The function returns None: it prints or keeps its result, but does not return it.", HERE)
slip_in_distance("writes_into_got", "    size = max", "    got -= want\n    want = 0 * want\n    size = max",
                 "The difference was written into the caller's array.", HERE)

slip_in_distance("spectral_norm", ALL, "    if not np.any(got) and not np.any(want):\n        return 0.0\n"
                 "    return float(np.linalg.norm(got - want, 2) / max(np.linalg.norm(got, 2), np.linalg.norm(want, "
                 "2)))",
                 "This is another norm, the spectral norm of a matrix: here it is the root of the sum of squares.",
                 HERE)
slip_in_distance("largest_by_want", ALL,
                 "    return float(np.abs(got - want).max() / np.abs(want).max()) if want.any() else 0.0",
                 "The largest difference was divided by the largest expected entry; compare the norms of the arrays.",
                 HERE)
slip_in_distance("shapes_asserted", "    if np.shape(got) != np.shape(want):\n        return np.inf\n",
                 "    assert np.shape(got) == np.shape(want)\n",
                 "Where the shapes differ, an assert stops the function: it must return an infinite error.", HERE)
slip_in_distance("zeros_by_want", NORMS + "\n    return float(np.linalg.norm(got - want) / size) if size else 0.0",
                 "np.linalg.norm(want)\n    return float(np.linalg.norm(got - want) / (size or 1))",
                 "The norm was divided only by that of the expected array; divide by the larger of the two norms.",
                 HERE)


def without_questions(got, want):
    return np.linalg.norm(got - want) / max(np.linalg.norm(got), np.linalg.norm(want))


# The same slips without handling shapes or zeros.
slip_without_questions = MISTAKES.slips(without_questions)
QUOTIENT = "np.linalg.norm(got - want) / max(np.linalg.norm(got), np.linalg.norm(want))"
BOTH = "; arrays of zeros and of other shapes were forgotten as well."
SHAPES = "; other shapes were forgotten as well."
slip_without_questions("no_questions", QUOTIENT, QUOTIENT,
                       "The quotient is right, but two arrays of zeros give nan, and other shapes are broadcast or "
                       "raise an error.", HERE)
slip_without_questions("no_questions_absolute", QUOTIENT, "np.linalg.norm(got - want)",
                       "This is the norm of the difference, not divided by anything" + SHAPES, HERE)
slip_without_questions("no_questions_by_want", QUOTIENT, "np.linalg.norm(got - want) / np.linalg.norm(want)",
                       "The norm was divided by that of the wanted array alone" + BOTH, HERE)
slip_without_questions("no_questions_by_the_sum", QUOTIENT,
                       "np.linalg.norm(got - want) / (np.linalg.norm(got) + np.linalg.norm(want))",
                       "The norm was divided by the sum of the two norms, not by the larger one" + BOTH, HERE)
slip_without_questions("no_questions_by_the_sum_and_a_little", QUOTIENT,
                       "np.linalg.norm(got - want) / (np.linalg.norm(got) + np.linalg.norm(want) + 1e-12)",
                       "The norm was divided by the sum of the two norms, not by the larger one; different shapes "
                       "were forgotten as well.", HERE)
slip_without_questions("no_questions_largest", QUOTIENT, "np.abs(got - want).max()",
                       "This is the largest difference of two entries, not divided by anything" + SHAPES, HERE)
slip_without_questions("no_questions_mean", QUOTIENT, "np.abs(got - want).mean()",
                       "This is the mean of the differences, not divided by anything" + SHAPES, HERE)
slip_without_questions("no_questions_mean_square", QUOTIENT, "((got - want) ** 2).mean()",
                       "This is the mean of the squared differences, not divided by anything" + SHAPES, HERE)
slip_without_questions("no_questions_entry_by_entry", QUOTIENT,
                       "(np.abs(got - want) / np.maximum(1e-8, np.abs(got) + np.abs(want))).max()",
                       "The error was taken entry by entry: one entry near zero spoils it; different shapes were "
                       "forgotten as well.", HERE)
slip_without_questions("no_questions_entry_by_want", QUOTIENT, "(np.abs(got - want) / np.abs(want)).max()",
                       "Each entry was divided by its own wanted size" + BOTH, HERE)
slip_without_questions("no_questions_largest_entries", QUOTIENT, "np.abs(got - want).max() / np.abs(want).max()",
                       "The largest difference was divided by the largest wanted entry, not norm by norm" + BOTH, HERE)
slip_without_questions("no_questions_allclose", QUOTIENT, "float(not np.allclose(got, want))",
                       "The answer is yes or no: return the error itself; different shapes were forgotten as well.",
                       HERE)
