"""Wrong versions of conv_backward_repaired: all those of conv_backward."""

from grading.bank.conv_backward.mistakes import MISTAKES as CONV_BACKWARD
from grading.bank.version import Mistakes

MISTAKES = Mistakes("conv_backward_repaired")
MISTAKES.take(CONV_BACKWARD)
