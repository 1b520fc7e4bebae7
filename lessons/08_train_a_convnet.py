# %% [markdown]
# # 8 · Train a ConvNet
#
# You have every part: convolution, ReLU, pooling, the linear layer, the loss, and the way back through each of them. In this lesson you put them together
# and train the result on pictures of clothes. The training itself takes half a minute. The lesson is about the way there: an order of small tests, each of which
# catches a kind of fault that the next one would hide.
#
# | | |
# |---|---|
# | **You will** | build a network of two convolutions, test it in three ways, train it, and look at what it learned |
# | **You will learn** | how weights should start, what to test before you train, and why a good accuracy proves nothing about a gradient |
# | **You need** | lessons 5, 6 and 7 |
# | **Time** | about 120 minutes |
#
# | Exercise | Difficulty | Minutes | Points |
# |---|---|---|---|
# | 8.1 `ConvNet` | ●●● | 35 | 15 |
# | 8.2 `sgd_momentum_step` | ●○○ | 10 | 4 |
# | 8.3 `train` | ●●○ | 25 | 8 |
# | 8.4 Reflection | ●●○ | 10 | 2 |

# %% course="setup"
import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # small products are fastest on one core
import numpy as np

from convlib import shapes
from convlib.conv.im2col import conv2d_backward_im2col, conv2d_forward_im2col
from convlib.gradcheck import numerical_gradient
from convlib.lab import check, plots
from convlib.lab.data import CLASSES, load_fashion_mnist
from convlib.nn.layers import (
    flatten_backward,
    flatten_forward,
    linear_backward,
    linear_forward,
    maxpool_backward,
    maxpool_forward,
    relu_backward,
    relu_forward,
)
from convlib.nn.losses import softmax_cross_entropy

# %% [markdown]
# All layers of the earlier lessons are ready to use. They lie in `given.py` beside this notebook. The pictures are Fashion-MNIST: grey images of
# 28 rows and 28 columns, in ten classes. We use 10,000 of them to learn from and 2,000 others to test with.

# %%
X_train, y_train, X_test, y_test = load_fashion_mnist()
print("to learn from:", X_train.shape, X_train.dtype, " to test with:", X_test.shape)
plots.clothes(X_train, y_train, CLASSES)

# %% [markdown]
# ## 1 · The network
#
# A layer turns one array into another. A network is a chain of layers. Ours has two blocks of *convolution, ReLU, max pooling*. Then the numbers that are
# left go through one linear layer, which gives ten scores, the **logits**.
#
# The convolutions pad by 1, so a 3x3 filter keeps the size: $28 + 2 - 3 + 1 = 28$. Each pooling halves both sides: 28 to 14 to 7. **Predict:** how many numbers
# reach the linear layer, if the second convolution has 16 filters?
#
# <details><summary>Answer</summary>
#
# 16 channels of 7 rows and 7 columns. $16·49 = 784$. By chance that is as many as the image had pixels, but these numbers say something else.
# </details>
#
# On the way **forward** each layer hands its output on and leaves its *cache* behind. The way **back** visits the layers in reverse order. Each layer
# gets the gradient of its output and its own cache. It hands on the gradient of its input. A layer with parameters also gives theirs.
#
# That is all a network has to do, and this bookkeeping is what the class is for:
#
# - `params` holds the six parameters by name: `W1`, `b1`, `W2`, `b2`, `W3`, `b3`;
# - `forward(X)` reads them, remembers the eight caches in the object, and returns the logits;
# - `backward(dlogits)` uses the caches, writes six gradients into `grads` under the **same names**, and returns `dX`.
#
# Three things go wrong easily. Two layers must not share a cache. A second backward pass must not add to the gradients of the first. And two networks
# must not share anything at all.
#
# ## 2 · How the weights start
#
# If all weights start at zero, all filters of a layer see the same gradient and stay alike for ever. So we start with random numbers. But how large?
#
# Take one output before the ReLU: a sum of $n_{in}$ products of a weight and an input. Let $v$ be the variance of the weights and $q$ the mean square of the inputs. Weights
# are independent with mean zero, so the variance of the sum is $n_{in} \cdot v \cdot q$. Then the ReLU sets half of the outputs to zero. That takes half of
# the mean square away:
#
# $$q_{next} = \tfrac{1}{2} \, n_{in} \, v \, q$$
#
# On average the numbers keep their size if the factor in front of $q$ is 1. This gives the rule of He and others (2015):
#
# $$v = \frac{2}{n_{in}} \qquad\text{so draw}\qquad W = \sqrt{\frac{2}{n_{in}}} \; \cdot \; \text{standard normal numbers}$$
#
# Here $n_{in}$ counts the inputs of **one** output. In a convolution with 8 input channels and a 3x3 filter that is $8·9 = 72$. The biases start at zero.
#
# **Predict:** eight convolutions follow each other. With weights half as large as He's, what happens to the size of the numbers in each layer? And after eight?

# %%
def sizes(factor):
    rng = np.random.default_rng(0)
    H = rng.normal(size=(64, 8, 28, 28))
    after = [np.sqrt(np.mean(H * H))]
    for _ in range(8):
        W = factor * np.sqrt(2 / 72) * rng.normal(size=(8, 8, 3, 3))
        H, _ = conv2d_forward_im2col(H, W, np.zeros(8), pad=1)
        H, _ = relu_forward(H)
        after.append(np.sqrt(np.mean(H * H)))
    return after


plots.spreads({"He's rule": sizes(1), "half as large": sizes(0.5), "twice as large": sizes(2)},
              name="convolutions with ReLU passed")

# %% [markdown]
# Half as large means halved in *each* layer, and twice as large means doubled in each. After eight layers that is a factor of $2^8 = 256$. The scale is logarithmic, so
# both lines run steadily away from that of He's rule. The way back has the same problem: gradients shrink or grow from layer to layer. With He's rule both roughly keep
# their size, whatever the depth.
#
# ### Exercise 8.1 · `ConvNet`
#
# Write the class. Each of its three methods is a stub. Begin with `__init__`, run the cell, and check: `params` and `start values` are paid already, the rest is
# "not written yet". Then write `forward`, which pays `logits`, and `backward`. Use the layers by the names in the setup cell. `dtype` is the number type of the
# parameters: float32 is faster, float64 is what a gradient check needs.
#
# Any even or odd image size must work. Pooling drops a last row or column that has no partner, so the side after one pooling is `n_H // 2`.
#
# The linear layer has no ReLU behind it. Start its weights by the same rule all the same.

# %% exercise="ConvNet"
from convlib.course.convnet import ConvNet

# %% check="ConvNet"
check.ConvNet(ConvNet)

# %% [markdown]
# <details><summary>Hint 1 of 3: how it starts</summary>
#
# `rng.normal(size=shape)` gives standard normal numbers. The shapes are `(F_1, C, 3, 3)`, `(F_2, F_1, 3, 3)` and `(n_flat, classes)`, with
# `n_flat = F_2 * (n_H // 2 // 2) * (n_W // 2 // 2)`. The three `n_in` are `9 * C`, `9 * F_1` and `n_flat`. `.astype(dtype)` comes last.
# </details>
# <details><summary>Hint 2 of 3: forward</summary>
#
# Each line has the form `H, cache = layer_forward(H, ...)`. Give every cache a name of its own, such as `conv1`, `relu1`, `pool1`. Keep all eight at the end, as in
# `self.caches = conv1, relu1, ...`. The convolutions take `pad=1`, the poolings `2, 2`.
# </details>
# <details><summary>Hint 3 of 3: backward</summary>
#
# Read your forward pass from the last line to the first. `dH, dW3, db3 = linear_backward(dlogits, linear)` comes first. Each line gets the `dH` of the line before
# it. The last line gives `dX`, `dW1` and `db1`. Then make a **new** dict: `self.grads = {"W1": dW1, ...}`.
# </details>

# %%
check.when_written(lambda: plots.architecture(
    ConvNet(np.random.default_rng(8)).params, (1, 28, 28)))

# %% [markdown]
# Nearly all of the numbers that it learns are in the linear layer. The first convolution has only 80, and they are used 784 times in each image.
#
# ## 3 · Test the gradients first
#
# Never train before the gradients are right. A wrong gradient does not stop anything: it makes training a little worse, and you will blame the
# learning rate. Section 9 shows how far this goes.
#
# The test is that of lesson 2, now through the whole network and the loss: move each number of each parameter up and down, and see how the loss
# changes. Take a tiny network in float64, so that it costs nothing.

# %%
def gradient_errors(seed=0):
    rng = np.random.default_rng(seed)
    net = ConvNet(rng, shape=(2, 5, 8), filters=(2, 3), classes=4, dtype=float)
    for name in ("b1", "b2", "b3"):  # zeros would hide mistakes
        net.params[name] = rng.normal(size=net.params[name].shape)
    X, y = rng.normal(size=(3, 2, 5, 8)), np.array([2, 0, 3])
    _, dlogits = softmax_cross_entropy(net.forward(X), y)
    net.backward(dlogits)
    return {name: error(net, name, X, y, grad) for name, grad in net.grads.items()}


def error(net, name, X, y, derived):
    def loss(param):
        net.params[name] = param
        return softmax_cross_entropy(net.forward(X), y)[0]

    right = net.params[name]
    measured = numerical_gradient(loss, right, 1.0)
    net.params[name] = right
    return np.linalg.norm(measured - derived) / np.linalg.norm(measured)


# %% tags=["nbval-ignore-output"]
check.when_written(lambda: plots.gradient_check(gradient_errors()))

# %% [markdown]
# An error of $10^{-9}$ or less is rounding. A wrong gradient gives an error of about 1, and even a small slip, such as one row left out, hardly ever less than 0.01. Between
# the two lies a wide empty space, and that makes the test so clear.
#
# **One trap.** ReLU and max pooling have *kinks*: points where the slope jumps. If a kink lies between $x - \varepsilon$ and $x + \varepsilon$, the measurement is wrong, not your
# gradient. Let $x = 3 \cdot 10^{-6}$ and $\varepsilon = 10^{-5}$. The ReLU at $x + \varepsilon$ is $13 \cdot 10^{-6}$, and at $x - \varepsilon$ it is 0. Divided by
# $2\varepsilon = 20 \cdot 10^{-6}$ this gives 0.65. But the slope at $x$ is 1.

# %%
plots.kink(3e-6, 1e-5)

# %% [markdown]
# This is rare with few numbers and a small $\varepsilon$. So if one single entry is off and all others agree, try another seed before you search for a bug.
#
# ## 4 · The loss before training
#
# The next test takes one forward pass. **Predict** before you run it: the network has learned nothing and there are ten classes. What is the loss?
#
# <details><summary>Answer</summary>
#
# A network that knows nothing gives each class the probability 1/10. The loss is $-\log(1/10) = \log 10$, about 2.303.
# </details>

# %%
def loss_at_start(factor_of_W3=1.0, factor_of_all=1.0):
    net = ConvNet(np.random.default_rng(8))
    for name in ("W1", "W2", "W3"):
        net.params[name] = net.params[name] * factor_of_all
    net.params["W3"] = net.params["W3"] * factor_of_W3
    loss, _ = softmax_cross_entropy(net.forward(X_train[:500]), y_train[:500])
    return round(loss, 1)


def show_losses():
    print("log(10):                  ", round(np.log(10), 1))
    print("all logits equal (W3 = 0):", loss_at_start(factor_of_W3=0.0))
    print("He's rule:                ", loss_at_start())
    print("weights 3 times as large: ", loss_at_start(factor_of_all=3.0))
    print("weights 10 times as large:", loss_at_start(factor_of_all=10.0))


check.when_written(show_losses)

# %% [markdown]
# With equal logits it is exactly $\log 10$. With He's weights the logits differ a little by chance, and the loss is slightly higher. That is a healthy start.
#
# Weights that are too large give a network that is *sure of nonsense*. Three layers, each 3 times as large, make the logits $3·9 = 27$ times as large. The
# softmax turns large differences into certainty, and a wrong answer given with certainty is expensive. Such a network spends its first steps unlearning. So a
# loss far above 2.3 at the start says: look at the weights, or at the scale of the images. And a loss far *below* 2.3 would say that something is cheating: the network
# has seen the labels.
#
# ## 5 · The training loop
#
# Now the parameters move. Plain gradient descent goes a small step against the gradient: $p \leftarrow p - \eta \cdot g$, with the **learning rate** $\eta$ (`lr`).
#
# A batch of 32 images gives a gradient that is right on average, but noisy. So we let a **velocity** collect the gradients. It forgets slowly:
#
# $$\mathbf{v} \leftarrow m \cdot \mathbf{v} + g \qquad\qquad p \leftarrow p - \eta \cdot \mathbf{v}$$
#
# The **momentum** $m$ is the part that is kept, usually 0.9. What the gradients agree on adds up, and what changes its sign cancels. An example with
# $p = 1$, $\mathbf{v} = 2$, $g = 3$, $\eta = 0.1$ and $m = 0.5$. The new velocity is $0.5·2 + 1·3 = 4$. The new parameter is $1·1 + (-0.1)·4 = 0.6$.
#
# ### Exercise 8.2 · `sgd_momentum_step`
#
# Write one step for one array. Return the new parameter and the new velocity, and leave the arguments as they are.

# %% exercise="sgd_momentum_step"
from convlib.nn.optimizers import sgd_momentum_step

# %% check="sgd_momentum_step"
check.sgd_momentum_step(sgd_momentum_step)

# %% [markdown]
# <details><summary>Hint 1 of 3: the order</summary>
#
# First the new velocity, then the step. The step uses the new one.
# </details>
# <details><summary>Hint 2 of 3: where the learning rate stands</summary>
#
# Only in the second formula. There are other forms of momentum, with the rate or a minus sign inside the velocity. They are as good, but not this one.
# </details>
# <details><summary>Hint 3 of 3: nothing in place</summary>
#
# `velocity = momentum * velocity + grad` makes a new array. `velocity *= momentum` would change the caller's.
# </details>

# %% [markdown]
# ### The loop
#
# One **step** takes a batch of images and does five things: forward, loss, backward, one momentum step for every parameter, and a note of the loss. An **epoch** is
# as many steps as it takes to see every image once. Each epoch goes through the images in a new random order. Images and labels must be shuffled by the *same* order.
#
# With 7 images and batches of 3, an epoch has three steps, with 3, 3 and 1 images. $2·3 + 1·1 = 7$: the last batch is smaller, and it counts.
#
# ### Exercise 8.3 · `train`
#
# Write the loop. Take the order of each epoch from `rng.permutation(len(y))`, so that your losses can be compared with ours. Return the list of all losses, one
# for each step.
#
# `on_step` is for those who want to watch. If it is not `None`, call `on_step(losses)` at the end of each step.

# %% exercise="train"
from convlib.course.convnet import train

# %% check="train"
check.train(train)

# %% [markdown]
# <details><summary>Hint 1 of 3: the batches</summary>
#
# `for start in range(0, len(y), batch_size)` and `batch = order[start:start + batch_size]`. A slice that reaches past the end just stops there. `X[batch]` and
# `y[batch]` belong together.
# </details>
# <details><summary>Hint 2 of 3: the velocities</summary>
#
# Each parameter has a velocity of its own shape. Make them once, before the first epoch: a dict with the names of `net.params` and zeros.
# </details>
# <details><summary>Hint 3 of 3: one step in words</summary>
#
# Compute `loss` and `dlogits` from `net.forward(X[batch])`. Call `net.backward(dlogits)`. For each name in `net.params`, let `sgd_momentum_step` give the new
# parameter and the new velocity, and store both under that name. Append the loss. Call `on_step`.
# </details>

# %% [markdown]
# ## 6 · Learn twenty images by heart
#
# The last test before the real training. Take just 20 images. A network with 9,098 numbers must be able to learn them by heart: the loss must go to nearly zero and the accuracy to
# 100 %. If it cannot do this, it will learn nothing else either. The test takes a second and catches what a gradient check does not see: a learning rate that is far off, parameters that
# are never stored, labels that belong to other images.

# %% tags=["nbval-ignore-output"]
def accuracy(net, X, y, at_once=500):
    right = 0
    for start in range(0, len(y), at_once):
        logits = net.forward(X[start:start + at_once])
        right += np.sum(logits.argmax(axis=1) == y[start:start + at_once])
    return right / len(y)


def by_heart():
    net = ConvNet(np.random.default_rng(8))
    rng = np.random.default_rng(9)
    losses = train(net, X_train[:20], y_train[:20], epochs=60, lr=0.05, rng=rng)
    print("loss below 0.01:", losses[-1] < 0.01)
    print("all 20 right:   ", accuracy(net, X_train[:20], y_train[:20]) == 1)
    return plots.losses(twenty_images=losses)


check.when_written(by_heart)

# %% [markdown]
# ## 7 · Train
#
# Everything is tested. Now 10,000 images, in batches of 32, for seven epochs: five with the learning rate 0.03 and two with 0.006. The smaller rate at the end takes the noise
# out of the last steps. The curves grow while it runs, about once a second. It takes half a minute or so, longer on a busy computer.
#
# The ■ in the toolbar stops the training. The cell then ends with `KeyboardInterrupt`, which is no fault of yours. Run it again, and it begins with a new network.
#
# **Predict:** what will the curve do where the rate drops?

# %% tags=["nbval-ignore-output"]
def training():
    global net, before
    net = ConvNet(np.random.default_rng(8))
    before = net.params["W1"].copy()
    rng = np.random.default_rng(9)
    steps = -(-len(y_train) // 32)  # of one epoch
    watch = plots.Curves(test=lambda: accuracy(net, X_test, y_test), every=steps)
    first = train(net, X_train, y_train, 5, 0.03, rng, batch_size=32,
                  on_step=watch.line("lr 0.03"))
    train(net, X_train, y_train, 2, 0.006, rng, batch_size=32,
          on_step=watch.line("lr 0.006", start=len(first)))
    return watch.done()


check.when_written(training)

# %% [markdown]
# Expect a test accuracy between 86 % and 90 %. Guessing would give 10 %. The loss drops at once when the rate drops: the large steps had been jumping around the bottom
# of a valley.

# %% tags=["nbval-ignore-output"]
def result():
    reached = accuracy(net, X_test, y_test)
    print(f"test accuracy {100 * reached:.1f} %; at least 86 %: {reached >= 0.86}")


check.when_written(result)

# %% [markdown]
# ## 8 · What did it learn?
#
# One number hides much. The **confusion matrix** counts, for each class, what the network takes it for. **Predict:** which two classes will it mix up most?

# %% tags=["nbval-ignore-output"]
def probabilities(X):
    logits = np.concatenate([net.forward(X[k:k + 500]) for k in range(0, len(X), 500)])
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    return odds / odds.sum(axis=1, keepdims=True)


def confused():
    counts = np.zeros((10, 10), dtype=int)
    np.add.at(counts, (y_test, probabilities(X_test).argmax(axis=1)), 1)
    return plots.confusion(counts, CLASSES)


check.when_written(confused)

# %% [markdown]
# Shirts, T-shirts, pullovers and coats are alike on 28 x 28 pixels. Trousers and bags are hardly like anything else. So most mistakes lie in a few cells, and they are
# mistakes that you could make too. A bug in the labels looks different: it spreads the mistakes over all cells. Is a trouser ever taken for a sneaker?
#
# Here are the images that it was most sure about, and wrong. Above stands what it said and how probable it thought that; below, what it is and the probability that
# it gave the truth:

# %% tags=["nbval-ignore-output"]
check.when_written(lambda: plots.mistaken(X_test, y_test, probabilities(X_test), CLASSES))

# %% [markdown]
# And the eight filters of the first convolution, before and after. Violet is positive and orange is negative, as the signs of the numbers say.

# %% tags=["nbval-ignore-output"]
check.when_written(lambda: plots.filters(before=before, after=net.params["W1"]))

# %% [markdown]
# Look for filters that became one sided: positive on one side and negative on the other. They answer to edges of that direction. Others hardly moved:
# random filters are useful as they are, which is one reason for what comes now.
#
# ## 9 · A museum of wrong gradients
#
# Here are four backward passes of a convolution, each with a fault that people really make:
#
# - `dX` is all zeros: no gradient gets past the second convolution, so the first never learns;
# - `db` is all zeros: the biases of both convolutions never learn;
# - `dX` is made with a filter that is not turned (lesson 3);
# - `dW` comes from the last image of the batch alone.
#
# We train each of them beside the right one, with the same start, the same images and the same order. It is a small training, of 3,000 images and three epochs. **Predict:** by how much
# will each fault lower the test accuracy?

# %%
right = conv2d_backward_im2col


def dX_zero(dH, cache):
    dX, dW, db = right(dH, cache)
    return 0 * dX, dW, db


def db_zero(dH, cache):
    dX, dW, db = right(dH, cache)
    return dX, dW, 0 * db


def not_turned(dH, cache):
    X, W, b, stride, pad = cache
    _, dW, db = right(dH, cache)
    dX, _, _ = right(dH, (X, W[:, :, ::-1, ::-1], b, stride, pad))
    return dX, dW, db


def last_image(dH, cache):
    X, W, b, stride, pad = cache
    dX, _, db = right(dH, cache)
    _, dW, _ = right(dH[-1:], (X[-1:], W, b, stride, pad))
    return dX, dW, db


exhibits = {"right": right, "dX is zero": dX_zero, "db is zero": db_zero,
            "filter not turned in dX": not_turned, "dW of the last image": last_image}

# %% [markdown]
# The next cell puts each of them in the place of the right one and lets **your** network train with it.

# %% tags=["nbval-ignore-output"]
def visit(name, watch):
    names = ConvNet.backward.__globals__  # where your class looks its layers up
    names["conv2d_backward_im2col"] = exhibits[name]
    try:
        net = ConvNet(np.random.default_rng(8))
        train(net, X_train[:3000], y_train[:3000], 3, 0.05, np.random.default_rng(9),
              batch_size=32, on_step=watch.line(name))
        return name, accuracy(net, X_test, y_test), max(gradient_errors().values())
    finally:
        names["conv2d_backward_im2col"] = right


visited = []


def tour():
    watch = plots.Curves()
    visited[:] = [visit(name, watch) for name in exhibits]
    return watch.done()


check.when_written(tour)

# %% tags=["nbval-ignore-output"]
check.when_written(lambda: plots.museum(visited) if visited else tour())

# %% [markdown]
# Every one of them learns. All five are far above the 10 % of guessing. Shown alone, each would look like success: would you have guessed which one is right? With other seeds
# the order changes, and a wrong one may even come out ahead. Why? The last layer always gets the right gradient, and it learns to work with whatever comes before it.
# And a wrong gradient often still points downhill.
#
# The gradient check is not impressed. It separates the right one from the others by many powers of ten. **Accuracy is no test of a gradient.**
#
# **Stretch:** add an exhibit of your own to `exhibits` and run the tour again. Can you find a fault that the gradient check catches and that makes training *fail*? And one that
# the check of section 3 does not catch, although the gradient is wrong in real training? (Think of what the check's tiny network never does: other strides, other
# sizes, float32.)
#
# ## Reflection
#
# ### Exercise 8.4 · Written answer
#
# A friend has written a ConvNet from scratch. It reaches 85 % on Fashion-MNIST. *"So my backward pass is right,"* the friend says. **What do you answer? Name three tests of this
# lesson in the order in which you would run them, and say for each what kind of fault it finds.** Five or six sentences.
#
# *Graded by hand:* 1 point for why the accuracy does not show it, with an example from the museum; 1 point for three tests in a sensible order, each with a fault that it finds.

# %% [markdown] answer="reflection_accuracy" points=2
# **Rubric.** 1 point: accuracy does not show that a gradient is right, with an example (dX zero, db zero, filter not turned, last image only) or the reason that later layers make up for
# it. 1 point: three tests in an order where each relies on the ones before (gradient check; loss at start; learning a few images by heart; then training), each with a fault that it
# finds.
#
# **Model answer.** The accuracy does not show it. In the museum the network whose first layer got no gradient at all learned nearly as well as the right one, because the
# last layer learns to use whatever it gets. First I would run a gradient check through the whole network on a tiny shape in float64: it finds any wrong gradient, such as a
# filter that is not turned. Then I would look at the loss before training: far from log 10, it points to weights that start too large, or to images that are not scaled. Then I would
# let it learn twenty images by heart: if the loss does not go to zero, the loop is wrong, for example labels shuffled apart from the images or parameters that are never stored. Only
# then does the accuracy mean something.
#
# **Comments to copy.**
#
# - A high accuracy does not show that a gradient is right. Give a wrong gradient with which the network still learns.
# - You list tests, but not what each of them finds. Name one bug that it catches and the next test does not.
# - The order matters: each test relies on those before it. Which of yours would still mean something if the first one failed?
# - Good plan. Say on which shape and in which dtype you would run the gradient check, and why.

# %% [markdown]
# ## Recap
#
# - A network is a chain. Forward leaves caches, backward uses them in reverse order.
# - Weights start with variance $2 / n_{in}$, so that numbers keep their size through the layers.
# - Test in this order: gradients, loss at the start, a few images by heart, and only then train.
# - Look at more than one number: curves, the confusion matrix, the mistakes.
# - A network with a wrong gradient often learns. So accuracy is no test.
#
# If accuracy does not find a planted bug, which test does? In lesson 9 you write that test yourself, and then race your layer against others:
# [*Debug and race*](../09_debug_and_race/09_debug_and_race.ipynb).

# %%
check.hand_in()
