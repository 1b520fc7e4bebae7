# %% [markdown]
# # 9 · Debug and race
#
# You have written a backward pass by hand, with loops, as convolutions, and vectorized. In this last lesson you change sides.
# First you hunt bugs: you write the test that no wrong layer passes. Then you race your layer against others. At the end you
# take a trained network and send a gradient back one last time, through all of it, down to the pixels.
#
# | | |
# |---|---|
# | **You will** | write a test for a layer that is graded by planted bugs; race five layers; look into a trained network |
# | **You will learn** | what each kind of test can and cannot see; how to test a test; what filters answer to |
# | **You need** | lessons 5 and 6; for section 6, lesson 8 |
# | **Time** | about 90 minutes |
#
# | Exercise | Difficulty | Minutes | Points |
# |---|---|---|---|
# | 9.1 `relative_error` | ●○○ | 10 | 4 |
# | 9.2 `assert_correct` | ●●● | 50 | 16 |
# | 9.3 Reflection | ●●○ | 10 | 2 |

# %% course="setup"
import os

os.environ["OMP_NUM_THREADS"] = "1"  # one core: a race of ways, not of cores

import numpy as np

from convlib.conv2d import conv2d_backward, conv2d_forward
from convlib.convnet import ConvNet, train
from convlib.fast import col2im, conv2d_backward_fast, conv2d_forward_fast, im2col
from convlib.gradcheck import numerical_gradient
from convlib.lab import check, plots, shapes
from convlib.lab.data import CLASSES, load_fashion_mnist
from convlib.lab.rivals import own_layer, pytorch_layer
from convlib.lab.timing import seconds
from convlib.layers import (
    flatten_backward,
    flatten_forward,
    linear_backward,
    linear_forward,
    maxpool_backward,
    maxpool_forward,
    relu_backward,
    relu_forward,
    softmax_cross_entropy,
)
from convlib.optimizers import sgd_momentum_step
from convlib.taps import conv2d_backward_taps, conv2d_forward_taps

# %% [markdown]
# What you built in the earlier lessons lies in `given.py` beside this notebook: the layer with loops, the layer by `im2col`, the
# network, and `numerical_gradient`.
#
# ## 1 · How wrong is wrong?
#
# Two right layers seldom give the same numbers to the last bit. They add in another order, and each addition rounds. So a test needs
# a measure of how far one array is from another.
#
# Dividing each entry's error by that entry is tempting, and a trap. Say an entry should be 0 and is $10^{-17}$. Its own relative error is
# huge, although nothing is wrong. So look at the whole array. The **norm** of an array is the root of the sum of its
# squares. For $a = (3, 4)$ it is $\lVert a \rVert = 5$, because $3·3 + 4·4 = 25$. The relative error of `got` against `want` is
#
# $$e = \frac{\lVert \texttt{got} - \texttt{want} \rVert}{\max(\lVert \texttt{got} \rVert, \lVert \texttt{want} \rVert)}$$
#
# Rounding makes it about $10^{-15}$. A measured gradient is good to about $10^{-9}$. A real mistake makes it $0.1$ or more, mostly. So a limit of $10^{-6}$
# separates them well.
#
# Two cases need a decision. Two arrays of zeros are equal: their error is 0. And two arrays of *different shapes* are never
# equal, so their error is infinite, `np.inf`. This matters: NumPy would stretch a wrong shape until it fits.
#
# **Predict:** what does the line below print, for a `db` that is a column by mistake?

# %%
db = np.array([1.0, 2.0, 3.0])
print((db[:, None] - db).shape)

# %% [markdown]
# Three numbers minus three numbers, and out come nine. A test that takes the difference first never notices the shape.
#
# ### Exercise 9.1 · `relative_error`
#
# Write `relative_error(got, want)`. It returns one number.

# %% exercise="relative_error"
from convlib.clinic import relative_error

# %% check="relative_error"
check.relative_error(relative_error)

# %% [markdown]
# <details><summary>Hint 1 of 3: the norm of any array</summary>
#
# `np.linalg.norm(a)` is the root of the sum of squares of all entries, however many axes `a` has.
# </details>
# <details><summary>Hint 2 of 3: the order of the questions</summary>
#
# First ask whether the shapes differ. Then ask whether the larger norm is zero. Then divide.
# </details>
# <details><summary>Hint 3 of 3: in words</summary>
#
# If the two shapes are not equal, return `np.inf`. Let `size` be the larger of the two norms. If it is 0 return 0, otherwise the norm of the difference
# divided by `size`.
# </details>

# %% [markdown]
# ## 2 · The case file
#
# Five backward passes came in this week. All five have the right shapes in lesson 8's network, and all five trained. Each has **one**
# bug. The function below compares them with the loops of lesson 5, in five settings.

# %%
def errors(case, N=2, F=4, sides=(5, 6), filters=(2, 3), stride=1, pad=1,
           ones=False, calls=1):
    """The relative errors of dX, dW and db in one setting."""
    rng = np.random.default_rng(4)
    X, W = rng.normal(size=(N, 3, *sides)), rng.normal(size=(F, 3, *filters))
    H, cache = conv2d_forward(X, W, rng.normal(size=F), stride, pad)
    dH = np.ones(H.shape) if ones else rng.normal(size=H.shape)
    for _ in range(calls):
        results = case(dH, cache)
    return [relative_error(*pair) for pair in zip(results, conv2d_backward(dH, cache))]


def show_symptoms(case):
    settings = {"two images": {}, "one image": dict(N=1), "one filter": dict(F=1),
                "no padding": dict(pad=0), "stride 3": dict(stride=3),
                "called twice": dict(calls=2)}
    for title, setting in settings.items():
        told = (f"{name} {e:4.2f}{' ✓' if e < 1e-6 else ' ✗'}"
                for name, e in zip(("dX", "dW", "db"), errors(case, **setting)))
        print(f"{title:14}", "    ".join(told))


check.when_written(lambda: show_symptoms(conv2d_backward_fast))

# %% [markdown]
# That is a healthy layer: errors of rounding size everywhere. Now the patients. **Predict** each time: read the code first, name the line, and say in which
# settings it will be wrong. Then run the cell, and only then unfold the answer.
#
# ### Case 1

# %%
def case_1(dH, cache):
    X, W, b, stride, pad = cache
    F, C, f_H, f_W = W.shape
    g = dH.reshape(len(dH), F, -1)
    cols = im2col(X, f_H, f_W, stride, pad)
    dW = sum(cols[n] @ g[n].T for n in range(len(X))).reshape(W.shape)
    dX = col2im(W.reshape(F, -1).T @ g, X.shape, f_H, f_W, stride, pad)
    return dX, dW, g.sum(axis=(0, 2))


check.when_written(lambda: show_symptoms(case_1))

# %% [markdown]
# <details><summary>Symptom and diagnosis</summary>
#
# **Symptom:** `dW` is wrong in every setting but one, *one filter*. Its shape is right.
#
# **Diagnosis:** `cols[n] @ g[n].T` has one row for each *weight* and one column for each *filter*. `reshape` does not turn that around, it only
# reads the same numbers in another rhythm. A transpose is missing before the `reshape`. With one filter there is one column, and nothing to turn.
# </details>
#
# ### Case 2

# %%
def case_2(dH, cache):
    X, W, b, stride, pad = cache
    _, dW, db = conv2d_backward_fast(dH, cache)
    N, C, rows, cols = X.shape
    dXp = np.zeros((N, C, rows + 2 * pad, cols + 2 * pad))
    for h, w in np.ndindex(dH.shape[2:]):
        i, j = h * stride, w * stride
        window = dXp[:, :, i:i + W.shape[2], j:j + W.shape[3]]
        window[...] = np.tensordot(dH[:, :, h, w], W, axes=1)
    return dXp[:, :, pad:pad + rows, pad:pad + cols], dW, db


check.when_written(lambda: show_symptoms(case_2))

# %% [markdown]
# <details><summary>Symptom and diagnosis</summary>
#
# **Symptom:** `dX` is wrong, except at stride 3.
#
# **Diagnosis:** `window[...] =` overwrites, where `+=` should add up. The filter is 2x3. At stride 3 no two windows overlap, so there is nothing to
# add, and the bug has nowhere to show.
# </details>
#
# ### Case 3

# %%
def case_3(dH, cache):
    X, W, b, stride, pad = cache
    dX, _, _ = conv2d_backward_fast(dH, cache)
    F, C, f_H, f_W = W.shape
    g = dH.reshape(len(dH), F, -1)
    cols = im2col(X, f_H, f_W, stride, pad)
    dW = np.mean([g[n] @ cols[n].T for n in range(len(X))], axis=0)
    return dX, dW.reshape(W.shape), g.sum(axis=2).mean(axis=0)


check.when_written(lambda: show_symptoms(case_3))

# %% [markdown]
# <details><summary>Symptom and diagnosis</summary>
#
# **Symptom:** `dW` and `db` are right for one image. For two images the error is 0.50.
#
# **Diagnosis:** the mean over the batch. The batch is averaged once, in the loss, and `dH` already carries that $1/N$. Here it is divided again. Such a
# network trains, only with a smaller learning rate for its convolutions. That is why nobody saw it.
# </details>
#
# ### Case 4

# %%
def case_4(dH, cache):
    X, W, b, stride, pad = cache
    _, dW, db = conv2d_backward_fast(dH, cache)
    F, C, f_H, f_W = W.shape
    N, C, rows, cols = X.shape
    padded = N, C, rows + 2 * pad, cols + 2 * pad
    g = W.reshape(F, -1).T @ dH.reshape(N, F, -1)
    dXp = col2im(g, padded, f_H, f_W, stride, 0)
    return dXp[:, :, pad:-pad, pad:-pad], dW, db


check.when_written(lambda: show_symptoms(case_4))

# %% [markdown]
# <details><summary>Symptom and diagnosis</summary>
#
# **Symptom:** `dX` has an infinite error without padding: its shape is wrong.
#
# **Diagnosis:** `-pad` counts from the end, but there is no $-0$. At `pad = 0` the slice `0:-0` is `0:0`, which is empty. Cutting out `pad:pad + rows` works for
# every `pad`.
# </details>
#
# ### Case 5

# %%
def case_5(dH, cache, kept=[None, None]):
    X, W, b, stride, pad = cache
    dX, dW, db = conv2d_backward_fast(dH, cache)
    if kept[0] is not W:  # a new filter gets a new buffer
        kept[:] = W, np.zeros(W.shape)
    kept[1] += dW
    return dX, kept[1], db


check.when_written(lambda: show_symptoms(case_5))

# %% [markdown]
# <details><summary>Symptom and diagnosis</summary>
#
# **Symptom:** `dW` is right at the first call and wrong at the second.
#
# **Diagnosis:** a default value such as `kept=[None, None]` is made once, when the function is defined, and all calls share it. The buffer is cleared for a
# new filter only. So with the same filter the gradient of one call is added to those of all calls before.
# </details>
#
# ## 3 · What catches what
#
# Look back at the symptoms. Each of the five bugs was *invisible* in some setting. With three old acquaintances we have eight bugs: a filter
# turned by mistake, height and width of `dW` exchanged, and a `db` that never looks at `dH`.

# %%
def turned(dH, cache):
    X, W, *rest = cache
    dX, _, _ = conv2d_backward_fast(dH, (X, W[:, :, ::-1, ::-1], *rest))
    return dX, *conv2d_backward_fast(dH, cache)[1:]


def exchanged(dH, cache):
    dX, dW, db = conv2d_backward_fast(dH, cache)
    F, C, f_H, f_W = dW.shape
    return dX, dW.reshape(F, C, f_W, f_H), db


def counting(dH, cache):
    dX, dW, db = conv2d_backward_fast(dH, cache)
    return dX, dW, np.full(db.shape, float(dH[:, 0].size))


bugs = {"1: dW not transposed": case_1, "2: stamps overwritten": case_2,
        "3: mean over the batch": case_3, "4: empty at pad 0": case_4,
        "5: dW grows": case_5, "6: filter turned in dX": turned,
        "7: height and width of dW exchanged": exchanged, "8: db ignores dH": counting}

# %% [markdown]
# And here are seven tests, from careless to careful. The second one, *the loss falls*, makes one small step against the gradients and looks whether
# the loss $\frac12 \sum H^2$ became smaller.
#
# **Predict:** how many of the eight bugs does each test catch? Write down seven numbers.

# %%
def loss_falls(case):
    rng = np.random.default_rng(4)
    X, W, b = (rng.normal(size=size) for size in ((2, 3, 5, 6), (4, 3, 2, 3), 4))
    H, cache = conv2d_forward(X, W, b, 1, 1)
    dX, dW, db = case(H, cache)
    if dW.shape != W.shape:
        return False
    moved = X - 1e-4 * dX, W - 1e-4 * dW, b - 1e-4 * db
    return np.sum(conv2d_forward(*moved, 1, 1)[0] ** 2) < np.sum(H ** 2)


def all_right(*settings):
    return lambda case: all(max(errors(case, **setting)) < 1e-6 for setting in settings)


square = dict(N=1, sides=(4, 4), filters=(2, 2))
strided = dict(stride=2, pad=1)
tests = {
    "the shapes are right": lambda case: max(errors(case)) < np.inf,
    "the loss falls": loss_falls,
    "square, one image, dH of ones": all_right(dict(square, ones=True)),
    "square, one image, random dH": all_right(square),
    "rectangles, one image": all_right(dict(strided, N=1)),
    "rectangles, two images": all_right(strided),
    "the same, with and without padding": all_right(strided, dict(pad=0)),
    "the same, called twice": all_right(strided, dict(pad=0), dict(calls=2)),
}
check.when_written(lambda: plots.caught_by(
    {test: {bug: not accepts(case) for bug, case in bugs.items()}
     for test, accepts in tests.items()}))

# %% [markdown]
# E

# %%
