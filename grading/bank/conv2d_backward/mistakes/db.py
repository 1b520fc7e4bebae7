"""Wrong versions of conv2d_backward in which only db is wrong."""

from grading.bank.conv2d_backward.mistakes.bases import BIAS, stamps
from grading.bank.version import Mistakes

MISTAKES = Mistakes("conv2d_backward")
WHO_USED = "lesson 05, section 4"

slip = MISTAKES.slips(stamps)


def bias(name, wrong, says, reread=WHO_USED):
    """Register a slip in the line that adds to db."""
    slip(name, BIAS, wrong, says, reread)


# Only db.
for name, wrong, says in [
    ("db_over_the_batch_only", "dH.sum(axis=0)",
     "db is summed only over the images: the bias was used at every position too."),
    ("db_over_the_positions_only", "dH.sum(axis=(2, 3))",
     "db is summed only over the positions: the bias was used in every image too."),
    ("db_over_one_axis_of_positions", "dH.sum(axis=(0, 2))",
     "db is summed over images and rows: the bias was used in every column too."),
    ("db_for_each_image", "dH.sum(axis=(1, 2, 3))",
     "db is summed over the filters, which leaves one number for each image: there must be one for each filter."),
    ("db_for_each_column", "dH.sum(axis=(0, 1, 2))",
     "db is summed over all axes except the columns: there must be one number for each filter."),
    ("db_for_each_position", "dH.sum(axis=(0, 1))",
     "db is summed over images and filters: there must be one number for each filter."),
    ("db_for_each_row", "dH.sum(axis=(0, 1, 3))",
     "db is summed over all axes except the rows: there must be one number for each filter."),
    ("db_grand_total", "dH.sum()", "db is one grand total: there must be one number for each filter."),
    ("db_one_mean", "dH.mean()", "db is one grand mean: there must be one sum for each filter."),
    ("db_as_column", "db[:, None]", "db is right, but it is a column: it must have the shape of b."),
    ("db_as_row", "db[None]", "db is right, but it is a row of a matrix: it must have the shape of b."),
    ("db_keeps_all_axes", "dH.sum(axis=(0, 2, 3), keepdims=True)",
     "db is right, but it kept axes of length one: it must have the shape of b."),
    ("db_zero", "np.zeros(F)", "db is zero everywhere: nothing was ever written into it."),
    ("db_ones", "np.ones(F)", "db is one everywhere: that is the local gradient of the bias, still without dH."),
    ("db_largest", "dH.max(axis=(0, 2, 3))", "db is the largest entry of dH for each filter: all must be summed."),
    ("db_times_b", "db * b", "db is multiplied by the bias once too often: the gradient goes through unchanged."),
    ("db_starts_from_b", "db + b", "The bias itself is still in db: start with zeros."),
    ("db_starts_from_ones", "db + 1", "db is too large by one everywhere: start with zeros."),
    ("db_is_updated_bias", "b - db",
     "This is the bias after a gradient step: return the gradient itself."),
    ("db_of_the_weights", "dW.sum(axis=(1, 2, 3))",
     "db was computed from dW: the bias multiplied no pixels, so its gradient is only the sum of dH."),
    ("db_of_W", "W.sum(axis=(1, 2, 3))", "db is the sum of the weights: it must be the sum of dH for each filter."),
    ("db_for_each_channel", "dX.sum(axis=(0, 2, 3))",
     "db was computed from dX, channel by channel: it must be the sum of dH, filter by filter."),
    ("db_of_the_outputs", "np.einsum('nchwuv,kcuv->k', sliding_window_view(padded, (f_H, f_W), axis=(2, 3))"
     "[:, :, ::stride, ::stride], W) + b * (N * n_H * n_W)",
     "db is the sum of the outputs: it must be the sum of their gradients."),
    ("db_reshaped_rows", "dH.reshape(F, -1).sum(axis=1)",
     "db was summed after a reshape to one row for each filter, which mixes images and filters: move the axis."),
    ("db_cut_to_whole_numbers", "db.astype(int)", "db holds integers: the digits after the decimal point are cut off."),
    ("db_type_of_b", "db.astype(b.dtype)",
     "db takes the dtype of b: when b holds integers, the digits after the decimal point are cut off."),
    ("db_is_dH", "dH", "This is dH itself in place of db: it must be summed for each filter."),
    ("db_is_b", "b", "This is b itself in place of db."),
    ("db_is_None", "None", "None is returned in place of db."),
]:
    slip(name, "return dX, dW, db", f"return dX, dW, {wrong}", says, WHO_USED)
bias("db_overwritten", BIAS.replace("+=", "="),
     "db holds only the last entry of dH for each filter: each replaced the one before, but they must be added.")
bias("db_refuses_fractions", "db = db.astype(b.dtype)\n" + " " * 20 + BIAS,
     "db takes the dtype of b: when b holds integers, what is added is cut off.")
bias("db_by_the_image", BIAS.replace("db[k]", "db[n]"),
     "The bias's gradient is indexed by the image, but it belongs to the filter.")
