# %% [markdown]
# # 1 · Convolution by hand
#
# A convolutional layer looks at a picture through a small window. It lays a few weights on the window, multiplies, adds up,
# and writes down one number. Then it moves the window and does the same again. That is all of the forward pass. You will
# do it on paper first, then in code.
#
# | | |
# |---|---|
# | **You will** | compute a 2x2 output by hand, then write the function that computes any output |
# | **You will learn** | what a window, a filter and an output position are; how large the output is; what the backward pass will need |
# | **You need** | NumPy slices and a `for` loop |
# | **Time** | about 45 minutes |
#
# | Exercise | Difficulty | Minutes | Points |
# |---|---|---|---|
# | 1.1 `outputs_by_hand` | ●○○ | 5 | 2 |
# | 1.2 `conv_single_step` | ●○○ | 5 | 3 |
# | 1.3 `output_size` | ●●○ | 10 | 3 |
# | 1.4 `conv_forward` | ●●○ | 15 | 6 |
# | 1.5 Reflection | ●○○ | 5 | 2 |
#
# Run each cell with **Shift + Enter**, from top to bottom.

# %% course="setup"
import numpy as np

from convlib import shapes
from convlib.lab import check, plots

# %% [markdown]
# ## 1 · The example
#
# We keep one example through three lessons. The input $X$ is 3x3 and holds the numbers 1 to 9, so you can tell every
# pixel by its value. The filter $W$ is 2x2.

# %%
X = np.arange(1.0, 10.0).reshape(3, 3)
W = np.array([[1.0, 2.0], [3.0, 4.0]])
plots.arrays(X=X, W=W)

# %% [markdown]
# Lay $W$ on the top left corner of $X$. It covers a **window** of four pixels: 1, 2, 4 and 5. Multiply each pixel by the
# weight that lies on it, and add up:
#
# $$1·1 + 2·2 + 4·3 + 5·4 = 37$$
#
# That is the first output. Now move the filter one pixel to the right. It covers 2, 3, 5 and 6.
#
# **Predict** before you go on: will the second output be larger or smaller than the first, and by how much?
#
# ### Exercise 1.1 · The four outputs
#
# The 2x2 filter fits into the 3x3 input at four positions. Work out all four outputs on paper. Then replace the line
# `raise NotImplementedError()` by `return [[?, ?], [?, ?]]` with your numbers, and run the check below.

# %% exercise="outputs_by_hand"
from convlib.course.by_hand import outputs_by_hand

# %% check="outputs_by_hand"
check.outputs_by_hand(outputs_by_hand)

# %% [markdown]
# <details><summary>Hint 1 of 3: where are the four windows?</summary>
#
# Top left, top right, bottom left, bottom right. The filter may not stick out of the input.
# </details>
# <details><summary>Hint 2 of 3: what is in the last window?</summary>
#
# The bottom right window holds 5, 6, 8 and 9.
# </details>
# <details><summary>Hint 3 of 3: a shortcut</summary>
#
# One step to the right raises every pixel in the window by 1, so the output grows by the sum of the weights,
# $1 + 2 + 3 + 4 = 10$. One step down raises every pixel by 3, so the output grows by 3 times as much.
# </details>

# %% [markdown]
# ## 2 · One window
#
# Now with symbols. Let $X$ have entries $X_{i,j}$ and let the filter have side $f$. Rows and columns count from 0, as in
# NumPy. The output at row $h$ and column $w$ is
#
# $$H_{h,w} = \sum_{u=0}^{f-1} \sum_{v=0}^{f-1} X_{h+u,\,w+v} \; W_{u,v}$$
#
# Read it aloud: stand at output position $(h, w)$. For each filter position $(u, v)$ take the pixel that lies $u$ rows
# below and $v$ columns to the right of pixel $(h, w)$. Multiply it by its weight. Add up all $f \cdot f$ products.
#
# In the picture, the outlined window meets the filter. Drag the slider, or press play.

# %%
plots.sliding(X, W)

# %% [markdown]
# ### A word about the word
#
# In mathematics, *convolution* turns the filter by 180 degrees before it is laid on the input. Without the turn the
# operation is called **cross-correlation**. Deep learning uses cross-correlation and calls it convolution. We do as
# everybody does and say *convolution layer*. But we stay exact: wherever the filter does turn, we say so. In the pictures
# the sign $\star$ stands for cross-correlation: the filter is laid on as it is drawn. It will turn once, in lesson 3, and you will
# see why.
#
# **Predict:** with the filter turned, the 4 lies on the top left pixel of each window. Will the first output be larger or
# smaller than before?

# %%
plots.correlation_and_convolution(X, W)

# %% [markdown]
# ### Exercise 1.2 · One window in code
#
# Write `conv_single_step(x_slice, W)`: multiply entry by entry, add up, return one number. The line with `shapes` is given: it
# raises a clear error when the two shapes differ. You can leave it as it is.

# %% exercise="conv_single_step"
from convlib.conv.single import conv_single_step

# %% check="conv_single_step"
check.conv_single_step(conv_single_step)

# %% [markdown]
# <details><summary>Hint 1 of 3: which product?</summary>
#
# Each pixel is multiplied by the weight that lies on it, and by no other. In NumPy that is `*`. The matrix product `@` mixes
# rows and columns.
# </details>
# <details><summary>Hint 2 of 3: from four products to one number</summary>
#
# `np.sum` adds up all entries of an array, whatever its shape.
# </details>
# <details><summary>Hint 3 of 3: the whole line in words</summary>
#
# Return the sum of `x_slice` times `W` as a `float`.
# </details>

# %% [markdown]
# ## 3 · How many positions?
#
# How large is the output? Count along one axis. A filter of length 2 on an input of length 3 has 2 positions. On an input of
# length 5 it has 4: one for each cell except the last, where the filter would stick out.

# %%
plots.positions(5, 2)

# %% [markdown]
# In general the first position is 0 and the last is $n - f$. That makes $n - f + 1$ positions. The $+ 1$ is the last fence
# post: from 0 to 3 there are four numbers.
#
# Two things change the count, and you will meet both in lesson 4:
#
# - **stride** $s$: the filter moves $s$ cells at a time, so it stands at 0, $s$, $2s$, … up to $n - f$ at most.
# - **padding** $p$: we write $p$ zeros before the first cell and $p$ after the last, so the input is $n + 2p$ long.
#
# **Predict:** an input of length 6, a filter of length 3, stride 2. How many positions are there? Is a cell left over?

# %%
plots.positions(6, 3, stride=2)

# %% [markdown]
# The last cell is never seen, because a third position would stick out. Nothing is rounded up: a position counts only if the
# whole filter lies inside.
#
# ### Exercise 1.3 · The size of the output
#
# Put the two into the formula $n - f + 1$ and write `output_size(n, f, stride=1, pad=0)`. It returns an integer.

# %% exercise="output_size"
from convlib.conv.single import output_size

# %% check="output_size"
check.output_size(output_size)

# %% [markdown]
# <details><summary>Hint 1 of 3: try it small</summary>
#
# Length 5, filter 2, stride 1, no padding: your function must say 4. Length 6, filter 3, stride 2: it must say 2.
# </details>
# <details><summary>Hint 2 of 3: padding comes on both sides</summary>
#
# The input grows by `2 * pad`, not by `pad`.
# </details>
# <details><summary>Hint 3 of 3: rounding down</summary>
#
# The last position is the largest multiple of $s$ that is at most $n + 2p - f$. So
#
# $$n_\text{out} = \left\lfloor \frac{n + 2p - f}{s} \right\rfloor + 1$$
#
# where $\lfloor \; \rfloor$ means: round down. In Python `//` divides and rounds down.
# </details>

# %% [markdown]
# ## 4 · The sliding forward pass
#
# You have the one step and you have the count. The forward pass is two loops around them: for each output row $h$ and each
# output column $w$, cut out the window `X[h:h+f, w:w+f]`, do the one step, and store the number in `H[h, w]`.
#
# Inputs need not be square. Here is one with 3 rows and 5 columns. The height and the width of the output come from the same
# formula, but from different numbers.

# %%
wide = np.array([[2.0, 0.0, 1.0, 3.0, 1.0],
                 [1.0, 4.0, 0.0, 2.0, 2.0],
                 [0.0, 1.0, 5.0, 1.0, 0.0]])
edge = np.array([[1.0, -1.0], [1.0, -1.0]])
plots.sliding(wide, edge)

# %% [markdown]
# Now you: point at a number to see the sum that makes it, press Enter on a pixel or a weight to change it. **Predict,** then try:
# how many outputs change with the pixel `X[1, 2]`? How many with the corner `X[0, 0]`, and how many with a weight?

# %%
plots.explorer(wide, edge)

# %% [markdown]
# ### What the cache is for
#
# Besides $H$, the function returns a **cache**. It holds what the backward pass will need: the input and the weights. The
# gradient of a product $x·w$ with respect to $w$ is $x$. So without the $x$ of the forward pass there is no gradient. For this
# layer the cache is the pair `(X, W)`.
#
# ### Exercise 1.4 · The forward pass
#
# Write `conv_forward(X, W)`. Return the pair `(H, cache)`.
#
# A warning about names: in this course `H`, `X` and `W` are arrays, never sizes. Sizes are called `n_H`, `n_W` and `f`. If you
# write `H, W = X.shape`, then your filter is gone.

# %% exercise="conv_forward"
from convlib.conv.single import conv_forward

# %% check="conv_forward"
check.conv_forward(conv_forward)

# %% [markdown]
# <details><summary>Hint 1 of 3: the frame</summary>
#
# Work out `n_H` and `n_W`, each from its own axis of `X`. Make `H` with `np.zeros`. Loop over `h` and `w`. Return at the very end,
# outside both loops.
# </details>
# <details><summary>Hint 2 of 3: the window</summary>
#
# A slice does not contain its end: `X[h:h+f]` has `f` rows. If the last row of your output stays zero, look at your `range`.
# </details>
# <details><summary>Hint 3 of 3: the line inside the loops</summary>
#
# `H[h, w]` becomes the sum of the window times `W`, which is what `conv_single_step` computes. After the loops, the cache is
# `(X, W)`.
# </details>

# %% [markdown]
# ### Your function at work
#
# What is such a filter good for? The filter `edge` from the film above has $+1$ on the left and $-1$ on the right. Where the picture is
# even, the two cancel. Where it changes from left to right, they do not. So the output shows vertical edges: brown and negative
# where the picture becomes brighter to the right, purple and positive where it becomes darker.

# %%
picture = np.zeros((9, 9))
picture[1:8, 3:6] = 1.0
picture[4, 1:8] = 1.0
check.when_written(lambda: plots.images(
    picture=picture, edges=conv_forward(picture, edge)[0]))

# %% [markdown]
# **Stretch:** which 2x2 filter finds horizontal edges? Which one finds corners? Make a cell below, change `edge`, and
# look. There are no points for this, but you will want to know.
#
# ## Reflection
#
# ### Exercise 1.5 · Written answer
#
# The filter stays the same while it slides. In our example its four weights serve four outputs. A layer that connected each
# output to each pixel with a weight of its own would need 36 weights. **In three or four sentences: what does the layer gain
# by using the same weights everywhere, what does it assume about pictures, and for which kind of data would that be wrong?**
#
# *Graded by hand:* 1 point for a gain and the assumption that pays for it; 1 point for an example where the assumption does
# not hold, with a reason.

# %% [markdown] answer="reflection_sharing" points=2
# **Rubric.** 1 point: names a gain (few weights, or: learned once, known everywhere) and the assumption, that a pattern means the
# same wherever it stands. 1 point: an example where position carries the meaning, with a reason.
#
# **Model answer.** Sharing saves weights: four instead of 36 here, and the number does not grow with the picture. It also means that what is
# learned at one place is known at every place. The price is an assumption: a pattern means the same wherever it stands. That
# is wrong where the position itself carries the meaning, for example in a table whose columns are age, height and income:
# a filter that slides from one column to the next compares things that have nothing to do with each other.
#
# **Comments to copy.**
#
# - You name what weight sharing saves, but not what it assumes: that a pattern means the same wherever it stands.
# - You name the assumption, but not what you gain by it. Count the weights with and without sharing.
# - Your example does not depend on position: moving the pattern would not change what it means. Look for data whose columns mean different things.
# - Good example. Say in one more sentence why a filter that slides across it computes nothing useful.

# %% [markdown]
# ## Recap
#
# - A convolution layer lays the filter on a window, multiplies entry by entry, adds up, and moves on. It does not turn the
#   filter: it is a cross-correlation.
# - Along each axis there are $\lfloor (n + 2p - f)/s \rfloor + 1$ positions.
# - The forward pass keeps $X$ and $W$ in its cache.
#
# One fact will carry the next lesson: **each weight is used at every position, and each pixel is used in several windows.** When
# the gradient comes back, it has to collect from all of them.
#
# Press **Validate** at the top, and hand in with the cell below. Next: lesson 2,
# [*Backprop by hand*](../02_backprop_by_hand/02_backprop_by_hand.ipynb).

# %%
check.hand_in()
