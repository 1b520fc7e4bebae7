"""Correct versions of conv2d_forward_im2col: all those of conv2d_forward."""

from grading.bank.conv2d_forward.styles import STYLES as CONV2D_FORWARD
from grading.bank.version import Styles

STYLES = Styles("conv2d_forward_im2col")
STYLES.take(CONV2D_FORWARD)
