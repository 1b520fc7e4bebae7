"""The contract of conv2d_backward_im2col: that of conv2d_backward."""

from dataclasses import replace

from grading.bank.conv2d_backward.contract import EXERCISE as CONV2D_BACKWARD

EXERCISE = replace(
    CONV2D_BACKWARD,
    name="conv2d_backward_im2col",
    lesson="06_vectorize",
    module="convlib.conv.im2col",
    companion="conv2d_forward_im2col",
    uses=("im2col", "col2im"),
    forbids=("conv2d_backward", "conv2d_backward_taps"),
)
