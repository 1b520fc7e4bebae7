# %% [markdown]
# # 9 · Debug and race
#
# You have written a backward pass by hand, with loops, as convolutions, and vectorized. In this last lesson you change sides.
# First you hunt bugs: you write the test that no wrong layer passes. Then you race your layer against others. At the end you
# take a trained network and send a gradient back one last time, through all of it, down to the pixels.
#
# | | |
# |---|---|
# | **You will** | write a test for a layer that is graded by planted bugs; race up to six layers; look into a trained network |
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

os.environ["OMP_NUM_THREADS"] = "1"  # one core: a race of algorithms, not of cores

import numpy as np

from convlib import shapes
from convlib.conv.im2col import col2im, conv2d_backward_im2col, conv2d_forward_im2col, im2col
from convlib.conv.naive import conv2d_backward, conv2d_forward
from convlib.conv.taps import conv2d_backward_taps, conv2d_forward_taps
from convlib.course.convnet import ConvNet, train
from convlib.gradcheck import numerical_gradient
from convlib.lab import check, plots
from convlib.lab.data import CLASSES, load_fashion_mnist
from convlib.lab.measure.baselines import layer_in, own_layer, pytorch_layer
from convlib.lab.measure.timing import seconds
from convlib.nn.layers import relu_forward

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
# Rounding makes it about $10^{-15}$. A measured gradient is good to about $10^{-9}$. A real mistake mostly makes it $0.1$ or more. So a limit of $10^{-6}$
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
from convlib.course.clinic import relative_error

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
# Five backward passes came in this week. With stride 1 and `pad = 1`, as in the network of lesson 8, all of them return arrays of the right shapes. Each has **one**
# bug. The function below compares them with the loops of lesson 5, in six settings.

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
        report = (f"{name} {e:4.2f}{' ✓' if e < 1e-6 else ' ✗'}"
                  for name, e in zip(("dX", "dW", "db"), errors(case, **setting)))
        print(f"{title:14}", "    ".join(report))


check.when_written(lambda: show_symptoms(conv2d_backward_im2col))

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
    _, dW, db = conv2d_backward_im2col(dH, cache)
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
    dX, _, _ = conv2d_backward_im2col(dH, cache)
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
# network still learns, only with a smaller learning rate for its convolutions. That is why such a bug lives long.
# </details>
#
# ### Case 4

# %%
def case_4(dH, cache):
    X, W, b, stride, pad = cache
    _, dW, db = conv2d_backward_im2col(dH, cache)
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
    dX, dW, db = conv2d_backward_im2col(dH, cache)
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
    dX, _, _ = conv2d_backward_im2col(dH, (X, W[:, :, ::-1, ::-1], *rest))
    return dX, *conv2d_backward_im2col(dH, cache)[1:]


def exchanged(dH, cache):
    dX, dW, db = conv2d_backward_im2col(dH, cache)
    F, C, f_H, f_W = dW.shape
    return dX, dW.reshape(F, C, f_W, f_H), db


def counting(dH, cache):
    dX, dW, db = conv2d_backward_im2col(dH, cache)
    return dX, dW, np.full(db.shape, float(dH[:, 0].size))


bugs = {"1: dW not transposed": case_1, "2: stamps overwritten": case_2,
        "3: mean over the batch": case_3, "4: empty at pad 0": case_4,
        "5: dW grows": case_5, "6: filter turned in dX": turned,
        "7: height and width of dW exchanged": exchanged, "8: db ignores dH": counting}

# %% [markdown]
# And here are eight tests, from careless to careful. The second one, *the loss falls*, makes one small step against the gradients and looks whether
# the loss $\frac12 \sum H^2$ became smaller.
#
# **Predict:** how many of the eight bugs does each test catch? Write down eight numbers.

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
# Only the last test catches all eight. Read the table by columns as well: which is the first test that sees a bug, and what is new in it? The
# mean over the batch needs two images, the growing `dW` a second call. From this come the rules by which all checks of this course choose their inputs:
#
# - compare **values**, not only shapes, and not only the loss;
# - a **random** `dH`, never ones;
# - nothing **square**: images, filters and outputs are higher than wide, or wider than high;
# - **several** of everything, and as many of nothing: images, channels and filters all differ in number;
# - more than one **stride** and **pad**, among them `pad = 0`, and a stride that leaves cells over;
# - call it **twice**, and look whether the inputs are still the same.
#
# ## 4 · The bug clinic
#
# Now you write the test. It gets a pair of functions, and nobody tells it whether the pair is right. The pair promises this:
#
# 1. `forward(X, W, b, stride=1, pad=0)` returns `(H, cache)`, and `backward(dH, cache)` returns `dX`, `dW` and `db`, in a tuple or in a list.
# 2. Outputs and gradients are right, up to rounding, for every number of images, channels and filters, every height and width, every
#    stride and pad. Biases differ. `X` may hold integers.
# 3. The cache is the pair's own business: a tuple, a dict, a function. Nobody else looks into it. A pair may be called as often as one likes, and other calls may lie
#    between a forward and its backward pass.
# 4. The pair never changes `X`, `W`, `b` or `dH`.
#
# How do you know what is right? For the *outputs* you have a slow layer that you trust: `conv2d_forward` from lesson 5. For the *gradients*, do as if you had
# nothing. In real work you test a backward pass because nobody wrote it before. You have something better than a second opinion: the
# forward pass itself, and `numerical_gradient` from lesson 2.
#
# **Predict:** a pair turns the filter in `forward`, and its `backward` fits to that perfectly. Will a measured gradient notice? Which part of your test must?
#
# <details><summary>Answer</summary>
#
# It will not. The measured gradient is that of the pair's own `forward`, so it fits a wrong `forward` as well. Only the comparison of the *outputs* with those of
# `conv2d_forward` notices. Several of the planted pairs are of this kind.
# </details>
#
# ### Exercise 9.2 · `assert_correct`
#
# Write `assert_correct(forward, backward)`. If the pair breaks a promise, it raises an error: `assert` is the plain way to do so. If the pair is right, it
# returns quietly. An error that the pair itself raises may go through: it counts as a refusal.
#
# Your test is graded by **planted bugs**. The check gives it pairs with one bug each, and right pairs in many styles. Refusing everything earns nothing, and so does
# accepting everything: each group of bugs has right pairs hidden in it. Keep the arrays tiny. A pair should take less than a tenth of a second, and the check tries about fifty of them.

# %% exercise="assert_correct"
from convlib.course.clinic import assert_correct

# %% check="assert_correct"
check.assert_correct(assert_correct)

# %% [markdown]
# <details><summary>Hint 1 of 3: the frame</summary>
#
# Draw random arrays with a fixed seed, `rng = np.random.default_rng(9)`: then a test that fails once fails always. Try two settings at least, such as stride 1 without
# padding, and stride 2 with `pad = 1` on a height that leaves a row over. Sizes such as 2 images, 3 channels, 4 filters of 2x3, and images of 3x5 are enough.
# </details>
# <details><summary>Hint 2 of 3: "it accepts a pair ..."</summary>
#
# The check names a bug that got through. Find the setting in which it shows: read the table of section 3, and the six rules. For bugs of memory: what must you call, and in which order, to
# see them? Copy the inputs *before* the first call.
#
# If a right pair is refused: compare with a limit such as $10^{-6}$, hand `backward` only the `cache` that came from `forward`, and take the gradients out with
# `dX, dW, db = ...`.
# </details>
# <details><summary>Hint 3 of 3: the parts in words</summary>
#
# For each setting: compare the output with that of `conv2d_forward`, for floats and for integers in `X`. Draw a random `dH` of the output's shape, and measure the
# three gradients: in `numerical_gradient(lambda W: ..., W, dH)` the function returns the first value of `forward`. Then call `forward` once more, with quite other
# numbers. This comes *after* measuring, because measuring calls `forward` too, with nearly the old numbers. Then twice in a row: call `backward` with the first cache, and compare `dX`, `dW` and `db`
# with the measured gradients by `relative_error`. At the end compare the inputs with their copies.
# </details>

# %% [markdown]
# ### The patients once more
#
# Here is your test at work: on three layers that you know to be right, and on the five cases. Each verdict stands with the words of your own error.

# %%
def verdict(forward, backward):
    try:
        assert_correct(forward, backward)
    except NotImplementedError:
        raise
    except Exception as error:
        return f"refused  ({' '.join(str(error).split())[:50] or type(error).__name__})"
    return "accepted"


def show_verdicts():
    pairs = {"loops": (conv2d_forward, conv2d_backward),
             "taps": (conv2d_forward_taps, conv2d_backward_taps),
             "im2col": (conv2d_forward_im2col, conv2d_backward_im2col)}
    pairs |= {bug: (conv2d_forward, case) for bug, case in bugs.items()}
    for name, pair in pairs.items():
        print(f"{name:36} {verdict(*pair)}")


check.when_written(show_verdicts)

# %% [markdown]
# What you have just done has a name: **mutation testing**. A test is tested by bugs that are put in on purpose, and its quality is the share that it finds. The checks of this course
# were made in the same way.
#
# ## 5 · The race
#
# All of these layers now pass your test. What they do not share is their speed. The starters:
#
# - *loops*, lesson 5: one Python step for each image, filter and position;
# - *taps*: one step for each position of the *filter*, all images and outputs at once;
# - *im2col*, lesson 6: one matrix product;
# - *yours*: the functions from your notebook of lesson 6, if it lies beside this one;
# - *fast*, the fast layer of convlib that you met at the end of lesson 6;
# - *PyTorch*, if it is installed. `pip install torch` brings it; you do not need it.
#
# The fast layer is written in NumPy too, and it computes what *im2col* computes. Four things make it fast. It works in blocks that stay in the processor's cache. It unfolds
# along the rows of an image only: for a 3x3 filter each number is copied 3 times, not 9, because the windows of neighbouring rows can share a copy. At stride 1 it mostly goes back as in the stretch of
# lesson 6: it unfolds `dH` and folds nothing. And where there are many channels and many filters it needs fewer multiplications. `convlib/conv/fast` has one file for each algorithm.
#
# All run on one core, forward and backward, with float32 numbers, and the best of several times counts. Before the start each is compared with the loops. A layer that is wrong
# does not run.

# %% tags=["nbval-ignore-output"]
own, words = own_layer()
print(words)
rivals = {"loops": (conv2d_forward, conv2d_backward),
          "taps": (conv2d_forward_taps, conv2d_backward_taps),
          "im2col": (conv2d_forward_im2col, conv2d_backward_im2col)}
if own:
    rivals["yours"] = own
if fast := layer_in("convlib.conv.fast"):
    rivals["fast"] = fast
if pytorch := pytorch_layer():
    rivals["PyTorch"] = pytorch

# %% [markdown]
# **Predict:** by which factor do the loops lose, on a tiny layer and on a larger one? Is one matrix product always faster than taps? On which layer does the fast one
# gain most over *im2col*? What does PyTorch gain on the tiny layer, where there is hardly anything to compute?

# %% tags=["nbval-ignore-output"]
layers = {"tiny: X (2, 3, 8, 8), W (4, 3, 3, 3)": (2, 3, 4, 8, 3, 1, 1),
          "first: X (8, 1, 28, 28), W (8, 1, 3, 3)": (8, 1, 8, 28, 3, 1, 1),
          "deep: X (8, 16, 14, 14), W (16, 16, 3, 3)": (8, 16, 16, 14, 3, 1, 1),
          "strided: X (8, 3, 32, 32), W (8, 3, 5, 5)": (8, 3, 8, 32, 5, 2, 2)}


def race(N, C, F, side, f, stride, pad):
    rng = np.random.default_rng(0)
    X, W, b = (rng.normal(size=size).astype(np.float32)
               for size in ((N, C, side, side), (F, C, f, f), F))
    right, cache = conv2d_forward(X, W, b, stride, pad)
    dH = rng.normal(size=right.shape).astype(np.float32)
    right = right, *conv2d_backward(dH, cache)
    times = {}
    for name, (forward, backward) in rivals.items():
        def there_and_back():
            H, cache = forward(X, W, b, stride, pad)
            return H, *backward(dH, cache)

        if all(np.allclose(got, want, rtol=1e-3, atol=1e-2)
               for got, want in zip(there_and_back(), right)):
            times[name] = seconds(there_and_back, 1 if name == "loops" else 7)
        else:
            print(f"{name} is wrong on this layer and does not run.")
    return times


plots.race({title: race(*layer) for title, layer in layers.items()})

# %% [markdown]
# <details><summary>What the race shows</summary>
#
# The loops pay for each Python step, some microseconds, whatever is computed in it. So their loss grows with the number of outputs. On the tiny layer every
# layer pays mostly for its calls, and the distances shrink. There the fast layer does what *im2col* does, with fewer calls. Between taps and *im2col* there is no winner once and for all:
# *im2col* writes the input once for each tap, and moving numbers costs as much as multiplying them. The fast layer and PyTorch spend their effort on that movement: blocks that
# fit into the processor's cache, and several methods among which they choose by the layer's shape. PyTorch's are compiled. The fast layer shows how far one gets in NumPy: `@` is compiled too,
# and what lies around it is a few Python steps for each block.
# </details>
#
# **Stretch:** make `rivals` longer. Write a layer by Fourier transforms, `np.fft.rfft2`, or one that calls `scipy.signal.correlate`. Let your test examine it first. From which
# filter size on does it win?
#
# ## 6 · What the filters see
#
# For the end, a trained network. It is the one of lesson 8, and a short training is enough here: some thousand pictures, once.

# %% tags=["nbval-ignore-output"]
data = load_fashion_mnist()
rng = np.random.default_rng(9)
net = ConvNet(rng)
train(net, data.X_train[:3000], data.y_train[:3000], epochs=1, lr=0.05, rng=rng,
      batch_size=32)
right = net.forward(data.X_test).argmax(axis=1) == data.y_test
print(f"right on {right.mean():.0%} of the test pictures")

# %% [markdown]
# ### Feature maps
#
# The first layer has eight filters of 3x3. Each makes a picture of its own from the input, its **feature map**. White is where the filter answers strongly, black is where the ReLU cut it to
# zero.
#
# **Predict:** a filter is positive on its upper row and negative on its lower one. Where on a shoe will it answer?

# %% tags=["nbval-ignore-output"]
def first_layer(X):
    H, _ = conv2d_forward_im2col(X, net.params["W1"], net.params["b1"], pad=1)
    return relu_forward(H)[0]


boot = data.X_test[data.y_test == CLASSES.index("Ankle boot")][:1]
plots.feature_maps(boot[0, 0], net.params["W1"][:, 0], first_layer(boot)[0])

# %% [markdown]
# Such a filter answers where it is bright above and dark below: along the lower edge, under the sole. Along the upper edge it is dark above and bright below. There
# the sum is negative, and the ReLU makes it zero. Look for a filter above that treats the two edges differently.
#
# ### Which window makes a filter fire most?
#
# An output is the sum of products of window and filter. Among all windows of the same norm this sum is largest for the one that *looks like the filter*, because for
# vectors of a fixed length the dot product is largest where they are parallel. Pixels cannot be negative, so a real window does its best: bright where the filter is positive, dark where it is negative.
#
# The picture shows, below each filter, the three windows from 500 test pictures that make it answer most, each from another picture.

# %% tags=["nbval-ignore-output"]
pictures = data.X_test[:500]
H = first_layer(pictures)
padded = np.pad(pictures[:, 0], [(0, 0), (1, 1), (1, 1)])
windows, responses = [], []
for k in range(H.shape[1]):
    maps = H[:, k].reshape(len(H), -1)
    best = np.argsort(-maps.max(axis=1))[:3]
    places = [np.unravel_index(maps[n].argmax(), H.shape[2:]) for n in best]
    windows.append([padded[n, i:i + 3, j:j + 3] for n, (i, j) in zip(best, places)])
    responses.append(maps.max(axis=1)[best])
plots.fires_most(net.params["W1"][:, 0], windows, responses)

# %% [markdown]
# ### The gradient of a score, down to the pixels
#
# And now the subject of this course, one last time. The network gives each picture ten scores, the logits. Ask: *how does the score of one class react to each pixel?* The answer is a
# gradient with respect to the input. You have had it all along. It is the `dX` that training throws away.
#
# Put a gradient of 1 on the score of one class and 0 on all others, and send it back: through the linear layer, through the pooling, which hands it to the
# largest entry of each window, through the ReLU, which blocks it where the input was negative, and through both convolutions, where it meets the filters, turned by 180 degrees.

# %% tags=["nbval-ignore-output"]
def score_gradient(X, label):
    logits = net.forward(X)
    dlogits = np.zeros_like(logits)
    dlogits[:, label] = 1
    return net.backward(dlogits)


labels = [CLASSES.index(name) for name in ("Trouser", "Ankle boot", "Bag")]
shown = [np.flatnonzero((data.y_test == label) & right)[0] for label in labels]
images = data.X_test[shown]
dX = np.concatenate([score_gradient(images[n:n + 1], label)
                     for n, label in enumerate(labels)])
plots.gradient_on_image(images[:, 0], dX[:, 0],
                        [f"the score of “{CLASSES[label]}”" for label in labels])

# %% [markdown]
# Is it true? Measure it, as in lesson 2 and in float64. Take the pixel on the object with the largest gradient, make it a tiny bit brighter and darker, and see what the score does.

# %% tags=["nbval-ignore-output"]
for n, label in enumerate(labels):
    X = images[n:n + 1].astype(float)
    sent_back = score_gradient(X, label)
    place = np.unravel_index(np.abs(sent_back * (X > 0)).argmax(), X.shape)
    step = np.zeros(X.shape)
    step[place] = 1e-5
    above, below = net.forward(X + step)[0, label], net.forward(X - step)[0, label]
    print(f"{CLASSES[label]:10}  sent back {sent_back[place]:7.4f}"
          f"   measured {(above - below) / 2e-5:7.4f}")

# %% [markdown]
# The two columns agree. Now look at the last column of the picture again: along an edge the marks often stand in pairs, one up and one down. There a
# brighter pixel on one side and a darker one on the other make the edge stronger.
#
# **Stretch:** follow the gradient. Add to a picture a small step, `0.05 * np.sign(dX)`, for the score of a *wrong* class, and forward it again. How many such steps until the
# network changes its mind, and can you see the difference?
#
# ## Reflection
#
# ### Exercise 9.3 · Written answer
#
# A friend shows you a new layer. Its shapes are right, the loss falls, and the accuracy is 88 %. "So the gradient is right", says your friend. **In five or six sentences: why does none of
# the three prove that? Which test would you ask for, with which inputs, and why these? And how would you find out whether that test itself is any good?**
#
# *Graded by hand:* 1 point for why falling loss and accuracy prove nothing, with an example of a bug that hides behind them; 1 point for a test with its inputs, reasons for them,
# and a way to test the test.

# %% [markdown] answer="reflection_test" points=2
# **Rubric.** 1 point: a wrong gradient can still point roughly downhill, or only some parameters need to learn; with a concrete bug, such as a mean over the batch, a `dX` of a turned filter, a `db` of zeros.
# 1 point: a measured gradient, or the adjoint identity, on random inputs that are not square, with several images, channels, filters, strides and pads, with a reason for at least two of these; and planted bugs
# to test the test.
#
# **Model answer.** Right shapes say nothing about the numbers. The loss falls as long as the step points roughly downhill, and many wrong gradients do: one that is divided by the batch size once too often is only a smaller learning rate,
# and with a wrong `dX` the last layers still learn. So the network reaches a good accuracy and nobody looks further. I would ask for a comparison with a measured gradient in float64. The image and the filter should not be square, so that height and width
# cannot be confused; `dH` should be random, since ones hide every mix-up of its entries; there should be several images, channels and filters, and strides and pads with cells left over. To test the test I would plant bugs on purpose, one
# at a time, and count how many it finds, and I would give it right layers in other styles to see that it spares them.
#
# **Comments to copy.**
#
# - Right shapes and a falling loss are what you saw, not why they prove nothing. Give one wrong gradient that still points downhill.
# - You ask for a numerical gradient, but not for which inputs. Which mistakes does a square image hide?
# - You say that the test should be thorough. Say how you would test the test: plant bugs and count what it finds.
# - Well chosen inputs. Give the reason for at least two of them.

# %% [markdown]
# ## Recap
#
# You started with a 3x3 input and a 2x2 filter. Now you can
#
# - compute every output and every gradient of a convolution by hand, and say where each number comes from;
# - write the layer with loops, as convolutions, as a matrix, and as one fast product, and put it into a network that learns;
# - explain why the filter turns on the way back, and why stride, padding, channels and batches change the sums as they do;
# - test a backward pass so that a wrong one cannot hide, and test the test.
#
# Where to go on:
#
# - **Automatic differentiation.** PyTorch's autograd does exactly what you did. Each operation keeps what its backward pass needs, and the gradient
#   goes back through the operations in reverse order, summed where something was used twice:
#   [Baydin et al., *Automatic differentiation in machine learning: a survey*](https://arxiv.org/abs/1502.05767). Its own check, `torch.autograd.gradcheck`, is your `assert_correct`.
# - **The beginnings.** [Rumelhart, Hinton and Williams, *Learning representations by back-propagating errors*](https://doi.org/10.1038/323533a0), three pages and a half.
#   [LeCun et al., *Gradient-based learning applied to document recognition*](https://doi.org/10.1109/5.726791), the convolutional network that read cheques.
# - **More convolutions.** Transposed and dilated ones, in pictures: [Dumoulin and Visin, *A guide to convolution arithmetic*](https://arxiv.org/abs/1603.07285). Faster ones:
#   [Lavin and Gray, *Fast algorithms for convolutional neural networks*](https://arxiv.org/abs/1509.09308).
# - **More looking inside.** [Simonyan et al., *Deep inside convolutional networks*](https://arxiv.org/abs/1312.6034), the gradient that you drew.
#   [Goodfellow et al., *Explaining and harnessing adversarial examples*](https://arxiv.org/abs/1412.6572), the stretch above.
#
# Press **Validate** at the top, and hand in with the cell below. That was the last lesson. Thank you for the long way.

# %%
check.hand_in()
