"""Wrong versions of conv_backward_strided.

dX.py: only dX is wrong; dW.py: only dW is; both.py: both, or the whole result.
"""

from grading.bank.conv_backward_strided.mistakes import both, dW, dX
from grading.bank.version import Mistakes

MISTAKES = Mistakes("conv_backward_strided")
for part in (dX, dW, both):
    MISTAKES.take(part.MISTAKES)
