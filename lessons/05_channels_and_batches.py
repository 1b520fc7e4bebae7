# %% [markdown]
# # 5 · Channels and batches
#
# So far one filter slid over one grey picture. A real layer takes a *batch* of pictures, each with several *channels*, and lays
# several filters on all of them. The arrays get four axes. The mathematics stays the same: one weight meets one pixel. What is new
# is the question *who used this number?* It decides over which axes each gradient is summed.
#
# | | |
# |---|---|
# | **You will** | write the whole layer with loops, forward and backward: batch, channels, filters, bias, stride, padding |
# | **You will learn** | why dX is summed over the filters, dW over the images, and db over images and positions |
# | **You need** | lessons 1, 2 and 4 |
# | **Time** | about 90 minutes |
#
# | Exercise | Difficulty | Minutes | Points |
# |---|---|---|---|
# | 5.1 `conv2d_forward` | ●●○ | 25 | 9 |
# | 5.2 `conv2d_backward` | ●●● | 35 | 11 |
# | 5.3 Reflection | ●●○ | 10 | 2 |

# %% course="setup"
import time

import numpy as np

from convlib import shapes
from convlib.conv.strided import conv_backward_strided, conv_forward_strided
from convlib.gradcheck import numerical_gradient
from convlib.lab import check, plots

# %% [markdown]
# `conv_forward_strided`, `conv_backward_strided` and `numerical_gradient` from the earlier lessons are ready to use. They lie in
# `given.py` beside this notebook, with the small functions that they call.
#
# ## 1 · Channels: a filter is as deep as its input
#
# A grey picture has one number for each pixel. A colour picture has three: how much red, how much green, how much blue. So it is
# three pictures of the same size, stacked. Each of them is called a **channel**, and the stack has the shape
# `(C, n_H_prev, n_W_prev)` with $C = 3$.

# %%
picture = np.full((3, 12, 16), 0.1)
picture[0, 2:8, 2:7] = 0.9
picture[1, 4:10, 6:11] = 0.8
picture[2, 1:6, 10:15] = 0.9
redness = picture[0] - 0.5 * picture[1] - 0.5 * picture[2]
plots.colour_image(picture, redness=redness)

# %% [markdown]
# The last picture is the output of a tiny filter, one pixel high and wide. Its weights are 1 for red, $-0.5$ for green and $-0.5$
# for blue. It answers most to red, less to the yellow overlap, and with a negative number to green and blue. The red channel alone
# cannot do that: it is 0.9 in red and in yellow. The filter looks at all three channels at once. The cell above wrote that out by
# hand. Now to filters of any size.
#
# A filter has **one set of weights for each channel** of its input. It is as deep as the input. Each channel of the filter meets
# the channel of the same number. All products are added: over rows, over columns, *and over channels*. So the output of one
# filter is flat again, one number for each position.
#
# Take two channels of 3x3 and a filter of two channels of 2x2, at the position $(0, 1)$. Channel 0 gives
#
# $$2·1 + 0·0 + 1·2 + 3·(-1) = 1$$
#
# and channel 1 gives
#
# $$1·0 + 2·1 + 0·(-1) + 1·1 = 3$$
#
# Both are added, and a bias of 0.5 as well (more on it in a moment): the output is $1 + 3 + 0.5$.

# %%
x = np.array([[[1.0, 2.0, 0.0], [0.0, 1.0, 3.0], [2.0, 1.0, 1.0]],
              [[0.0, 1.0, 2.0], [1.0, 0.0, 1.0], [3.0, 2.0, 0.0]]])
filter_0 = np.array([[[1.0, 0.0], [2.0, -1.0]], [[0.0, 1.0], [-1.0, 1.0]]])
plots.through_channels(x, filter_0, 0.5, 0, 1)

# %% [markdown]
# Nothing turns here either. What deep learning calls a convolution is a cross-correlation: the filter is laid on as it is, channel
# by channel.
#
# **Predict:** how many weights has a 5x5 filter for a colour picture? And for an input of 16 channels?
#
# <details><summary>Answer</summary>
#
# 75 and 400: $3·25 = 75$ and $16·25 = 400$. A "5x5 filter" is never only 25 numbers, unless the input has one channel.
# </details>
#
# ## 2 · Several filters, and a bias
#
# One filter finds one thing, such as redness. A layer has $F$ filters. Each makes an output of its own, and the outputs are stacked.
# So **every filter makes one channel of the output**. The next layer will see $F$ channels.
#
# All weights lie in one array `W` of the shape `(F, C, f_H, f_W)`: first which filter, then which channel, then row and column.
#
# Each filter also has a **bias**, one number that is added to all its outputs. It moves the level: with a bias of $-2$ only windows
# that answer with more than 2 come out positive. The biases are an array `b` of the shape `(F,)`.
#
# **Predict:** `W` has the shape `(8, 3, 5, 5)`. How many numbers are in `W` and `b` together? Does it depend on the size of the
# picture?

# %%
W_shape = (8, 3, 5, 5)
print("weights:", np.prod(W_shape), " biases:", W_shape[0])
for side in (32, 224):
    print(f"a {side} x {side} picture has", 3 * side * side, "numbers")

# %% [markdown]
# The count does not depend on the picture. A filter is used at every position, so it is learned once for all of them.
#
# ## 3 · A batch, and the forward pass in loops
#
# Training seldom takes one picture at a time. It takes $N$ of them, a **batch**, in one array `X` of the shape
# `(N, C, n_H_prev, n_W_prev)`. The pictures do not meet each other in this layer: each goes through by itself. So the output has a
# batch axis too, and its shape is `(N, F, n_H, n_W)`.
#
# Nobody can picture four axes. You do not have to: think of **a table of flat pictures**. The first two indices choose the picture,
# the last two a number in it. From here on `X[1]` is image 1 with all its channels, `X[1, 0]` is its channel 0, one flat picture, and
# `X[1, 0, i, j]` is one pixel. In the same way `W[2]` is filter 2, and `W[2, 0]` are its weights for channel 0.
#
# **Predict:** for 2 images of 3 channels and 4 filters, how many flat pictures are there in `X`, in `W` and in `H`?

# %%
plots.slices("H")

# %% [markdown]
# Each little box is a flat picture. There are 6, 12 and 8. One slice of `H` takes a whole row of `X`, all channels of an image, and a whole
# row of `W`, all channels of a filter. Each pair of slices is correlated as in lesson 4, and the three results and the bias are added. It is the
# pattern of a matrix product: row meets row, and the shared index $c$ is summed.
#
# Here is each index by its letter:
#
# | array | axes | letters |
# |---|---|---|
# | `X` | images, channels, rows, columns | `n c i j` |
# | `W` | filters, channels, rows, columns | `k c u v` |
# | `b` | filters | `k` |
# | `H` | images, filters, rows, columns | `n k h w` |
#
# Stride and padding are those of lesson 4. The padding adds `pad` zeros on all four sides of *every channel*, and nothing to the
# axes of images and channels. The output position $(h, w)$ has its window at row $h·s$ and column $w·s$ of the padded input, where $s$ is the stride.
# Height and width each have their own count, rounded down:
#
# $$n_H = \left\lfloor \frac{n_{H\_prev} + 2 \, pad - f_H}{s} \right\rfloor + 1 \qquad n_W = \left\lfloor \frac{n_{W\_prev} + 2 \, pad - f_W}{s} \right\rfloor + 1$$
#
# With $\tilde X$ for the padded input, the whole layer is one formula:
#
# $$H_{n,k,h,w} = b_k + \sum_{c} \sum_{u} \sum_{v} \tilde X_{n,\,c,\,h s + u,\,w s + v} \; W_{k,c,u,v}$$
#
# Read the letters. On the left stand $n, k, h, w$: these are the loops. On the right $c, u, v$ are left over: these are summed. In code the
# three sums are one `np.sum`, since `padded[n, :, ...]` takes all channels of a window at once.
#
# NumPy has a function that takes just such letters, `np.einsum`. Its rule is the same: a letter that is missing behind the arrow is
# summed. For one window of each image it reads:

# %%
rng = np.random.default_rng(5)
windows, W = rng.normal(size=(2, 3, 4, 5)), rng.normal(size=(6, 3, 4, 5))
by_letters = np.einsum("ncuv,kcuv->nk", windows, W)
print("windows", windows.shape, " W", W.shape, " result", by_letters.shape)
print("one entry by hand:", np.isclose(by_letters[1, 4], np.sum(windows[1] * W[4])))

# %% [markdown]
# ### Exercise 5.1 · `conv2d_forward`
#
# Write `conv2d_forward(X, W, b, stride=1, pad=0)` with loops over images, filters, rows and columns. Return `H` and the cache
# `(X, W, b, stride, pad)`.
#
# A warning about names. It is tempting to unpack `N, C, H, W = X.shape`. Then `W` is a number and your filters are gone. In
# this course a single capital that is an array is never a size: take `n_H_prev, n_W_prev`.

# %% exercise="conv2d_forward"
from convlib.conv.naive import conv2d_forward

# %% check="conv2d_forward"
check.conv2d_forward(conv2d_forward)

# %% [markdown]
# <details><summary>Hint 1 of 3: the frame</summary>
#
# Unpack both shapes: `N, C, n_H_prev, n_W_prev = X.shape` and `F, C, f_H, f_W = W.shape`. Compute `n_H` and `n_W`, each with its
# own lengths. Start `H` as zeros of decimal numbers, also when `X` holds whole ones.
# </details>
# <details><summary>Hint 2 of 3: the padding</summary>
#
# `np.pad` takes one pair for each axis: how many zeros before, how many behind. The pairs of the first two axes are `(0, 0)`.
# </details>
# <details><summary>Hint 3 of 3: the innermost line in words</summary>
#
# The window of image `n` has all channels, `f_H` rows from `h * stride` on and `f_W` columns from `w * stride` on. The output
# `H[n, k, h, w]` is the sum of the window times `W[k]`, plus `b[k]`. The bias comes in once, not once for each product.
# </details>

# %% [markdown]
# ### Slice by slice it is lesson 4
#
# Nothing really new has happened. Each channel of each image goes through each filter's channel as in lesson 4; then the channels are added and
# the bias comes in. The next cell computes every slice `H[n, k]` that way.

# %%
X = rng.normal(size=(2, 3, 6, 5))
W = rng.normal(size=(4, 3, 3, 2))
b = rng.normal(size=4)


def same_slice_by_slice():
    H, _ = conv2d_forward(X, W, b, stride=2, pad=1)
    print("H", H.shape)
    for n, k in np.ndindex(2, 4):
        one = b[k] + sum(conv_forward_strided(X[n, c], W[k, c], 2, 1)[0] for c in range(3))
        print(f"H[{n}, {k}] is the sum of three channels:", np.allclose(H[n, k], one))


check.when_written(same_slice_by_slice)

# %% [markdown]
# ## 4 · Who used this number?
#
# Now backward. The gradient `dH` has the shape of `H`, and we want `dX`, `dW` and `db`. The rule of lesson 2 is all we need: *a number that is
# used in several places collects one term from each use, and the terms add up.* So ask of each number: who used it? Keep the 2 images of
# 3 channels and the 4 filters in mind.
#
# **One pixel**, in channel 1 of image 0. The windows that cover it used it, as before. But now *each of the 4 filters* laid its windows there,
# and weighed the pixel with its own channel 1. The results went into `H[0, 0]`, `H[0, 1]`, `H[0, 2]` and `H[0, 3]`. All four send a
# gradient back. So `dX` is summed **over the filters**, $k$. Image 1 never saw this pixel: no sum over $n$.
#
# **One weight**, in channel 1 of filter 2. It was used at every position, as before. But now in *both images*: it met channel 1 of each, and the
# results went into `H[0, 2]` and `H[1, 2]`. Both send a gradient back. So `dW` is summed **over the images**, $n$, and over the positions.
# The other filters have weights of their own: no sum over $k$.
#
# **One bias**, that of filter 2. It was added to every output of its filter, at every position, in both images. Its local gradient is 1 each
# time, since a sum hands the gradient on unchanged. So `db` is the plain sum of `dH` **over images and positions**.
#
# **Predict:** in the figure below the dark box is the slice we want. Cover the boxes on the left and say which of them it needs.

# %%
plots.slices("dX", "dW", "db")

# %% [markdown]
# For `dX` each filter sends one term, so there are as many terms as filters. For `dW` each image sends one. Nothing else is new: how the two
# slices of one term meet is lesson 4.
#
# | number | used by every | so the gradient is summed over | and keeps |
# |---|---|---|---|
# | pixel of `X` | filter whose window covers it | filters $k$ (and its windows) | $n, c$, pixel |
# | weight of `W` | image, at every position | images $n$, positions $h, w$ | $k, c, u, v$ |
# | bias in `b` | image, at every position | images $n$, positions $h, w$ | $k$ |
#
# ### The letters
#
# The next figure says the same for any sizes. Each card stands for one product that is added up. A box is an index that the array has. Where the
# result has it too, an arrow leads there. Where it has not, all values of the index are summed, $\Sigma$. In the last line the positions of the
# two factors give the position of the result, and all pairs that meet there are summed.
#
# **Predict:** follow the line of the filter $k$ through the four cards. Where is it summed?

# %%
plots.index_flow()

# %% [markdown]
# Only for `dX`: it is the only result that belongs to no filter. And $n$ is summed for `dW` and `db`, which belong to no image. In
# formulas, at stride $s$ and with the padded input:
#
# $$d\tilde X_{n,c,i,j} = \sum_{k} \; \sum_{h s + u = i} \; \sum_{w s + v = j} W_{k,c,u,v} \; dH_{n,k,h,w}$$
#
# $$dW_{k,c,u,v} = \sum_{n} \sum_{h} \sum_{w} \tilde X_{n,\,c,\,h s + u,\,w s + v} \; dH_{n,k,h,w} \qquad\qquad db_k = \sum_{n} \sum_{h} \sum_{w} dH_{n,k,h,w}$$
#
# The second sum of the first line runs over all pairs $h, u$ with $h s + u = i$. `dX` is what is left of $d\tilde X$ without its border.
#
# ### dX, filter by filter
#
# Now with numbers. Watch channel 1 of `dX` grow, for one image, three filters and stride 1. There is only one image, so its index is left out.
# Every frame is a backward pass of lesson 2. **Predict:** what would `dX` be if a program kept only the last filter?

# %%
W3 = np.array([filter_0, filter_0[::-1] + 1, 2 * filter_0])
dH3 = np.array([[[1.0, -2.0], [0.5, 3.0]], [[2.0, 0.0], [1.0, -1.0]], [[0.0, 1.0], [-1.0, 2.0]]])
plots.dX_by_filters(dH3, W3, 1)

# %% [markdown]
# One filter and one channel are the layer of lesson 2. This is the share of filter 2 in channel 1. Set its weights to 0, one after another.
# **Predict:** what is left of this share of `dX`, and what of its `dW`?

# %%
plots.explorer(x[1], W3[2, 1], dH3[2])

# %% [markdown]
# Check the top left corner. Its pixel lies in the first window only, under the first weight of channel 1 of each filter. These weights are
# 0, 2 and 0, and the gradients of the first outputs are 1, 2 and 0:
#
# $$0·1 + 2·2 + 0·0 = 4$$
#
# ### dW, image by image
#
# Now one slice of `dW`, channel 1 of filter 2, for a batch of two images. Each image adds the correlation of its channel with its `dH`.
# Lesson 3 showed this for one image.

# %%
X2 = np.array([x, x[::-1]])
dH2 = np.array([dH3, 2 * dH3[::-1]])
plots.dW_by_images(X2, dH2, 2, 1)

# %% [markdown]
# ### db, all at once
#
# For filter 2, image 0 sends $0, 1, -1, 2$ and image 1 sends $2, -4, 1, 6$. All are added. **Predict** the sum, then
# compare with the last entry.

# %%
print("db =", dH2.sum(axis=(0, 2, 3)))

# %% [markdown]
# ### Shapes as a check
#
# The letters check themselves. `dX` must have the letters of `X`, `dW` those of `W`, `db` those of `b`. For one window position of a whole batch the three
# gradients read:

# %%
g = rng.normal(size=(2, 6))                             # dH[:, :, h, w] has the letters n k
kernels = rng.normal(size=(6, 3, 4, 5))                 # W has the letters k c u v
print("to dX:", np.einsum("nk,kcuv->ncuv", g, kernels).shape, " k is summed")
print("to dW:", np.einsum("nk,ncuv->kcuv", g, windows).shape, " n is summed")
print("to db:", np.einsum("nk->k", g).shape, "         n is summed")

# %% [markdown]
# With all sizes different, a wrong letter is a wrong shape. Check with sizes like 2, 3, 4, 5, 6. With $N = C = F$ a mistake slips through.
#
# ## 5 · The backward pass in loops
#
# In code the sums come by themselves. Go through the outputs in the same four loops as forward. Output $(n, k, h, w)$ had one
# window, one filter and one bias, and it sends its gradient $dH_{n,k,h,w}$ to all three:
#
# - the window in the gradient of the padded input, of image $n$, gets `W[k]` times it;
# - `dW[k]` gets the window of the padded input times it;
# - `db[k]` gets it as it is.
#
# The loops do the sums. In the first line the place has no $k$: what all filters send lands on the same pixels and adds up. `dW[k]` and
# `db[k]` have neither $n$ nor $h$ and $w$: what all images and positions send adds up there.
#
# At the end cut off the border. Mind `pad=0`: the slice `[0:-0]` is empty.
#
# **Predict** before you write: which of the three gradients is still right if a program has `=` in place of `+=`, for a batch of one
# image and one output position?
#
# <details><summary>Answer</summary>
#
# `dW` and `db`: each filter is used once, so there is one term. `dX` is wrong as soon as there are two filters: they share the pixels,
# and only what the last one sends is left.
# </details>
#
# ### Exercise 5.2 · `conv2d_backward`
#
# Write `conv2d_backward(dH, cache)`. It returns `(dX, dW, db)`.

# %% exercise="conv2d_backward"
from convlib.conv.naive import conv2d_backward

# %% check="conv2d_backward"
check.conv2d_backward(conv2d_backward)

# %% [markdown]
# <details><summary>Hint 1 of 3: the arrays</summary>
#
# Take five things from the cache. Pad `X` as in the forward pass, and make an array of zeros of the *padded* shape for its gradient. `dW` and
# `db` start as zeros of the shapes of `W` and `b`.
# </details>
# <details><summary>Hint 2 of 3: the check names one gradient</summary>
#
# Only `dX` is wrong? Look at the stamp: the filter as it is, `+=`, its place, the border. Only `dW`? The window must come from the
# padded input. Wrong only with stride? The place is `h * stride`, in both lines. Wrong only with a batch? Ask what is made anew inside a
# loop.
# </details>
# <details><summary>Hint 3 of 3: the border</summary>
#
# `dX` begins at row and column `pad` of the padded gradient, and is `n_H_prev` rows high and `n_W_prev` columns wide. Slice from `pad` to
# `pad + n_H_prev`: that is right for `pad=0` too, and where the stride leaves rows over.
# </details>

# %% [markdown]
# ## 6 · Two proofs
#
# ### Slice by slice, once more
#
# `dX[n, c]` is the sum over the filters of what lesson 4 gives for one channel. `dW[k, c]` is the sum over the images. Read where the
# `sum` stands in the cell.

# %%
dH = rng.normal(size=(2, 4, 3, 3))


def back_slice_by_slice():
    dX, dW, db = conv2d_backward(dH, (X, W, b, 2, 1))

    def lesson_4(n, k, c):
        return conv_backward_strided(dH[n, k], (X[n, c], W[k, c], 2, 1))

    dX_right = all(np.allclose(dX[n, c], sum(lesson_4(n, k, c)[0] for k in range(4)))
                   for n, c in np.ndindex(2, 3))
    dW_right = all(np.allclose(dW[k, c], sum(lesson_4(n, k, c)[1] for n in range(2)))
                   for k, c in np.ndindex(4, 3))
    print("every dX[n, c] is a sum over k:", dX_right)
    print("every dW[k, c] is a sum over n:", dW_right)


check.when_written(back_slice_by_slice)

# %% [markdown]
# ### The measurement
#
# A derivation can be wrong in the same way as its code. A measurement cannot. Perturb every number of `X`, `W` and `b`, with random rectangular arrays, at a stride that does not
# divide, with padding. Compare by the size of the difference relative to the size of the gradient.

# %%
def gradient_check():
    derived = conv2d_backward(dH, (X, W, b, 2, 1))
    measured = (numerical_gradient(lambda X: conv2d_forward(X, W, b, 2, 1)[0], X, dH),
                numerical_gradient(lambda W: conv2d_forward(X, W, b, 2, 1)[0], W, dH),
                numerical_gradient(lambda b: conv2d_forward(X, W, b, 2, 1)[0], b, dH))
    for name, a, m in zip(("dX", "dW", "db"), derived, measured, strict=True):
        error = np.linalg.norm(a - m) / np.linalg.norm(m)
        print(name, a.shape, "relative error below 1e-7:", error < 1e-7)


check.when_written(gradient_check)

# %% [markdown]
# ## 7 · What it costs
#
# Count the products. Each output takes $C · f_H · f_W$ of them, and there are $N · F · n_H · n_W$ outputs. Backward takes twice as many:
# one for `dX` and one for `dW`, for each product of the forward pass.
#
# Take a small layer: 4 grey pictures of 28x28, 8 filters of 3x3. **Predict:** a processor does about a billion products in a second. How long
# should the layer take, forward and backward?

# %%
N, C, F, side, f = 4, 1, 8, 28, 3
outputs = N * F * (side - f + 1) ** 2
products = outputs * C * f * f
print("outputs:", outputs, " products forward:", products, " backward:", 2 * products)

# %% tags=["nbval-ignore-output"]
batch, kernels = rng.normal(size=(N, C, side, side)), rng.normal(size=(F, C, f, f))


def stopwatch():
    start = time.perf_counter()
    H, cache = conv2d_forward(batch, kernels, np.zeros(F))
    forward = time.perf_counter()
    conv2d_backward(H, cache)
    seconds = time.perf_counter() - start
    print(f"forward {1000 * (forward - start):.0f} ms, both {1000 * seconds:.0f} ms for {N} pictures")
    print(f"60000 pictures once: {60000 / N * seconds / 60:.0f} minutes")
    print(f"products in a second: {3 * products / seconds / 1e6:.1f} million")


check.when_written(stopwatch)

# %% [markdown]
# The whole should take less than a millisecond, and takes hundreds of times as long. Nearly all the time goes into Python's loops: each turn
# cuts a slice, makes small arrays, adds them up, and does only nine useful products. The mathematics is right, and the loops are easy to trust. So
# keep them: they are the reference for everything faster.
#
# **Stretch:** two of the four loops can go with one line each. Write the forward pass with loops over `h` and `w` only, and
# `np.einsum("ncuv,kcuv->nk", ...)` inside. How much faster is it? Then try loops over `u` and `v` only, the positions of the filter: which block of the
# padded input does one weight meet?
#
# ## Reflection
#
# ### Exercise 5.3 · Written answer
#
# A fellow student has `dX` right for a layer with one filter, and `dW` right for a batch of one image. With four filters and eight images both
# are wrong. **In four or five sentences: over which index is each gradient summed, and why? Say who used the number. What do you think the program does
# instead?**
#
# *Graded by hand:* 1 point for `dX` summed over the filters, with the reason; 1 point for `dW` summed over the images, with the reason. Guesses about
# the program count for neither, but make the answer complete.

# %% [markdown] answer="reflection_who_used" points=2
# **Rubric.** 1 point: dX is summed over the filters, because every filter used the pixel (and only outputs of its own image did). 1 point: dW is summed over
# the images (and positions), because every image used the weight (and only outputs of its own filter did). A likely fault, for instance
# `=` for `+=` or an array cleared inside a loop, completes the answer but is not needed for the points.
#
# **Model answer.** Every filter laid its windows over the pixel, so each of the four output channels reacts to it, and dX adds up what the four send back. Only outputs of the
# pixel's own image used it, so nothing is added over the images. A weight was used in all eight images, at every position, so dW adds up the
# contributions of all images. Only its own filter's outputs used it, so nothing is added over the filters. The program probably overwrites where
# it should add, or makes dX anew for each filter and dW anew for each image, so that only the last one is left. With one filter and one image this
# cannot be seen.
#
# **Comments to copy.**
#
# - Right for dX. For dW ask the same question: which outputs used this weight?
# - You name the axes of the sums, but not the reason: a gradient is summed over everything that used the number.
# - You sum dX over the images as well. A pixel belongs to one image, and only that image's outputs used it.
# - Good. The bug that shows only with several filters or images is an = where += is needed, or an array cleared inside a loop.

# %% [markdown]
# ## Recap
#
# - A filter is as deep as its input. Channels are summed; every filter makes one output channel; every filter has one bias.
# - Who used this number? Every filter used a pixel: `dX` is summed over $k$. Every image used a weight: `dW` is summed over $n$.
# - `db` is the plain sum of `dH` over images and positions. A sum hands its gradient on unchanged.
# - A letter that the result does not keep is summed. Shapes with all sizes different check the letters.
# - Slice by slice, the layer is that of lesson 4.
#
# The layer is complete and right, but slow. In lesson 6 the loops disappear into one matrix product, and the layer becomes fast enough to train:
# [*Vectorize*](../06_vectorize/06_vectorize.ipynb).

# %%
check.hand_in()
