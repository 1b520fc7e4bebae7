"""Wrong versions of conv2d_backward in which several gradients, or the whole result, are wrong."""

import numpy as np

from grading.bank.conv2d_backward.mistakes.bases import BIAS, LAST, STAMP, WINDOW, stamps
from grading.bank.diagnoses import FORGOT_RETURN, STILL_ZERO
from grading.bank.version import Mistakes

MISTAKES = Mistakes("conv2d_backward")
WHO_USED = "lesson 05, section 4"
BACK = "lesson 05, section 5"

# Several parts, or the whole result.
slip = MISTAKES.slips(stamps)
for name, wrong, says in [
    ("dW_first", "dW, dX, db", "dX and dW are swapped in the result: the order is dX, dW, db."),
    ("db_second", "dX, db, dW", "dW and db are swapped in the result: the order is dX, dW, db."),
    ("db_first", "db, dW, dX", "dX and db are swapped in the result: the order is dX, dW, db."),
    ("dX_last", "dW, db, dX", "dX comes last in the result: the order is dX, dW, db."),
    ("returns_no_db", "dX, dW", "Only dX and dW are returned: db belongs to the result too."),
    ("returns_dX_only", "dX", "Only dX is returned: dW and db belong to the result too."),
    ("returns_four", "dX, dW, db, cache", "Four values are returned: there are three gradients."),
    ("returns_a_dict", "{'dX': dX, 'dW': dW, 'db': db}", "The gradients are returned in a dict: return the three "
     "themselves."),
]:
    slip(name, "return dX, dW, db", f"return {wrong}", says, BACK)
slip("returns_None", "return dX, dW, db", "print(dX, dW, db)", FORGOT_RETURN, BACK)
for name, line, says in [
    ("dH_ignored", "dH = np.ones(dH.shape)",
     "All gradients are what you get when dH is all ones: the upstream gradient is not used."),
    ("dH_rotated", "dH = dH[:, :, ::-1, ::-1]", "dX and dW are what you get when dH is rotated by 180 degrees."),
    ("dH_divided_by_the_batch", "dH = dH / len(dH)",
     "All gradients are divided by the number of images: if the loss is a mean, it has already done so."),
    ("dH_scaled_to_mean", "dH = dH / dH.size", "All gradients are divided by the number of outputs."),
    ("dH_negative", "dH = -dH", "All gradients have the wrong sign."),
    ("dH_doubled", "dH = 2 * dH", "All gradients are twice what they should be."),
    ("dH_halved", "dH = dH / 2", "All gradients are half of what they should be."),
    ("dH_relu", "dH = np.maximum(dH, 0)", "Negative entries of dH were set to zero: that belongs to the ReLU."),
    ("dH_whole", "dH = dH.astype(int)", "dH was first converted to integers."),
    ("dH_first_only",
     "dH = np.full(dH.shape, dH[0, 0, 0, 0])", "Only the first entry of dH is used, for every output."),
    ("dH_first_filter_for_all", "dH = dH[:, :1] + 0 * dH", "The first filter's part of dH is used for all filters."),
    ("dH_first_image_for_all", "dH = dH[:1] + 0 * dH", "The first image's part of dH is used for all images."),
    ("pad_missing_everywhere", "cache = (*cache[:4], 0)",
     "A stamp does not fit onto dX: compute the gradient of the padded input first, and crop its border afterwards."),
    ("stride_missing_everywhere", "cache = (*cache[:3], 1, cache[4])",
     "The stride is ignored, in the stamps and in the windows."),
    ("leaves_dH_changed", "dH[...] = 0 * (kept := dH.copy())\n    dH = kept",
     "The gradients are right, but an input was modified: work on a copy."),
    ("dH_scaled_in_place", "dH /= len(dH)",
     "dH is divided by the number of images in place: the gradients are too small, and the caller's dH is changed."),
    ("filters_rotated_in_place", "cache[1][...] = cache[1][:, :, ::-1, ::-1].copy()",
     "The filters were rotated in place: W is modified, and the next call rotates it back."),
    ("calls_dH", "dH(0, 0)", "dH was called like a function: round brackets call, square brackets index."),
    ("cache_as_dict", "cache['X']", "The cache was read by name, but here it is a tuple, to be unpacked in order."),
    ("always_square_output", "dH = dH[:, :, :, :dH.shape[2]]",
     "The width of dH was taken to be its height."),
]:
    slip(name, "    X, W, b, stride, pad = cache\n", f"    {line}\n    X, W, b, stride, pad = cache\n", says, BACK)
slip("cache_of_two", "X, W, b, stride, pad = cache", "X, W = cache",
     "There are too few names to unpack into: the cache holds five things, and dH has four axes.", BACK)
slip("cache_of_three", "X, W, b, stride, pad = cache", "X, W, b = cache\n    stride, pad = 1, 0",
     "The cache holds five things here: stride and pad come after X, W and b.", BACK)
slip("cache_weights_first", "X, W, b, stride, pad = cache", "W, X, b, stride, pad = cache",
     "The cache was unpacked in the wrong order: X comes first, then W.", BACK)
slip("cache_pad_first", "X, W, b, stride, pad = cache", "X, W, b, pad, stride = cache",
     "The cache was unpacked in the wrong order: the stride comes before the padding.", BACK)
slip("cache_not_unpacked", "    X, W, b, stride, pad = cache\n", "",
     "X is used but was never taken out of the cache.", BACK)
slip("shape_of_dH_exchanged", "n_H, n_W = dH.shape[2:]", "n_W, n_H = dH.shape[2:]",
     "Height and width of dH were unpacked in the wrong order.", BACK)
slip("sizes_of_X", "n_H, n_W = dH.shape[2:]", "n_H, n_W = n_H_prev, n_W_prev",
     "The loops run over the positions of X: they must run over those of dH.", BACK)
slip("sizes_of_W", "n_H, n_W = dH.shape[2:]", "n_H, n_W = f_H, f_W",
     "The loops run over the positions of the filter: they must run over those of dH.", BACK)
slip("width_for_height", "n_H, n_W = dH.shape[2:]", "n_H = n_W = dH.shape[3]",
     "The height of dH was taken to be its width.", BACK)
slip("square_filter", "F, C, f_H, f_W = W.shape", "F, C, f_H, _ = W.shape\n    f_W = f_H",
     "The filter's width was taken to be its height: it need not be square.", BACK)
slip("F_and_C_exchanged", "F, C, f_H, f_W = W.shape", "C, F, f_H, f_W = W.shape",
     "The shape of W was unpacked with the channels first: it is filters, channels, height, width.", BACK)
slip("N_and_C_exchanged", "N, C, n_H_prev, n_W_prev = X.shape", "C, N, n_H_prev, n_W_prev = X.shape",
     "The shape of X was unpacked with the channels first: it is images, channels, height, width.", BACK)
slip("channels_last_in_X", "N, C, n_H_prev, n_W_prev = X.shape", "N, n_H_prev, n_W_prev, C = X.shape",
     "The shape of X was unpacked with the channels last: it is images, channels, height, width.", BACK)
slip("sizes_named_H_and_W", "    N, C, n_H_prev, n_W_prev = X.shape\n",
     "    N, C, H, W = X.shape\n    n_H_prev, n_W_prev = H, W\n",
     "The width of X was stored under the name W before the filters were read, so they are lost.", BACK)
slip("steps_over_dH_itself", "for n in range(N)", "for n in dH",
     "The loop runs over dH, which holds arrays: it needs the image indices.", BACK)
slip("steps_over_a_number", "for n in range(N)", "for n in N",
     "The loop runs over a single number: it needs the range up to it.", BACK)
slip("zeros", "for n in range(N)", "for n in []", STILL_ZERO, BACK)
for name, loop, wrong, says in [
    ("last_image_lost", "for n in range(N)", "for n in range(N - 1)", "The last image was not backpropagated"),
    ("first_image_only", "for n in range(N)", "for n in range(1)", "Only the first image was backpropagated"),
    ("last_filter_lost", "for k in range(F)", "for k in range(F - 1)", "The last filter was not backpropagated"),
    ("first_filter_only", "for k in range(F)", "for k in range(1)", "Only the first filter was backpropagated"),
    ("last_row_lost", "for h in range(n_H)", "for h in range(n_H - 1)",
     "The last row of outputs was not backpropagated"),
    ("first_row_lost", "for h in range(n_H)", "for h in range(1, n_H)",
     "The first row of outputs was not backpropagated"),
    ("last_column_lost", "for w in range(n_W)", "for w in range(n_W - 1)",
     "The last column of outputs was not backpropagated"),
]:
    slip(name, loop, wrong, f"{says}: look at where its loop begins and ends.", BACK)
for name, spaces, says in [
    ("returns_in_the_innermost_loop", 20,
     "Only the first output was backpropagated: the return is inside the innermost loop."),
    ("returns_after_the_first_row", 16,
     "Only the first row of outputs was backpropagated: the return is inside the loop over the rows."),
    ("returns_after_the_first_filter", 12,
     "Only the first filter of the first image was backpropagated: the return is inside the loop over the filters."),
]:
    slip(name, LAST + "    return", " " * (spaces - 4) + LAST + " " * spaces + "return", says, BACK)
slip("overwritten", f"{STAMP}\n                    {WINDOW}\n                    {BIAS}",
     "\n                    ".join(line.replace("+=", "=") for line in (STAMP, WINDOW, BIAS)),
     "Each output replaces the contribution of the one before, in all three gradients: contributions must be "
     "added.", BACK)
slip("dH_by_column_and_row", STAMP, STAMP.replace("h, w]", "w, h]"),
     "Rows and columns of dH are swapped, so it is read beyond its edge.", BACK)
slip("dH_by_column_and_row_everywhere", f"{STAMP}\n                    {WINDOW}\n                    {BIAS}",
     "\n                    ".join(line.replace("h, w]", "w, h]") for line in (STAMP, WINDOW, BIAS)),
     "Rows and columns of dH are swapped, so it is read beyond its edge.", BACK)
slip("dH_by_filter_and_image", STAMP, STAMP.replace("n, k", "k, n"),
     "Images and filters of dH are swapped, so it is read beyond its edge.", BACK)
slip("dH_without_the_image", STAMP, STAMP.replace("dH[n, k, h, w]", "dH[k, h, w]"),
     "dH was given three indices, but it has four axes: images, filters, rows, columns.", BACK)
slip("stamp_one_too_short", STAMP, STAMP.replace("+ f_H", "+ f_H - 1").replace("+ f_W", "+ f_W - 1"),
     "The slice of dX is one row and one column smaller than the stamp.", BACK)
slip("stamp_end_fixed", STAMP, STAMP.replace("top + f_H", "f_H").replace("left + f_W", "f_W"),
     "The end of the stamp's slice stays where it was: it must move with the start, or the slice shrinks.", BACK)
slip("offsets_exchanged", "top, left =", "left, top =",
     "The window is cut out at column, row instead of row, column.", BACK)
slip("dX_made_of_X", "dpadded = np.zeros(padded.shape)", "dpadded = padded",
     "The stamps are added to the padded input itself, which changes the windows for dW.", BACK)
slip("dW_made_of_W", "dW = np.zeros(W.shape)", "dW = W",
     "dW is a second name for W, not a new array: the filters change while they are used.", BACK)
slip("db_made_of_b", "db = np.zeros(F)", "db = b",
     "db is a second name for b, not a new array: the bias is changed and still included in the result.", WHO_USED)
slip("buffers_of_the_inputs_type", "dpadded = np.zeros(padded.shape)\n    dW = np.zeros(W.shape)",
     "dpadded = np.zeros_like(padded)\n    dW = np.zeros_like(W)",
     "The gradients take the dtypes of X and W: when those hold integers, NumPy refuses to add fractions.",
     BACK)
slip("whole_number_buffers", "dpadded = np.zeros(padded.shape)", "dpadded = np.zeros(padded.shape, dtype=int)",
     "A gradient was created as an array of integers, and NumPy refuses to add fractions to it.", BACK)


@MISTAKES.version(
    says="Contributions of earlier calls are still in the gradients: they must be created anew in each call.",
    reread=BACK,
)
def state_kept(dH, cache, kept={}):
    X, W, b, stride, pad = cache
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dpadded, dW, db = kept.setdefault((X.shape, W.shape, stride, pad), (
        np.zeros(padded.shape), np.zeros(W.shape), np.zeros(b.shape)))
    f_H, f_W = W.shape[2:]
    for n, k, h, w in np.ndindex(dH.shape):
        window = np.s_[n, :, h * stride:h * stride + f_H, w * stride:w * stride + f_W]
        dpadded[window] += W[k] * dH[n, k, h, w]
        dW[k] += padded[window] * dH[n, k, h, w]
        db[k] += dH[n, k, h, w]
    return dpadded[:, :, pad:pad + X.shape[2], pad:pad + X.shape[3]].copy(), dW.copy(), db.copy()


@MISTAKES.version(says="dW and db are accumulated over calls: they must be created anew in each call.", reread=BACK)
def dW_and_db_kept(dH, cache, kept={}):
    X, W, b, stride, pad = cache
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dpadded = np.zeros(padded.shape)
    dW, db = kept.setdefault((X.shape, W.shape, stride, pad), (np.zeros(W.shape), np.zeros(b.shape)))
    f_H, f_W = W.shape[2:]
    for n, k, h, w in np.ndindex(dH.shape):
        window = np.s_[n, :, h * stride:h * stride + f_H, w * stride:w * stride + f_W]
        dpadded[window] += W[k] * dH[n, k, h, w]
        dW[k] += padded[window] * dH[n, k, h, w]
        db[k] += dH[n, k, h, w]
    return dpadded[:, :, pad:pad + X.shape[2], pad:pad + X.shape[3]], dW.copy(), db.copy()


@MISTAKES.version(says="The result of the first call with these shapes was kept and is returned again.", reread=BACK)
def first_result_returned_again(dH, cache, kept={}):
    X, W, b, stride, pad = cache
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dpadded, dW = np.zeros(padded.shape), np.zeros(W.shape)
    f_H, f_W = W.shape[2:]
    for n, k, h, w in np.ndindex(dH.shape):
        window = np.s_[n, :, h * stride:h * stride + f_H, w * stride:w * stride + f_W]
        dpadded[window] += W[k] * dH[n, k, h, w]
        dW[k] += padded[window] * dH[n, k, h, w]
    dX = dpadded[:, :, pad:pad + X.shape[2], pad:pad + X.shape[3]]
    return kept.setdefault((X.shape, W.shape, stride, pad), (dX, dW, dH.sum(axis=(0, 2, 3))))


@MISTAKES.version(
    says="The columns or the padded input of an earlier call are reused: dW belongs to other pixels.",
    reread=BACK,
)
def dW_of_the_first_input(dH, cache, kept={}):
    X, W, b, stride, pad = cache
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    old = kept.setdefault((X.shape, W.shape, stride, pad), padded)
    dpadded, dW = np.zeros(padded.shape), np.zeros(W.shape)
    f_H, f_W = W.shape[2:]
    for n, k, h, w in np.ndindex(dH.shape):
        window = np.s_[n, :, h * stride:h * stride + f_H, w * stride:w * stride + f_W]
        dpadded[window] += W[k] * dH[n, k, h, w]
        dW[k] += old[window] * dH[n, k, h, w]
    return dpadded[:, :, pad:pad + X.shape[2], pad:pad + X.shape[3]], dW, dH.sum(axis=(0, 2, 3))
