"""Wrong versions of conv2d_backward_im2col: those of conv2d_backward, and slips in calling earlier exercises."""

from convlib.conv.im2col import col2im, im2col
from grading.bank.conv2d_backward.mistakes import MISTAKES as CONV2D_BACKWARD
from grading.bank.version import Mistakes

MISTAKES = Mistakes("conv2d_backward_im2col")
MISTAKES.take(CONV2D_BACKWARD)
HERE = "lesson 06, section 3"


def multiply_and_fold(dH, cache):
    X, W, b, stride, pad = cache
    N, F = dH.shape[:2]
    C, f_H, f_W = W.shape[1:]
    rows = dH.reshape(N, F, -1)
    cols = im2col(X, f_H, f_W, stride, pad)
    dW = (rows @ cols.transpose(0, 2, 1)).sum(axis=0).reshape(W.shape)
    db = rows.sum(axis=(0, 2))
    dX = col2im(W.reshape(F, -1).T @ rows, X.shape, f_H, f_W, stride, pad)
    return dX, dW, db


slip = MISTAKES.slips(multiply_and_fold)
FOLD = "col2im(W.reshape(F, -1).T @ rows, X.shape, f_H, f_W, stride, pad)"
SUM = "(rows @ cols.transpose(0, 2, 1)).sum(axis=0)"
slip("dX_weights_turned_over_whole", "W.reshape(F, -1).T @", "W.T.reshape(-1, F) @",
     "dX is what you get when all four axes of the filters are reversed: first write each as a row, then transpose.",
     HERE)
slip("dW_images_joined_by_reshape", SUM,
     "(rows.transpose(1, 0, 2).reshape(F, -1) @ cols.reshape(C * f_H * f_W, -1).T)",
     "dW is what you get when the columns of all images are joined by a reshape: it does not swap axes.", HERE)
slip("dW_both_joined_by_reshape", SUM, "(rows.reshape(F, -1) @ cols.reshape(C * f_H * f_W, -1).T)",
     "dW is what you get when dH and the columns of all images are joined by reshapes: they do not swap axes.",
     HERE)
slip("dW_cut_before_it_is_summed", ".sum(axis=0).reshape(W.shape)", ".reshape(W.shape)",
     "There is still one dW for each image, too many entries for the shape of W: sum them first.", HERE)
slip("dW_never_summed_nor_cut", ".sum(axis=0).reshape(W.shape)", "",
     "There is still one matrix for each image: sum them, and give the sum the shape of W.", HERE)
slip("db_with_axes_left", "axis=(0, 2))", "axis=(0, 2), keepdims=True)",
     "db still has the axes over which it was summed: it must be a vector with one number for each filter.", HERE)
slip("dX_not_folded", FOLD, "W.reshape(F, -1).T @ rows",
     "dX is still unfolded: every entry must go back to its pixel and be added there.", HERE)
slip("dX_reshaped_for_folded", FOLD, "(W.reshape(F, -1).T @ rows).reshape(X.shape)",
     "The gradient of the columns has more entries than X: it must be folded; a reshape does not sum.", HERE)
slip("folded_without_stride_and_padding", FOLD, "col2im(W.reshape(F, -1).T @ rows, X.shape, f_H, f_W)",
     "The columns were folded without stride and padding, which do not fit them.", HERE)
slip("folded_with_stride_and_padding_exchanged", FOLD,
     "col2im(W.reshape(F, -1).T @ rows, X.shape, f_H, f_W, pad, stride)",
     "Stride and padding are swapped where the columns are folded: the stride comes first.", HERE)
slip("folded_with_sides_exchanged", FOLD, "col2im(W.reshape(F, -1).T @ rows, X.shape, f_W, f_H, stride, pad)",
     "Height and width of the filter are swapped where the columns are folded.", HERE)
slip("unfolded_without_stride_and_padding", "im2col(X, f_H, f_W, stride, pad)", "im2col(X, f_H, f_W)",
     "The images were unfolded without stride and padding, so their columns do not fit dH.", HERE)
slip("unfolded_with_sides_exchanged", "im2col(X, f_H, f_W, stride, pad)", "im2col(X, f_W, f_H, stride, pad)",
     "Height and width of the filter are swapped where the images are unfolded.", HERE)
slip("cols_not_transposed", "cols.transpose(0, 2, 1)", "cols",
     "The columns were not transposed: dW sums over the outputs, so they are the rows of the second matrix.", HERE)
slip("weights_not_transposed", "W.reshape(F, -1).T @", "W.reshape(F, -1) @",
     "The filters were not transposed: the backward pass sums over the filters, so they are the columns of the first "
     "matrix.", HERE)
slip("dH_not_flattened", "rows = dH.reshape(N, F, -1)", "rows = dH",
     "dH still has four axes: its outputs must form one row for each filter, as in the forward product.", HERE)
slip("cols_turned_over_whole", "cols.transpose(0, 2, 1)", "cols.T",
     "All three axes of the columns were reversed: the images stay first, only rows and columns of each matrix are "
     "swapped.", HERE)
slip("gradient_of_columns_on_its_side", FOLD,
     "col2im(rows.transpose(0, 2, 1) @ W.reshape(F, -1), X.shape, f_H, f_W, stride, pad)",
     "The gradient of the columns is transposed: its rows are the weights of a filter, its columns the outputs.", HERE)
slip("dX_gradient_of_columns_reshaped", FOLD,
     "col2im((rows.transpose(0, 2, 1) @ W.reshape(F, -1)).reshape(cols.shape), X.shape, f_H, f_W, stride, pad)",
     "dX is what you get when the gradient of the columns is transposed and then reshaped: it does not swap axes.",
     HERE)
slip("dX_columns_folded", FOLD, "col2im(cols, X.shape, f_H, f_W, stride, pad)",
     "dX is the unfolded X folded again: it is the gradient of the columns that must be folded.", HERE)
slip("folded_to_the_shape_of_dH", FOLD, "col2im(W.reshape(F, -1).T @ rows, rows.shape, f_H, f_W, stride, pad)",
     "The columns were folded to the shape of dH, but they come from X.", HERE)
