"""Wrong versions of conv_backward whose result depends on earlier calls, or on nothing."""

import numpy as np

from grading.bank.version import Mistakes

MISTAKES = Mistakes("conv_backward")


@MISTAKES.version(
    says="These are always the gradients of the hand example, whatever the input.",
    reread="lesson 02, section 5",
)
def always_the_example(dH, cache):
    return np.array([[1, 0, -4], [3.5, 2, -2], [1.5, 11, 12]]), np.array([[14, 16.5], [21.5, 24]])


@MISTAKES.version(
    says="Contributions of earlier calls are still in dX and dW: both must be created anew in each call.",
    reread="lesson 02, section 5",
)
def state_kept(dH, cache, kept={}):
    X, W = cache
    f = W.shape[0]
    dX, dW = kept.setdefault(X.shape + W.shape, (np.zeros(X.shape), np.zeros(W.shape)))
    for h, w in np.ndindex(dH.shape):
        dX[h:h + f, w:w + f] += W * dH[h, w]
        dW += X[h:h + f, w:w + f] * dH[h, w]
    return dX.copy(), dW.copy()


@MISTAKES.version(says="dW is accumulated over calls: it must be created anew in each "
                       "call.", reread="lesson 02, section 5")
def dW_state_kept(dH, cache, kept={}):
    X, W = cache
    f = W.shape[0]
    dX = np.zeros(X.shape)
    dW = kept.setdefault(W.shape, np.zeros(W.shape))
    for h, w in np.ndindex(dH.shape):
        dX[h:h + f, w:w + f] += W * dH[h, w]
        dW += X[h:h + f, w:w + f] * dH[h, w]
    return dX, dW.copy()


@MISTAKES.version(says="dX is accumulated over calls: it must be created anew in each "
                       "call.", reread="lesson 02, section 5")
def dX_state_kept(dH, cache, kept={}):
    X, W = cache
    f = W.shape[0]
    dX = kept.setdefault(X.shape, np.zeros(X.shape))
    dW = np.zeros(W.shape)
    for h, w in np.ndindex(dH.shape):
        dX[h:h + f, w:w + f] += W * dH[h, w]
        dW += X[h:h + f, w:w + f] * dH[h, w]
    return dX.copy(), dW


@MISTAKES.version(
    says="The result of the first call with these shapes was kept and is returned again.",
    reread="lesson 02, section 5",
)
def first_result_returned_again(dH, cache, kept={}):
    X, W = cache
    f = W.shape[0]
    dX, dW = np.zeros(X.shape), np.zeros(W.shape)
    for h, w in np.ndindex(dH.shape):
        dX[h:h + f, w:w + f] += W * dH[h, w]
        dW += X[h:h + f, w:w + f] * dH[h, w]
    return kept.setdefault(X.shape + W.shape, (dX, dW))
