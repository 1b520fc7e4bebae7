"""Wrong versions of conv_backward, which conv_backward_repaired and conv_backward_by_convolution reuse.

dX.py: only dX is wrong, for example with a filter that is rotated but must not be; dW.py: only dW is; both.py: both, or
the whole result; state.py: it depends on earlier calls, or on nothing. A filter that should be rotated but is not
slides over the padded dH: conv_backward_by_convolution/mistakes.py.
"""

from grading.bank.conv_backward.mistakes import both, dW, dX, state
from grading.bank.version import Mistakes

MISTAKES = Mistakes("conv_backward")
for part in (dX, dW, both, state):
    MISTAKES.take(part.MISTAKES)
