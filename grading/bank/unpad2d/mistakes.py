"""Wrong versions of unpad2d."""

from grading.bank.diagnoses import FORGOT_RETURN, STILL_ZERO
from grading.bank.version import Mistakes

MISTAKES = Mistakes("unpad2d")
HERE = "lesson 04, section 5"


def unpad(X, pad):
    return X[pad:X.shape[0] - pad, pad:X.shape[1] - pad]


slip = MISTAKES.slips(unpad)
CUT = "X[pad:X.shape[0] - pad, pad:X.shape[1] - pad]"
slip("empty_for_zero", CUT, "X[pad:-pad, pad:-pad]",
     "With a border of 0 nothing is left: minus zero is zero, so the slice ends where it begins.", HERE)
slip("rows_empty_for_zero", CUT, "X[pad:-pad, pad:X.shape[1] - pad]",
     "With a border of 0 no row is left: minus zero is zero, so the slice ends where it begins.", HERE)
slip("columns_empty_for_zero", CUT, "X[pad:X.shape[0] - pad, pad:-pad]",
     "With a border of 0 no column is left: minus zero is zero, so the slice ends where it begins.", HERE)
slip("end_empty_for_zero", CUT, "X[:-pad, :-pad]",
     "The border is removed only at the end, and with a border of 0 nothing is left.", HERE)
slip("not_cut", CUT, "X", "The border is still there.", HERE)
slip("start_only", CUT, "X[pad:, pad:]", "The border is removed only above and at the left.", HERE)
slip("end_only", CUT, "X[:X.shape[0] - pad, :X.shape[1] - pad]",
     "The border is removed only below and at the right.", HERE)
slip("rows_only", CUT, "X[pad:X.shape[0] - pad]", "The border is removed only above and below.", HERE)
slip("columns_only", CUT, "X[:, pad:X.shape[1] - pad]", "The border is removed only at the left and right.", HERE)
slip("rows_only_empty_for_zero", CUT, "X[pad:-pad]",
     "The border is removed only above and below, and with a border of 0 nothing is left.", HERE)
slip("columns_only_empty_for_zero", CUT, "X[:, pad:-pad]",
     "The border is removed only at the left and right, and with a border of 0 nothing is left.", HERE)
slip("rows_cut_twice", CUT, "X[pad:X.shape[0] - pad][pad:X.shape[1] - pad]",
     "Two pairs of brackets slice the rows twice: rows and columns belong in one pair.", HERE)
slip("rows_cut_twice_empty_for_zero", CUT, "X[pad:-pad][pad:-pad]",
     "Two pairs of brackets slice the rows twice and never the columns, and with a border of 0 nothing is left.", HERE)
slip("all_at_the_start", CUT, "X[2 * pad:, 2 * pad:]",
     "Everything is removed above and at the left: half of it belongs at the other ends.", HERE)
slip("all_at_the_end", CUT, "X[:X.shape[0] - 2 * pad, :X.shape[1] - 2 * pad]",
     "Everything is removed below and at the right: half of it belongs at the other ends.", HERE)
slip("end_cut_twice", CUT, "X[pad:X.shape[0] - 2 * pad, pad:X.shape[1] - 2 * pad]",
     "Twice the border is removed at the end: the original size was used as a length, but a slice needs an end.",
     HERE)
slip("always_one", CUT, "X[1:-1, 1:-1]", "One row and column is removed on each side, whatever the border is.", HERE)
slip("always_one_row", CUT, "X[1:-1]",
     "One row is removed above and below, whatever the border is, and no column.", HERE)
slip("end_always_one", CUT, "X[pad:X.shape[0] - 1, pad:X.shape[1] - 1]",
     "One row and column is removed at the end, whatever the border is.", HERE)
slip("start_always_one", CUT, "X[1:X.shape[0] - pad, 1:X.shape[1] - pad]",
     "One row and column is removed at the start, whatever the border is.", HERE)
slip("one_too_many", CUT, "X[pad + 1:X.shape[0] - pad - 1, pad + 1:X.shape[1] - pad - 1]",
     "One row and column too many is removed on each side.", HERE)
slip("one_too_many_at_the_end", CUT, "X[pad:X.shape[0] - pad - 1, pad:X.shape[1] - pad - 1]",
     "One row and column too many is removed at the end: the end of a slice is exclusive.", HERE)
slip("one_too_few_at_the_end", CUT, "X[pad:X.shape[0] - pad + 1, pad:X.shape[1] - pad + 1]",
     "One row and column of the border is still there at the end.", HERE)
slip("first_entries_in_the_right_shape", CUT,
     "X.ravel()[:(X.shape[0] - 2 * pad) * (X.shape[1] - 2 * pad)].reshape(X.shape[0] - 2 * pad, -1)",
     "The shape is right, but these are the first entries of the array: the border was not removed.", HERE)
slip("half_the_border", CUT, "X[pad // 2:X.shape[0] - pad + pad // 2, pad // 2:X.shape[1] - pad + pad // 2]",
     "The border is split between the two ends: it must be that wide on each side.", HERE)
slip("sides_exchanged", CUT, "X[pad:X.shape[1] - pad, pad:X.shape[0] - pad]",
     "The ends of rows and columns are swapped: rows come first.", HERE)
slip("height_for_both", CUT, "X[pad:X.shape[0] - pad, pad:X.shape[0] - pad]",
     "The height is used for the width too.", HERE)
slip("width_for_both", CUT, "X[pad:X.shape[1] - pad, pad:X.shape[1] - pad]",
     "The width is used for the height too: too many rows stay.", HERE)
slip("set_to_zero", "return " + CUT,
     "out = np.zeros(X.shape)\n    out[pad:len(X) - pad, pad:X.shape[1] - pad] = " + CUT + "\n    return out",
     "The border is set to zero, but it is still there: the result must be smaller than the input.", HERE)
slip("padded_again", CUT, "np.pad(X, pad)", "Another border is added: it should be removed.", HERE)
slip("nothing_for_zero", "return " + CUT, "if pad:\n        return " + CUT,
     "With a border of 0 the function returns None: it must return the array unchanged.", HERE)
slip("transposed", "- pad]", "- pad].T", "Rows and columns are swapped.", HERE)
slip("flat", "- pad]", "- pad].ravel()", "The numbers are right, but they are in one row.", HERE)
slip("cut_to_whole_numbers", "- pad]", "- pad].astype(int)", "The digits after the decimal point are cut off.", HERE)
slip("border_cleared_in_the_input", "return " + CUT,
     "out = " + CUT + ".copy()\n    X[:] = 0\n    return out",
     "The result is right, but the input was modified.", HERE)
slip("zeros", "- pad]", "- pad] * 0", STILL_ZERO, HERE)
slip("returns_a_pair", CUT, CUT + ", pad", "Two values are returned: return only the inner array.", HERE)
slip("returns_None", "return ", "", FORGOT_RETURN, HERE)
