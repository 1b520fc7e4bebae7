# %% [markdown]
# # 2 · Backprop by hand
#
# In lesson 1 numbers flowed forward: pixels and weights in, outputs out. Now a gradient comes back. Somewhere above our layer
# there is a loss $L$, one number that should become smaller. The layers above tell us how $L$ reacts to each of our
# outputs. Our job is to say how $L$ reacts to each weight and to each pixel.
#
# | | |
# |---|---|
# | **You will** | trace the gradient through the 3x3 example on paper, measure it, then write `conv_backward` |
# | **You will learn** | why gradients add up, what the gradient of a filter looks like, and how to test a gradient |
# | **You need** | lesson 1 and the chain rule for a product |
# | **Time** | about 75 minutes |
#
# | Exercise | Difficulty | Minutes | Points |
# |---|---|---|---|
# | 2.1 `weight_table` | ●○○ | 10 | 2 |
# | 2.2 `pixel_table` | ●●○ | 15 | 3 |
# | 2.3 `numerical_gradient` | ●●○ | 15 | 5 |
# | 2.4 `conv_backward` | ●●● | 20 | 8 |
# | 2.5 `conv_backward_repaired` | ●●○ | 10 | 6 |
# | 2.6 Reflection | ●○○ | 5 | 2 |

# %% course="setup"
import numpy as np

from convlib import shapes
from convlib.conv.single import conv_forward
from convlib.lab import check, plots

# %% [markdown]
# `conv_forward` from lesson 1 is ready to use. It lies in the file `given.py` beside this notebook.
#
# ## 1 · The chain rule at one gate
#
# Start with a single product, $h = x·w$. Let $x = 5$ and $w = 3$. Suppose the layers above report $\partial L / \partial h = 2$:
# if $h$ grows by a tiny amount, $L$ grows by twice that amount.
#
# How does $L$ react to $w$? If $w$ grows by a tiny amount $\varepsilon$, then $h$ grows by $5·\varepsilon$, because the weight
# is multiplied by $x = 5$. And $L$ grows by twice that. So $\partial L / \partial w = 5·2 = 10$. In the same way
# $\partial L / \partial x = 3·2 = 6$.
#
# The derivative of the gate's output with respect to one of its inputs is called the **local gradient**:
# $\partial h / \partial w = x$ and $\partial h / \partial x = w$. The chain rule multiplies it by what comes from above:
#
# $$\frac{\partial L}{\partial w} = \frac{\partial L}{\partial h} \cdot x \qquad\qquad \frac{\partial L}{\partial x} = \frac{\partial L}{\partial h} \cdot w$$
#
# In the picture solid arrows carry values forward, and dashed arrows carry gradients back. The plus hands its gradient on
# unchanged. In a convolution the other products of the window join there.

# %%
plots.gate(5.0, 3.0, 2.0)

# %% [markdown]
# Two short names will save much ink. We write `dH` for the array of all $\partial L / \partial H_{h,w}$. It has the shape of `H`. In the
# same way `dW` has the shape of `W`, and `dX` the shape of `X`.
#
# **One rule more.** If a number is used in two places, a change of it reaches the loss along two paths. The two effects add up.
# So *gradients of all uses are summed*. In a convolution everything is used many times.
#
# ## 2 · The gradient of the filter
#
# Here is the example again, with a gradient from above.

# %%
X = np.arange(1.0, 10.0).reshape(3, 3)
W = np.array([[1.0, 2.0], [3.0, 4.0]])
dH = np.array([[1.0, -2.0], [0.5, 3.0]])
plots.arrays(X=X, W=W, dH=dH)

# %% [markdown]
# Write out the four outputs, with letters for the weights:
#
# $$\begin{aligned}
# H_{0,0} &= 1·W_{0,0} + 2·W_{0,1} + 4·W_{1,0} + 5·W_{1,1} \\
# H_{0,1} &= 2·W_{0,0} + 3·W_{0,1} + 5·W_{1,0} + 6·W_{1,1} \\
# H_{1,0} &= 4·W_{0,0} + 5·W_{0,1} + 7·W_{1,0} + 8·W_{1,1} \\
# H_{1,1} &= 5·W_{0,0} + 6·W_{0,1} + 8·W_{1,0} + 9·W_{1,1}
# \end{aligned}$$
#
# Look at one column, the one with $W_{0,0}$. This weight met the pixels 1, 2, 4 and 5, one in each output. Those are its local
# gradients. Multiply each by the gradient of its output and add up:
#
# $$1·1 + 2·(-2) + 4·0.5 + 5·3 = 14$$
#
# So $dW_{0,0} = 14$.

# %%
plots.weight_terms(X, dH, 0, 0)

# %% [markdown]
# ### Exercise 2.1 · The table of the weights
#
# Fill in the local gradients of all four weights. One row for each weight, one column for each output. The first row is
# `[1, 2, 4, 5]`, as you have just seen.

# %% exercise="weight_table"
from convlib.course.by_hand import weight_table

# %% check="weight_table"
check.weight_table(weight_table)

# %% [markdown]
# <details><summary>Hint 1 of 3: where to read it off</summary>
#
# In the four equations above, go down the column of one weight.
# </details>
# <details><summary>Hint 2 of 3: what a row is</summary>
#
# The row of $W_{0,1}$ holds the pixels one column to the right of those in the first row.
# </details>
# <details><summary>Hint 3 of 3: what a row is, as a picture</summary>
#
# The row of $W_{u,v}$ is a 2x2 block of $X$, read row by row: the block that starts at row $u$ and column $v$.
# </details>

# %% [markdown]
# ### All of dW from your table
#
# With the table, all of `dW` is one product: each row times the four numbers of `dH`.

# %%
check.when_written(lambda: plots.arrays(
    dW=(np.array(weight_table()) @ dH.ravel()).reshape(2, 2)))

# %% [markdown]
# Did you see it? The four pixels that belong to one weight form a **block of $X$**. For $W_{0,0}$ it is the top left block,
# for $W_{0,1}$ the block one to the right. The block has as many entries as there are outputs, because each output used the weight
# once. So the formula is
#
# $$dW_{u,v} = \sum_{h} \sum_{w} X_{h+u,\,w+v} \; dH_{h,w}$$
#
# There is a second way to see the same sum. Take the outputs one after the other. Output $(h, w)$ adds its whole window, times
# `dH[h, w]`, to `dW`. **Predict:** after the first of the four outputs, what does `dW` look like?

# %%
plots.dW_by_outputs(X, dH, 2)

# %% [markdown]
# ## 3 · Who touched this pixel?
#
# Now the pixels. The corner pixel $X_{0,0} = 1$ lies in one window only. Its weight there is $W_{0,0} = 1$. So
# $dX_{0,0} = 1·1 = 1$.
#
# The centre pixel $X_{1,1} = 5$ lies in all four windows. In the first it lies under $W_{1,1}$, in the last under $W_{0,0}$.
#
# **Predict** before you look: how many windows contain the pixel in the middle of an edge?

# %%
plots.who_touched((3, 3), W)

# %% [markdown]
# Each use brings one term. For the centre:
#
# $$4·1 + 3·(-2) + 2·0.5 + 1·3 = 2$$

# %%
plots.pixel_terms((3, 3), W, dH, 1, 1)

# %% [markdown]
# Look at the order of the weights in that sum: 4, 3, 2, 1. While the outputs go forward, the weights go backward. Keep this in
# mind. It is the seed of lesson 3.
#
# ### Exercise 2.2 · The table of the pixels
#
# Fill in the local gradients of all nine pixels. One row for each pixel, row by row, and one column for each output. Where an
# output does not see the pixel, write 0. The row of the centre is `[4, 3, 2, 1]`.

# %% exercise="pixel_table"
from convlib.course.by_hand import pixel_table

# %% check="pixel_table"
check.pixel_table(pixel_table)

# %% [markdown]
# <details><summary>Hint 1 of 3: start at the corners</summary>
#
# Each corner lies in exactly one window, so its row has exactly one entry that is not 0. Which output, and which weight?
# </details>
# <details><summary>Hint 2 of 3: go by columns</summary>
#
# A column belongs to one output. It holds the four weights, at the four pixels of that output's window, and five zeros.
# </details>
# <details><summary>Hint 3 of 3: the first column</summary>
#
# The first output sees the pixels 1, 2, 4 and 5 with the weights 1, 2, 3 and 4. So the first column, from top to bottom, is
# 1, 2, 0, 3, 4, 0, 0, 0, 0.
# </details>

# %% [markdown]
# ### All of dX from your table
#
# Again one product gives the whole gradient.

# %%
check.when_written(lambda: plots.arrays(
    dX=(np.array(pixel_table()) @ dH.ravel()).reshape(3, 3)))

# %% [markdown]
# Here is the film once more, now with the weights. Each step is one row of your table.

# %%
plots.who_touched((3, 3), W, weights=True)

# %% [markdown]
# For the code, the second way to see it is the simple one. Output $(h, w)$ had its filter lying at rows $h$ to $h + f - 1$ and
# columns $w$ to $w + f - 1$. So it stamps the filter, times `dH[h, w]`, onto `dX` at the same place. Where stamps overlap, they add.
# **Predict:** after the first two outputs, which entries of `dX` are still 0?

# %%
plots.dX_by_outputs(dH, W)

# %% [markdown]
# Here both directions are side by side, and every number shows its sum. Point at a corner of `dX`, then at its middle: how many products
# does each add up? Then change one entry of `dH` so that `dX[0, 2]` becomes 0. **Predict:** which one?

# %%
plots.explorer(X, W, dH)

# %% [markdown]
# ## 4 · Measuring a gradient
#
# Derivations can be wrong. A measurement cannot fool itself in the same way. Change one entry of $x$ by a small step $\varepsilon$ up
# and down, and see how the loss changes:
#
# $$\frac{\partial L}{\partial x_i} \approx \frac{L(x_i + \varepsilon) - L(x_i - \varepsilon)}{2\varepsilon}$$
#
# These are **central differences**. How small should $\varepsilon$ be? A large step measures the slope of a chord instead of the
# tangent. A tiny step subtracts two numbers that are nearly equal, and rounding takes over. The cell below measures the
# slope of $x^3$ at $x = 1$, which is 3, with twelve different steps.

# %%
eps = 10.0 ** -np.arange(1, 13)
above, below = 1 + eps, 1 - eps
slopes = (above * above * above - below * below * below) / (2 * eps)
plots.step_size(eps, np.abs(slopes - 3))

# %% [markdown]
# The best step differs a little from function to function. In float64 $10^{-5}$ is near the bottom for most. In float32 it would drown in rounding, so gradient checks are done in float64.
#
# ### Exercise 2.3 · `numerical_gradient`
#
# Our functions return arrays, not a loss. So we pretend that the loss is $L = \sum \texttt{func(x)} \cdot \texttt{dH}$. Then the
# gradient from above is exactly `dH`. A `dH` of random numbers tests every output; a `dH` of ones would let many mistakes pass.
#
# Write `numerical_gradient(func, x, dH, eps=1e-5)`. It returns an array of the shape of `x`.

# %% exercise="numerical_gradient"
from convlib.gradcheck import numerical_gradient

# %% check="numerical_gradient"
check.numerical_gradient(numerical_gradient)

# %% [markdown]
# <details><summary>Hint 1 of 3: every entry, whatever the shape</summary>
#
# `np.ndindex(x.shape)` yields the index of each entry in turn, for arrays with any number of axes. `x[index]` reads it.
# </details>
# <details><summary>Hint 2 of 3: leave the input as it was</summary>
#
# Work on a copy of floats: `x = np.array(x, dtype=float)`. In an array of integers a step of $10^{-5}$ is lost. Put each
# entry back before you go to the next.
# </details>
# <details><summary>Hint 3 of 3: one entry in words</summary>
#
# Add `eps` to the entry and compute the sum of `func(x) * dH`. Subtract `eps` from the original entry and compute it again. The
# difference, divided by `2 * eps`, is the gradient of this entry.
# </details>

# %% [markdown]
# ### What we derived, measured
#
# Now measure what we derived. The forward pass returns a pair, so `[0]` takes the output.

# %%
check.when_written(lambda: plots.arrays(
    measured_dW=numerical_gradient(lambda W: conv_forward(X, W)[0], W, dH).round(6),
    measured_dX=numerical_gradient(lambda X: conv_forward(X, W)[0], X, dH).round(6)))

# %% [markdown]
# ## 5 · The backward pass in code
#
# You have everything. Go through the outputs in the same two loops as forward. Each output does two things:
#
# - it adds its window of $X$, times `dH[h, w]`, to `dW`;
# - it adds the filter, times `dH[h, w]`, to its window of `dX`.
#
# ### Exercise 2.4 · `conv_backward`
#
# Write `conv_backward(dH, cache)`. Take `X` and `W` from the cache. Return the pair `(dX, dW)`.

# %% exercise="conv_backward"
from convlib.conv.single import conv_backward

# %% check="conv_backward"
check.conv_backward(conv_backward)

# %% [markdown]
# <details><summary>Hint 1 of 3: the frame</summary>
#
# `X, W = cache`. The loops run over the rows and columns of `dH`. Start `dX` and `dW` as zeros of the shape of `X` and of `W`.
# </details>
# <details><summary>Hint 2 of 3: collect, do not replace</summary>
#
# Many outputs touch the same weight and the same pixel. Use `+=`. With `=` only the last one counts.
# </details>
# <details><summary>Hint 3 of 3: the two lines in words</summary>
#
# To the slice of `dX` that starts at `[h, w]` and is as large as `W`, add `W` times the number `dH[h, w]`. To `dW`, add the same slice
# of `X` times the same number.
# </details>

# %% [markdown]
# ### The impulse view
#
# A good way to see what a backward pass does: make `dH` zero except for a single 1. Then only one output has a gradient. Its
# stamp on `dX` must be the filter itself, as it is, at the output's own place. Its contribution to `dW` must be its window. The view calls
# **your** function and shows where your gradient landed, beside where it should.

# %%
plots.impulse_view(conv_backward, X, W)

# %% [markdown]
# ## 6 · Two faults in print
#
# This backward pass has been printed and copied many times. It computes `dW` by a rule of its own, `dW[h, w] = ...`. It holds two
# faults. Read it and find both before you go on.
#
# ```python
#  1  def conv_backward_printed(dH, cache):
#  2      X, W = cache
#  3      f, f = W.shape
#  4      n_H, n_W = dH.shape
#  5      dX = np.zeros(X.shape)
#  6      dW = np.zeros(W.shape)
#  7      for h in range(n_H):
#  8          for w in range(n_W):
#  9              dX[h:h + f, w:w + f] += W * dH(h, w)
# 10              dW[h, w] = np.sum(X[h:h + f, w:w + f] * dH)
# 11      return dX, dW
# ```
#
# The first fault shows at once when you run it. The second one hides. The next cell runs three things: the printed version, and then
# a version with only the first fault fixed, on our example and on an input with one column more.
#
# **Predict:** which of the three runs stop with an error?

# %%
def conv_backward_printed(dH, cache, first_fault_fixed=False):
    X, W = cache
    f, f = W.shape
    n_H, n_W = dH.shape
    dX = np.zeros(X.shape)
    dW = np.zeros(W.shape)
    for h in range(n_H):
        for w in range(n_W):
            dX[h:h + f, w:w + f] += W * (dH[h, w] if first_fault_fixed else dH(h, w))
            dW[h, w] = np.sum(X[h:h + f, w:w + f] * dH)
    return dX, dW


wider = np.hstack([X, [[10.0], [11.0], [12.0]]])
wider_dH = np.hstack([dH, [[2.0], [-1.0]]])
for title, x, upstream, fixed in [
    ("printed, 3x3:    ", X, dH, False),
    ("half fixed, 3x3:", X, dH, True),
    ("half fixed, 3x4:", wider, wider_dH, True),
]:
    try:
        dX, dW = conv_backward_printed(upstream, (x, W), fixed)
        print(title, "dW =", dW.tolist())
    except Exception as error:
        print(title, type(error).__name__ + ":", error)

# %% [markdown]
# The middle line is the `dW` of section 2, and it is right! On the example the second fault does not show at all.
#
# <details><summary>Why does the 3x3 example not show it?</summary>
#
# It is a coincidence. With a 3x3 input and a 2x2 filter, the output is 2x2 as well. So the filter positions and the output positions are the
# same four pairs, and a window of the filter's shape is also a window of `dH`'s shape. The example we love is blind to this mistake.
# That is why the checks in this course use inputs that are not square.
# </details>
#
# ### Exercise 2.5 · Mend it
#
# Write the repaired version, `conv_backward_repaired(dH, cache)`. Keep its idea: compute each entry of `dW` by **one** sum. Look at the formula
# in section 2. Which two indices belong to `dW`, over which two does the sum run, and how large is the block of $X$?

# %% exercise="conv_backward_repaired"
from convlib.conv.single import conv_backward_repaired

# %% check="conv_backward_repaired"
check.conv_backward_repaired(conv_backward_repaired)

# %% [markdown]
# <details><summary>Hint 1 of 3: the first fault</summary>
#
# `dH` is an array, not a function. Round brackets call, square brackets index.
# </details>
# <details><summary>Hint 2 of 3: the second fault</summary>
#
# `dW` has one entry for each *filter* position. But lines 7 and 8 run over the *output* positions.
# </details>
# <details><summary>Hint 3 of 3: the window</summary>
#
# `dW` needs two loops of its own, over `u` and `v` from 0 to `f - 1`. The block of `X` starts at `[u, v]` and has the shape of `dH`,
# `(n_H, n_W)`.
# </details>

# %% [markdown]
# **Stretch:** make a cell below and give `conv_backward` a `dH` of ones. Which of your earlier mistakes would this `dH` have let pass? Try
# it: swap two entries of the filter in the stamp, and see whether the sum of `dX` changes.
#
# ## Reflection
#
# ### Exercise 2.6 · Written answer
#
# A friend writes `dW = X[h:h+f, w:w+f] * dH[h, w]` with `=` in place of `+=`. **In three or four sentences: what does `dW` hold
# after the loops, why does the chain rule ask for a sum, and would training still lower the loss?**
#
# *Graded by hand:* 1 point for what is left in `dW` and why the terms add; 1 point for a reasoned answer about training.

# %% [markdown] answer="reflection_accumulate" points=2
# **Rubric.** 1 point: only the last output's contribution is left, and gradients of all uses add up. 1 point: a reasoned answer about
# training: it may still go down, because a part of the gradient often points roughly the right way, which is why a falling loss
# proves nothing.
#
# **Model answer.** After the loops `dW` holds only what the last output, bottom right, contributed. Every weight is used once in each output. A
# change of the weight reaches the loss through all outputs, and the effects of several paths add up, so the terms of all outputs must be
# summed. Training may still lower the loss, because one term of the sum often points roughly in the right direction. So a falling
# loss does not show that the gradient is right. A gradient check does.
#
# **Comments to copy.**
#
# - Right that only the last output's term is left. Now say why the terms of all outputs must be added: the weight reaches the loss through each of them.
# - You say that training will fail. It may well succeed: one term of the sum often points roughly the right way, and so a falling loss proves nothing.
# - You describe what the code does, but not what is missing from dW. Write down the sum for one weight.
# - Well argued. A gradient check would have caught it: say what it compares.

# %% [markdown]
# ## Recap
#
# - The chain rule multiplies what comes from above by the local gradient. For a product that is the other factor.
# - Whatever is used several times collects several terms. Gradients add.
# - Each output adds its window, times its gradient, to `dW`, and stamps the filter, times its gradient, onto `dX`.
# - A numerical gradient tests any backward pass. Random `dH`, inputs that are not square, float64.
#
# You saw two patterns that were not explained yet: the gradient of the filter was a block of $X$ sliding against `dH`, and in the
# gradient of a pixel the weights came in reverse order. Both are convolutions. Next: lesson 3,
# [*Gradients are convolutions*](../03_gradients_are_convolutions/03_gradients_are_convolutions.ipynb).

# %%
check.hand_in()
