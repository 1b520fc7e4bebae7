"""Wrong versions of conv2d_backward with slips that only other algorithms can have."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from grading.bank.version import Mistakes

MISTAKES = Mistakes("conv2d_backward")
WHO_USED = "lesson 05, section 4"
BACK = "lesson 05, section 5"
BACK_UNFOLDED = {"conv2d_backward": BACK, "conv2d_backward_im2col": "lesson 06, section 3"}
WHO_USED_UNFOLDED = {"conv2d_backward": WHO_USED, "conv2d_backward_im2col": "lesson 06, section 3"}


def weight_by_weight(dH, cache):
    X, W, b, stride, pad = cache
    N, C, n_H_prev, n_W_prev = X.shape
    F, C, f_H, f_W = W.shape
    n_H, n_W = dH.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dpadded = np.zeros(padded.shape)
    dW = np.zeros(W.shape)
    for n, c, k, h, w, u, v in np.ndindex(N, C, F, n_H, n_W, f_H, f_W):
        i, j = h * stride + u, w * stride + v
        dpadded[n, c, i, j] += W[k, c, u, v] * dH[n, k, h, w]
        dW[k, c, u, v] += padded[n, c, i, j] * dH[n, k, h, w]
    dX = dpadded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev]
    return dX, dW, dH.sum(axis=(0, 2, 3))


slip_weight_by_weight = MISTAKES.slips(weight_by_weight)
slip_weight_by_weight("dX_cut_at_each_step", "dpadded = np.zeros(padded.shape)",
                      "dpadded = np.zeros(padded.shape, dtype=int)",
                      "dX holds integers: the digits after the decimal point are cut off each time a product is added.",
                      BACK)
slip_weight_by_weight("dX_type_of_X_at_each_step", "dpadded = np.zeros(padded.shape)",
                      "dpadded = np.zeros_like(padded)",
                      "dX takes the dtype of X: when X holds integers, the digits are cut off each time a "
                      "product is added.", BACK)
slip_weight_by_weight("dW_cut_at_each_step", "dW = np.zeros(W.shape)", "dW = np.zeros(W.shape, dtype=int)",
                      "dW holds integers: the digits after the decimal point are cut off each time a product is added.",
                      BACK)
slip_weight_by_weight("dW_type_of_W_at_each_step", "dW = np.zeros(W.shape)", "dW = np.zeros_like(W)",
                      "dW takes the dtype of W: when W holds integers, the digits are cut off each time a "
                      "product is added.", BACK)
slip_weight_by_weight("dX_first_touch_kept", "dpadded[n, c, i, j] +=",
                      "dpadded[n, c, i, j] += (dpadded[n, c, i, j] == 0) *",
                      "dX keeps only the first contribution to each pixel: all contributions must be added.", BACK)
slip_weight_by_weight("dX_offset_missing", "dpadded[n, c, i, j]", "dpadded[n, c, h * stride, w * stride]",
                      "dX is what you get when all weights of a window contribute to its first pixel.", BACK)


def folded(dH, cache):
    X, W, b, stride, pad = cache
    N, C, n_H_prev, n_W_prev = X.shape
    F, C, f_H, f_W = W.shape
    n_H, n_W = dH.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    c, u, v = (i.reshape(-1, 1) for i in np.indices((C, f_H, f_W)))
    h, w = (stride * i.reshape(1, -1) for i in np.indices((n_H, n_W)))
    cols = padded[:, c, u + h, v + w]
    upstream = dH.reshape(N, F, -1)
    dW = np.einsum('nkp,nqp->kq', upstream, cols).reshape(W.shape)
    dcols = W.reshape(F, -1).T @ dH.reshape(N, F, -1)
    dpadded = np.zeros(padded.shape)
    np.add.at(dpadded, (slice(None), c, u + h, v + w), dcols)
    dX = dpadded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev]
    return dX, dW, dH.sum(axis=(0, 2, 3))


slip_in_folded = MISTAKES.slips(folded)
UNFOLD, FOLD = BACK_UNFOLDED, BACK_UNFOLDED
slip_in_folded("dX_added_at_repeated_places", "np.add.at(dpadded, (slice(None), c, u + h, v + w), dcols)",
               "dpadded[:, c, u + h, v + w] += dcols",
               "dX keeps only one contribution to each pixel: adding at a list of indices counts a repeated index "
               "only once.", FOLD)
slip_in_folded("dX_added_at_repeated_places_by_position", "np.add.at(dpadded, (slice(None), c, u + h, v + w), dcols)",
               "dpadded[:, c.T, (u + h).T, (v + w).T] += dcols.transpose(0, 2, 1)",
               "dX keeps only the last contribution to each pixel: adding at a list of indices counts a repeated "
               "index only once.", FOLD)
slip_in_folded("dX_weights_reshaped_for_transposed", "W.reshape(F, -1).T", "W.reshape(-1, F)",
               "dX is what you get when the weights are reshaped to columns, which keeps the memory layout: transpose "
               "them.", FOLD)
slip_in_folded("dX_weights_channels_last", "W.reshape(F, -1).T", "W.transpose(0, 2, 3, 1).reshape(F, -1).T",
               "dX is what you get when each filter is written out with its channels last, but folded with its "
               "channels first.", FOLD)
slip_in_folded("dX_cols_channels_last", "    dpadded = np",
               "    dcols = dcols.reshape(N, f_H, f_W, C, -1).transpose(0, 3, 1, 2, 4).reshape(dcols.shape)\n"
               "    dpadded = np",
               "dX is what you get when the rows of the columns are read with their channels last, but the filters "
               "have them first.", FOLD)
slip_in_folded("dX_weights_by_columns", "W.reshape(F, -1).T", "W.transpose(0, 1, 3, 2).reshape(F, -1).T",
               "dX is what you get when each filter is written out column by column, but folded row by row.", FOLD)
slip_in_folded("dX_columns_reshaped_for_transposed", "    dpadded = np",
               "    dcols = dcols.transpose(1, 0, 2).reshape(dcols.shape)\n    dpadded = np",
               "dX is what you get when the columns of all images are separated by a reshape: it does not swap "
               "axes.", FOLD)
slip_in_folded("dX_dH_reshaped_for_transposed", "@ dH.reshape(N, F, -1)",
               "@ dH.reshape(F, -1).reshape(F, N, -1).transpose(1, 0, 2)",
               "dX is what you get when dH is reshaped to one row for each filter, which mixes images and filters.",
               FOLD)
slip_in_folded("dX_dH_by_columns", "@ dH.reshape(N, F, -1)", "@ dH.transpose(0, 1, 3, 2).reshape(N, F, -1)",
               "dX is what you get when dH is written out column by column, but folded row by row.", FOLD)
slip_in_folded("dX_dH_positions_reshaped", "@ dH.reshape(N, F, -1)", "@ dH.transpose(0, 2, 3, 1).reshape(N, F, -1)",
               "dX is what you get when dH with its filters last is reshaped as if they came second.", FOLD)
slip_in_folded("dW_dH_reshaped_for_transposed", "upstream = dH.reshape(N, F, -1)",
               "upstream = dH.reshape(F, -1).reshape(F, N, -1).transpose(1, 0, 2)",
               "dW is what you get when dH is reshaped to one row for each filter, which mixes images and filters.",
               UNFOLD)
slip_in_folded("dW_dH_by_columns", "upstream = dH.reshape(N, F, -1)",
               "upstream = dH.transpose(0, 1, 3, 2).reshape(N, F, -1)",
               "dW is what you get when dH is written out column by column, but the windows row by row.", UNFOLD)
slip_in_folded("dW_dH_positions_reshaped", "upstream = dH.reshape(N, F, -1)",
               "upstream = dH.transpose(0, 2, 3, 1).reshape(N, F, -1)",
               "dW is what you get when dH with its filters last is reshaped as if they came second.", UNFOLD)
slip_in_folded("dW_images_last_against_first", "    dW = np.einsum",
               "    cols = cols.transpose(1, 2, 0).reshape(cols.shape[1], N, -1).transpose(1, 0, 2)\n"
               "    dW = np.einsum",
               "dW is what you get when the images vary fastest in the columns, but slowest in dH.", UNFOLD)
slip_in_folded("dW_not_summed_over_images", "'nkp,nqp->kq', upstream, cols).reshape(W.shape)",
               "'nkp,nqp->nkq', upstream, cols).reshape(N, *W.shape)",
               "dW still has one array for each image: it must be summed over the images.", WHO_USED_UNFOLDED)
slip_in_folded("dW_averaged_over_images", "'nkp,nqp->kq', upstream, cols).reshape(W.shape)",
               "'nkp,nqp->nkq', upstream, cols).mean(axis=0, keepdims=True).reshape(1, *W.shape)",
               "dW has an axis of the images left, over which it was averaged: it must be summed, and have the shape "
               "of W.",
               WHO_USED_UNFOLDED)
slip_in_folded("dH_reshaped_for_transposed", "    n_H, n_W = dH.shape[2:]\n",
               "    n_H, n_W = dH.shape[2:]\n    dH = dH.reshape(F, N, n_H, n_W).transpose(1, 0, 2, 3)\n",
               "dH was reshaped to have its filters first, which mixes images and filters in all three gradients: "
               "swap the axes.", UNFOLD)


def slid(dH, cache):
    X, W, b, stride, pad = cache
    F, C, f_H, f_W = W.shape
    n_H, n_W = dH.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    rows, columns = padded.shape[2] - f_H + 1, padded.shape[3] - f_W + 1
    dilated = np.zeros((*dH.shape[:2], rows, columns))
    dilated[:, :, :n_H * stride:stride, :n_W * stride:stride] = dH
    windows = sliding_window_view(padded, (rows, columns), axis=(2, 3))
    dW = np.einsum('ncuvhw,nkhw->kcuv', windows, dilated)
    around = np.pad(dilated, ((0, 0), (0, 0), (f_H - 1, f_H - 1), (f_W - 1, f_W - 1)))
    turned = W[:, :, ::-1, ::-1]
    dpadded = np.einsum('nkijuv,kcuv->ncij', sliding_window_view(around, (f_H, f_W), axis=(2, 3)), turned)
    dX = dpadded[:, :, pad:pad + X.shape[2], pad:pad + X.shape[3]]
    return dX, dW, dH.sum(axis=(0, 2, 3))


slip_in_slid = MISTAKES.slips(slid)
slip_in_slid("dX_not_dilated", "    around =", "    dilated = dH\n    around =",
             "dX is too small where the stride is larger than one: the entries of dH must be a stride apart.",
             BACK)
slip_in_slid("dX_dilated_too_small", "    around =",
             "    dilated = dilated[:, :, :(n_H - 1) * stride + 1, :(n_W - 1) * stride + 1]\n    around =",
             "dX is too small where the stride leaves rows or columns over: spread dH over zeros that reach to the "
             "end.", BACK)
slip_in_slid("dX_padded_by_f", "(f_H - 1, f_H - 1), (f_W - 1, f_W - 1)", "(f_H, f_H - 2), (f_W, f_W - 2)",
             "dX is what you get when dH has one row and column of zeros too many before it.", BACK)
slip_in_slid("dX_padded_as_a_square", "(f_H - 1, f_H - 1), (f_W - 1, f_W - 1)",
             "(f_H - 1, f_H - 1), (f_H - 1, f_H - 1)",
             "dX is what you get when the height of the filter is used for the zeros at the sides of dH.", BACK)
slip_in_slid("dX_not_surrounded", "(f_H - 1, f_H - 1), (f_W - 1, f_W - 1)", "(0, 0), (0, 0)",
             "There are no zeros around dH, so the filter never extends over its edge.", BACK)
slip_in_slid("dX_summed_over_the_wrong_axis", "'nkijuv,kcuv->ncij'", "'nkijuv,cuvk->ncij'",
             "The axes of W do not match those of dH in the sum for dX: filters must be matched with "
             "filters.", WHO_USED)
slip_in_slid("dW_left_over_positions", "windows = sliding_window_view(padded, (rows, columns)",
             "dilated = dilated[:, :, :(n_H - 1) * stride + 1, :(n_W - 1) * stride + 1]\n"
             "    rows, columns = dilated.shape[2:]\n    windows = sliding_window_view(padded, (rows, columns)",
             "dW is too large where the stride leaves rows or columns over: it must have one position for each weight.",
             BACK)
slip_in_slid("dW_dH_turned", "nkhw->kcuv', windows, dilated", "nkhw->kcuv', windows, dilated[:, :, ::-1, ::-1]",
             "dW is what you get when the spread dH is rotated by 180 degrees: dW is a correlation with dH as it is.",
             BACK)
