"""Wrong versions of conv2d_forward_im2col: those of conv2d_forward, and slips in calling earlier exercises."""

from convlib.conv.im2col import im2col
from grading.bank.conv2d_forward.mistakes import MISTAKES as CONV2D_FORWARD
from grading.bank.version import Mistakes

MISTAKES = Mistakes("conv2d_forward_im2col")
MISTAKES.take(CONV2D_FORWARD)
HERE = "lesson 06, section 2"

# Slips in calling earlier exercises. The wrong versions of lesson 05 count for these two exercises as well.



def unfold_and_multiply(X, W, b, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    F, C, f_H, f_W = W.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    cols = im2col(X, f_H, f_W, stride, pad)
    H = W.reshape(F, -1) @ cols + b[:, None]
    return H.reshape(N, F, n_H, n_W), (X, W, b, stride, pad)


UNFOLD, PRODUCT = "im2col(X, f_H, f_W, stride, pad)", "W.reshape(F, -1) @ cols + b[:, None]"

slip = MISTAKES.slips(unfold_and_multiply)
slip("unfolded_without_stride_and_padding", UNFOLD, "im2col(X, f_H, f_W)",
     "The images were unfolded without stride and padding, so the product has the wrong number of columns.", HERE)
slip("unfolded_without_padding", UNFOLD, "im2col(X, f_H, f_W, stride)",
     "The images were unfolded without padding, so the product has too few columns.", HERE)
slip("stride_and_padding_exchanged", UNFOLD, "im2col(X, f_H, f_W, pad, stride)",
     "Stride and padding are swapped where the images are unfolded: the stride comes first.", HERE)
slip("unfolded_with_sides_exchanged", UNFOLD, "im2col(X, f_W, f_H, stride, pad)",
     "Height and width of the filter are swapped where the images are unfolded.", HERE)
slip("padded_twice", UNFOLD,
     "im2col(np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad))), f_H, f_W, stride, pad)",
     "The images were padded before they were unfolded, and unfolding pads them again.", HERE)
slip("unfolded_without_stride", UNFOLD, "im2col(X, f_H, f_W, pad=pad)",
     "The images were unfolded without the stride, so the product has too many columns.", HERE)
slip("bias_for_each_image", "b[:, None]", "b[:, None, None]",
     "The bias is along the images: each filter is a row of the product, so its bias belongs to that axis.", HERE)
slip("filters_not_flattened", "W.reshape(F, -1) @", "W @",
     "The filters still have four axes: each must be written out as one row before the product.", HERE)
slip("mixed_by_dot", PRODUCT, "np.dot(W.reshape(F, -1), cols)\n    H = H.reshape(N, F, -1) + b[:, None]",
     "The product of all images has the filters first, and a reshape does not swap axes: images and filters are mixed "
     "before the bias is added.", HERE)
slip("divided_by_the_images", PRODUCT, "W.reshape(F, -1) @ cols / N + b[:, None]",
     "The product was divided by the number of images: each image has its own output.", HERE)
slip("multiplied_entry_by_entry", "W.reshape(F, -1) @ cols", "W.reshape(F, -1) * cols",
     "Filters and columns were multiplied elementwise: the products must be summed along each column.", HERE)
slip("factors_exchanged", PRODUCT, "cols @ W.reshape(F, -1) + b[:, None]",
     "The two factors are swapped: the filters are the rows of the first matrix.", HERE)
slip("channels_left_apart", "W.reshape(F, -1)", "W.reshape(F, C, -1)",
     "The channels of the filters still have their own axis: each filter must be one row.", HERE)
slip("square_output", "H.reshape(N, F, n_H, n_W)", "H.reshape(N, F, n_H, n_H)",
     "The output's height was used for its width too: it need not be square.", HERE)
slip("only_the_first_image_multiplied", "@ cols", "@ cols[0]", "Only the first image was multiplied.", HERE)
