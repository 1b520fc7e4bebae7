"""Wrong versions of conv2d_backward, which conv2d_backward_im2col reuses: a student may write either in both.

upstream.py: one gradient uses the wrong entries of dH; dX.py, dW.py, db.py: only this gradient is wrong;
several.py: several are, or the whole result; other_algorithms.py: slips that only other algorithms can have.
"""

from grading.bank.conv2d_backward.mistakes import db, dW, dX, other_algorithms, several, upstream
from grading.bank.version import Mistakes

MISTAKES = Mistakes("conv2d_backward")
for part in (upstream, dX, dW, db, several, other_algorithms):
    MISTAKES.take(part.MISTAKES)
