"""The contract of conv_backward_repaired: that of conv_backward, for fewer points."""

from dataclasses import replace

from grading.bank.conv_backward.contract import EXERCISE as CONV_BACKWARD
from grading.bank.conv_backward.contract import gradients

EXERCISE = replace(CONV_BACKWARD, name="conv_backward_repaired", properties=gradients(1), forbids=("conv_backward",))
