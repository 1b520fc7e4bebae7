"""Wrong versions of flatten_forward."""

from grading.bank.diagnoses import FORGOT_RETURN
from grading.bank.version import Mistakes

MISTAKES = Mistakes("flatten_forward")
HERE = "lesson 07, section 5"


def row(X):
    return X.reshape(len(X), -1), X.shape


slip = MISTAKES.slips(row)
slip("batch_lost", "X.reshape(len(X), -1)", "X.ravel()",
     "All images are in one row: each image needs its own row.", HERE)
slip("one_row", "X.reshape(len(X), -1)", "X.reshape(1, -1)",
     "All images are in one row of two axes: each image needs its own row.", HERE)
slip("column_order", "len(X), -1)", "len(X), -1, order='F')",
     "The entries are in column-major (Fortran) order: the last axis must vary fastest.", HERE)
slip("columns_for_rows", "X.reshape(len(X), -1)", "X.reshape(-1, len(X))",
     "H has a column for each image instead of a row, and the images are mixed.", HERE)
slip("reshaped_then_transposed", "X.reshape(len(X), -1)", "X.reshape(-1, len(X)).T",
     "The shape is right, but the images are mixed: reshaping into columns and transposing reads in another order.",
     HERE)
slip("transposed", "X.reshape(len(X), -1)", "X.reshape(len(X), -1).T",
     "Rows and columns are swapped: each image must be a row.", HERE)
slip("channels_last", "X.reshape", "X.transpose(0, 2, 3, 1).reshape",
     "The channels were moved to the end before flattening, so entries of all channels alternate.", HERE)
slip("axes_reversed", "X.reshape(len(X), -1)", "X.T.reshape(len(X), -1)",
     "The axes were reversed before reshaping, so the images are mixed.", HERE)
slip("height_and_width_exchanged", "X.reshape", "X.transpose(0, 1, 3, 2).reshape",
     "Each channel was read column by column: read it row by row.", HERE)
slip("channels_kept", "X.reshape(len(X), -1)", "X.reshape(len(X), X.shape[1], -1)",
     "Only height and width were joined: the channels belong in the row as well.", HERE)
slip("batch_and_channels_joined", "X.reshape(len(X), -1)", "X.reshape(len(X) * X.shape[1], -1)",
     "Each channel has its own row, but all channels of an image belong in one row.", HERE)
slip("first_channel_only", "X.reshape(len(X), -1)", "X[:, 0].reshape(len(X), -1)",
     "Only the first channel is in the rows.", HERE)
slip("first_image_only", "X.reshape(len(X), -1)", "X[:1].reshape(1, -1)", "Only the first image is there.", HERE)
slip("channels_summed", "X.reshape(len(X), -1)", "X.sum(axis=1).reshape(len(X), -1)",
     "The channels were summed: flattening does not change any number.", HERE)
slip("squeezed", "X.reshape(len(X), -1)", "np.squeeze(X)",
     "Only axes of length one were dropped: every axis but the first must be joined.", HERE)
slip("unchanged", "X.reshape(len(X), -1)", "X", "X is returned with its four axes: each image must become one "
                                                "row.", HERE)
slip("images_squeezed", "X.reshape(len(X), -1)", "np.squeeze(X.reshape(len(X), -1))",
     "A batch of one image, or images of one number, lost an axis: H must always have two.", HERE)
slip("whole_numbers", "X.reshape(len(X), -1)", "X.reshape(len(X), -1).astype(int)",
     "The digits after the decimal point are cut off: flattening does not change any number.", HERE)
slip("shape_changed_in_place", "    return X.reshape(len(X), -1), X.shape",
     "    cache = X.shape\n    X.shape = (len(X), X[0].size)\n    return X, cache",
     "The shape of X itself was changed, but the previous layer still needs it unchanged.", HERE)
slip("no_cache", ", X.shape", "", "The cache is missing: the backward pass needs the shape.", HERE)
slip("returns_None", "return X.reshape(len(X), -1), X.shape", "X.reshape(len(X), -1)", FORGOT_RETURN, HERE)
