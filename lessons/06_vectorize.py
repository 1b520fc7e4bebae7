# %% [markdown]
# # 6 · Vectorize
#
# Your layer of lesson 5 is right, and slow. In this lesson its loops disappear into one matrix product. You will write
# the unfolding that makes this possible, and its way back. Then you will measure what it costs: it is not always the
# fastest way, and at the end you will know why.
#
# | | |
# |---|---|
# | **You will** | unfold the input into a matrix, rewrite the whole layer with it, and race it against loops |
# | **You will learn** | im2col and col2im, the layer as a matrix product in both directions, memory against time, what limits a processor |
# | **You need** | lessons 3, 4 and 5; the product of two matrices |
# | **Time** | about 95 minutes |
#
# | Exercise | Difficulty | Minutes | Points |
# |---|---|---|---|
# | 6.1 `im2col` | ●●● | 20 | 8 |
# | 6.2 `conv2d_forward_im2col` | ●○○ | 10 | 9 |
# | 6.3 `col2im` | ●●○ | 15 | 8 |
# | 6.4 `conv2d_backward_im2col` | ●●○ | 15 | 11 |
# | 6.5 Reflection | ●●○ | 10 | 2 |

# %% course="setup"
import os

os.environ["OMP_NUM_THREADS"] = "1"  # one core: a race of algorithms, not of cores

import numpy as np

from convlib import shapes
from convlib.conv.naive import conv2d_backward, conv2d_forward
from convlib.conv.taps import conv2d_backward_taps, conv2d_forward_taps
from convlib.gradcheck import numerical_gradient
from convlib.lab import check, plots
from convlib.lab.measure.baselines import layer_in, pytorch_layer
from convlib.lab.measure.machine import cache_sizes
from convlib.lab.measure.timing import seconds

# %% [markdown]
# The layer of lesson 5 and `numerical_gradient` lie in `given.py` beside this notebook. So does a second version of the
# layer, `conv2d_forward_taps` and `conv2d_backward_taps`. Section 4 explains it.
#
# ## 1 · Unfolding
#
# Take 8 images, 4 filters and 784 outputs for each image and filter. The inner line of the loops runs 32·784 = 25088
# times. Each time Python looks up names, cuts out a window and calls a function. That takes far longer than the few
# multiplications themselves. NumPy's `@` multiplies in compiled code, without a Python step in between. So we want
# **one** `@` for the whole layer.
#
# An output is a window times the filter, added up. So write each window into a matrix, as a list of numbers, and all
# outputs are one product. (The stretch of lesson 3 called it $B$, with a window in each row.) We put the windows the
# other way, as PyTorch does: **each column is a window**. This matrix is called `cols`, and making it is called
# *im2col*, image to columns.

# %%
X = np.arange(1.0, 10.0).reshape(3, 3)
W = np.array([[1.0, 2.0], [3.0, 4.0]])
dH = np.array([[1.0, -2.0], [0.5, 3.0]])
plots.arrays(X=X, W=W, dH=dH)

# %% [markdown]
# There are two orders in which to fill `cols`. On the left, one window after the other is written down as a column. On
# the right, we go through the *taps*. A tap is one position $[u, v]$ of the filter. As the filter slides, it meets one
# pixel for each output. These pixels are a row.
#
# **Predict:** what will stand in the row of `W[0, 1]`?

# %%
plots.unfolding(X, 2, 2)

# %% [markdown]
# Both orders give the same matrix. You know its rows: they are the table of the weights from lesson 2.
#
# In this example each row equals the column of the same number, only because the filter and the output are both 2x2. So
# a mistake that exchanges rows and columns would stay hidden. Here is one step of a larger case, with a 2x3 filter and
# stride 2. Now a tap meets pixels that lie two apart.

# %%
plots.unfolding(np.arange(1.0, 21.0).reshape(4, 5), 2, 3, stride=2).frame(1)

# %% [markdown]
# The orders differ in their number of steps: one for each output on the left, one for each tap on the right.
# **Predict** both for a 28x28 output and a 3x3 filter.
#
# <details><summary>Answer</summary>
#
# 28·28 = 784 steps window by window, and 3·3 = 9 steps tap by tap. Each step takes all images and channels at once.
# </details>
#
# With channels and images the layout is this:
#
# - each image has a matrix of its own: `cols[n]`;
# - its rows go through the channels, inside a channel through the rows of the filter, inside these through its columns:
#   row $(c, u, v)$ in row-major order;
# - its columns go through the outputs, row after row: column $(h, w)$ in row-major order.
#
# So `cols` has the shape `(N, C * f_H * f_W, n_H * n_W)`, and
#
# $$\text{cols}_{n,\,(c,u,v),\,(h,w)} = \text{padded}_{n,\,c,\;h·\text{stride} + u,\;w·\text{stride} + v}$$
#
# where `padded` is $X$ with `pad` zeros around each channel.
#
# ### Exercise 6.1 · `im2col`
#
# Write `im2col(X, f_H, f_W, stride=1, pad=0)`. Either order is fine, and so is any other way that gives this layout.
# `cols` has the dtype of `X`: in float32 it takes half the memory.

# %% exercise="im2col"
from convlib.conv.im2col import im2col

# %% check="im2col"
check.im2col(im2col)

# %% [markdown]
# <details><summary>Hint 1 of 3: before the loops</summary>
#
# `np.pad` takes one pair for each axis: `((0, 0), (0, 0), (pad, pad), (pad, pad))`. The numbers of outputs, `n_H` and
# `n_W`, are those of lesson 4.
# </details>
# <details><summary>Hint 2 of 3: let reshape do the numbering</summary>
#
# Fill an array with six axes, `(N, C, f_H, f_W, n_H, n_W)`. At the end one `reshape` to the wanted shape joins
# neighbouring axes in row-major order.
# </details>
# <details><summary>Hint 3 of 3: one tap in words</summary>
#
# Tap `[u, v]` meets the rows `u`, `u + stride`, and so on, `n_H` of them, and the columns in the same way. As a slice
# the rows are `u:u + n_H * stride:stride`. Copy that grid of all images and channels at once to `[:, :, u, v]`.
# </details>

# %% [markdown]
# ### Two channels
#
# Channel 1 below is ten times channel 0. **Predict:** which row holds what the first weight of channel 1
# meets?

# %%
two_channels = np.stack([X, 10 * X])[None]
check.when_written(lambda: plots.arrays(
    channel_0=X, channel_1=10 * X, cols=im2col(two_channels, 2, 2)[0]))

# %% [markdown]
# ## 2 · Forward as one product
#
# The first column of our first matrix is the window 1, 2, 4, 5. The filter, read in the same order, is 1, 2, 3, 4. Row
# times column:
#
# $$1·1 + 2·2 + 4·3 + 5·4 = 37$$
#
# This is the first output of lesson 1. The same row times all columns gives all outputs of one filter. And $F$ filters
# are $F$ rows. `W.reshape(F, -1)` makes them: it reads each filter channel after channel, row after row. That is just
# the order of the rows of `cols`. So
#
# $$H_n = \text{W.reshape(F, -1)} \; @ \; \text{cols}_n + b$$
#
# Here are the sizes for 8 images of 2 channels and four 3x3 filters.

# %%
plots.forward_product((8, 2, 28, 28), (4, 2, 3, 3), stride=1, pad=1)

# %% [markdown]
# `@` on arrays with more than two axes multiplies the matrices in the last two, image by image. The result has a row
# for each filter and a column for each output. One reshape gives it the shape of $H$. Nothing must be transposed: this
# is what the layout is good for.
#
# ### Exercise 6.2 · `conv2d_forward_im2col`
#
# Write the forward pass of lesson 5 again, with your `im2col` and without any loop. Return `(H, cache)` with `cache =
# (X, W, b, stride, pad)`.

# %% exercise="conv2d_forward_im2col"
from convlib.conv.im2col import conv2d_forward_im2col

# %% check="conv2d_forward_im2col"
check.conv2d_forward_im2col(conv2d_forward_im2col)

# %% [markdown]
# <details><summary>Hint 1 of 3: three steps</summary>
#
# Unfold, multiply, reshape. The sizes are those of lesson 5.
# </details>
# <details><summary>Hint 2 of 3: the bias</summary>
#
# Each filter has one bias, and each filter is a row. `b[:, None]` is a column of them, which is added to every column.
# </details>
# <details><summary>Hint 3 of 3: the lines in words</summary>
#
# Multiply `W.reshape(F, -1)` by `cols` with `@` and add `b[:, None]`. The result has the shape `(N, F, n_H * n_W)`.
# Reshape it to `(N, F, n_H, n_W)`.
# </details>

# %%
rng = np.random.default_rng(6)
x, w = rng.normal(size=(2, 3, 5, 6)), rng.normal(size=(4, 3, 3, 2))
b = rng.normal(size=4)


def compare_forward():
    fast, loops = (f(x, w, b, stride=2, pad=1)[0] for f in (conv2d_forward_im2col, conv2d_forward))
    print("the shape:", fast.shape)
    print("as with loops, up to rounding:", np.allclose(fast, loops, atol=1e-12))


check.when_written(compare_forward)

# %% [markdown]
# ## 3 · The way back
#
# Forward there were two steps: the unfolding, then the product. The gradient goes back through them in the opposite
# order.
#
# **The product.** For one image it is $H = W \, \text{cols}$, where $W$ stands for `W.reshape(F, -1)`. Lesson 3 said
# that a gradient goes back through the transposed matrix. So
#
# $$d\text{cols} = W^\mathsf{T} \, dH$$
#
# In our example these are four rows and four columns: each weight times each entry of `dH`.
#
# **The unfolding.** Every entry of `cols` is a copy of a pixel. The corner pixel 1 was copied once, the 2 beside it
# twice. You know from lesson 2 what happens to something that is used several times: **gradients of all uses are
# summed**. So each entry of `dcols` goes back to the pixel that it was copied from, and what arrives there is added.
# This is *col2im*.
#
# **Predict:** how many terms does the pixel in the middle receive?

# %%
plots.folding(np.outer(W, dH), (3, 3), 2, 2)

# %% [markdown]
# The last step shows the `dX` that you computed by hand in lesson 2. Each step brought one term to the pixel in the
# middle.
#
# ### A trap
#
# It is tempting to fold without a loop: make a list of the places to which the entries go, and write `image[places] +=
# entries`. In this small case two entries go to place 1. **Predict** both lines before you run the cell.

# %%
places, entries = [0, 1, 1, 3], [1.0, 2.0, 3.0, 4.0]

image = np.zeros(4)
image[places] += entries
print("image[places] += entries: ", image)

image = np.zeros(4)
np.add.at(image, places, entries)
print("np.add.at(image, ...):    ", image)

# %% [markdown]
# The first line lost the 2. `image[places] += entries` means `image[places] = image[places] + entries`. The right side
# is computed *first*, from the zeros, for all four places. Then it is written, and for place 1 the second value
# replaces the first. `np.add.at` adds one entry after the other. So does `np.bincount` with weights. A loop over the
# taps is safe as well: inside **one** tap no pixel comes twice, so `+=` on its grid loses nothing.
#
# ### Exercise 6.3 · `col2im`
#
# Write `col2im(cols, X_shape, f_H, f_W, stride=1, pad=0)`. It returns an array of the shape `X_shape`. What comes back
# to the padding is dropped.

# %% exercise="col2im"
from convlib.conv.im2col import col2im

# %% check="col2im"
check.col2im(col2im)

# %% [markdown]
# <details><summary>Hint 1 of 3: im2col backward</summary>
#
# Go through your `im2col` from its last line to its first. A reshape becomes the opposite reshape, a copy becomes `+=`
# in the other direction, padding becomes cutting off.
# </details>
# <details><summary>Hint 2 of 3: where to add up</summary>
#
# Add up in zeros of the *padded* size, and cut out the middle at the end. `[pad:pad + n_H_prev]` also works for
# `pad=0`; `[pad:-pad]` does not.
# </details>
# <details><summary>Hint 3 of 3: one tap in words</summary>
#
# Reshape `cols` to `(N, C, f_H, f_W, n_H, n_W)`. For each tap add its part `[:, :, u, v]` to the grid `u:u + n_H *
# stride:stride`, `v:v + n_W * stride:stride` of the zeros.
# </details>

# %% [markdown]
# ### Not the inverse
#
# Unfold our $X$ and fold it again. **Predict:** what comes back for the pixel 5, and what for the corner 1? If each
# pixel of an image is 1, what does the folded image show?

# %%
def there_and_back(image, f, stride=1):
    image = image[None, None]
    return col2im(im2col(image, f, f, stride), image.shape, f, f, stride)[0, 0]


check.when_written(lambda: plots.round_trip(
    X, im2col(X[None, None], 2, 2)[0],
    there_and_back(X, 2), there_and_back(np.ones((3, 3)), 2)))

# %% [markdown]
# So `col2im` does **not** undo `im2col`. That is no mistake: more outputs use the pixel in the middle than use a
# corner, so its gradient has more terms.
#
# Here are the counts of a 2x2 filter on a 5x4 image, for the strides 1, 2 and 3. **Predict** the second before you
# look. Where does the third show 0, and what is the gradient of those pixels?

# %%
check.when_written(lambda: plots.arrays(**{
    f"stride_{s}": there_and_back(np.ones((5, 4)), 2, s) for s in (1, 2, 3)}))

# %% [markdown]
# A pixel with the count 0 lies in no window. No output depends on it, and its gradient is 0.
#
# `col2im` is not the inverse of `im2col`, but what lesson 3 called its **adjoint**. For any $X$ and any $G$ of the
# shape of `cols`
#
# $$\langle \text{im2col}(X), \, G \rangle = \langle X, \, \text{col2im}(G) \rangle$$
#
# Weigh it, on random numbers, with stride and padding.

# %%
def weigh():
    cols = im2col(x, 3, 2, stride=2, pad=1)
    G = np.random.default_rng(7).normal(size=cols.shape)
    folded = col2im(G, x.shape, 3, 2, stride=2, pad=1)
    return plots.adjoint(np.sum(cols * G), np.sum(x * folded), "im2col", "col2im")


check.when_written(weigh)

# %% [markdown]
# ### All three gradients as products
#
# The weight $[k, c, u, v]$ multiplied row $(c, u, v)$ of `cols`, and the products went into row $k$ of $H$. So its
# gradient is row $k$ of $dH$ times row $(c, u, v)$ of `cols`, added up over all outputs and images. With $W$ and $dH_n$
# as matrices, like in the forward product:
#
# $$dW = \sum_n dH_n \; \text{cols}_n^\mathsf{T} \qquad db_k = \sum_n \sum_{h,w} dH_{n,k,(h,w)} \qquad d\text{cols}_n = W^\mathsf{T} \, dH_n$$
#
# The sizes help to remember them: with $F$ filters of $C \, f_H \, f_W$ weights and $n_H \, n_W$ outputs in an image,
# the matrices fit in one way only.

# %%
plots.backward_products((8, 2, 28, 28), (4, 2, 3, 3), stride=1, pad=1)

# %% [markdown]
# ### Exercise 6.4 · `conv2d_backward_im2col`
#
# Write `conv2d_backward_im2col(dH, cache)` with `im2col` and `col2im`. Return `(dX, dW, db)`.

# %% exercise="conv2d_backward_im2col"
from convlib.conv.im2col import conv2d_backward_im2col

# %% check="conv2d_backward_im2col"
check.conv2d_backward_im2col(conv2d_backward_im2col)

# %% [markdown]
# <details><summary>Hint 1 of 3: first of all</summary>
#
# Reshape `dH` to `(N, F, n_H * n_W)`. Then it has a row for each filter and a column for each output, like the result
# of the forward product.
# </details>
# <details><summary>Hint 2 of 3: the sum over the images</summary>
#
# `dH @ cols.transpose(0, 2, 1)` gives one matrix for each image. Add them up over axis 0 and reshape to `W.shape`. `db`
# adds `dH` up over the axes 0 and 2.
# </details>
# <details><summary>Hint 3 of 3: dX in words</summary>
#
# Multiply the transpose of `W.reshape(F, -1)` by `dH`. Give the result to `col2im`, with the shape of `X`, the filter's
# sides, stride and pad.
# </details>

# %%
def compare_backward():
    G = np.random.default_rng(8).normal(size=conv2d_forward_im2col(x, w, b, 2, 1)[0].shape)
    inputs = {"dX": (lambda a: conv2d_forward(a, w, b, 2, 1)[0], x),
              "dW": (lambda a: conv2d_forward(x, a, b, 2, 1)[0], w),
              "db": (lambda a: conv2d_forward(x, w, a, 2, 1)[0], b)}
    derived = conv2d_backward_im2col(G, (x, w, b, 2, 1))
    for (name, (layer, at)), gradient in zip(inputs.items(), derived):
        measured = numerical_gradient(layer, at, G)
        print(name, "as measured:", np.allclose(measured, gradient, atol=1e-7))


check.when_written(compare_backward)

# %% [markdown]
# ## 4 · Memory against time
#
# `cols` takes room. With stride 1 nearly every pixel is copied $f_H f_W$ times. With stride $s$ there are about $s^2$
# times fewer windows. So `cols` is about
#
# $$\frac{f_H \, f_W}{s^2}$$
#
# times as large as $X$. **Predict** the factor for a 5x5 filter with stride 1, and for a 3x3 filter with stride 2.

# %%
plots.memory({
    "3x3 filters": ((8, 16, 28, 28), (32, 16, 3, 3), 1, 1),
    "5x5 filters": ((8, 16, 28, 28), (32, 16, 5, 5), 1, 2),
    "3x3 filters, stride 2": ((8, 16, 28, 28), (32, 16, 3, 3), 2, 1),
    "1x1 filters": ((8, 16, 28, 28), (32, 16, 1, 1), 1, 0),
})

# %% [markdown]
# Here the factors are exact, because the padding was chosen so that there is one window for each pixel, or for each
# $s^2$ pixels. Without padding there are fewer windows, and the factor is a little smaller.
#
# ### Between loops and one product
#
# There is an algorithm in between: one tap at a time. Multiply the weights of this tap by what they meet, and add the result
# to $H$. This is the heart of `conv2d_forward_taps`:
#
# ```python
# for u in range(f_H):
#     for v in range(f_W):
#         met = padded[:, :, u:u + n_H * stride:stride, v:v + n_W * stride:stride]
#         H += W[:, :, u, v] @ met.reshape(N, C, -1)
# ```
#
# It does the same multiplications. It takes a product for each tap, and it never holds all of `cols`, only the piece
# for one tap. In return it reads and writes all of $H$ once for each tap.
#
# Four layers will race. The table shows what there is to hold in memory besides $X$ and $W$, in megabytes: all of
# `cols`, or one piece of it; and $H$.

# %%
layers = {
    "few channels, many filters": ((1, 3, 48, 48), (32, 3, 5, 5), 1, 2),
    "a small image": ((8, 1, 28, 28), (8, 1, 3, 3), 1, 1),
    "many channels, few filters": ((1, 64, 96, 96), (4, 64, 3, 3), 1, 1),
    "1x1 filters": ((1, 128, 64, 64), (4, 128, 1, 1), 1, 0),
}
print(f"{'':28}{'C':>5}{'F':>5}{'taps':>6}{'cols':>9}{'one piece':>11}{'H':>9}")
for title, ((N, C, *sides), (F, _, f_H, f_W), stride, pad) in layers.items():
    n_H, n_W = ((n + 2 * pad - f) // stride + 1 for n, f in zip(sides, (f_H, f_W)))
    piece, H_size = (8 * N * m * n_H * n_W / 1e6 for m in (C, F))
    print(f"{title:28}{C:5}{F:5}{f_H * f_W:6}{f_H * f_W * piece:9.2f}{piece:11.2f}{H_size:9.2f}")

# %% [markdown]
# **Predict:** on which of the four will one product win clearly? Is there one where taps could win, although they take
# more steps in Python?
#
# The race runs each fast algorithm several times and keeps the best time, because other programs can only make it slower.
# The setup cell has told NumPy to use one core. The race takes some seconds, most of them for the loops. The
# numbers are those of your machine, today.

# %% tags=["nbval-ignore-output"]
def time_forward(X_shape, W_shape, stride, pad):
    rng = np.random.default_rng(0)
    X, W, b = (rng.normal(size=shape) for shape in (X_shape, W_shape, W_shape[0]))
    algorithms = {"loops": conv2d_forward, "taps": conv2d_forward_taps,
                  "yours": conv2d_forward_im2col}
    return {name: seconds(lambda: forward(X, W, b, stride, pad), 1 if name == "loops" else 7)
            for name, forward in algorithms.items()}


check.when_written(lambda: plots.race({
    f"{title}: X {layer[0]}, W {layer[1]}": time_forward(*layer)
    for title, layer in layers.items()}))

# %% [markdown]
# Read the picture, and answer for yourself:
#
# - For each layer divide the time of the loops by the number of outputs, $N F \, n_H n_W$. What do you notice? How many
#   multiplications are there in one output?
# - Divide the time of taps by the time of yours, for each layer. For which layer is this ratio largest, for which is it
#   smallest? What are $C$ and $F$ there?
# - Run the cell again. Which differences are still there, and which were noise?
#
# <details><summary>What decides the race</summary>
#
# All three do the same multiplications. The loops take about the same time for each output, whether its window has 9
# numbers or 576: it goes into Python's steps. Taps and one product differ in how many numbers they move.
#
# *One product* writes all of `cols` and reads it again. A processor has a small, fast memory of its own. It is called
# a cache too, but has nothing to do with the `cache` of a layer. It holds a few megabytes, or some tens of them. What
# does not fit must come from the main memory, which is several times slower. Compare the column `cols` of the table
# with that.
#
# *Taps* copy the same numbers, but one piece at a time, and a piece may stay in the fast memory until it has been
# multiplied. In return they read and write $H$ once for each tap. Where $F$ is small against $C$, $H$ is small against
# a piece, and this costs little. Where $F$ is large against $C$, it costs more than `cols` does. On small layers the
# time goes into the Python steps, and fewer steps win.
#
# *1x1 filters* have a single tap. `cols` is then a copy of $X$ in the same order, which brings nothing. Taps multiply
# without it.
#
# So fewer loops are not always faster. How large the differences are depends on the processor and its memory. If your
# race came out differently, your numbers are right: think about which of these costs was small on your machine.
# Libraries such as PyTorch choose between several algorithms by the shape of the layer.
# </details>
#
# ### Your layer against the loops
#
# The last race is forward and backward together, as in training. The layer has the size of a first layer on
# Fashion-MNIST, and gets few images.

# %% tags=["nbval-ignore-output"]
def time_both(forward, backward, repeat):
    rng = np.random.default_rng(0)
    X, W, b = (rng.normal(size=shape) for shape in ((8, 1, 28, 28), (6, 1, 3, 3), 6))

    def both():
        H, cache = forward(X, W, b, 1, 1)
        return backward(H, cache)  # any numbers will do for dH

    return seconds(both, repeat)


check.when_written(lambda: plots.race({"forward and backward: X (8, 1, 28, 28), W (6, 1, 3, 3)": {
    "loops": time_both(conv2d_forward, conv2d_backward, 1),
    "taps": time_both(conv2d_forward_taps, conv2d_backward_taps, 7),
    "yours": time_both(conv2d_forward_im2col, conv2d_backward_im2col, 7)}}))

# %% [markdown]
# ## 5 · What the processor sees
#
# Moving numbers takes time. How much depends on where they lie. Between the processor and the main memory there are
# caches: the smallest, L1, is the fastest and often holds 32 KiB. The next, L2, holds more and takes longer, and so does
# L3. (1 KiB is 1024 bytes, and 1 MiB is 1024 KiB.) A number that was used a moment ago is still in a cache, if others
# have not pushed it out.
#
# ### How many images at once?
#
# Your layer takes the whole batch. It need not: a loop can give it one *block* of images after the other. Take 1024
# images of 28x28 and 3x3 filters, in float32, which has 4 bytes for each number. The `cols` of one image holds
# 9·784 = 7056 numbers. That is 7056·4 = 28224 bytes, just below 28 KiB. A block of 32 images has 32 times as much.
#
# The outputs do not depend on the size of the blocks, and the number of multiplications does not either.
#
# **Predict:** which block is the fastest for each image: 1 image, all 1024, or one in between? Why does 1 win or lose?

# %% tags=["nbval-ignore-output"]
def time_blocks():
    rng = np.random.default_rng(0)
    X, W, b = (rng.normal(size=shape).astype(np.float32)
               for shape in ((1024, 1, 28, 28), (8, 1, 3, 3), 8))

    def in_blocks(block):
        for start in range(0, len(X), block):
            conv2d_forward_im2col(X[start:start + block], W, b, 1, 1)

    times = {2 ** k: seconds(lambda: in_blocks(2 ** k), 3) / len(X) for k in range(11)}
    return plots.blocks(times, im2col(X[:1], 3, 3, 1, 1).nbytes, cache_sizes())


check.when_written(time_blocks)

# %% [markdown]
# <details><summary>What decides the size of the blocks</summary>
#
# *Small blocks* lose to the calls. Your layer takes some tens of microseconds before it has multiplied anything: shapes
# are looked at, arrays are made, each step is started. In blocks of 1 every image pays for that alone. In blocks of 32
# they share it.
#
# *Large blocks* lose to the memory. `cols` is written, and then `@` reads it. In a small block it is still in a cache by
# then. And `cols` is not all that a block needs. The product has 8·784 = 6272 numbers for each image, and adding `b`
# makes a second array of that size. Together that is nearly three times `cols`. The last cache is also shared with all
# that runs beside. So the time can rise long before `cols` alone fills it.
#
# There is a second reason on the right side. For arrays of some megabytes NumPy may ask the system for fresh memory at
# each call. The system hands it out page by page when it is first touched, and that takes time too. So do not expect the
# steps of your picture exactly at the lines.
#
# convlib has a layer that takes both to heart, the *fast layer*. It works in blocks that stay in a cache, and each block
# uses the memory of the one before.
# </details>
#
# ### How fast could it be?
#
# Two things limit every layer. The processor does only so many operations in a second; a multiplication is one, an
# addition is one. And the memory brings only so many bytes in a second. Say the processor does 100 billion operations,
# and the memory brings 20 billion bytes.
#
# - A layer that does 2 operations with each byte can then do 2·20 = 40 billion in a second. The processor waits for
#   numbers.
# - A layer that does 50 operations with each byte gets enough numbers for 50·20 = 1000 billion. But the processor stops
#   at 100.
# - With 5 operations for each byte both limits are the same.
#
# The operations for each byte are called the **arithmetic intensity**. So
#
# $$\text{operations in a second} \;\le\; \min(\text{peak}, \; \text{bandwidth} · \text{intensity})$$
#
# Drawn against the intensity, the limit rises and then stays level, like a roof. The picture is called the **roofline**.
#
# Count for forward and backward together. Forward, each output takes $C f_H f_W$ multiplications and as many additions.
# `dW` takes the same number once more, and so does `dX`. For the bytes count only what no algorithm can avoid. Forward reads
# `X` and `W` and writes `H`. Backward reads `dH`, `X` and `W`, and writes `dX` and `dW`. `cols` does not count: an algorithm that
# makes it moves more than it must.

# %%
depths = {"first layer": ((256, 1, 28, 28), (8, 1, 3, 3), 1),
          "1x1 filters": ((16, 64, 28, 28), (64, 64, 1, 1), 0),
          "deep layer": ((16, 64, 28, 28), (64, 64, 3, 3), 1)}


def count(X_shape, W_shape, pad):
    (N, C, *sides), (F, _, f_H, f_W) = X_shape, W_shape
    n_H, n_W = (n + 2 * pad - f + 1 for n, f in zip(sides, (f_H, f_W)))
    operations = 3 * 2 * N * F * n_H * n_W * C * f_H * f_W
    numbers = 3 * np.prod(X_shape) + 3 * np.prod(W_shape) + 2 * N * F * n_H * n_W
    return operations, 4 * numbers


print(f"{'':14}{'million operations':>20}{'megabytes':>12}{'operations per byte':>22}")
for title, layer in depths.items():
    operations, moved = count(*layer)
    print(f"{title:14}{operations / 1e6:20.0f}{moved / 1e6:12.1f}{operations / moved:22.1f}")

# %% [markdown]
# All three move about as many bytes, but the deep layer does 32 times as many operations as the first.
#
# The next cell measures the roof of your machine, in float32 and on one core. The peak is that of a large `@`. The
# bandwidth is that of a copy of 134 MB, far more than most caches hold. Then the layers run. Besides yours and the taps these
# are convlib's fast layer, and PyTorch's if it is installed.
#
# **Predict:** with 100 billion operations and 20 billion bytes in a second, where is the edge of the roof, and which of
# the three layers is nearest to it? How far below the roof will your layer be on the deep layer: half, a tenth, a
# hundredth? And can a point lie above the roof?

# %% tags=["nbval-ignore-output"]
def measure_roof():
    A = np.random.default_rng(0).normal(size=(1024, 1024)).astype(np.float32)
    peak = 2 * 1024 ** 3 / seconds(lambda: A @ A)
    numbers = np.ones(2 ** 25, np.float32)
    copy = np.empty_like(numbers)
    bandwidth = 2 * copy.nbytes / seconds(lambda: np.copyto(copy, numbers))  # reads and writes
    return peak, bandwidth


def time_layer(forward, backward, X_shape, W_shape, pad):
    rng = np.random.default_rng(0)
    X, W, b = (rng.normal(size=shape).astype(np.float32)
               for shape in (X_shape, W_shape, W_shape[0]))
    H, _ = forward(X, W, b, 1, pad)
    dH = rng.normal(size=H.shape).astype(np.float32)
    return seconds(lambda: backward(dH, forward(X, W, b, 1, pad)[1]), 3)


def show_roofline(algorithms):
    layers = {}
    for title, layer in depths.items():
        operations, moved = count(*layer)
        layers[title] = operations / moved, {
            name: operations / time_layer(*pair, *layer) for name, pair in algorithms.items()}
    return plots.roofline(*measure_roof(), layers)


algorithms = {"yours": (conv2d_forward_im2col, conv2d_backward_im2col),
              "taps": (conv2d_forward_taps, conv2d_backward_taps),
              "fast": layer_in("convlib.conv.fast"), "PyTorch": pytorch_layer()}
algorithms = {name: pair for name, pair in algorithms.items() if pair}
check.when_written(lambda: show_roofline(algorithms))

# %% [markdown]
# If a point surprises you, run the cell again: another program may have been busy.
#
# <details><summary>What the roofline shows</summary>
#
# *The first layer* keeps every algorithm far below the roof. Its products are small: 8 filters of 9 weights each. `@` reaches
# its peak only where all sides of the matrices are long. And moving weighs more here: `cols` has nine numbers for each
# number of `X`, and only 8 multiplications are done with each of them.
#
# *The deep layer* has enough to compute with each number. What keeps yours below the roof is what it moves besides. It
# writes and reads `cols` twice, once forward and once backward. And it writes and reads `dcols`, and adds nine terms to
# each pixel. The fast layer works in blocks, so most of what it moves besides stays between a cache and the processor.
#
# *A point above the roof* is possible, and on the deep layer the fast one may be there. No processor does more than it
# can. But the picture counts the operations of the sums as they are written, for every algorithm. On deep layers with 3x3
# filters the fast layer uses Winograd's method, which gets the same outputs with fewer multiplications: 36 for 4x4
# outputs, where the sums have 16·9 = 144. So it does fewer operations than are counted for it.
# </details>
#
# ### One big matrix fewer
#
# What could your own layer save? Backward, it makes two big matrices. `cols` is unfolded for `dW`, and `dcols` comes from
# `W` and `dH` and must be folded. At stride 1 **one** is enough, and nothing must be folded: unfold `dH` in place of `X`.
#
# **Stretch:** at stride 1, with a square filter and a padding below its side, `dX` needs no `col2im`. Lesson 3 said
# why: `dX` is a correlation of the padded `dH` with the turned filters. So it is a forward pass of this very layer.
# Unfold `dH` with `pad = f - 1 - pad` and multiply it by the filters, turned by 180 degrees and with the axes $F$ and
# $C$ exchanged. Then take the same unfolded `dH` again: multiplied by `X` it gives `dW`, except for one thing that you
# must still turn. Write a backward pass with one `im2col` and no `col2im`, and compare its gradients with yours. Then see it
# on the roofline, with `show_roofline(algorithms | {"stretch": (conv2d_forward_im2col, your_backward)})`. **Predict:**
# on which of the three layers will it lose? Count the channels of what is unfolded, `dH` in place of `X`.
#
# The fast layer goes back in this way too, for many layers of stride 1: see `backward_by_unfolding` in
# `convlib/conv/fast/rows.py`, once you have yours.
#
# <details><summary>A hint for the stretch</summary>
#
# Let `unfolded = im2col(dH, f, f, pad=f - 1 - pad)`. Its rows are numbered $(k, u, v)$, its columns are the *pixels*.
# For `dX` the weights are `W[:, :, ::-1, ::-1].transpose(1, 0, 2, 3).reshape(C, -1)`. For `dW`, `unfolded @
# X.reshape(N, C, -1).transpose(0, 2, 1)`, summed over the images, has the rows $(k, u, v)$ and the columns $c$. Move
# the axes to those of `W`, then reverse $u$ and $v$.
# </details>
#
# ## Reflection
#
# ### Exercise 6.5 · Written answer
#
# A friend tests `col2im` with `col2im(im2col(X)) == X`. The test fails, so the friend divides every pixel by how often
# it came back. Now the test passes. **In five or six sentences: what does this do to `dX`, and why is the sum right?
# Then the friend runs out of memory, on large images with 5x5 filters: where does the memory go, and what could be done
# at which price?**
#
# *Graded by hand:* 1 point for what is wrong with the division, with a reason; 1 point for where the memory goes, with
# the factor, and one way out with its price.

# %% [markdown] answer="reflection_fold" points=2
# **Rubric.** 1 point: after the division `dX` is the mean of the terms, or too small where pixels are used several
# times; a pixel's gradient is the sum over all its uses, so the adjoint is needed and not the inverse. 1 point: `cols`
# is about $f_H f_W / s^2$ times as large as $X$, here 25 times at stride 1; one way out (tap by tap, image by image or
# in smaller batches, float32, a larger stride) with its price (more steps, going over $H$ several times, less
# precision, a smaller output).
#
# **Model answer.** After the division each entry of `dX` is the mean of its terms, not their sum. In the 3x3 example
# the gradient of the centre would be four times too small and that of the corners right, so `dX` would even point in
# another direction. A pixel that was copied four times was used four times, and the gradients of all uses add up. The
# way back of a linear map is its transpose, the adjoint, and that is not its inverse. The memory goes into `cols`: with
# 5x5 filters at stride 1 each pixel is stored about 25 times. Going tap by tap holds only one of these 25 pieces at a
# time, but then $H$ is read and written 25 times. Or the friend unfolds one image after the other, at the price of more
# steps in Python.
#
# **Comments to copy.**
#
# - Dividing turns the sum into a mean. The gradient of a pixel is the sum over all its uses, so nothing may be divided.
# - Right that dX becomes too small. Say why the adjoint is needed and not the inverse.
# - You say that cols is large, but not how large. Count how often one pixel is copied.
# - Your way out saves memory, but it has a price as well: name it.

# %% [markdown]
# ## Recap
#
# - `im2col` writes each window as a column. A row holds what one weight meets in all outputs.
# - Forward is one matrix product. Backward is one for `dW`, one for `dcols`, and a sum for `db`.
# - `col2im` adds every entry to the pixel from which it was copied. It is the adjoint of `im2col`, not its inverse.
#   Adding through index lists needs `np.add.at`.
# - `cols` is about $f_H f_W / s^2$ times as large as $X$. Fewer loops are often faster, but not always: moving numbers
#   takes time too.
# - Blocks that stay in a cache save moving. The roofline says how fast a layer could be: at most the processor's peak, and
#   at most the memory's bandwidth times the operations for each byte.
#
# You now have a convolution layer that is fast enough to train with. A network needs a few other layers around it.
# Next: lesson 7, [*The other layers*](../07_the_other_layers/07_the_other_layers.ipynb).

# %%
check.hand_in()
