"""Wrong versions of conv_backward_strided in which both gradients, or the whole result, are wrong."""

import numpy as np

from grading.bank.conv_backward_strided.mistakes.bases import scatter
from grading.bank.diagnoses import FORGOT_RETURN, STILL_ZERO
from grading.bank.version import Mistakes

MISTAKES = Mistakes("conv_backward_strided")
HERE = "lesson 04, section 6"

# Both, or the whole result.
slip_in_scatter = MISTAKES.slips(scatter)
BACK = "    return dX[pad:pad + n_H_prev, pad:pad + n_W_prev], dW"
slip_in_scatter("stride_ignored", "top, left = h * stride, w * stride", "top, left = h, w",
                "The stride is ignored: windows and stamps move by one.", HERE)
slip_in_scatter("stride_on_rows_only", "top, left = h * stride, w * stride", "top, left = h * stride, w",
                "The stride moves windows and stamps down, but not to the right.", HERE)
slip_in_scatter("stride_on_columns_only", "top, left = h * stride, w * stride", "top, left = h, w * stride",
                "The stride moves windows and stamps to the right, but not down.", HERE)
slip_in_scatter("stride_twice", "top, left = h * stride, w * stride", "top, left = h * stride ** 2, w * stride ** 2",
                "The stride is applied twice, so the windows run off the input.", HERE)
slip_in_scatter("steps_of_the_filter", "top, left = h * stride, w * stride", "top, left = h * f_H, w * f_W",
                "Windows and stamps jump by the length of the filter: they must jump by the stride.", HERE)
slip_in_scatter("offsets_exchanged", "top, left = h * stride, w * stride", "top, left = w * stride, h * stride",
                "Windows and stamps are placed at column, row instead of row, column.", HERE)
slip_in_scatter("dH_at_the_window",
                "dX[top:top + f_H, left:left + f_W] += W * dH[h, w]\n"
                "            dW += padded[top:top + f_H, left:left + f_W] * dH[h, w]",
                "dX[top:top + f_H, left:left + f_W] += W * dH[top, left]\n"
                "            dW += padded[top:top + f_H, left:left + f_W] * dH[top, left]",
                "dH is read at the window's position, but it has one entry for each output.", HERE)
slip_in_scatter("pad_subtracted_from_the_position", "top, left = h * stride, w * stride",
                "top, left = h * stride - pad, w * stride - pad",
                "The padding is subtracted from the position, but in the padded array the first window is in the "
                "corner.", "lesson 04, section 5")
slip_in_scatter("pad_added_to_the_position", "top, left = h * stride, w * stride",
                "top, left = h * stride + pad, w * stride + pad",
                "The padding is added to the position, but in the padded array the first window is in the corner.",
                "lesson 04, section 5")
slip_in_scatter("loops_skip", "range(dH.shape[0]):\n        for w in range(dH.shape[1])",
                "range(0, dH.shape[0], stride):\n        for w in range(0, dH.shape[1], stride)",
                "The loops skip entries of dH: all of them count, and the stride belongs in the position of the "
                "window.", HERE)
slip_in_scatter("loops_over_the_input", "range(dH.shape[0]):\n        for w in range(dH.shape[1]):\n"
                "            top, left = h * stride, w * stride",
                "range(padded.shape[0] - f_H + 1):\n        for w in range(padded.shape[1] - f_W + 1):\n"
                "            top, left = h, w",
                "The loops run over the positions at stride 1, where dH has no entry: loop over dH.", HERE)
slip_in_scatter("pad_ignored", "padded = np.pad(X, pad)", "padded, pad = X, 0",
                "The padding is ignored: windows and stamps belong on the padded input.", "lesson 04, section 5")
slip_in_scatter("pad_ignored_and_clipped", "    padded = np.pad(X, pad)",
                "    padded, pad = np.pad(X, ((0, 2 * pad), (0, 2 * pad))), 0",
                "All of the border is below and at the right: half of it belongs above and at the left.",
                "lesson 04, section 1")
slip_in_scatter("square_filter_by_its_height", "f_H, f_W = W.shape", "f_H = f_W = W.shape[0]",
                "The height of the filter is used for its width too: it need not be square.", HERE)
slip_in_scatter("square_filter_by_its_width", "f_H, f_W = W.shape", "f_H = f_W = W.shape[1]",
                "The width of the filter is used for its height too: it need not be square.", HERE)
slip_in_scatter("filter_sides_exchanged", "f_H, f_W = W.shape", "f_W, f_H = W.shape",
                "Height and width of the filter are swapped: rows come first.", HERE)
slip_in_scatter("stride_and_pad_exchanged", "X, W, stride, pad = cache", "X, W, pad, stride = cache",
                "Stride and padding are swapped when they are unpacked from the cache: the stride comes first.", HERE)
slip_in_scatter("two_from_the_cache", "X, W, stride, pad = cache", "X, W = cache\n    stride, pad = 1, 0",
                "The cache holds four things here: the stride and the padding too.", HERE)
slip_in_scatter("X_and_W_exchanged", "X, W, stride, pad = cache", "W, X, stride, pad = cache",
                "Input and filter are swapped when they are unpacked from the cache: X comes first.", HERE)
slip_in_scatter("stride_1_and_no_padding", "X, W, stride, pad = cache", "X, W, *_ = cache\n    stride, pad = 1, 0",
                "Stride and padding are both ignored: this is the backward pass of lesson 2.", HERE)
slip_in_scatter("dH_ignored", "    n_H_prev", "    dH = np.ones(dH.shape)\n    n_H_prev",
                "The result is what you get when dH is all ones.", HERE)
slip_in_scatter("dH_called", "dX[top:top + f_H, left:left + f_W] += W * dH[h, w]",
                "dX[top:top + f_H, left:left + f_W] += W * dH(h, w)",
                "An array is called like a function: square brackets index it.", "lesson 02, section 6")
slip_in_scatter("parts_exchanged", BACK, "    return dW, dX[pad:pad + n_H_prev, pad:pad + n_W_prev]",
                "dX and dW are swapped in the result: dX comes first.", HERE)
slip_in_scatter("returns_dX_only", BACK, BACK.removesuffix(", dW"),
                "Only dX is returned: dW belongs to the result too.", HERE)
slip_in_scatter("returns_dW_only", BACK, "    return dW", "Only dW is returned: dX belongs to the result too.", HERE)
slip_in_scatter("returns_three", BACK, BACK + ", dH",
                "Three values are returned: this layer has two gradients, dX and dW.", HERE)
slip_in_scatter("returns_None", BACK, "    print(dX, dW)", FORGOT_RETURN, HERE)
slip_in_scatter("returns_in_the_inner_loop", BACK, "        " + BACK,
                "Only the first output was backpropagated: the return is inside the inner loop.", HERE)
slip_in_scatter("returns_in_the_outer_loop", BACK, "    " + BACK,
                "Only the first row of outputs was backpropagated: the return is inside the outer loop.", HERE)
slip_in_scatter("zeros", "range(dH.shape[0]):\n", "[]:\n", STILL_ZERO, HERE)
slip_in_scatter("sign_wrong", BACK, "    return -dX[pad:pad + n_H_prev, pad:pad + n_W_prev], -dW",
                "Both gradients have the wrong sign: subtracting them is the optimizer's task.", HERE)
slip_in_scatter("leaves_dH_changed", BACK, "    dH[:] = 0\n" + BACK,
                "The gradients are right, but dH was modified.", HERE)
slip_in_scatter("leaves_X_changed", BACK, "    X[:] = 0\n" + BACK,
                "The gradients are right, but X was modified.", HERE)
slip_in_scatter("leaves_W_changed", BACK, "    W -= W\n" + BACK,
                "The gradients are right, but W was modified: updating is the optimizer's task.", HERE)
slip_in_scatter("whole_numbers", BACK,
                "    return dX[pad:pad + n_H_prev, pad:pad + n_W_prev].astype(int), dW.astype(int)",
                "Both gradients hold integers: the digits after the decimal point are cut off.", HERE)
slip_in_scatter("type_of_the_inputs", BACK,
                "    return dX[pad:pad + n_H_prev, pad:pad + n_W_prev].astype(X.dtype), dW.astype(W.dtype)",
                "The gradients take the dtypes of X and W: where these hold integers, digits are cut off.",
                HERE)
slip_in_scatter("buffers_like_the_inputs", "dX = np.zeros(padded.shape)\n    dW = np.zeros(W.shape)",
                "dX = np.zeros_like(padded)\n    dW = np.zeros_like(W)",
                "The buffers take the dtypes of X and W: where these hold integers, adding to them fails.",
                HERE)


def compose(dH, cache):
    X, W, stride, pad = cache
    f_H, f_W = W.shape
    padded = pad2d(X, pad)  # noqa: F821  an earlier exercise
    room = (padded.shape[0] - f_H + 1, padded.shape[1] - f_W + 1)
    dilated = dilate2d(dH, stride, room)  # noqa: F821  an earlier exercise
    dX = unpad2d(convolve_full(dilated, W), pad)  # noqa: F821  an earlier exercise, and given
    dW = correlate_valid(padded, dilated)  # noqa: F821  given
    return dX, dW


slip_in_compose = MISTAKES.slips(compose)
ROOM = "(padded.shape[0] - f_H + 1, padded.shape[1] - f_W + 1)"
SPREAD = "dilate2d(dH, stride, room)"
INSIDE = "unpad2d(convolve_full(dilated, W), pad)"
TOO_SMALL = "dH is spread into too small a shape"
slip_in_compose("room_of_the_padded_input", ROOM, "padded.shape",
                "dH is spread into the shape of the padded input, but at stride 1 there are fewer outputs than pixels.",
                HERE)
slip_in_compose("room_of_X", ROOM, "X.shape",
                "dH is spread into the shape of X, but it must be that of all outputs at stride 1.", HERE)
slip_in_compose("room_of_X_and_border_kept",
                ROOM + "\n    dilated = dilate2d(dH, stride, room)  # noqa: F821  an earlier exercise"
                "\n    dX = " + INSIDE,
                "X.shape\n    dilated = dilate2d(dH, stride, room)\n    dX = convolve_full(dilated, W)",
                "dH is spread into the shape of X instead of that of all outputs, and the border stays on dX.",
                HERE)
slip_in_compose("room_without_the_border", ROOM, "(X.shape[0] - f_H + 1, X.shape[1] - f_W + 1)",
                TOO_SMALL + ": all outputs at stride 1 are those of the padded input.", HERE)
slip_in_compose("room_with_one_border", ROOM, "(X.shape[0] + pad - f_H + 1, X.shape[1] + pad - f_W + 1)",
                TOO_SMALL + ": the padding lies at both ends.", HERE)
slip_in_compose("room_without_plus_one", ROOM, "(padded.shape[0] - f_H, padded.shape[1] - f_W)",
                TOO_SMALL + ": the + 1 is missing in the number of outputs at stride 1.", HERE)
slip_in_compose("room_of_the_outputs", ROOM, "dH.shape",
                TOO_SMALL + ": it must have room for all outputs at stride 1, not only for those that were kept.", HERE)
slip_in_compose("room_by_the_stride", ROOM, "(dH.shape[0] * stride, dH.shape[1] * stride)",
                "dH is spread into its own shape times the stride: what the stride leaves over can be less than that.",
                "lesson 04, section 3")
slip_in_compose("room_exchanged", ROOM, "(padded.shape[1] - f_W + 1, padded.shape[0] - f_H + 1)",
                "Height and width of the shape that dH is spread into are swapped: rows come first.", HERE)
slip_in_compose("room_square_filter", ROOM, "(padded.shape[0] - f_H + 1, padded.shape[1] - f_H + 1)",
                "The width of the shape that dH is spread into is computed with the filter's height.", HERE)
slip_in_compose("dW_from_X", "correlate_valid(padded, dilated)", "correlate_valid(X, dilated)",
                "For dW, dH slides over X without its border, where it does not fit: the windows came from the padded "
                "input.", HERE)
slip_in_compose("dW_knows_nothing", "correlate_valid(padded, dilated)", "correlate_valid(X, dH)",
                "dW is still that of lesson 3: it must be computed from the padded input and the spread dH.", HERE)
slip_in_compose("dX_knows_only_the_border", INSIDE, "unpad2d(convolve_full(dH, W), pad)",
                "For dX, dH was not spread out before the full convolution.", "lesson 04, section 4")
slip_in_compose("dX_knows_nothing", INSIDE, "convolve_full(dH, W)",
                "dX is still that of lesson 3: dH must be spread out, and the border removed.",
                "lesson 04, section 4")
slip_in_compose("nothing_dilated", SPREAD, "dH",
                "dH is not spread out: both convolutions need it at stride 1, with zeros between its entries.",
                "lesson 04, section 4")
slip_in_compose("dX_from_the_input", "convolve_full(dilated, W)", "convolve_full(padded, dilated)",
                "For dX, dH was combined with the padded input, as for dW: it must be combined with the weights.", HERE)
slip_in_compose("dW_arguments_exchanged", "correlate_valid(padded, dilated)", "correlate_valid(dilated, padded)",
                "For dW, the padded input slides over dH, which is smaller: dH must slide over the padded input.", HERE)
slip_in_compose("dW_border_taken_off", "dW = correlate_valid(padded, dilated)  # noqa: F821  given",
                "dW = unpad2d(correlate_valid(padded, dilated), pad)",
                "The border is removed from dW, which never had one: only the input was padded.", HERE)
slip_in_compose("dW_is_a_full_convolution", "dW = correlate_valid(padded, dilated)",
                "dW = convolve_full(padded, dilated)",
                "dW is far too large: it must be the valid correlation, not the full "
                "convolution.", "lesson 03, section 4")
slip_in_compose("dX_valid_correlation", INSIDE, "unpad2d(correlate_valid(dilated, W), pad)",
                "For dX, the filter slides over dH without zeros around it and without rotation: it must be the full "
                "convolution.", "lesson 03, section 3")
slip_in_compose("dX_valid_convolution", INSIDE, "unpad2d(correlate_valid(dilated, rot180(W)), pad)",
                "For dX, the rotated filter slides over dH without zeros around it: it must be the full convolution.",
                "lesson 03, section 3")
slip_in_compose("dX_valid_correlation_with_border", INSIDE, "correlate_valid(dilated, W)",
                "For dX, the filter slides over dH without zeros around it, and without rotation: dX is far too small.",
                "lesson 03, section 3")
slip_in_compose("dX_full_by_hand_with_one_zero", INSIDE, "unpad2d(correlate_valid(np.pad(dilated, 1), rot180(W)), pad)",
                "For dX, dH gets one ring of zeros whatever the filter's size: it needs the filter's length less one.",
                "lesson 03, section 3")
slip_in_compose("dX_full_by_hand_square", INSIDE, "unpad2d(correlate_valid(np.pad(dilated, f_H - 1), rot180(W)), pad)",
                "For dX, the zeros on all sides follow the filter's height: at the left and right its width counts.",
                "lesson 03, section 3")
slip_in_compose("dX_border_as_wide_as_the_stride", INSIDE, "unpad2d(convolve_full(dilated, W), stride)",
                "dX loses a border as wide as the stride: the border is as wide as the padding.",
                "lesson 04, section 5")
slip_in_compose("nothing_new", "    padded = pad2d(X, pad)  # noqa: F821  an earlier exercise",
                "    return convolve_full(dH, W), correlate_valid(X, dH)\n    padded = X",
                "This is the backward pass of lesson 3: it supports neither stride nor padding.", HERE)
slip_in_compose("nothing_new_but_the_padding", "    padded = pad2d(X, pad)  # noqa: F821  an earlier exercise",
                "    padded = np.pad(X, pad)\n    return convolve_full(dH, W), correlate_valid(padded, dH)",
                "dH is not spread out, and the border stays on dX: only X is padded.", HERE)
slip_in_compose("dX_arguments_exchanged", "convolve_full(dilated, W)", "convolve_full(W, dilated[::-1, ::-1])",
                "For dX, filter and dH are swapped and dH was rotated: a full convolution already rotates its second "
                "argument.", "lesson 03, section 3")
slip_in_compose("dX_convolved_with_X", "convolve_full(dilated, W)", "convolve_full(dilated, X)",
                "For dX, dH was combined with the pixels: it must be combined with the "
                "weights.", "lesson 02, section 3")
slip_in_compose("dX_border_off_too_early", INSIDE, "convolve_full(unpad2d(dilated, pad), W)",
                "The border is removed from dH before the convolution: it must be removed from dX, after it.",
                "lesson 04, section 5")
slip_in_compose("dX_padded_once_more", INSIDE, "pad2d(convolve_full(dilated, W), pad)",
                "dX gets another border: its own border must be removed.", "lesson 04, section 5")
slip_in_compose("dX_cropped_by_the_filter", INSIDE,
                "(lambda whole: whole[f_H - 1:whole.shape[0] - f_H + 1, f_W - 1:whole.shape[1] - f_W + 1])"
                "(convolve_full(dilated, W))",
                "dX loses a border as wide as the filter less one: the border is as wide as the padding.",
                "lesson 04, section 5")
slip_in_compose("dH_padded", SPREAD, "dilate2d(pad2d(dH, pad), stride, room)",
                "The padding was put around dH, but the forward pass padded X.", "lesson 04, section 5")
slip_in_compose("dilated_twice", "convolve_full(dilated, W)",
                "convolve_full(dilate2d(dilated, stride, [n * stride for n in room]), W)",
                "dH is spread out twice before the full convolution.", "lesson 04, section 4")
slip_in_compose("filter_dilated", "convolve_full(dilated, W)",
                "convolve_full(dH, dilate2d(W, stride, ((f_H - 1) * stride + 1, (f_W - 1) * stride + 1)))",
                "For dX, the filter was spread out instead of dH.", "lesson 04, section 4")
slip_in_compose("stride_one_off", SPREAD, "dilate2d(dH, stride - 1 or 1, room)",
                "The entries of dH are one step too close: there is one zero too few between "
                "them.", "lesson 04, section 4")


@MISTAKES.version(
    says="For dW, the windows are cut from X without its border: they came from the padded input.",
    reread="lesson 04, section 6",
)
def windows_from_X(dH, cache):
    X, W, stride, pad = cache
    f_H, f_W = W.shape
    dX = np.zeros((X.shape[0] + 2 * pad, X.shape[1] + 2 * pad))
    dW = np.zeros(W.shape)
    for h, w in np.ndindex(dH.shape):
        i, j = h * stride, w * stride
        dX[i:i + f_H, j:j + f_W] += W * dH[h, w]
        dW += X[i:i + f_H, j:j + f_W] * dH[h, w]
    return dX[pad:pad + X.shape[0], pad:pad + X.shape[1]], dW


@MISTAKES.version(
    says="The loops step over dH by the stride, so entries are skipped: every entry counts, and the stride belongs in "
         "the window's position.",
    reread="lesson 04, section 6",
)
def loops_in_steps(dH, cache):
    X, W, stride, pad = cache
    f_H, f_W = W.shape
    padded = np.pad(X, pad)
    dX, dW = np.zeros(padded.shape), np.zeros(W.shape)
    for h in range(0, dH.shape[0], stride):
        for w in range(0, dH.shape[1], stride):
            dX[h:h + f_H, w:w + f_W] += W * dH[h, w]
            dW += padded[h:h + f_H, w:w + f_W] * dH[h, w]
    return dX[pad:pad + X.shape[0], pad:pad + X.shape[1]], dW


@MISTAKES.version(
    says="The gradients of earlier calls are still in the result: start with zeros in each call.",
    reread="lesson 04, section 6",
)
def gradients_accumulate(dH, cache, kept={}):
    X, W, stride, pad = cache
    f_H, f_W = W.shape
    n_H_prev, n_W_prev = X.shape
    padded = np.pad(X, pad)
    dX = kept.setdefault(("dX", padded.shape), np.zeros(padded.shape))
    dW = kept.setdefault(("dW", W.shape), np.zeros(W.shape))
    for h, w in np.ndindex(dH.shape):
        i, j = h * stride, w * stride
        dX[i:i + f_H, j:j + f_W] += W * dH[h, w]
        dW += padded[i:i + f_H, j:j + f_W] * dH[h, w]
    return dX[pad:pad + n_H_prev, pad:pad + n_W_prev], dW


@MISTAKES.version(
    says="dH is not spread out, so a stride above 1 gives a dX that is too small and a dW that is too large.",
    reread="lesson 04, section 4",
)
def neither_dilated(dH, cache):
    X, W, stride, pad = cache
    padded = np.pad(X, pad)
    dX = convolve_full(dH, W)  # noqa: F821  given
    return dX[pad:dX.shape[0] - pad, pad:dX.shape[1] - pad], correlate_valid(padded, dH)  # noqa: F821


@MISTAKES.version(
    says="dH is spread out only as far as its last entry, so what the stride leaves over is missing in dX and makes dW "
    "too large.",
    reread="lesson 04, section 3",
)
def rest_forgotten(dH, cache):
    X, W, stride, pad = cache
    padded = np.pad(X, pad)
    dilated = np.zeros([(n - 1) * stride + 1 for n in dH.shape])
    dilated[::stride, ::stride] = dH
    dX = convolve_full(dilated, W)  # noqa: F821  given
    return dX[pad:dX.shape[0] - pad, pad:dX.shape[1] - pad], correlate_valid(padded, dilated)  # noqa: F821
