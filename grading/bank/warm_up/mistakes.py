"""Wrong versions of warm_up."""

from grading.bank.diagnoses import FORGOT_RETURN
from grading.bank.version import Mistakes

MISTAKES = Mistakes("warm_up")


def add_up(X):
    return X.sum()


slip = MISTAKES.slips(add_up)
slip("mean_for_sum", "sum", "mean", "This is the mean of the entries; return their sum.", "the start page")
slip("largest_entry", "sum", "max", "This is the largest entry; return the sum of all.", "the start page")
slip("summed_along_one_axis", "X.sum()", "sum(X)",
     "The entries were added only along the columns, which leaves one number for each column.", "the start page")
slip("first_row_only", "X.sum", "X[0].sum", "Only the first row was summed.", "the start page")
slip("absolute_values", "X.sum()", "abs(X).sum()",
     "The signs were lost before the entries were added.", "the start page")
slip("counted", "X.sum()", "X.size", "This is the number of entries; return their sum.", "the start page")
slip("zero", "X.sum()", "0", "The result is always zero.", "the start page")
slip("returns_None", "return ", "", FORGOT_RETURN, "the start page")
