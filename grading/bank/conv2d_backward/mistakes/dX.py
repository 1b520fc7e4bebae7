"""Wrong versions of conv2d_backward in which only dX is wrong."""

from grading.bank.conv2d_backward.mistakes.bases import LAST, STAMP, stamps
from grading.bank.version import Mistakes

MISTAKES = Mistakes("conv2d_backward")
WHO_USED = "lesson 05, section 4"
BACK = "lesson 05, section 5"

slip = MISTAKES.slips(stamps)


def stamp(name, wrong, says, reread=BACK):
    """Register a slip in the line that stamps onto dX."""
    slip(name, STAMP, wrong, says, reread)


def weights(name, wrong, says, reread=BACK):
    """Register a slip in what is stamped onto dX."""
    stamp(name, STAMP.replace("W[k]", wrong), says, reread)


# Only dX: which weights are used, and where they go.
weights("dX_filter_rotated", "W[k, :, ::-1, ::-1]",
        "dX is what you get when the filter has the wrong orientation: a stamp uses it as it is, a full correlation "
        "rotates it by 180 degrees.")
weights("dX_filter_upside_down", "W[k, :, ::-1]",
        "dX is what you get when the filter is flipped upside down, as when a full correlation reverses only its "
        "columns.")
weights("dX_filter_mirrored", "W[k, :, :, ::-1]",
        "dX is what you get when the filter is mirrored left to right, as when a full correlation reverses only its "
        "rows.")
weights("dX_filter_transposed", "W[k].transpose(0, 2, 1)",
        "The stamp for dX does not fit: rows and columns of the filter are swapped.")
weights("dX_channels_reversed", "W[k, ::-1]",
        "dX is what you get when the filter's channels are in reverse order: a full correlation reverses only rows "
        "and columns.")
weights("dX_filter_and_channels_reversed", "W[k, ::-1, ::-1, ::-1]",
        "dX is what you get when a stamp's rows, columns and channels are all reversed.")
weights("dX_first_filter", "W[0]", "dX is what you get when the first filter is used for all: each output channel goes "
        "back through its own.")
weights("dX_last_filter", "W[-1]", "dX is what you get when the last filter is used for all: each output channel goes "
        "back through its own.")
weights("dX_first_channel_for_all", "W[k, 0]",
        "dX is what you get when every channel gets the weights of the first: each has its own.", WHO_USED)
weights("dX_last_channel_for_all", "W[k, -1]",
        "dX is what you get when every channel gets the weights of the last: each has its own.", WHO_USED)
weights("dX_channels_summed", "W[k].sum(axis=0)",
        "dX is what you get when the channels are summed: each channel of each pixel has its own gradient.", WHO_USED)
weights("dX_channels_averaged", "W[k].mean(axis=0)",
        "dX is what you get when the channels are averaged: each channel of each pixel has its own gradient.", WHO_USED)
weights("dX_weights_summed", "W[k].sum()",
        "dX is what you get when the sum of the filter is sent to every pixel of the window.")
weights("dX_weights_averaged", "W[k].mean()",
        "dX is what you get when the mean of the filter is sent to every pixel of the window.")
weights("dX_weights_forgotten", "np.ones((C, f_H, f_W))",
        "dX is what you get when the weights are left out: each pixel must get dH times its weight.")
weights("dX_X_for_W", "padded[n, :, top:top + f_H, left:left + f_W]",
        "dX is what you get when the pixels are used instead of the weights: the derivative with respect to a pixel "
        "is its weight.")
weights("dX_with_bias", "(W[k] + b[k])", "dX is what you get when the bias is added to the weights: it does not touch "
        "the input.")
weights("dX_filters_and_channels_exchanged", "W[:, k]",
        "The filter for dX was picked along the second axis of W, but the first axis is the filters.")
weights("dX_filters_and_channels_reshaped", "W.reshape(C, F, f_H, f_W)[:, k]",
        "dX is what you get when filters and channels are swapped by a reshape, which mixes them.")
weights("dX_filter_not_picked", "W", "The stamp for dX holds all filters: pick the filter of this output channel.")
stamp("dX_first_channel_only", "dpadded[n, 0, top:top + f_H, left:left + f_W] += W[k, 0] * dH[n, k, h, w]",
      "dX is filled only in its first channel, but every channel was used.", WHO_USED)
stamp("dX_last_channel_only", "dpadded[n, -1, top:top + f_H, left:left + f_W] += W[k, -1] * dH[n, k, h, w]",
      "dX is filled only in its last channel, but every channel was used.", WHO_USED)
stamp("dX_last_channel_lost", "dpadded[n, :-1, top:top + f_H, left:left + f_W] += W[k, :-1] * dH[n, k, h, w]",
      "The last channel of dX was never written: the loop stops one too early.", WHO_USED)
stamp("dX_depthwise", "dpadded[n, k % C, top:top + f_H, left:left + f_W] += W[k, k % C] * dH[n, k, h, w]",
      "dX is what you get when each filter contributes to only one channel, but it used all of them.", WHO_USED)
stamp("dX_overwritten", STAMP.replace("+=", "="),
      "dX is what you get when each stamp overwrites what is under it: where stamps overlap, they must be added.")
stamp("dX_in_the_first_image", STAMP.replace("dpadded[n", "dpadded[0"),
      "dX has everything in its first image, but an output's gradient goes to its own image.", WHO_USED)
stamp("dX_made_anew_for_each_filter",
      "if h == w == 0:\n                        dpadded[:] = 0\n" + " " * 20 + STAMP,
      "dX holds only the last filter's contribution to the last image: it is created anew inside a loop.", WHO_USED)
stamp("dX_everywhere", "dpadded[n] += W[k].sum() * dH[n, k, h, w]",
      "Every pixel of an image has the same gradient: each output sees only the pixels in its own window.")
stamp("dX_everywhere_in_the_channel", "dpadded[n] += W[k].sum(axis=(1, 2))[:, None, None] * dH[n, k, h, w]",
      "Every pixel of a channel has the same gradient: each output sees only the pixels in its own window.")
stamp("dX_stride_ignored", STAMP.replace("top", "h").replace("left", "w"),
      "dX is what you get when the stamps move on by 1: they must be a stride apart, as the windows were.")
stamp("dX_stride_ignored_in_the_row", STAMP.replace("top", "h"),
      "dX is what you get when the stride is missing in the row of the stamps.")
stamp("dX_stride_ignored_in_the_column", STAMP.replace("left", "w"),
      "dX is what you get when the stride is missing in the column of the stamps.")
stamp("dX_stamped_at_origin", STAMP.replace("top:top + ", ":").replace("left:left + ", ":"),
      "dX is what you get when all stamps land at the top left: each belongs under its own window.")
stamp("dX_moves_down_only", STAMP.replace("left:left + ", ":"),
      "dX is what you get when the stamp moves down but never to the right: the column's offset is missing.")
stamp("dX_moves_right_only", STAMP.replace("top:top + ", ":"),
      "dX is what you get when the stamp moves to the right but never down: the row's offset is missing.")
stamp("dX_last_row_of_filter_lost",
      "dpadded[n, :, top:top + f_H - 1, left:left + f_W] += W[k, :, :-1] * dH[n, k, h, w]",
      "dX lacks the last row of the filter: the end of a range is exclusive.")
stamp("dX_last_column_of_filter_lost",
      "dpadded[n, :, top:top + f_H, left:left + f_W - 1] += W[k, :, :, :-1] * dH[n, k, h, w]",
      "dX lacks the last column of the filter: the end of a range is exclusive.")
stamp("dX_first_weight_only", "dpadded[n, :, top, left] += W[k, :, 0, 0] * dH[n, k, h, w]",
      "dX holds only what flows through the first weight of each channel.")
stamp("dX_last_weight_only", "dpadded[n, :, top + f_H - 1, left + f_W - 1] += W[k, :, -1, -1] * dH[n, k, h, w]",
      "dX holds only what flows through the last weight of each channel.")
stamp("dX_zero", "pass", "dX is zero everywhere: nothing was ever written into it.")

# Only dX: the border, and its shape.
for name, wrong, says in [
    ("dX_padding_not_stripped", "dpadded", "dX still has its border: the gradient of the padding must be cropped."),
    ("dX_stripped_at_the_end", "dpadded[:, :, :n_H_prev, :n_W_prev]",
     "dX has the right size, but all of the border was cropped below and on the right: half is above and left."),
    ("dX_stripped_at_the_start", "dpadded[:, :, 2 * pad:, 2 * pad:]",
     "dX has the right size, but all of the border was cropped above and on the left: half is below and right."),
    ("dX_stripped_before_only", "dpadded[:, :, pad:, pad:]",
     "dX still has its border below and on the right."),
    ("dX_stripped_behind_only", "dpadded[:, :, :pad + n_H_prev, :pad + n_W_prev]",
     "dX still has its border above and on the left."),
    ("dX_stripped_to_nothing", "dpadded[:, :, pad:-pad, pad:-pad]",
     "dX is empty without padding: a slice that ends at minus zero ends before it begins."),
    ("dX_stripped_rows_only", "dpadded[:, :, pad:pad + n_H_prev]", "dX still has its border at the sides."),
    ("dX_stripped_columns_only", "dpadded[:, :, :, pad:pad + n_W_prev]", "dX still has its border above and below."),
    ("dX_stripped_of_images", "dpadded[pad:len(X) - pad, pad:C - pad]",
     "The border was cropped from the image and channel axes of dX, but it is on rows and columns."),
    ("dX_stripped_twice", "dpadded[:, :, 2 * pad:n_H_prev, 2 * pad:n_W_prev]",
     "The border of dX was cropped twice, and pixels of X with it."),
    ("dX_stripped_by_one", "dpadded[:, :, 1:-1, 1:-1]",
     "dX lost a border of one on each side, whatever pad is: the border is as wide as the padding."),
    ("dX_left_over_rows_missing",
     "dpadded[:, :, pad:(n_H - 1) * stride + f_H - pad, pad:(n_W - 1) * stride + f_W - pad]",
     "dX is too small where the stride leaves rows or columns over: they belong to X, and their gradient is zero."),
    ("dX_batch_summed", "dpadded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev].sum(axis=0)",
     "dX was summed over the images: it must have the shape of X."),
    ("dX_batch_averaged", "dpadded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev].mean(axis=0, keepdims=True)",
     "dX was averaged over the images: it must have the shape of X."),
    ("dX_channels_added_up", "dpadded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev].sum(axis=1)",
     "dX was summed over the channels: it must have the shape of X."),
    ("dX_divided_by_overlaps", "dpadded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev]\n"
     "    seen = np.zeros(padded.shape)\n    for h in range(n_H):\n        for w in range(n_W):\n"
     "            seen[:, :, h * stride:h * stride + f_H, w * stride:w * stride + f_W] += 1\n"
     "    dX = dX / np.maximum(seen, 1)[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev]",
     "dX is divided by the number of windows that see each pixel: contributions of overlapping windows are added."),
]:
    slip(name, LAST, f"    dX = {wrong}\n", says, BACK)
for name, wrong, says in [
    ("dX_rotated", "dX[:, :, ::-1, ::-1]", "dX is right, but each channel is rotated by 180 degrees."),
    ("dX_upside_down", "dX[:, :, ::-1]", "dX is right, but upside down."),
    ("dX_mirrored", "dX[:, :, :, ::-1]", "dX is right, but mirrored left to right."),
    ("dX_rows_and_columns_exchanged", "dX.transpose(0, 1, 3, 2)", "dX is right, but rows and columns are swapped."),
    ("dX_channels_last", "dX.transpose(0, 2, 3, 1)", "dX is right, but its channels come last."),
    ("dX_images_and_channels_exchanged", "dX.transpose(1, 0, 2, 3)", "dX is right, but channels come before images."),
    ("dX_flat", "dX.reshape(N, -1)", "dX is right, but each image is one row: it must have the shape of X."),
    ("dX_is_one_number", "dX.sum()", "dX was summed to one number: each pixel has its own gradient."),
    ("dX_products", "dX * X", "dX is multiplied by X once too often."),
    ("dX_relu_inside", "dX * (X > 0)", "dX is set to zero where X is not positive: that is the ReLU's gradient."),
    ("dX_negative_entries_lost", "np.maximum(dX, 0)", "dX has zeros where it should be negative."),
    ("dX_starts_from_X", "dX + X", "X itself is still in dX: start with zeros."),
    ("dX_starts_from_ones", "dX + 1", "dX is too large by one everywhere: start with zeros."),
    ("dX_is_updated_input", "X - dX", "This is X after a gradient step: return the gradient itself."),
    ("dX_cut_to_whole_numbers", "dX.astype(int)", "dX holds integers: the digits after the decimal point are cut off."),
    ("dX_type_of_X", "dX.astype(X.dtype)",
     "dX takes the dtype of X: when X holds integers, the digits after the decimal point are cut off."),
    ("dX_is_dH", "dH", "This is dH itself in place of dX: the gradient must go back through the layer."),
    ("dX_is_X", "X", "This is X itself in place of dX."),
    ("dX_is_None", "None", "None is returned in place of dX."),
]:
    slip(name, "return dX,", f"return {wrong},", says, BACK)
slip("dX_border_of_zeros", "    return dX,",
     "    dX[:, :, 0] = dX[:, :, -1] = 0\n    dX[:, :, :, 0] = dX[:, :, :, -1] = 0\n"
     "    return dX,", "dX is zero along its edge: the padding must be cropped outside of X, not inside.", BACK)
slip("dX_refuses_fractions", "dpadded = np.zeros(padded.shape)", "dpadded = np.zeros_like(padded)",
     "dX takes the dtype of X: when X holds integers, NumPy refuses to add fractions to it.", BACK)

slip("dX_made_without_its_border", "dpadded = np.zeros(padded.shape)", "dpadded = np.zeros(X.shape)",
     "A stamp does not fit: the gradient of the padded input is needed first, and its border is cropped "
     "afterwards.", BACK)
