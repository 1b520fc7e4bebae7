"""The contract of conv2d_forward_im2col: that of conv2d_forward."""

from dataclasses import replace

from grading.bank.conv2d_forward.contract import EXERCISE as CONV2D_FORWARD

EXERCISE = replace(
    CONV2D_FORWARD,
    name="conv2d_forward_im2col",
    lesson="06_vectorize",
    module="convlib.conv.im2col",
    uses=("im2col",),
    forbids=("conv2d_forward", "conv2d_forward_taps"),
)
