"""Wrong versions of conv_backward, which conv_backward_repaired and conv_backward_by_convolution take over.

dX.py: dX alone is wrong, as with the filter rotated before it is stamped, or not rotated before it slides; dW.py: dW
alone; both.py: both, or the whole result; state.py: it depends on earlier calls, or on nothing.
"""

from grading.bank.conv_backward.mistakes import both, dW, dX, state
from grading.bank.version import Mistakes

MISTAKES = Mistakes("conv_backward")
for part in (dX, dW, both, state):
    MISTAKES.take(part.MISTAKES)
