"""Correct versions of conv2d_backward_im2col: all those of conv2d_backward."""

from grading.bank.conv2d_backward.styles import STYLES as CONV2D_BACKWARD
from grading.bank.version import Styles

STYLES = Styles("conv2d_backward_im2col")
STYLES.take(CONV2D_BACKWARD, conv2d_forward="conv2d_forward_im2col")
