"""Wrong versions of conv_backward_by_convolution: those of conv_backward, and slips in calling earlier exercises."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from grading.bank.conv_backward.mistakes import both, dW, dX, state
from grading.bank.conv_backward.mistakes.bases import slide
from grading.bank.version import Mistakes

MISTAKES = Mistakes("conv_backward_by_convolution")
SECTION_2 = "lesson 03, section 2"
SECTION_4 = "lesson 03, section 4"

# A student who stamps gets the same dX when the filter is rotated, flipped upside down or mirrored. Those three slips
# are in conv_backward/mistakes/dX.py, and are left out here.
slip_in_slide = MISTAKES.slips(slide)
slip_in_slide("dX_filter_not_rotated", "turned = W[::-1, ::-1]", "turned = W",
              "dX is what you get when the filter slides over the padded dH without being rotated by 180 degrees "
              "first.", SECTION_2)
slip_in_slide("dX_only_rows_reversed", "turned = W[::-1, ::-1]", "turned = W[::-1]",
              "dX is what you get when only the rows of the filter are reversed: a rotation by 180 degrees reverses "
              "the columns too.", SECTION_2)
slip_in_slide("dX_only_columns_reversed", "turned = W[::-1, ::-1]", "turned = W[:, ::-1]",
              "dX is what you get when only the columns of the filter are reversed: a rotation by 180 degrees "
              "reverses the rows too.", SECTION_2)

MISTAKES.take(dX.MISTAKES, but=("dX_filter_rotated", "dX_filter_upside_down", "dX_filter_mirrored"))
MISTAKES.take(dW.MISTAKES)
MISTAKES.take(both.MISTAKES)


def convolve_twice(dH, cache):
    def correlate_valid(X, K):
        out = np.zeros((X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1))
        for h, w in np.ndindex(out.shape):
            out[h, w] = np.sum(X[h:h + K.shape[0], w:w + K.shape[1]] * K)
        return out

    def convolve_full(dH, W):
        f = W.shape[0]
        return correlate_valid(np.pad(dH, f - 1), W[::-1, ::-1])

    X, W = cache
    dX = convolve_full(dH, W)
    dW = correlate_valid(X, dH)
    return dX, dW


slip_in_calls = MISTAKES.slips(convolve_twice)
slip_in_calls("dX_full_with_X", "dX = convolve_full(dH, W)", "dX = convolve_full(dH, X)",
              "dX is what you get when dH is convolved with X: dH must be convolved with the filter.",
              SECTION_4)
slip_in_calls("dX_full_with_X_each_axis", "dX = convolve_full(dH, W)",
              "dX = correlate_valid(np.pad(dH, [(n - 1, n - 1) for n in X.shape]), X[::-1, ::-1])",
              "dX is what you get when dH is convolved with X: dH must be convolved with the filter.",
              SECTION_4)
slip_in_calls("dX_full_of_X", "dX = convolve_full(dH, W)", "dX = convolve_full(X, W)",
              "dX is what you get when X is convolved with the filter: dH must go back through it.",
              SECTION_4)
slip_in_calls("dX_padded_once_more", "dX = convolve_full(dH, W)", "dX = convolve_full(np.pad(dH, W.shape[0] - 1), W)",
              "dX is too large: dH was padded, although the full convolution already pads it.", SECTION_4)
slip_in_calls("dX_full_of_W", "dX = convolve_full(dH, W)", "dX = convolve_full(W, dH)",
              "dX is what you get when W is padded by the height of dH and dH is rotated: pass dH first, then the "
              "filter.", SECTION_4)
slip_in_calls("dX_correlated_with_X", "dX = convolve_full(dH, W)", "dX = correlate_valid(X, W)",
              "dX is the layer's output here: dH must go back through the filter.", SECTION_4)
slip_in_calls("dW_slides_dX_over_X", "dW = correlate_valid(X, dH)", "dW = correlate_valid(X, dX)",
              "dW is one number here, since dX slid over X, and they have the same size: dH must slide instead.",
              SECTION_4)
slip_in_calls("dW_full_convolution", "dW = correlate_valid(X, dH)", "dW = convolve_full(X, dH)",
              "dW is the full convolution of X with dH: the valid correlation gives one number for each "
              "weight.", SECTION_4)
slip_in_calls("dW_full_convolution_each_axis", "dW = correlate_valid(X, dH)",
              "dW = correlate_valid(np.pad(X, [(n - 1, n - 1) for n in dH.shape]), dH[::-1, ::-1])",
              "dW is the full convolution of X with dH: the valid correlation gives one number for each "
              "weight.", SECTION_4)
slip_in_calls("dW_slides_X_over_dH", "dW = correlate_valid(X, dH)", "dW = correlate_valid(dH, X)",
              "For dW, X slides over dH, which is smaller: dH must slide over X.", SECTION_4)
slip_in_calls("dW_correlated_with_dX", "dW = correlate_valid(X, dH)", "dW = correlate_valid(dX, dH)",
              "dW is what you get when dH slides over dX: it must slide over X.", SECTION_4)

MISTAKES.take(state.MISTAKES)


@MISTAKES.version(
    says="For dW, X slides over dH, which is smaller: dH must slide over X.",
    reread="lesson 03, section 4",
)
def dW_slides_X_over_dH_checked(dH, cache):
    from convlib import shapes  # as in the notebook, where sizes are checked
    X, W = cache
    padded = np.pad(dH, W.shape[0] - 1)
    dX = np.einsum("hwuv,uv->hw", sliding_window_view(padded, W.shape), W[::-1, ::-1])
    shapes.require_fit(dH, X, "K")
    return dX, np.einsum("hwuv,uv->hw", sliding_window_view(dH, X.shape), X)
