# %% [markdown]
# # 4 · Padding and stride
#
# Real layers put zeros around the picture, and they move the filter in larger steps. Both change the output's size, and both
# change the way back. Yet the backward pass of lesson 3 still does the work. It only needs one new step before it and one after it.
#
# | | |
# |---|---|
# | **You will** | write a layer with padding and stride, and its backward pass |
# | **You will learn** | why pictures are padded, what a stride leaves over, why dH gets zeros between its entries |
# | **You need** | lessons 1 to 3 |
# | **Time** | about 90 minutes |
#
# | Exercise | Difficulty | Minutes | Points |
# |---|---|---|---|
# | 4.1 `pad2d` | ●○○ | 5 | 2 |
# | 4.2 `conv_forward_strided` | ●●○ | 15 | 7 |
# | 4.3 `dilate2d` | ●●○ | 10 | 3 |
# | 4.4 `unpad2d` | ●○○ | 5 | 3 |
# | 4.5 `conv_backward_strided` | ●●● | 20 | 8 |
# | 4.6 Reflection | ●●○ | 10 | 2 |

# %% course="setup"
import numpy as np

from convlib import shapes
from convlib.conv.single import convolve_full, correlate_valid, output_size, rot180
from convlib.gradcheck import numerical_gradient
from convlib.lab import check, plots

# %% [markdown]
# `output_size` from lesson 1, `numerical_gradient` from lesson 2, and `rot180`, `correlate_valid` and `convolve_full` from lesson 3 are
# ready to use. They lie in `given.py` beside this notebook. The filter is the one you know. The input has become a little larger,
# and it is not square.

# %%
X = np.arange(1.0, 21.0).reshape(4, 5)
W = np.array([[1.0, 2.0], [3.0, 4.0]])
plots.arrays(X=X, W=W)

# %% [markdown]
# ## 1 · The border is seen less often
#
# Take a picture of 5x6 pixels and a 3x3 filter. A pixel in the middle lies in nine windows. A corner lies in one.
#
# **Predict:** put one ring of zeros around the picture. The filter may now lie half outside. How many windows see the corner pixel then?

# %%
plots.times_seen((5, 6), (3, 3), pads=(0, 1))

# %% [markdown]
# Putting a border of zeros around the input is called **padding**. It has two effects. The pixels at the edge count for more, as you see. And the
# output stays larger. Without padding each layer with a 3x3 filter takes away two rows and two columns. Here is the side of a picture after zero
# to six such layers:

# %%
for pad in (0, 1):
    sides = [28]
    for _ in range(6):
        sides.append(output_size(sides[-1], 3, pad=pad))
    print("pad", pad, sides)

# %% [markdown]
# With $p = 1$ the size stays the same. In general, at stride 1, the output has side $n + 2p - f + 1$. That equals $n$ when
#
# $$p = \frac{f - 1}{2}$$
#
# This is called *same* padding. It needs an odd $f$. That is one reason why most filters are 3x3, 5x5 or 7x7.
#
# One thing to keep in mind for later: the zeros are **constants**. Nobody measured them, and nobody can change them.
#
# ### Exercise 4.1 · `pad2d`
#
# Write `pad2d(X, pad)`: the array `X` in the middle of zeros, `pad` of them on each of the four sides. `pad` may be 0.

# %% exercise="pad2d"
from convlib.conv.strided import pad2d

# %% check="pad2d"
check.pad2d(pad2d)

# %% [markdown]
# <details><summary>Hint 1 of 3: how large?</summary>
#
# There are zeros at both ends of each axis, so each side grows by twice the padding.
# </details>
# <details><summary>Hint 2 of 3: zeros first</summary>
#
# Make an array of zeros of the final size. Then write `X` into a slice of it.
# </details>
# <details><summary>Hint 3 of 3: the slice</summary>
#
# The slice starts at row `pad` and has as many rows as `X`, so it ends at `pad + n_H_prev`. The columns follow the same rule with their own length.
# </details>

# %% [markdown]
# ## 2 · Larger steps
#
# The **stride** $s$ is how far the filter moves from one position to the next, down and to the right. Output $(h, w)$ sees the window that
# starts at row $h·s$ and column $w·s$ of the padded input. With $X$ for the input and its border:
#
# $$H_{h,w} = \sum_{u} \sum_{v} X_{hs+u,\,ws+v} \; W_{u,v}$$
#
# With stride 2 the second window of our example starts at column 2. It holds 3, 4, 8 and 9:
#
# $$3·1 + 4·2 + 8·3 + 9·4 = 71$$
#
# **Predict:** how many outputs are there, and which pixels does no window see?

# %%
plots.strided(X, W, stride=2)

# %% [markdown]
# The output is about half as high and half as wide, so this layer and the next have about a quarter of the work. That is what strides
# are for.
#
# The hatched column is the price. A third position would start at column 4 and stick out. Here is the formula for the size again:
#
# $$n_\text{out} = \left\lfloor \frac{n + 2p - f}{s} \right\rfloor + 1$$
#
# Rounding down is not a detail of arithmetic. **What is rounded away are rows and columns of the padded input**, the last ones: as many as
# the remainder of the division. Look at a filter of length 3 with stride 3, on inputs of growing length:

# %%
for n in range(6, 11):
    outputs = output_size(n, 3, stride=3)
    print("length", n, " outputs", outputs, " left over", (n - 3) % 3)

# %% [markdown]
# Three inputs of different length give outputs of the same length. So the output's size alone does not tell how large the input was. This will
# matter on the way back.
#
# ### Exercise 4.2 · `conv_forward_strided`
#
# Write `conv_forward_strided(X, W, stride=1, pad=0)`. The filter may have a height and a width of its own. Return the pair `(H, cache)`. The cache
# holds four things now: `(X, W, stride, pad)`, with `X` as it came in, without the zeros.

# %% exercise="conv_forward_strided"
from convlib.conv.strided import conv_forward_strided

# %% check="conv_forward_strided"
check.conv_forward_strided(conv_forward_strided)

# %% [markdown]
# <details><summary>Hint 1 of 3: the frame</summary>
#
# Pad first. From then on it is the forward pass of lesson 1 on the padded input. `output_size` gives the number of rows and of columns.
# </details>
# <details><summary>Hint 2 of 3: where the stride goes</summary>
#
# The loops still run over every output, `range(n_H)` and `range(n_W)`. The stride belongs in the position of the window.
# </details>
# <details><summary>Hint 3 of 3: the window</summary>
#
# The window of output `(h, w)` starts at row `h * stride` and column `w * stride` of the padded input, and is as large as `W`: its rows end
# before `h * stride + f_H`.
# </details>

# %% [markdown]
# ### Your layer at work
#
# With padding 1 and stride 2 the same example has 3x3 outputs. Where a window lies half outside, only the pixels inside add to the sum.
# **Predict:** which of the nine outputs see a single pixel?

# %%
check.when_written(lambda: plots.arrays(
    H=conv_forward_strided(X, W, stride=2)[0],
    H_with_padding=conv_forward_strided(X, W, stride=2, pad=1)[0]))

# %%
plots.windows(X, W, stride=2, pad=1)

# %% [markdown]
# Two outputs see a single pixel. The first sees the 1 under its last weight, $1·4 = 4$. The first of the last row sees the 16, $16·2 = 32$. At the right no
# window ends in the padding, because there the stride leaves a column over.
#
# ## 3 · What a stride leaves over
#
# In the next picture each pixel shows how many windows see it, at stride 2, without and with padding.

# %%
plots.times_seen((4, 5), (2, 2), pads=(0, 1), stride=2)

# %% [markdown]
# Without padding the last column is left over. **Predict:** what is the gradient of the pixels in it? Then measure it, as in lesson 2:

# %%
dH = np.array([[1.0, -2.0], [0.5, 3.0]])
check.when_written(lambda: plots.arrays(
    dH=dH,
    measured_dX=numerical_gradient(
        lambda X: conv_forward_strided(X, W, stride=2)[0], X, dH).round(6)))

# %% [markdown]
# Every pixel that is seen lies in one window here. The 4 lies under the weight 2 of the second output, so its gradient is $2·(-2) = -4$.
#
# The last column is 0. Not nearly 0, but exactly. Wiggle the 20 at the bottom right. It lies in no window, so no output changes, and
# neither does the loss. These zeros are no mistake, and they must be **there**: `dX` has the shape of `X`, with all its columns.
#
# With padding 1 a column is left over too. In the right half of the picture above you see that it is a column of padding. Every pixel is
# seen. The border is left over first: pixels are lost only if more is left over than the border is wide.
#
# A stride that is longer than the filter leaves even more. It jumps over pixels *between* the windows. **Predict:** the filter is 2x2 and the stride is 3. Which
# pixels of a 7x7 picture are seen?

# %%
plots.times_seen((7, 7), (2, 2), stride=3)

# %% [markdown]
# Four windows see four pixels each. All others have the gradient 0, those between the windows too. That is why a stride is rarely longer
# than the filter.
#
# ## 4 · Back through the stride
#
# How does the gradient go back through a layer with a stride? Think of the layer as two steps. Compute *all* outputs, as if the
# stride were 1. Then **keep** only every $s$-th row and column.

# %%
plots.kept(correlate_valid(X, W), stride=2)

# %% [markdown]
# These are the four outputs of section 2. The way back through the first step is lesson 3. Only the second is new: *keep*.
#
# Go back through that step. A kept output is passed on as it is, so its gradient is the entry of `dH` that belongs to it. A dropped output reaches the
# loss nowhere. Its gradient is 0. So the gradient of *all* outputs is an array of zeros, as large as all outputs, with the entries of `dH` put back in their
# places, $s$ apart. Entry $(h, w)$ goes to row $h·s$ and column $w·s$. This is called **dilating** `dH`.
#
# **Predict:** `dH` is 2x2 and the stride is 2. With nothing left over, all outputs are 3x3. What other shapes could they have had? (In our example they were 3x4.)
#
# <details><summary>The answer</summary>
#
# 3x4, 4x3 or 4x4. At stride 2 at most one row and one column can be left over.
# </details>
#
# `dH` alone cannot tell. That is why the next function is told the shape.
#
# ### Exercise 4.3 · `dilate2d`
#
# Write `dilate2d(dH, stride, shape)`: an array of zeros of the shape `shape`, in which `dH[h, w]` stands at row `h * stride` and column `w * stride`. What `shape` has beyond the
# last entry stays zero. These are the rows and columns that the stride left over.

# %% exercise="dilate2d"
from convlib.conv.strided import dilate2d

# %% check="dilate2d"
check.dilate2d(dilate2d)

# %% [markdown]
# <details><summary>Hint 1 of 3: zeros first</summary>
#
# `np.zeros(shape)` is the right size already. It only remains to write the entries of `dH` into it.
# </details>
# <details><summary>Hint 2 of 3: with loops</summary>
#
# Two loops over the rows and columns of `dH` will do. The stride appears in the index on the left side only.
# </details>
# <details><summary>Hint 3 of 3: without loops</summary>
#
# A slice can have a step, `start:end:step`. The rows to write to are 0, `stride`, 2 times `stride` and so on, as many as `dH` has. If NumPy says
# that it could not broadcast, count the rows that your slice has.
# </details>

# %%
check.when_written(lambda: plots.arrays(dH=dH, dilated=dilate2d(dH, 2, (3, 4))))

# %% [markdown]
# ## 5 · Back through the padding
#
# Padding copies each pixel to a new place and writes zeros around. Copying passes the gradient on as it is. So the gradient of pixel $(i, j)$ is what
# the gradient of the *padded* input holds at $(i + p, j + p)$.
#
# And the border? Most of its zeros lie in a window, under a weight. If one of them changed, the loss would change. So their gradients are mostly not 0. But
# a zero of the padding is a constant. No pixel and no weight stands behind it that could change. **At a constant the gradient ends**, so its
# border is thrown away.
#
# ### Exercise 4.4 · `unpad2d`
#
# Write `unpad2d(X, pad)`: take a border of width `pad` off all four sides.
#
# **Predict** first: what is `X[0:-0]`? `pad` may be 0 here, and then the usual shortcut fails.

# %% exercise="unpad2d"
from convlib.conv.strided import unpad2d

# %% check="unpad2d"
check.unpad2d(unpad2d)

# %% [markdown]
# <details><summary>Hint 1 of 3: minus zero</summary>
#
# `-0` is `0`. So `X[0:-0]` is `X[0:0]`, which holds no row at all.
# </details>
# <details><summary>Hint 2 of 3: where to end</summary>
#
# Do not count the end from behind. Count it from the front: how many rows does `X` have, and how many of them come before the border?
# </details>
# <details><summary>Hint 3 of 3: the rows in words</summary>
#
# The rows go from `pad` to the number of rows less `pad`. The columns have their own number.
# </details>

# %% [markdown]
# ## 6 · The backward pass
#
# Now look at the whole layer. Forward it takes three steps: pad, correlate at stride 1, keep. The way back meets them in reverse order, and
# answers each with its own: dilate, full convolution, take the border off. In the picture each array stands above its gradient. They have the same shape.

# %%
dH3 = np.array([[1.0, -2.0, 3.0], [2.0, -1.0, 0.5], [-3.0, 1.0, 2.0]])
plots.there_and_back(X, W, dH3, stride=2, pad=1)

# %% [markdown]
# White cells are padding, dropped outputs, and zeros that were put in. The hatched column is left over. It is seen by no window, so its gradient is 0. You can see
# where this 0 comes from: the last column of the dilated `dH` holds only zeros. It has one such column for each that is left over.
#
# Follow `dH` on its way back, step by step. Step 3 is the full convolution of lesson 3, with its own ring of zeros and the turned filter. **Predict** before step 5: which
# numbers are thrown away?

# %%
plots.way_back(dH3, W, X.shape, stride=2, pad=1)

# %% [markdown]
# And `dW`? In lesson 3 it was the valid correlation of $X$ with `dH`. The convolution at stride 1 does not know about the layer around it. Its input is
# the *padded* $X$, and the gradient of its output is the *dilated* `dH`. So
#
# - `dX` is the full convolution of the dilated `dH` with `W`, without the border;
# - `dW` is the valid correlation of the padded `X` with the dilated `dH`.
#
# ### Exercise 4.5 · `conv_backward_strided`
#
# Write `conv_backward_strided(dH, cache)`. Take `X, W, stride, pad` from the cache, and return `(dX, dW)`. `dX` has the shape of `X`, `dW` that of `W`.

# %% exercise="conv_backward_strided"
from convlib.conv.strided import conv_backward_strided

# %% check="conv_backward_strided"
check.conv_backward_strided(conv_backward_strided)

# %% [markdown]
# <details><summary>Hint 1 of 3: the order</summary>
#
# Pad `X` again. Dilate `dH`. Then do what `conv_backward_by_convolution` of lesson 3 did, with these two. At the end take the border off `dX`.
# </details>
# <details><summary>Hint 2 of 3: which shape?</summary>
#
# The dilated `dH` is as large as all outputs at stride 1: on each axis the length of the padded input, less the filter's, plus 1.
# </details>
# <details><summary>Hint 3 of 3: what goes into which function</summary>
#
# `convolve_full` takes the dilated `dH` and `W` as it is, since it turns the filter itself. `correlate_valid` takes the padded `X` and the dilated `dH`.
#
# Is `dX` too large by twice the padding? The border is still there. Is it too small, and `dW` too large, by a row or a column? Then the dilated `dH` has no room
# for what the stride left over.
# </details>

# %% [markdown]
# ### The other way to write it
#
# There is a second way, the one of lesson 2: go through the outputs, and let each stamp the filter, times its gradient, onto the padded `dX`. Only one thing is new. The
# stamp of output $(h, w)$ lies at row $h·s$ and column $w·s$. **Predict:** which column is never stamped?

# %%
plots.stamps(dH, W, X.shape, stride=2)

# %% [markdown]
# Change stride and pad yourself. Set the stride to 3: which pixels does no window see any more, and what is their gradient? **Predict:** with
# a pad of 1 as well, which pixels are hatched?

# %%
plots.explorer(X, W, dH, stride=2)

# %%
check.when_written(lambda: plots.arrays(
    your_dX=conv_backward_strided(dH, (X, W, 2, 0))[0]))

# %% [markdown]
# Both ways give the same. Here stride and filter are both 2, so no two stamps overlap. With a 3x3 filter they would, and would
# add up. The check accepts either way. The stamps waste no product on a zero that was put in. The convolutions show that nothing new had to
# be derived.
#
# ## 7 · Two witnesses
#
# The check compares your gradients with ours. Here are two witnesses that need no one's answer. Take random numbers, a picture that is not square, a filter that is not square, a
# stride that leaves rows over, and padding.

# %%
rng = np.random.default_rng(4)
x, w = rng.normal(size=(6, 7)), rng.normal(size=(3, 2))
G = rng.normal(size=(output_size(6, 3, 2, 1), output_size(7, 2, 2, 1)))
rows, columns = (6 + 2 * 1 - 3) % 2, (7 + 2 * 1 - 2) % 2
print("outputs:", G.shape, " left over:", rows, "row,", columns, "column")

# %% [markdown]
# **Witness 1, the measurement.** It knows nothing of padding or stride. It only perturbs.

# %%
def by_measurement():
    dX, dW = conv_backward_strided(G, (x, w, 2, 1))
    measured_dX = numerical_gradient(
        lambda x: conv_forward_strided(x, w, stride=2, pad=1)[0], x, G)
    measured_dW = numerical_gradient(
        lambda w: conv_forward_strided(x, w, stride=2, pad=1)[0], w, G)
    print("dX: largest difference below 1e-8:", np.abs(measured_dX - dX).max() < 1e-8)
    print("dW: largest difference below 1e-8:", np.abs(measured_dW - dW).max() < 1e-8)


check.when_written(by_measurement)

# %% [markdown]
# **Witness 2, the adjoint identity.** Padding is linear, and so is keeping. So the whole layer is one matrix still, and its way back is the transposed
# matrix. `pad2d` and `unpad2d` are transposes of each other. So are keeping and dilating. (This tests `dX`. The layer is linear in the filter as well, so
# $\langle W, dW \rangle$ must be the same number.)

# %%
check.when_written(lambda: plots.adjoint(
    np.sum(conv_forward_strided(x, w, stride=2, pad=1)[0] * G),
    np.sum(x * conv_backward_strided(G, (x, w, 2, 1))[0])))

# %% [markdown]
# **Predict:** what if the whole border came off below and at the right, and none above and at the left? `dX` would have the right shape.

# %%
check.when_written(lambda: plots.adjoint(
    np.sum(conv_forward_strided(x, w, stride=2, pad=1)[0] * G),
    np.sum(x * convolve_full(dilate2d(G, 2, (6, 8)), w)[:6, :7])))

# %% [markdown]
# **Stretch:** you have built two more layers without noticing.
#
# - *Transposed convolution.* Use the backward pass forward: give it a small picture as `dH` and a cache with an `X` of zeros, twice as high and wide. `dX` is then a larger
#   picture. Networks that draw pictures grow them this way. Try it with a picture of ones, a 3x3 filter of ones, stride 2 and padding 1. Where does the checkerboard come from?
# - *Dilated convolution.* Dilate the **filter** instead: `correlate_valid(X, dilate2d(W, 2, (3, 3)))`. Four weights now see a 3x3 window. What is its `dW`?
#
# ## Reflection
#
# ### Exercise 4.6 · Written answer
#
# A friend uses a 3x3 filter with stride 2 and no padding on pictures that are 6 pixels wide. He reports a bug: *the last column of `dX` is always 0.* **In four or five sentences: is it a
# bug, and what becomes of that column with padding 1? What happens to the gradient of the padding itself, and why?**
#
# *Graded by hand:* 1 point for the last column, without and with padding, with the reason; 1 point for the gradient of the padding, with the reason.

# %% [markdown] answer="reflection_left_over" points=2
# **Rubric.** 1 point: no bug, because no window reaches the last column, so the loss does not depend on it; with padding 1 the column is seen, and what is left over is padding. 1
# point: the gradient of the padding is thrown away (although it is not zero), because the padding is a constant behind which nothing stands that could change.
#
# **Model answer.** It is no bug. The windows start at columns 0 and 2, so they cover columns 0 to 4, and no output depends on column 5. If those pixels change, the loss
# does not, so their gradient is exactly 0. With padding 1 the padded picture is 8 wide, the windows start at 0, 2 and 4 and cover columns 0 to 6. The last column of pixels is column 6 there,
# so it is seen; only padding is left over. The full convolution gives the zeros of the padding a gradient as well, and it need not be 0. We throw it away: the padding is a constant, and nothing
# stands behind it that could learn from a gradient.
#
# **Comments to copy.**
#
# - No window reaches that column, so the loss cannot depend on it: its gradient is exactly 0, and that is no bug.
# - You are right that it is no bug, but give the reason: write down which columns the windows cover.
# - The gradient of the padding need not be 0. It is thrown away because the padding is a constant.
# - Right about padding 0. With padding 1 recount the columns: the last pixel is seen, and what is left over is padding.

# %% [markdown]
# ## Recap
#
# - Padding puts zeros around the input. The edge is seen more often, and with $p = (f - 1)/2$ the size stays the same.
# - A stride keeps every $s$-th output. What the division rounds away are rows and columns that no window sees. Their gradient is exactly 0.
# - Backward: dilate `dH`, convolve as in lesson 3, take the border off. `dW` comes from the padded `X` and the dilated `dH`.
# - The padding is a constant, so its gradient is thrown away. `X[p:-p]` is empty at $p = 0$.
#
# One picture, one channel, one filter: that was enough to see how the gradient travels. A real layer has many of each, and a bias. Next: lesson 5,
# [*Channels and batches*](../05_channels_and_batches/05_channels_and_batches.ipynb).

# %%
check.hand_in()
