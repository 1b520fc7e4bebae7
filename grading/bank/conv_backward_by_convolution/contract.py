"""The contract of conv_backward_by_convolution: that of conv_backward, for fewer points."""

from dataclasses import replace

from grading.bank.conv_backward.contract import EXERCISE as CONV_BACKWARD
from grading.bank.conv_backward.contract import gradients

EXERCISE = replace(
    CONV_BACKWARD,
    name="conv_backward_by_convolution",
    lesson="03_gradients_are_convolutions",
    properties=gradients(1),
    uses=("rot180", "correlate_valid", "convolve_full"),
)
