# %% [markdown]
# # 3 · Gradients are convolutions
#
# In lesson 2 you wrote a backward pass with two loops and much bookkeeping. In this lesson the bookkeeping disappears. Both
# gradients turn out to be convolutions themselves. One of them even uses the filter turned by 180 degrees, for a reason
# that you will see with your own eyes. At the end three independent witnesses confirm one gradient.
#
# | | |
# |---|---|
# | **You will** | write both gradients as convolutions, then the whole layer as one matrix |
# | **You will learn** | valid and full convolution, why the filter turns, what an adjoint is |
# | **You need** | lessons 1 and 2; for section 5, the product of a matrix and a vector |
# | **Time** | about 70 minutes |
#
# | Exercise | Difficulty | Minutes | Points |
# |---|---|---|---|
# | 3.1 `correlate_valid` | ●○○ | 10 | 3 |
# | 3.2 `rot180` | ●○○ | 5 | 2 |
# | 3.3 `convolve_full` | ●●○ | 15 | 4 |
# | 3.4 `conv_backward_by_convolution` | ●○○ | 5 | 6 |
# | 3.5 `conv_matrix` | ●●● | 20 | 4 |
# | 3.6 Reflection | ●●○ | 10 | 2 |

# %% course="setup"
import numpy as np

from convlib import shapes
from convlib.conv.single import conv_forward
from convlib.gradcheck import numerical_gradient
from convlib.lab import check, plots

# %% [markdown]
# `conv_forward` and `numerical_gradient` from the earlier lessons are ready to use. They lie in `given.py` beside this notebook.

# %%
X = np.arange(1.0, 10.0).reshape(3, 3)
W = np.array([[1.0, 2.0], [3.0, 4.0]])
dH = np.array([[1.0, -2.0], [0.5, 3.0]])
plots.arrays(X=X, W=W, dH=dH)

# %% [markdown]
# ## 1 · The gradient of the filter is a correlation
#
# Here is the gradient of one weight from lesson 2:
#
# $$dW_{u,v} = \sum_{h} \sum_{w} X_{h+u,\,w+v} \; dH_{h,w}$$
#
# Compare it with the forward pass:
#
# $$H_{h,w} = \sum_{u} \sum_{v} X_{h+u,\,w+v} \; W_{u,v}$$
#
# It is the same formula with two letters exchanged. Forward, $W$ slides over $X$, and each position gives one entry of $H$. Backward,
# `dH` slides over $X$, and each position gives one entry of `dW`. So `dW` is a cross-correlation of $X$ with `dH`.
#
# **Predict:** $X$ is 3x3 and `dH` is 2x2. At how many positions does `dH` fit inside? Is that the number of weights?

# %%
plots.dW_sliding(X, dH)

# %% [markdown]
# The count always works out: `dH` has side $n - f + 1$, so it fits at $n - (n - f + 1) + 1 = f$ positions.
#
# ### Exercise 3.1 · `correlate_valid`
#
# Write `correlate_valid(X, K)`: slide any `K` over any `X` and keep the positions where `K` lies wholly inside. That is what *valid* means.
# `K` need not be square, because `dH` is not. Return the array alone, without a cache.

# %% exercise="correlate_valid"
from convlib.conv.single import correlate_valid

# %% check="correlate_valid"
check.correlate_valid(correlate_valid)

# %% [markdown]
# <details><summary>Hint 1 of 3: you have seen it</summary>
#
# It is the forward pass of lesson 1, for a filter with a height and a width of its own.
# </details>
# <details><summary>Hint 2 of 3: two sides</summary>
#
# Take both sides from the filter: `f_H, f_W = K.shape`. Each axis has its own count of positions.
# </details>
# <details><summary>Hint 3 of 3: the window</summary>
#
# The window at `(h, w)` is `X[h:h + f_H, w:w + f_W]`. Its sum of products with `K` is the output there.
# </details>

# %% [markdown]
# ## 2 · The filter turns
#
# Now the pixels. In lesson 2 the gradient of the centre pixel was
#
# $$4·1 + 3·(-2) + 2·0.5 + 1·3 = 2$$
#
# The gradients $1, -2, 0.5, 3$ come row by row. The weights $4, 3, 2, 1$ come in reverse order. Why?
#
# Stand on the pixel and ask which outputs used it. The output whose window starts one row above and one column left of our pixel sees it
# in its *bottom right* corner, under the last weight. The output whose window starts at our pixel sees it under the first
# weight. Earlier output, later weight: the order is reversed on both axes. In symbols, the output at
# $(i - u, j - v)$ saw pixel $(i, j)$ under weight $(u, v)$:
#
# $$dX_{i,j} = \sum_{u} \sum_{v} W_{u,v} \; dH_{i-u,\,j-v}$$
#
# Note the minus signs. In the forward pass they were plus signs. A minus sign in the index is what makes a **true convolution**, the one
# of mathematics.
#
# Reversing the rows and the columns of a filter is the same as turning it by 180 degrees. Watch the 1: it goes from the top left corner to
# the bottom right.

# %%
plots.rotation(W)

# %% [markdown]
# ### Exercise 3.2 · `rot180`
#
# Write `rot180(K)`. **Predict** what happens if you only turn the rows around: which corner does the 1 go to?

# %% exercise="rot180"
from convlib.conv.single import rot180

# %% check="rot180"
check.rot180(rot180)

# %% [markdown]
# <details><summary>Hint 1 of 3: two reversals</summary>
#
# Reverse the order of the rows *and* the order of the columns.
# </details>
# <details><summary>Hint 2 of 3: it is not the transpose</summary>
#
# The transpose mirrors at the diagonal: the 1 stays where it is. A 3x4 filter must stay 3x4.
# </details>
# <details><summary>Hint 3 of 3: slices run backward too</summary>
#
# `K[::-1]` reverses the first axis. A comma and a second `::-1` reverse the other.
# </details>

# %% [markdown]
# ## 3 · The full convolution
#
# With the filter turned, the sum for each pixel is a window of `dH` times the turned filter, entry by entry. For the centre pixel the window is
# all of `dH`. But the corner pixel is seen by one output only. Its window sticks out of `dH` on two sides. What lies outside? Outputs that do
# not exist. They send no gradient, so we write zeros there: $f - 1$ of them on each side.
#
# Sliding over every position at which the turned filter touches `dH` at all is called a **full** convolution. Its result is larger
# than `dH` by $f - 1$ on each axis. That is exactly the size of $X$.
#
# **Predict:** at the first position only one entry of the turned filter lies on `dH`. Which weight is it?

# %%
plots.full_convolution(dH, W)

# %% [markdown]
# Look for the turn in the sums. Point at `dX[1, 1]`: the entries of `dH` come in their order. In which order do the weights come? Point at
# `dW[0, 1]` as well: does anything turn there?

# %%
plots.explorer(X, W, dH)

# %% [markdown]
# ### Exercise 3.3 · `convolve_full`
#
# Write `convolve_full(dH, W)`. It gets the filter *as it is* and turns it inside. You have the two parts: `rot180` and `correlate_valid`.

# %% exercise="convolve_full"
from convlib.conv.single import convolve_full

# %% check="convolve_full"
check.convolve_full(convolve_full)

# %% [markdown]
# <details><summary>Hint 1 of 3: how many zeros?</summary>
#
# One fewer than the filter is long: $f - 1$ on each of the four sides. With $f$ zeros the result is too large.
# </details>
# <details><summary>Hint 2 of 3: the zeros</summary>
#
# `np.pad(dH, p)` puts `p` zeros around an array.
# </details>
# <details><summary>Hint 3 of 3: the line in words</summary>
#
# Return the valid correlation of the padded `dH` with the turned filter.
# </details>

# %% [markdown]
# ## 4 · The backward pass without bookkeeping
#
# Put the two together:
#
# - `dX` is the full convolution of `dH` with `W`;
# - `dW` is the valid correlation of `X` with `dH`.
#
# ### Exercise 3.4 · `conv_backward_by_convolution`
#
# Write the whole backward pass again, without any loop of its own. Return `(dX, dW)`.

# %% exercise="conv_backward_by_convolution"
from convlib.conv.single import conv_backward_by_convolution

# %% check="conv_backward_by_convolution"
check.conv_backward_by_convolution(conv_backward_by_convolution)

# %% [markdown]
# <details><summary>Hint 1 of 3: what is what</summary>
#
# The larger result, `dX`, comes from the full convolution. The smaller one, `dW`, comes from the valid correlation.
# </details>
# <details><summary>Hint 2 of 3: turn once</summary>
#
# If your `convolve_full` turns the filter, do not turn it again here. Two turns are none.
# </details>
# <details><summary>Hint 3 of 3: nothing turns for the filter</summary>
#
# `dW` uses `X` and `dH` as they are. The order of the result is `(dX, dW)`.
# </details>

# %% [markdown]
# ## 5 · One matrix
#
# A convolution is linear: twice the input gives twice the output, and sums go to sums. Every linear map is a matrix. Which one is ours?
#
# Write the nine pixels as one vector, row after row. NumPy calls this `X.ravel()`. Output $H_{0,0}$ is the product of this vector
# with a row that holds the weights at the places of its four pixels and zeros elsewhere:
#
# $$(1, 2, 0, 3, 4, 0, 0, 0, 0)$$
#
# You know this row. It was the first *column* of your pixel table in lesson 2. Each output gives one such row. Together they form a
# matrix $A$ with one row for each output and one column for each pixel. Cut it into blocks of two rows and three columns: inside each
# block the weights stand on diagonals. Such a matrix is named after Otto Toeplitz.
#
# ### Exercise 3.5 · `conv_matrix`
#
# Write `conv_matrix(W, n_H_prev, n_W_prev)`. It returns $A$, so that `A @ X.ravel()` is the output, flattened.

# %% exercise="conv_matrix"
from convlib.conv.single import conv_matrix

# %% check="conv_matrix"
check.conv_matrix(conv_matrix)

# %% [markdown]
# <details><summary>Hint 1 of 3: the shape</summary>
#
# `A` has `n_H * n_W` rows and `n_H_prev * n_W_prev` columns.
# </details>
# <details><summary>Hint 2 of 3: which row?</summary>
#
# The outputs are numbered row after row: output `(h, w)` is row `h * n_W + w`, where `n_W` is the width of the *output*.
# </details>
# <details><summary>Hint 3 of 3: one row at a time</summary>
#
# For the output at `(h, w)`: make an input-sized array of zeros, lay the filter on it at `(h, w)`, and flatten it. That is the row.
# </details>

# %%
check.when_written(lambda: plots.toeplitz(conv_matrix(W, 3, 3), X, W))

# %% [markdown]
# The gradient now needs one line of algebra. For $H = A x$ each output $k$ is $H_k = \sum_i A_{k,i} \, x_i$, so the local gradient of
# output $k$ with respect to pixel $i$ is $A_{k,i}$. The chain rule sums over the outputs:
#
# $$dx_i = \sum_k A_{k,i} \; dH_k \qquad \text{that is} \qquad dx = A^\mathsf{T} \, dH$$
#
# **The gradient travels back through the transposed matrix.** This holds for every linear layer. The transposed matrix has the weights
# on the same diagonals, read in the other direction. Read the row of the centre pixel: 4, 3, 2, 1. There is the turn by 180 degrees once more.

# %%
check.when_written(lambda: plots.toeplitz_transposed(conv_matrix(W, 3, 3), dH))

# %% [markdown]
# ## 6 · Three witnesses for one gradient
#
# You now have three independent ways to be sure about `dX`. Use random numbers and a shape that is not square, so that no coincidence can help.

# %%
rng = np.random.default_rng(3)
x, w = rng.normal(size=(4, 6)), rng.normal(size=(3, 3))
G = rng.normal(size=(2, 4))

# %% [markdown]
# **Witness 1, the measurement.** Wiggle each pixel and watch the loss. This needs no theory at all, only patience: two forward passes for each
# pixel.

# %%
def by_measurement():
    measured = numerical_gradient(lambda x: conv_forward(x, w)[0], x, G)
    derived = conv_backward_by_convolution(G, (x, w))[0]
    print("largest difference below 1e-8:", np.abs(measured - derived).max() < 1e-8)


check.when_written(by_measurement)

# %% [markdown]
# **Witness 2, the adjoint identity.** Write $\langle a, b \rangle$ for the sum of products of two arrays. Take *any* array $G$ of the
# output's shape. If $\text{conv}'$ is the right way back, then
#
# $$\langle \text{conv}(X), \, G \rangle = \langle X, \, \text{conv}'(G) \rangle$$
#
# On the left the picture goes forward and meets $G$. On the right $G$ goes backward and meets the picture. With a matrix this is just
# $(A x) \cdot g = x \cdot (A^\mathsf{T} g)$. The map that does this for a linear map is its **adjoint**. The test takes one forward and one backward pass,
# however large the picture is.

# %%
check.when_written(lambda: plots.adjoint(
    np.sum(conv_forward(x, w)[0] * G),
    np.sum(x * conv_backward_by_convolution(G, (x, w))[0])))

# %% [markdown]
# **Predict:** would the identity still hold if you forgot to turn the filter? One number stands against one number: could a wrong
# gradient pass by chance?

# %%
check.when_written(lambda: plots.adjoint(
    np.sum(conv_forward(x, w)[0] * G),
    np.sum(x * correlate_valid(np.pad(G, 2), w))))

# %% [markdown]
# It does not hold. With random numbers a wrong way back practically never passes. But a filter that looks the same after the turn would let
# this mistake through, and so would a $G$ of zeros.
#
# **Witness 3, the matrix.** This one is a proof, since it follows from the algebra above. Build $A$, transpose it, multiply.

# %%
def by_matrix():
    by_transpose = conv_matrix(w, 4, 6).T @ G.ravel()
    derived = conv_backward_by_convolution(G, (x, w))[0]
    difference = np.abs(by_transpose - derived.ravel()).max()
    print("largest difference below 1e-12:", difference < 1e-12)


check.when_written(by_matrix)

# %% [markdown]
# **Stretch:** the output is linear in the filter as well: $H = B \, W\text{.ravel()}$ for a matrix $B$ that you can
# build from $X$. Which table of lesson 2 is it? Build it for the 3x3 example and compute `dW` as $B^\mathsf{T} dH$. You will meet $B$
# again in lesson 6, under the name *im2col*.
#
# ## Reflection
#
# ### Exercise 3.6 · Written answer
#
# **In your own words, for a fellow student who has done lessons 1 and 2: why does the filter turn by 180 degrees in `dX`, and why does nothing turn in
# `dW`? Use one pixel and one weight of the example.** Four or five sentences.
#
# *Graded by hand:* 1 point for the reason of the turn, shown on a pixel; 1 point for the reason why `dW` is a plain correlation, shown on
# a weight.

# %% [markdown] answer="reflection_turn" points=2
# **Rubric.** 1 point: an earlier output saw the pixel under a later weight (or: the index carries a minus sign), shown on a pixel. 1 point:
# weight $(u, v)$ always met the pixel that lies $(u, v)$ further on than the output's position, so the order is kept.
#
# **Model answer.** Take the centre pixel, 5. The first output, at (0, 0), saw it in the bottom right of its window, under the weight 4. The last output, at
# (1, 1), saw it in the top left, under the weight 1. So going forward through the outputs means going backward through the weights, on
# both axes, and reversing both axes is a turn by 180 degrees. For the weight 1 at (0, 0) it is different: output (0, 0) multiplied it by pixel
# (0, 0), output (0, 1) by pixel (0, 1), and so on. Outputs and pixels move in the same direction, so nothing turns.
#
# **Comments to copy.**
#
# - You say that the filter is rotated, but not why. Follow one pixel: which weight met it in the first window, and which in the last?
# - Right for the pixel. Now do the same for a weight: which pixels did it meet, and in which order?
# - You rotate about the wrong thing: both axes are reversed, which is a turn by 180 degrees and not a reflection.
# - The argument is right. A pixel of the 3x3 example with its numbers would make it easy to check.

# %% [markdown]
# ## Recap
#
# - `dW` is the valid cross-correlation of `X` with `dH`.
# - `dX` is the full convolution of `dH` with the filter: pad by $f - 1$, turn by 180 degrees, slide.
# - The layer is a matrix $A$. The gradient goes back through $A^\mathsf{T}$, the adjoint.
# - A gradient can be tested by measurement and by the adjoint identity, and derived by the matrix.
#
# So far the filter moved one cell at a time and never left the picture, so pixels at the border were seen less often than those in the
# middle. What changes on the way back when zeros stand around the picture, and when the filter takes larger steps? Next: lesson 4,
# [*Padding and stride*](../04_padding_and_stride/04_padding_and_stride.ipynb).

# %%
check.hand_in()
