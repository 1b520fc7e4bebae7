# %% [markdown]
# # 7 · The other layers
#
# A convolution alone is a matrix. Two in a row are still just one matrix. What makes a network more than that are the small
# layers between. In this lesson you write them, each forward pass beside its backward pass, and the loss at the end. Then a
# gradient travels through a whole network, from the loss back to the first filter, and a measurement confirms it.
#
# | | |
# |---|---|
# | **You will** | write ReLU, max pooling, flatten, linear, and softmax with cross-entropy, forward and back |
# | **You will learn** | the route of the gradient through each layer: gate, switch, new address, wires, difference |
# | **You need** | lesson 2 for the chain rule and `numerical_gradient`; lesson 3, section 5 for the transposed matrix |
# | **Time** | about 110 minutes, best in two sittings: sections 1 to 5, then 6 to 9 |
#
# | Exercise | Difficulty | Minutes | Points |
# |---|---|---|---|
# | 7.1 `relu_forward` | ●○○ | 3 | 2 |
# | 7.2 `relu_backward` | ●○○ | 5 | 3 |
# | 7.3 `maxpool_forward` | ●●○ | 10 | 4 |
# | 7.4 `maxpool_backward` | ●●● | 20 | 7 |
# | 7.5 `flatten_forward` | ●○○ | 3 | 2 |
# | 7.6 `flatten_backward` | ●○○ | 2 | 2 |
# | 7.7 `linear_forward` | ●○○ | 4 | 2 |
# | 7.8 `linear_backward` | ●●○ | 10 | 5 |
# | 7.9 `softmax_cross_entropy` | ●●● | 20 | 7 |
# | 7.10 Reflection | ●●○ | 8 | 2 |

# %% course="setup"
import numpy as np

from convlib import shapes
from convlib.conv.im2col import conv2d_backward_im2col, conv2d_forward_im2col
from convlib.gradcheck import numerical_gradient
from convlib.lab import check, plots

# %% [markdown]
# `numerical_gradient` and the fast convolution from the earlier lessons are ready to use. They lie in `given.py` beside this notebook.
#
# Two things hold for every layer here. A layer without weights gives back `dX` alone. And the cache is what the backward pass needs,
# nothing more.
#
# ## 1 · ReLU is a gate
#
# ReLU stands for *rectified linear unit*: keep what is positive, replace the rest by zero.
#
# $$H_i = \max(X_i, 0)$$
#
# Think of a gate at each entry. Where the input is positive the gate is on, and the number passes unchanged. Elsewhere it is off, and nothing
# passes.
#
# How does $H_i$ react to $X_i$? Where the gate is on, $H_i = X_i$, so the local gradient is 1. Where it is off, $H_i$ stays 0
# whatever a small change of $X_i$ does, so the local gradient is 0. The gradient from above passes the **same** gates:
#
# $$dX_i = \begin{cases} dH_i & \text{if } X_i > 0 \\ 0 & \text{otherwise} \end{cases}$$
#
# **Predict:** one entry of `dH` is negative where the input is positive. Does it pass?

# %%
X = np.array([[1.0, -2.0, 3.0], [-0.5, 4.0, 0.0]])
dH = np.array([[2.0, 5.0, -1.0], [3.0, -2.0, 4.0]])
plots.relu_gates(X, dH)

# %% [markdown]
# It passes. The gate looks at the input, not at the gradient. So the input must be in the cache.
#
# ### Exercise 7.1 · `relu_forward`
#
# Write `relu_forward(X)` for an input of any shape. Return `H` and the cache, which is just `X`. Leave `X` as it is.

# %% exercise="relu_forward"
from convlib.nn.layers import relu_forward

# %% check="relu_forward"
check.relu_forward(relu_forward)

# %% [markdown]
# <details><summary>Hint 1 of 3: no loop</summary>
#
# NumPy compares a whole array with a number, entry by entry.
# </details>
# <details><summary>Hint 2 of 3: two maxima</summary>
#
# `np.max` finds one largest entry in an array. `np.maximum` takes two things and keeps the larger one at each entry.
# </details>
# <details><summary>Hint 3 of 3: the two things</summary>
#
# The two things to compare are the array `X` and the number 0.
# </details>

# %% [markdown]
# ### At exactly zero
#
# In the picture one input is exactly 0. Draw $\max(x, 0)$ on paper: at 0 the curve has a **kink**. To the right its slope is 1, to the
# left it is 0. A kink has no derivative. **Predict:** what do central differences measure there?

# %%
at_zero = numerical_gradient(lambda x: np.maximum(x, 0), np.array([0.0]), np.array([1.0]))
print("measured slope at 0:", at_zero.round(6)[0])

# %% [markdown]
# The measurement takes the mean of the two slopes. There is no derivative here, so one must choose. This course, like the large
# libraries, takes **0 at exactly 0**.
#
# For gradient checks it follows: stay away from kinks. If an input lies closer to 0 than the step $\varepsilon = 10^{-5}$,
# the two forward passes lie on different sides, and the measurement mixes both slopes.
#
# ### Exercise 7.2 · `relu_backward`
#
# Write `relu_backward(dH, cache)`. It returns `dX`.

# %% exercise="relu_backward"
from convlib.nn.layers import relu_backward

# %% check="relu_backward"
check.relu_backward(relu_backward)

# %% [markdown]
# <details><summary>Hint 1 of 3: where is the gate on?</summary>
#
# `X > 0` is an array of `True` and `False`, with the shape of `X`.
# </details>
# <details><summary>Hint 2 of 3: true and false are numbers</summary>
#
# In a product `True` counts as 1 and `False` as 0.
# </details>
# <details><summary>Hint 3 of 3: the line in words</summary>
#
# Return `dH` times the gates, entry by entry.
# </details>

# %% [markdown]
# ### Measured
#
# The measurement of lesson 2, with every input at least 0.1 away from the kink.

# %%
rng = np.random.default_rng(7)


def compare(name, measured, derived):
    print(f"{name}: largest difference below 1e-8:",
          np.abs(measured - derived).max() < 1e-8)


def check_relu():
    X = rng.choice([-1, 1], (3, 4)) * rng.uniform(0.1, 1, (3, 4))
    H, cache = relu_forward(X)
    dH = rng.normal(size=H.shape)
    measured = numerical_gradient(lambda X: relu_forward(X)[0], X, dH)
    compare("dX", measured, relu_backward(dH, cache))


check.when_written(check_relu)

# %% [markdown]
# ## 2 · Max pooling is a switch
#
# Pooling makes an image smaller. A window of side $f$ moves over the image, `stride` cells at a time, and **max pooling** keeps the largest entry
# of each window. Each channel is pooled by itself. There are no weights, and in this course no padding.
#
# The number of windows along an axis is that of lesson 4: $\lfloor (n - f) / s \rfloor + 1$. Rows and columns that are left over are not
# looked at.

# %%
X = np.array([[1.0, 3.0, 2.0, 0.0],
              [4.0, 2.0, 1.0, 5.0],
              [0.0, 6.0, 7.0, 2.0],
              [3.0, 1.0, 4.0, 8.0]])
plots.max_pooling(X, 2, 2)

# %% [markdown]
# ### Exercise 7.3 · `maxpool_forward`
#
# Write `maxpool_forward(X, f, stride)` for `X` with the axes `(N, C, n_H_prev, n_W_prev)`. Return `H` and the cache `(X, f, stride)`.

# %% exercise="maxpool_forward"
from convlib.nn.layers import maxpool_forward

# %% check="maxpool_forward"
check.maxpool_forward(maxpool_forward)

# %% [markdown]
# <details><summary>Hint 1 of 3: two loops are enough</summary>
#
# Loop over the rows and columns of the output. All images and channels can be handled at once: `X[:, :, rows, columns]`.
# </details>
# <details><summary>Hint 2 of 3: where a window lies</summary>
#
# The window of output `(h, w)` starts at row `h * stride` and column `w * stride`. It is `f` long on both axes, whatever the stride.
# </details>
# <details><summary>Hint 3 of 3: the largest of each window</summary>
#
# `.max(axis=(2, 3))` takes the largest over the last two axes, and leaves one number for each image and channel.
# </details>

# %% [markdown]
# ### Who gets the gradient?
#
# Take the first window: 1, 3, 4 and 2. Its output is 4. If the 4 grows a little, the output grows just as much: local gradient 1. If the 3
# grows a little, nothing happens, because 4 is still the largest: local gradient 0. So the whole gradient goes to the **winner**. The other
# three get nothing.
#
# Max pooling is a switch: the input sets it, and the gradient must take the way on which the number came. In the picture the wide frame
# is the window, and the small one its winner. **Predict:** how many of the sixteen entries of `dX` are not zero?

# %%
dH = np.array([[1.0, -2.0], [0.5, 3.0]])
plots.switches(X, dH, 2, 2)

# %% [markdown]
# ## 3 · Overlaps and ties
#
# **Overlaps.** If the stride is smaller than $f$, windows overlap, and one entry may win several of them. Then it was used several times. You know the
# rule from lesson 2: gradients of all uses are summed. Here the 9 wins all four windows, each time with the local gradient 1:
#
# $$1·1 + 1·(-2) + 1·0.5 + 1·3 = 2.5$$

# %%
overlapping = np.array([[1.0, 2.0, 0.0], [3.0, 9.0, 4.0], [5.0, 6.0, 7.0]])
plots.switches(overlapping, dH, 2, 1)

# %% [markdown]
# **Ties.** What if several entries of a window are equally large? After a ReLU this is common: a window may be all zeros. A tie is a kink
# again, so one must choose. In this course **the first in row-major order takes it all**, and the others get nothing. If each of them took
# the whole gradient, it would grow on its way back.
#
# **Predict:** in the first window the entries at `[0, 1]` and `[1, 0]` are both 5. Which one comes first in row-major order?

# %%
tied = np.array([[2.0, 5.0, 5.0, 1.0], [5.0, 0.0, 5.0, 5.0]])
plots.switches(tied, np.array([[4.0, -3.0]]), 2, 2)

# %% [markdown]
# ### Exercise 7.4 · `maxpool_backward`
#
# Write `maxpool_backward(dH, cache)`. It returns `dX` with the shape of `X`. Entries that no window reached have gradient 0.

# %% exercise="maxpool_backward"
from convlib.nn.layers import maxpool_backward

# %% check="maxpool_backward"
check.maxpool_backward(maxpool_backward)

# %% [markdown]
# <details><summary>Hint 1 of 3: begin with four loops</summary>
#
# Go through `n`, `c`, `h` and `w`. For each, cut out the window as in the forward pass, find its winner, and send `dH[n, c, h, w]` there.
# </details>
# <details><summary>Hint 2 of 3: the winner's place</summary>
#
# `window.argmax()` numbers the entries of the window in row-major order and gives the number of the first largest. Divide it by `f`: the
# quotient is the row inside the window, the remainder the column. `divmod` gives both.
# </details>
# <details><summary>Hint 3 of 3: inside the image</summary>
#
# The row inside the image is the row where the window starts plus the row inside the window; the same for the column. Add there
# with `+=`.
# </details>

# %% [markdown]
# ### Measured
#
# Windows of 3 with stride 2 overlap. The entries are 0, 0.1, 0.2, ... in random order, so no two are closer than 0.1. With $\varepsilon = 10^{-5}$ no
# winner changes, and the measurement meets no kink.

# %%
def check_maxpool():
    X = rng.permutation(2 * 2 * 5 * 7).reshape(2, 2, 5, 7) / 10
    H, cache = maxpool_forward(X, 3, 2)
    dH = rng.normal(size=H.shape)
    measured = numerical_gradient(lambda X: maxpool_forward(X, 3, 2)[0], X, dH)
    compare("dX", measured, maxpool_backward(dH, cache))


check.when_written(check_maxpool)

# %% [markdown]
# ## 4 · Average pooling shares
#
# There is a gentler kind of pooling: the output is the **mean** of the window. Every entry counts with the factor $1 / f^2$, so each gets this
# share of the gradient. **Predict:** for $f = 2$ and a gradient of $-8$ from above, what does each of the four entries get?

# %%
plots.average_shares((4, 4), np.array([[4.0, -8.0], [2.0, 12.0]]), 2, 2)

# %% [markdown]
# So the two kinds differ in the route: max pooling sends everything to one entry, average pooling an equal share to each. Average pooling
# is a cross-correlation on each channel, with a filter whose weights are all $1 / f^2$. So it is linear, and has no kinks and no ties.
#
# ## 5 · Flatten changes the address
#
# The last layers of a network see an image as one row of numbers. `flatten` writes each image as a row, in row-major order: the first
# channel row by row, then the second, and so on. The batch stays: $N$ images become $N$ rows. No number changes, only its address.
#
# The way back is the same move in reverse: each gradient goes back to the address its number came from. **Predict:** there are two channels of two
# rows and three columns. Where in the row does channel 1, row 1, column 0 lie?

# %%
plots.addresses(np.arange(1.0, 13.0).reshape(2, 2, 3), 1, 1, 0)

# %% [markdown]
# It lies at 9. Before it come $1·2 + 1 = 3$ whole rows of 3 numbers: the two rows of channel 0, and row 0 of its own channel.
#
# ### Exercise 7.5 · `flatten_forward`
#
# Write `flatten_forward(X)`. It returns `H` with the axes `(N, n_out)`, and as cache the shape of `X`.

# %% exercise="flatten_forward"
from convlib.nn.layers import flatten_forward

# %% check="flatten_forward"
check.flatten_forward(flatten_forward)

# %% [markdown]
# <details><summary>Hint 1 of 3: not ravel</summary>
#
# `X.ravel()` would write all images into one row. Each image needs a row of its own.
# </details>
# <details><summary>Hint 2 of 3: a shape with a gap</summary>
#
# `reshape` counts for you: where the new shape says `-1`, it puts what is left.
# </details>
# <details><summary>Hint 3 of 3: two axes</summary>
#
# The new shape has two axes: the number of images, and what is left.
# </details>

# %% [markdown]
# ### Exercise 7.6 · `flatten_backward`
#
# Write `flatten_backward(dH, cache)`. It returns `dX` with the shape in the cache.

# %% exercise="flatten_backward"
from convlib.nn.layers import flatten_backward

# %% check="flatten_backward"
check.flatten_backward(flatten_backward)

# %% [markdown]
# <details><summary>Hint 1 of 3: nothing is computed</summary>
#
# The numbers of `dH` are already in the right order. Only the shape is missing.
# </details>
# <details><summary>Hint 2 of 3: the shape</summary>
#
# The cache *is* the shape of the input, all of its axes.
# </details>
# <details><summary>Hint 3 of 3: the method</summary>
#
# `reshape` takes a whole shape as well.
# </details>

# %% [markdown]
# *Half of the way is done, and it is a good place for a break. What you wrote stays when you save the notebook; afterwards, choose
# Run ▸ Run All Above Selected Cell.*
#
# ## 6 · Linear: every output sees every input
#
# In a convolution an output sees a window, and all outputs use the same few weights. In a **linear** layer every output sees every input, and
# each such pair has a weight of its own. $W$ has a row for each input and a column for each output. Take one sample with the inputs 1, 2 and −1,
# and the weights 1, 3 and 2 of the first output:
#
# $$1·1 + 2·3 + (-1)·2 + 1·0.5 = 5.5$$
#
# The last term is the bias, 0.5. Now the way back. Let the gradients of the two outputs be 2 and −1. The input in the middle was used by
# both outputs, once with the weight 3 and once with −1. The gradients of both uses are summed:
#
# $$2·3 + (-1)·(-1) = 7$$

# %%
W = np.array([[1.0, 0.5], [3.0, -1.0], [2.0, 4.0]])
b = np.array([0.5, -2.0])
plots.wires([1.0, 2.0, -1.0], W, b, [2.0, -1.0])

# %% [markdown]
# ### Exercise 7.7 · `linear_forward`
#
# Write `linear_forward(X, W, b)` for a batch: $H = X W + b$, with a sample in each row of $X$. Return `H` and the cache `(X, W, b)`.

# %% exercise="linear_forward"
from convlib.nn.layers import linear_forward

# %% check="linear_forward"
check.linear_forward(linear_forward)

# %% [markdown]
# <details><summary>Hint 1 of 3: which product</summary>
#
# `*` multiplies entry by entry. The product of matrices is written `@`.
# </details>
# <details><summary>Hint 2 of 3: the order of the factors</summary>
#
# `X` is `(N, n_in)` and `W` is `(n_in, n_out)`. The inner two must be the same, and they vanish.
# </details>
# <details><summary>Hint 3 of 3: the bias</summary>
#
# Adding `b` to an array with `n_out` columns adds it to every row. No loop is needed.
# </details>

# %% [markdown]
# ### Three gradients
#
# For a batch the picture holds for each sample $n$. An input was used by every output, so we sum over the outputs $k$. A weight was used
# by every sample, and met there its own input. So was the bias, with the factor 1:
#
# $$dX_{n,i} = \sum_k dH_{n,k} \, W_{i,k} \qquad\qquad dW_{i,k} = \sum_n X_{n,i} \, dH_{n,k} \qquad\qquad db_k = \sum_n dH_{n,k}$$
#
# The first two are matrix products, if the right factor is transposed and they stand in the right order. **Predict:** `dH` is
# $4 \times 2$ and `W` is $3 \times 2$. Which product of the two has the shape of `X`, $4 \times 3$?
#
# ### Exercise 7.8 · `linear_backward`
#
# Write `linear_backward(dH, cache)`. It returns `(dX, dW, db)`. No loop is needed.

# %% exercise="linear_backward"
from convlib.nn.layers import linear_backward

# %% check="linear_backward"
check.linear_backward(linear_backward)

# %% [markdown]
# <details><summary>Hint 1 of 3: let the shapes speak</summary>
#
# `dX` is `(N, n_in)`. Build it from `dH`, `(N, n_out)`, and a form of `W`, `(n_in, n_out)`. One of them must be transposed.
# </details>
# <details><summary>Hint 2 of 3: the same for the weights</summary>
#
# `dW` is `(n_in, n_out)`. In the product the axis of the samples must be the inner one, because it is summed over.
# </details>
# <details><summary>Hint 3 of 3: the bias</summary>
#
# `db` has one entry for each output. Add up the rows of `dH`. No mean: dividing by the number of samples is the loss's business.
# </details>
#
# ### The matrix and its transpose, again
#
# Here are all products for a batch of four samples, with their shapes. As in lesson 3, section 5, the gradient travels back through the
# transposed matrix:
#
# $$dX = dH \, W^\mathsf{T} \qquad\qquad dW = X^\mathsf{T} dH$$

# %%
X = np.array([[1.0, 2.0, -1.0], [0.5, 3.0, 2.0], [2.0, 0.0, 1.0], [-1.0, 1.0, 0.0]])
dH = np.array([[2.0, -1.0], [1.0, 3.0], [-2.0, 1.0], [0.0, 1.0]])
plots.linear_products(X, W, b, dH)

# %% [markdown]
# All sizes differ, so only one order of the factors has the right shape. In a square layer a wrong order gives wrong numbers and no
# error. So test with sizes that all differ.

# %%
def check_linear():
    H, cache = linear_forward(X, W, b)
    for name, array, derived, forward in zip(
            ("dX", "dW", "db"), (X, W, b), linear_backward(dH, cache),
            (lambda x: linear_forward(x, W, b)[0],
             lambda w: linear_forward(X, w, b)[0],
             lambda c: linear_forward(X, W, c)[0])):
        compare(name, numerical_gradient(forward, array, dH), derived)


check.when_written(check_linear)

# %% [markdown]
# ## 7 · From scores to a loss
#
# The last layer gives one **score** for each class, also called a *logit*. Any number is allowed. To compare the scores with the right answer
# we turn them into probabilities. The **softmax** takes the exponential of each score, which is positive, and divides by the sum:
#
# $$p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}$$
#
# The **cross-entropy** loss looks at one probability only, that of the right class $y$:
#
# $$L = -\log p_y$$
#
# If the network is sure and right, $p_y = 1$ and the loss is 0. The smaller $p_y$, the larger the loss, without limit. The logarithm is the natural
# one. Take the scores 2, 1 and −1, and let class 1 be right. Follow the numbers from left to right.

# %%
plots.softmax_bars([2.0, 1.0, -1.0], 1)

# %% [markdown]
# The last chart is the gradient of the loss with respect to the scores: **the probabilities, with 1 taken off at the right class**. An
# array with a 1 at the right class and 0 elsewhere is called *one-hot*, so the gradient is $p$ minus one-hot. A measurement confirms it:

# %%
def loss_of(z):
    return -np.log(np.exp(z[1]) / np.exp(z).sum())


def p_minus_one_hot(z):
    return np.exp(z) / np.exp(z).sum() - np.array([0, 1, 0])


z = np.array([2.0, 1.0, -1.0])
print("measured:       ", numerical_gradient(loss_of, z, 1.0).round(4))
print("p minus one-hot:", p_minus_one_hot(z).round(4))

# %% [markdown]
# Why? Write the loss as a difference, since the logarithm of a quotient is one:
#
# $$L = \log \sum_j e^{z_j} - z_y$$
#
# The first term reacts to score $k$ with $e^{z_k} / \sum_j e^{z_j}$, which is just $p_k$. The second term reacts to the right score only, with
# $-1$. So
#
# $$\frac{\partial L}{\partial z_k} = p_k - [k = y]$$
#
# where the bracket is 1 for the right class and 0 elsewhere.
#
# A step against the gradient lowers the score of each wrong class, the more the more probable it is, and raises that of the right class.
# The entries of the gradient add up to 0. **Predict:** what is the gradient when the network is sure and right?

# %%
for scores in ([2.0, 20.0, -1.0], [20.0, 2.0, -1.0]):
    print(scores, "gradient:", p_minus_one_hot(np.array(scores)).round(4) + 0.0)

# %% [markdown]
# It is 0: there is nothing left to learn. When the network is sure and wrong, in the second line, the gradient is largest.
#
# **A batch.** Each sample is a row of scores, and the loss is the **mean** over the $N$ samples. So every entry of the gradient is divided
# by $N$, once. From here the factor travels back through all layers. That is why no other layer divides by $N$.
#
# One number to remember for the next lesson. A network that knows nothing gives ten classes the same score, so each has probability
# $1 / 10$. Its loss is then

# %%
print("log(10) =", np.log(10).round(4))

# %% [markdown]
# A training that starts far from it has a fault somewhere, or too large weights. In lesson 8 you will look at this number first.
#
# ## 8 · Large scores and tiny probabilities
#
# On paper we are done. In a computer two things go wrong. **Predict:** what is the exponential of 1000 in float64?

# %%
def by_the_formula(z):
    with np.errstate(over="ignore", invalid="ignore"):
        return np.exp(z) / np.exp(z).sum()


def shifted(z):
    return by_the_formula(z - z.max())


with np.errstate(over="ignore"):
    print("exp(1000) =", np.exp(1000.0))
for scores in ([2.0, 1.0, -1.0], [1002.0, 1001.0, 999.0]):
    scores = np.array(scores)
    print(scores, "by the formula:", by_the_formula(scores).round(4),
          " shifted:", shifted(scores).round(4))

# %% [markdown]
# It is infinite: float64 ends near $10^{308}$. Infinity divided by infinity is `nan`, *not a number*. The way out is a **shift**. Subtract
# any number $m$ from all scores of a sample: then each exponential is divided by $e^m$, and so is their sum. The probabilities do not
# change:
#
# $$\frac{e^{z_k - m}}{\sum_j e^{z_j - m}} = \frac{e^{z_k}\,e^{-m}}{\sum_j e^{z_j}\,e^{-m}} = p_k$$
#
# Take the largest score of **each row** for $m$. Then the largest exponential is 1, and nothing overflows. The largest score of the whole batch
# would not do: in a row far below it all exponentials would become 0, and 0 divided by 0 is `nan` as well.
#
# The second trouble comes at the other end. A wrong network may give the right class a probability too small for float64. It is stored as 0, and
# the logarithm of 0 is minus infinity. The difference from section 7, with the shift, never forms the tiny number:
#
# $$\log p_k = (z_k - m) - \log \sum_j e^{z_j - m}$$
#
# Take the scores 0 and 900, and let class 0 be right. Then $m = 900$:

# %%
with np.errstate(divide="ignore"):
    print("loss, from the probability:", -np.log(shifted(np.array([0.0, 900.0])))[0])
print("loss, by the difference:",
      -((0.0 - 900.0) - np.log(np.exp(0.0 - 900.0) + np.exp(900.0 - 900.0))))

# %% [markdown]
# The loss is large, but far from infinite. Some add a small number to the probability before the logarithm. Then the loss is finite but
# wrong: with $10^{-8}$ it never exceeds 18.5.
#
# ### Exercise 7.9 · `softmax_cross_entropy`
#
# Write `softmax_cross_entropy(logits, y)`. `logits` has the axes `(N, n_classes)`, and `y` holds the number of the right class of each sample.
# Return `(loss, dlogits)`: one number, and an array of the shape of `logits`.

# %% exercise="softmax_cross_entropy"
from convlib.nn.losses import softmax_cross_entropy

# %% check="softmax_cross_entropy"
check.softmax_cross_entropy(softmax_cross_entropy)

# %% [markdown]
# <details><summary>Hint 1 of 3: keep the axis</summary>
#
# `logits.max(axis=1, keepdims=True)` is a column with one number for each row, so it can be subtracted from `logits`. Without `keepdims` it
# would be subtracted from the wrong axis. The same holds for the sum.
# </details>
# <details><summary>Hint 2 of 3: one entry from each row</summary>
#
# `A[np.arange(N), y]` takes from row 0 the entry `y[0]`, from row 1 the entry `y[1]`, and so on. With it you can also subtract 1 at
# these places.
# </details>
# <details><summary>Hint 3 of 3: in order</summary>
#
# Shift. Logarithms of the probabilities by the difference of section 8. The loss is minus the mean of one entry from each row. The gradient is the exponential
# of these logarithms, minus 1 at the right classes, all divided by `N`.
# </details>

# %%
def check_loss():
    logits, y = rng.normal(size=(4, 3)), np.array([2, 0, 1, 2])
    measured = numerical_gradient(
        lambda z: np.array(softmax_cross_entropy(z, y)[0]), logits, 1.0)
    compare("dlogits", measured, softmax_cross_entropy(logits, y)[1])
    loss, _ = softmax_cross_entropy(np.zeros((5, 10)), np.arange(5))
    print("loss when ten scores are equal:", round(float(loss), 4))


check.when_written(check_loss)

# %% [markdown]
# ## 9 · The whole way back
#
# Now connect everything. Two random images go through convolution, ReLU, max pooling, once more the same three, then flatten, linear and the loss. Each
# layer takes the output of the one before. On the way back each layer takes the gradient from the one after, in reverse order, and uses its own
# cache. `dlogits` starts it.

# %%
images, labels = rng.normal(size=(2, 1, 28, 28)), np.array([3, 7])
W1, b1 = 0.3 * rng.normal(size=(8, 1, 5, 5)), np.zeros(8)
W2, b2 = 0.1 * rng.normal(size=(16, 8, 5, 5)), np.zeros(16)
W3, b3 = 0.1 * rng.normal(size=(256, 10)), np.zeros(10)


def there_and_back(W1):
    layers = [
        ("conv", lambda X: conv2d_forward_im2col(X, W1, b1), conv2d_backward_im2col),
        ("relu", relu_forward, relu_backward),
        ("max pool", lambda X: maxpool_forward(X, 2, 2), maxpool_backward),
        ("conv", lambda X: conv2d_forward_im2col(X, W2, b2), conv2d_backward_im2col),
        ("relu", relu_forward, relu_backward),
        ("max pool", lambda X: maxpool_forward(X, 2, 2), maxpool_backward),
        ("flatten", flatten_forward, flatten_backward),
        ("linear", lambda X: linear_forward(X, W3, b3), linear_backward)]
    forward, caches, X = [("images", images.shape)], [], images
    for name, layer, _ in layers:
        X, cache = layer(X)
        forward.append((name, X.shape))
        caches.append(cache)
    loss, gradient = softmax_cross_entropy(X, labels)
    forward.append(("softmax\nand loss", ()))
    back = [(), gradient.shape]
    for (_, _, backward), cache in zip(layers[::-1], caches[::-1]):
        result = backward(gradient, cache)
        gradient = result[0] if isinstance(result, tuple) else result
        back.append(gradient.shape)
    dW1 = result[1]
    return loss, dW1, forward, back[::-1]


check.when_written(lambda: plots.network(*there_and_back(W1)[2:]))

# %% [markdown]
# Above each wire stands the shape of the array, below it the shape of its gradient. They are the same at every place.
#
# **The last test.** Change one weight of the *first* filter up and down, and watch the loss at the far end. If one of the nine backward passes were wrong, the
# measured slope would not be the derived one. Inside the network many inputs sit near kinks, but with so small a step hardly any gate or switch
# changes.

# %%
def measured_at_the_far_end():
    _, dW1, *_ = there_and_back(W1)
    for place in [(0, 0, 0, 0), (3, 0, 2, 4), (7, 0, 4, 1)]:
        step = np.zeros(W1.shape)
        step[place] = 1e-6
        rise = there_and_back(W1 + step)[0] - there_and_back(W1 - step)[0]
        agree = bool(np.isclose(rise / 2e-6, dW1[place], rtol=1e-4, atol=1e-7))
        print("weight", place, "- measured and derived agree:", agree)


check.when_written(measured_at_the_far_end)

# %% [markdown]
# **Stretch:** write `avgpool_forward(X, f, stride)` and `avgpool_backward(dH, cache)` in a cell of your own, for overlapping windows too. Check them
# with `numerical_gradient`. Why need you not keep away from ties? Then put them into `there_and_back` in place of max pooling. What share of the
# pooling's `dX` is zero before, and what share after?
#
# ## Reflection
#
# ### Exercise 7.10 · Written answer
#
# **Follow a gradient from the loss back through linear, flatten, max pooling and ReLU. At which of these four layers can it become 0 on the way to an
# entry, and why? At which do several gradients meet and add up?** One or two sentences for each layer.
#
# *Graded by hand:* 1 point for the two layers where it can get lost, with the reason; 1 point for the two where gradients add up, with the condition, and
# for what flatten does.

# %% [markdown] answer="reflection_routes" points=2
# **Rubric.** 1 point: at the ReLU, where the input was not positive, and at max pooling, for entries that won no window; the reason is that a small
# change of such an entry does not change the output. 1 point: at the linear layer, because every input was used by every output, and at max
# pooling if windows overlap and one entry wins several; flatten only changes the address.
#
# **Model answer.** Linear: each input was used by every output, so its gradient is a sum over all outputs, each weighted. It does not get lost there, unless
# the terms cancel. Flatten: each gradient goes back to the address its number came from; nothing adds up and nothing is lost. Max pooling: only the winner of
# each window gets the gradient, the others get 0, because a small change of theirs does not change the output. If windows overlap, one entry can win several, and
# their gradients add up. ReLU: where the input was not positive the gate is off, and the gradient becomes 0. Elsewhere it passes unchanged.
#
# **Comments to copy.**
#
# - You name where the gradient becomes 0, but not why: a small change of that entry does not change the output.
# - Right for ReLU. At max pooling ask which entries of a window can change its maximum.
# - Gradients add up wherever one number was used more than once. Go through the layers with this question.
# - Flatten neither adds nor loses anything: it only changes the shape.

# %% [markdown]
# ## Recap
#
# Six routes, side by side. Each gradient travels from right to left.

# %%
plots.routes()

# %% [markdown]
# - ReLU is a gate: the gradient passes where the input was positive.
# - Max pooling is a switch: the gradient walks to the winner. What meets there adds up; of equal entries the first takes all.
# - Average pooling shares equally. Flatten only changes the address.
# - Linear: the gradient goes back through the transposed matrix.
# - Softmax with cross-entropy: probabilities minus one-hot, divided by $N$. Shift by each row's maximum, and never take the logarithm of a tiny quotient.
#
# You have every part of a network now, and every part is tested. Next: lesson 8,
# [*Train a convnet*](../08_train_a_convnet/08_train_a_convnet.ipynb).

# %%
check.hand_in()
