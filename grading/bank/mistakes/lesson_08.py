"""Wrong versions of the exercises of lesson 08."""

import numpy as np

from convlib.conv.im2col import conv2d_backward_im2col, conv2d_forward_im2col
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
from convlib.nn.optimizers import sgd_momentum_step
from grading.bank.version import mistake, slips

# --- ConvNet --------------------------------------------------------------------------------------------------------


class Network:
    def __init__(self, rng, shape=(1, 28, 28), filters=(8, 16), classes=10, dtype=np.float32):
        C, height, width = shape
        first, second = filters
        n_flat = second * (height // 2 // 2) * (width // 2 // 2)

        def he(n_in, *sides):
            return (rng.normal(size=sides) * np.sqrt(2 / n_in)).astype(dtype)

        self.params = {
            "W1": he(9 * C, first, C, 3, 3),
            "b1": np.zeros(first, dtype),
            "W2": he(9 * first, second, first, 3, 3),
            "b2": np.zeros(second, dtype),
            "W3": he(n_flat, n_flat, classes),
            "b3": np.zeros(classes, dtype),
        }
        self.grads = {}

    def forward(self, X):
        p = self.params
        H, self.conv1 = conv2d_forward_im2col(X, p["W1"], p["b1"], stride=1, pad=1)
        H, self.relu1 = relu_forward(H)
        H, self.pool1 = maxpool_forward(H, 2, stride=2)
        H, self.conv2 = conv2d_forward_im2col(H, p["W2"], p["b2"], 1, 1)
        H, self.relu2 = relu_forward(H + 0)
        H, self.pool2 = maxpool_forward(H, f=2, stride=2)
        H, self.flat = flatten_forward(H)
        logits, self.linear = linear_forward(H, p["W3"], p["b3"])
        return logits

    def backward(self, dlogits):
        dH, dW3, db3 = linear_backward(dlogits, self.linear)
        dH = flatten_backward(dH, self.flat)
        dH = maxpool_backward(dH, self.pool2)
        dH = relu_backward(dH, self.relu2)
        dH, dW2, db2 = conv2d_backward_im2col(dH, self.conv2)
        dH = maxpool_backward(dH, self.pool1)
        dH = relu_backward(dH, self.relu1)
        dX, dW1, db1 = conv2d_backward_im2col(dH, self.conv1)
        self.grads = {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2, "W3": dW3, "b3": db3}
        return dX


slip = slips(Network, "ConvNet")
BUILD, CHECK = "lesson 08, section 1", "lesson 08, section 3"
START = "lesson 08, section 2"

# How it starts.
slip("he_without_root", "np.sqrt(2 / n_in)", "2 / n_in",
     "The weights start far too small: the root in He's rule is missing.", START)
slip("he_without_the_two", "np.sqrt(2 / n_in)", "np.sqrt(1 / n_in)",
     "The weights start with half of He's variance: the ReLU, which takes half of it away, is not made up for.", START)
slip("he_turned_over", "np.sqrt(2 / n_in)", "np.sqrt(n_in / 2)",
     "The factor of He's rule is turned over: more inputs must make smaller weights.", START)
slip("weights_not_scaled", " * np.sqrt(2 / n_in)", "",
     "The weights are drawn but not scaled: each layer makes the numbers several times larger.", START)
slip("weights_a_hundredth", "np.sqrt(2 / n_in)", "0.01",
     "The weights start far too small: their variance, times the inputs of one output, must be near 2.", START)
slip("weights_zero", "rng.normal(size=sides)", "np.zeros(sides)",
     "The weights start at zero, so all filters of a layer stay alike and learn nothing.", START)
slip("weights_one", "rng.normal(size=sides)", "np.ones(sides)",
     "All weights of a layer start alike, so all its filters get the same gradient and stay alike.", START)
slip("weights_uniform_positive", "rng.normal(size=sides)", "rng.random(size=sides)",
     "The weights start between 0 and 1: none is negative, and their mean is not zero.", START)
slip("weights_positive", "rng.normal(size=sides)", "np.abs(rng.normal(size=sides))",
     "All weights start positive: their mean must be zero.", START)
slip("weights_uniform_too_narrow", "rng.normal(size=sides)", "rng.uniform(-1, 1, size=sides)",
     "Numbers between minus 1 and 1 have a variance of one third only, so the weights start too small.", START)
slip("he_of_outputs", '"W2": he(9 * first,', '"W2": he(9 * second,',
     "The weights of the second convolution are scaled by its filters: what counts is how many inputs one output has.",
     START)
slip("he_of_outputs_everywhere", "np.sqrt(2 / n_in)",
     "np.sqrt(2 / (sides[1] if len(sides) == 2 else 9 * sides[0]))",
     "The weights are scaled by the number of outputs: what counts is how many inputs one output has.", START)
slip("he_without_channels", '"W2": he(9 * first,', '"W2": he(9,',
     "The weights of the second convolution are scaled as if they saw one channel: each output sees all of them.",
     START)
slip("he_without_the_channels_of_the_images", '"W1": he(9 * C,', '"W1": he(9,',
     "The first weights are scaled as if the images had one channel: each output sees all channels.", START)
slip("he_without_the_window", "np.sqrt(2 / n_in)", "np.sqrt(2 / (sides[0] if len(sides) == 2 else sides[1]))",
     "The weights of the convolutions are scaled by the channels alone: the nine positions of the window count too.",
     START)
slip("he_of_all_weights", "np.sqrt(2 / n_in)", "np.sqrt(2 / np.prod(sides))",
     "The weights are scaled by how many there are in the layer: what counts is how many inputs one output has.", START)
slip("he_of_classes", '"W3": he(n_flat,', '"W3": he(classes,',
     "The weights of the linear layer are scaled by the classes: what counts is how many inputs one output has.", START)
slip("he_of_channels_after_flatten", '"W3": he(n_flat,', '"W3": he(second,',
     "The weights of the linear layer are scaled by the channels: after flattening every position is an input.", START)
slip("glorot", "np.sqrt(2 / n_in)", "np.sqrt(2 / (n_in + (sides[1] if len(sides) == 2 else 9 * sides[0])))",
     "This is the rule of Glorot, which counts inputs and outputs; with ReLU use He's.", START)
slip("biases_one", '"b1": np.zeros(first, dtype)', '"b1": np.ones(first, dtype)',
     "The first biases start at one: biases start at zero.", START)
slip("biases_random", 'return (rng.normal(size=sides) * np.sqrt(2 / n_in)).astype(dtype)',
     'return (rng.normal(size=sides) * np.sqrt(2 / n_in)).astype(dtype)\n\n'
     '        class np:\n'
     '            zeros = staticmethod(lambda n, dtype: rng.normal(size=n).astype(dtype))\n'
     '            sqrt = staticmethod(lambda x: x ** 0.5)',
     "The biases start at random: they start at zero.", START)
slip("rng_of_its_own", "first, second = filters", "first, second = filters\n        rng = np.random.default_rng()",
     "The weights do not come from the generator that was passed in: the same seed gives other weights each time.",
     BUILD)
slip("seed_fixed", "first, second = filters", "first, second = filters\n        rng = np.random.default_rng(0)",
     "Every network starts with the same weights: they come from a fixed seed and not from the generator passed in.",
     BUILD)

# Shapes and types of the parameters.
slip("filters_exchanged", "first, second = filters", "second, first = filters",
     "The numbers of filters are exchanged: the first belongs to the first convolution.", BUILD)
slip("channels_before_filters", "he(9 * first, second, first, 3, 3)", "he(9 * first, first, second, 3, 3)",
     "The weights of the second convolution have channels first: the filters are the first axis.", BUILD)
slip("weights_for_one_channel", "he(9 * C, first, C, 3, 3)", "he(9, first, 1, 3, 3)",
     "The first filters are made for one channel, but the images may have several.", BUILD)
slip("linear_transposed", "he(n_flat, n_flat, classes)", "he(n_flat, classes, n_flat)",
     "The weights of the linear layer are transposed: a row for each input, a column for each class.", BUILD)
slip("second_pooling_forgotten", "(height // 2 // 2) * (width // 2 // 2)", "(height // 2) * (width // 2)",
     "The linear layer is made for the size after one pooling, but there are two.", BUILD)
slip("pooling_forgotten_in_the_size", "(height // 2 // 2) * (width // 2 // 2)", "height * width",
     "The linear layer is made for the size of the images, but each pooling halves both sides.", BUILD)
slip("sides_divided_together", "(height // 2 // 2) * (width // 2 // 2)", "(height * width // 16)",
     "The size after the pooling is rounded down once for both sides; each side is rounded down on its own.", BUILD)
slip("size_rounded_up", "(height // 2 // 2) * (width // 2 // 2)", "-(-height // 4) * -(-width // 4)",
     "The size after the pooling is rounded up: a last row or column without a partner is dropped.", BUILD)
slip("size_without_padding", "(height // 2 // 2) * (width // 2 // 2)",
     "(((height - 2) // 2 - 2) // 2) * (((width - 2) // 2 - 2) // 2)",
     "The linear layer is made for convolutions without padding, but they keep the size.", BUILD)
slip("channels_forgotten_in_flatten", "second * (height // 2 // 2)", "(height // 2 // 2)",
     "The linear layer is made for one channel, but flattening keeps all channels of the second convolution.", BUILD)
slip("made_for_28_by_28", "n_flat = second * (height // 2 // 2) * (width // 2 // 2)", "n_flat = second * 7 * 7",
     "The linear layer is made for images of 28 by 28 only: compute its size from the shape.", BUILD)
slip("height_for_width", "(width // 2 // 2)", "(height // 2 // 2)",
     "The linear layer is made for square images: the width has a size of its own.", BUILD)
slip("ten_classes", "he(n_flat, n_flat, classes)", "he(n_flat, n_flat, 10)",
     "The linear layer always has ten columns: use the number of classes.", BUILD)
slip("biases_as_columns", '"b2": np.zeros(second, dtype)', '"b2": np.zeros((second, 1), dtype)',
     "The second bias is a column: it has one axis, with an entry for each filter.", BUILD)
slip("one_bias", '"b1": np.zeros(first, dtype)', '"b1": np.zeros(1, dtype)',
     "The first convolution has a single bias: there is one for each filter.", BUILD)
slip("dtype_ignored", "* np.sqrt(2 / n_in)).astype(dtype)", "* np.sqrt(2 / n_in))",
     "The weights are float64 whatever dtype says, and make all that follows slow.", BUILD)
slip("dtype_ignored_everywhere", "first, second = filters", "first, second = filters\n        dtype = float",
     "All parameters are float64 whatever dtype says, and make all that follows slow.", BUILD)
slip("always_float32", "* np.sqrt(2 / n_in)).astype(dtype)", "* np.sqrt(2 / n_in)).astype(np.float32)",
     "The weights are float32 whatever dtype says, so a gradient check in float64 is not possible.", BUILD)
slip("biases_float64", '"b3": np.zeros(classes, dtype)', '"b3": np.zeros(classes)',
     "The bias of the linear layer is float64 whatever dtype says, and turns the logits into float64.", BUILD)
slip("no_bias_at_the_end", '            "b3": np.zeros(classes, dtype),\n', "",
     "The linear layer has no bias among the parameters: all three layers have one.", BUILD)

# Forward.
slip("first_relu_forgotten", "H, self.relu1 = relu_forward(H)", "_, self.relu1 = relu_forward(H)",
     "The logits are those of a network without the first ReLU.", BUILD)
slip("second_relu_forgotten", "H, self.relu2 = relu_forward(H + 0)", "_, self.relu2 = relu_forward(H)",
     "The logits are those of a network without the second ReLU.", BUILD)
slip("relu_on_the_logits", "        return logits", "        return np.maximum(logits, 0)",
     "Negative logits are set to zero: no ReLU follows the linear layer.", BUILD)
slip("logits_shifted", "        return logits", "        return logits - logits.max(axis=1, keepdims=True)",
     "The largest logit of each image was subtracted: the loss does that itself, forward returns them as they are.",
     BUILD)
slip("softmax_in_forward", "        return logits",
     "        odds = np.exp(logits - logits.max(axis=1, keepdims=True))\n"
     "        return odds / odds.sum(axis=1, keepdims=True)",
     "These are probabilities: forward returns the logits, and the loss makes probabilities of them.", BUILD)
slip("class_instead_of_logits", "        return logits", "        return logits.argmax(axis=1)",
     "This is the class with the largest logit: forward returns all logits.", BUILD)
slip("first_padding_forgotten", "stride=1, pad=1)", "stride=1)",
     "The first convolution has no padding, so the image shrinks.", BUILD)
slip("first_padding_of_two", "stride=1, pad=1)", "stride=1, pad=2)",
     "The first convolution pads by two, so the image grows.", BUILD)
slip("second_padding_forgotten", 'p["b2"], 1, 1)', 'p["b2"], 1)',
     "The second convolution has no padding, so the image shrinks.", BUILD)
slip("one_pooling_forgotten", "H, self.pool1 = maxpool_forward(H, 2, stride=2)",
     "_, self.pool1 = maxpool_forward(H, 2, stride=2)",
     "One of the two poolings is left out, so too many numbers reach the linear layer.", BUILD)
slip("pooling_with_stride_one", "maxpool_forward(H, 2, stride=2)", "maxpool_forward(H, 2, stride=1)",
     "The first pooling moves by one: its windows must not overlap.", BUILD)
slip("first_bias_forgotten", 'p["b1"], stride=1', '0 * p["b1"], stride=1',
     "The first bias plays no part in the logits.", BUILD)
slip("second_bias_forgotten", 'p["b2"], 1, 1', '0 * p["b2"], 1, 1',
     "The second bias plays no part in the logits.", BUILD)
slip("last_bias_forgotten", 'linear_forward(H, p["W3"], p["b3"])', 'linear_forward(H, p["W3"], 0 * p["b3"])',
     "The bias of the linear layer plays no part in the logits.", BUILD)
slip("convolution_fed_with_images", 'conv2d_forward_im2col(H, p["W2"]', 'conv2d_forward_im2col(X, p["W2"]',
     "The second convolution gets the images: it must get what the first pooling gives.", BUILD)
slip("same_convolution_twice", 'conv2d_forward_im2col(H, p["W2"], p["b2"], 1, 1)',
     'conv2d_forward_im2col(H, p["W1"], p["b1"], 1, 1)',
     "The first filters are used twice: the second convolution has its own.", BUILD)
slip("channels_last_when_flattened", "flatten_forward(H)", "flatten_forward(H.transpose(0, 2, 3, 1))",
     "The channels were moved to the end before flattening, so the linear weights meet the wrong numbers.", BUILD)
slip("images_scaled", "p = self.params", "p = self.params\n        X = X / X.max()",
     "The images are divided by their largest number first: the network gets them as they are.", BUILD)
slip("images_divided_by_255", "p = self.params", "p = self.params\n        X = X / 255",
     "The images are divided by 255 first: they lie between 0 and 1 already.", BUILD)
slip("leaky_relu", "H, self.relu1 = relu_forward(H)", "H, self.relu1 = np.where(H > 0, H, 0.01 * H), H",
     "A little of the negative numbers gets through the first ReLU: it sets them to zero.", BUILD)
slip("images_centred", "p = self.params", "p = self.params\n        X = X - X.mean()",
     "The mean of the batch is taken off the images first: the network gets them as they are.", BUILD)
slip("returns_what_was_flattened", "        return logits", "        return H",
     "Forward returns what goes into the linear layer: it must return what comes out of it.", BUILD)
slip("forward_returns_a_pair", "        return logits", "        return logits, self.linear",
     "Forward returns the logits and a cache: the network keeps the caches itself and returns the logits alone.",
     BUILD)
slip("forward_returns_None", "        return logits", "        self.logits = logits",
     "Forward gives back None: the logits are kept but not returned.", BUILD)

# Backward.
slip("first_mask_forgotten", "        dH = relu_backward(dH, self.relu1)\n", "",
     "dW1 is what you get when the first ReLU lets every gradient pass on the way back.", BUILD)
slip("second_mask_forgotten", "        dH = relu_backward(dH, self.relu2)\n", "",
     "dW2 and all that comes before it are what you get when the second ReLU lets every gradient pass.", BUILD)
slip("mask_of_the_gradient", "dH = relu_backward(dH, self.relu2)", "dH = relu_backward(dH, dH)",
     "The second ReLU stops negative gradients: it must stop those whose input was negative.", BUILD)
slip("flatten_not_undone", "        dH = flatten_backward(dH, self.flat)\n", "",
     "The gradient of the linear layer is still a row for each image: flattening was not undone on the way back.",
     BUILD)
slip("pooling_not_undone", "        dH = maxpool_backward(dH, self.pool2)\n", "",
     "On the way back the second pooling comes first after flattening: here it is left out or comes too late.", BUILD)
slip("first_pooling_not_undone", "        dH = maxpool_backward(dH, self.pool1)\n", "",
     "On the way back the first pooling comes before its ReLU: here it is left out or comes too late.", BUILD)
slip("pool_cache_of_the_other", "maxpool_backward(dH, self.pool1)", "maxpool_backward(dH, self.pool2)",
     "The first pooling goes back with the cache of the second.", BUILD)
slip("second_pool_cache_of_the_first", "maxpool_backward(dH, self.pool2)", "maxpool_backward(dH, self.pool1)",
     "The second pooling goes back with the cache of the first: the way back takes the caches in reverse order.",
     BUILD)
slip("relu_cache_of_the_other", "relu_backward(dH, self.relu1)", "relu_backward(dH, self.relu2)",
     "The first ReLU goes back with the cache of the second.", BUILD)
slip("conv_cache_of_the_other", "conv2d_backward_im2col(dH, self.conv1)", "conv2d_backward_im2col(dH, self.conv2)",
     "The first convolution goes back with the cache of the second.", BUILD)
slip("second_conv_cache_of_the_first",
     "conv2d_backward_im2col(dH, self.conv2)", "conv2d_backward_im2col(dH, self.conv1)",
     "The second convolution goes back with the cache of the first.", BUILD)
slip("weight_gradients_swapped", '"W1": dW1, "b1": db1, "W2": dW2', '"W1": dW2, "b1": db1, "W2": dW1',
     "The gradients of the two filter banks are stored under each other's name.", BUILD)
slip("gradients_in_the_order_of_the_way_back",
     '{"W1": dW1, "b1": db1, "W2": dW2, "b2": db2, "W3": dW3, "b3": db3}',
     '{"W1": dW3, "b1": db3, "W2": dW2, "b2": db2, "W3": dW1, "b3": db1}',
     "The gradients of the first and the last layer are stored under each other's name.", BUILD)
slip("weights_and_biases_taken_apart_wrongly", "dX, dW1, db1 = ", "dX, db1, dW1 = ",
     "dW1 and db1 are exchanged: a convolution gives the gradient of its weights before that of its bias.", BUILD)
slip("gradient_not_handed_on", "dH, dW2, db2 = conv2d_backward_im2col(dH, self.conv2)",
     "dX, dW2, db2 = conv2d_backward_im2col(dH, self.conv2)",
     "The second convolution's gradient of its input is not handed on: the first pooling gets the one before it.",
     BUILD)
slip("bias_gradients_swapped", '"b1": db1, "W2": dW2, "b2": db2', '"b1": db2, "W2": dW2, "b2": db1',
     "The gradients of the two convolutions' biases are stored under each other's name.", BUILD)
slip("first_bias_gradient_zero", '"b1": db1', '"b1": 0 * db1', "db1 is zero: the first biases will never learn.", BUILD)
slip("second_bias_gradient_zero", '"b2": db2', '"b2": 0 * db2', "db2 is zero: the second biases will never learn.",
     BUILD)
slip("last_bias_gradient_zero", '"b3": db3', '"b3": 0 * db3', "db3 is zero: the last biases will never learn.", BUILD)
slip("bias_gradients_left_out", ', "b1": db1, "W2": dW2, "b2": db2, "W3": dW3, "b3": db3}',
     ', "W2": dW2, "W3": dW3}', "The gradients of the biases are not stored.", BUILD)
slip("keys_named_dW", '{"W1": dW1, "b1": db1, "W2": dW2, "b2": db2, "W3": dW3, "b3": db3}',
     '{"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2, "dW3": dW3, "db3": db3}',
     "The gradients are stored under names with a d: they have the names of their parameters.", BUILD)
slip("db3_mean", '"b3": db3', '"b3": db3 / len(dlogits)',
     "db3 is a mean over the images: it is their sum, since the loss is a mean already.", BUILD)
slip("dW3_mean", '"W3": dW3', '"W3": dW3 / len(dlogits)',
     "dW3 is a mean over the images: it is their sum, since the loss is a mean already.", BUILD)
slip("divided_by_the_batch_again", "linear_backward(dlogits, self.linear)",
     "linear_backward(dlogits / len(dlogits), self.linear)",
     "All gradients are divided by the number of images: the loss has done that already.", BUILD)
slip("sign_of_all_gradients", "linear_backward(dlogits, self.linear)", "linear_backward(-dlogits, self.linear)",
     "All gradients have the wrong sign: the minus belongs to the update.", BUILD)
slip("gradients_from_ones", "linear_backward(dlogits, self.linear)",
     "linear_backward(np.ones_like(dlogits), self.linear)",
     "The gradient from above is not used: the way back starts with ones.", BUILD)
slip("softmax_on_the_way_back", "linear_backward(dlogits, self.linear)",
     "linear_backward(dlogits - dlogits.mean(axis=1, keepdims=True), self.linear)",
     "Something was taken off the gradient of the logits: it is ready to use as it comes.", BUILD)
slip("dX_before_the_convolution", "        dX, dW1, db1 = ", "        dX = dH\n        _, dW1, db1 = ",
     "dX is the gradient of the first convolution's output, not of the images.", BUILD)
slip("dX_is_dlogits", "        return dX", "        return dlogits",
     "dX is the gradient of the logits, just as it came in.", BUILD)
slip("dX_zero", "        return dX", "        return 0 * dX", "dX is zero.", BUILD)
slip("backward_returns_None", "        return dX", "        pass",
     "Backward gives back None: the gradient of the images is not returned.", BUILD)
slip("backward_returns_grads", "        return dX", "        return self.grads",
     "Backward returns the dict of gradients: it keeps them and returns the gradient of the images.", BUILD)
slip("chain_broken", "dH, dW2, db2 = conv2d_backward_im2col(dH, self.conv2)",
     "before = dH\n        dH, dW2, db2 = conv2d_backward_im2col(dH, self.conv2)\n        dH = dH * 0",
     "No gradient gets past the second convolution, so the first layer never learns.", BUILD)
slip("linear_gradient_transposed", '"W3": dW3', '"W3": dW3.T',
     "dW3 is transposed: a gradient has the shape of its parameter.", BUILD)
slip("weights_decay", '"W3": dW3', '"W3": dW3 + 0.01 * self.params["W3"]',
     "Part of the parameter was added to dW3: there is no weight decay in this network.", BUILD)

# What is kept from pass to pass and from network to network.
slip("gradients_accumulate",
     '        self.grads = {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2, "W3": dW3, "b3": db3}\n',
     '        new = {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2, "W3": dW3, "b3": db3}\n'
     '        self.grads = {name: grad + self.grads.get(name, 0) for name, grad in new.items()}\n',
     "Gradients of earlier backward passes are still in them: each backward pass starts anew.", BUILD)
slip("gradients_never_refreshed", '        self.grads = {"W1": dW1',
     '        self.grads = self.grads or {"W1": dW1',
     "The gradients are those of the first backward pass: each pass must store its own.", BUILD)
slip("update_inside_backward", "        return dX",
     "        for name, grad in self.grads.items():\n"
     "            self.params[name] = self.params[name] - 0.01 * grad\n        return dX",
     "Backward changes the parameters: it only computes gradients, the update comes later.", BUILD)
slip("caches_shared", "self.conv1 = conv2d_forward_im2col", "ConvNet.conv1 = conv2d_forward_im2col",
     "The first cache is kept in the class, so networks take each other's.", BUILD)
slip("cache_of_the_first_call", "        return logits",
     '        self.linear = self.__dict__.setdefault("first", self.linear)\n        return logits',
     "The cache of the linear layer is that of the first forward pass, not of the last.", BUILD)


class Blocks:
    """Written with a loop over the two blocks: one slip concerns both."""

    def __init__(self, rng, shape=(1, 28, 28), filters=(8, 16), classes=10, dtype=np.float32):
        sizes = [9 * shape[0], 9 * filters[0], filters[1] * (shape[1] // 4) * (shape[2] // 4)]
        sides = [(filters[0], shape[0], 3, 3), (filters[1], filters[0], 3, 3), (sizes[2], classes)]
        self.params, self.grads = {}, {}
        for k in range(3):
            self.params[f"W{k + 1}"] = (rng.normal(size=sides[k]) * (2 / sizes[k]) ** 0.5).astype(dtype)
            self.params[f"b{k + 1}"] = np.zeros((*filters, classes)[k], dtype)

    def forward(self, X):
        self.caches = []
        for k in "12":
            X, conv = conv2d_forward_im2col(X, self.params["W" + k], self.params["b" + k], 1, 1)
            X, relu = relu_forward(X)
            X, pool = maxpool_forward(X, 2, 2)
            self.caches.append((conv, relu, pool))
        X, self.flat = flatten_forward(X)
        X, self.linear = linear_forward(X, self.params["W3"], self.params["b3"])
        return X

    def backward(self, dlogits):
        dH, self.grads["W3"], self.grads["b3"] = linear_backward(dlogits, self.linear)
        dH = flatten_backward(dH, self.flat)
        for k in "21":
            conv, relu, pool = self.caches.pop()
            dH = maxpool_backward(dH, pool)
            dH = relu_backward(dH, relu)
            dH, self.grads["W" + k], self.grads["b" + k] = conv2d_backward_im2col(dH, conv)
        return dH


slip = slips(Blocks, "ConvNet")
slip("no_padding", 'self.params["b" + k], 1, 1)', 'self.params["b" + k], 1, 0)',
     "Neither convolution has padding, so the image shrinks at each.", BUILD)
slip("convolutions_with_stride_two", 'self.params["b" + k], 1, 1)', 'self.params["b" + k], 2, 1)',
     "The convolutions move by two: they move by one, and only the poolings halve the size.", BUILD)
slip("no_relu", "X, relu = relu_forward(X)", "_, relu = relu_forward(X)",
     "Neither ReLU has an effect: the logits are those of a network without them.", BUILD)
slip("masks_forgotten", "            dH = relu_backward(dH, relu)\n", "",
     "dW1 and dW2 are what you get when both ReLUs let every gradient pass on the way back.", BUILD)
slip("biases_never_used", 'self.params["b" + k], 1, 1)', '0 * self.params["b" + k], 1, 1)',
     "The biases of both convolutions play no part in the logits.", BUILD)
slip("convolution_before_relu_on_the_way_back",
     '            dH = relu_backward(dH, relu)\n'
     '            dH, self.grads["W" + k], self.grads["b" + k] = conv2d_backward_im2col(dH, conv)\n',
     '            dH, self.grads["W" + k], self.grads["b" + k] = conv2d_backward_im2col(dH, conv)\n'
     '            dH = relu_backward(dH, relu)\n',
     "On the way back the convolution comes before its ReLU: the order is the reverse of the way forward.", BUILD)


@mistake("ConvNet", says="All networks share one dict of parameters, because it belongs to the class.", reread=BUILD)
class parameters_shared:
    params = {}  # noqa: RUF012

    def __init__(self, rng, shape=(1, 28, 28), filters=(8, 16), classes=10, dtype=np.float32):
        sizes = [9 * shape[0], 9 * filters[0], filters[1] * (shape[1] // 4) * (shape[2] // 4)]
        sides = [(filters[0], shape[0], 3, 3), (filters[1], filters[0], 3, 3), (sizes[2], classes)]
        for k in range(3):
            self.params[f"W{k + 1}"] = (rng.normal(size=sides[k]) * (2 / sizes[k]) ** 0.5).astype(dtype)
            self.params[f"b{k + 1}"] = np.zeros((*filters, classes)[k], dtype)
        self.grads = {}

    def forward(self, X):
        self.caches = []
        for k in "12":
            X, conv = conv2d_forward_im2col(X, self.params["W" + k], self.params["b" + k], 1, 1)
            X, relu = relu_forward(X)
            X, pool = maxpool_forward(X, 2, 2)
            self.caches.append((conv, relu, pool))
        X, self.flat = flatten_forward(X)
        X, self.linear = linear_forward(X, self.params["W3"], self.params["b3"])
        return X

    def backward(self, dlogits):
        dH, self.grads["W3"], self.grads["b3"] = linear_backward(dlogits, self.linear)
        dH = flatten_backward(dH, self.flat)
        for k in "21":
            conv, relu, pool = self.caches.pop()
            dH = relu_backward(maxpool_backward(dH, pool), relu)
            dH, self.grads["W" + k], self.grads["b" + k] = conv2d_backward_im2col(dH, conv)
        return dH


@mistake("ConvNet", says="All networks share one dict of gradients, because it belongs to the class.", reread=BUILD)
class gradients_shared:
    grads = {}  # noqa: RUF012

    def __init__(self, rng, shape=(1, 28, 28), filters=(8, 16), classes=10, dtype=np.float32):
        sizes = [9 * shape[0], 9 * filters[0], filters[1] * (shape[1] // 4) * (shape[2] // 4)]
        sides = [(filters[0], shape[0], 3, 3), (filters[1], filters[0], 3, 3), (sizes[2], classes)]
        self.params = {}
        for k in range(3):
            self.params[f"W{k + 1}"] = (rng.normal(size=sides[k]) * (2 / sizes[k]) ** 0.5).astype(dtype)
            self.params[f"b{k + 1}"] = np.zeros((*filters, classes)[k], dtype)

    def forward(self, X):
        self.caches = []
        for k in "12":
            X, conv = conv2d_forward_im2col(X, self.params["W" + k], self.params["b" + k], 1, 1)
            X, relu = relu_forward(X)
            X, pool = maxpool_forward(X, 2, 2)
            self.caches.append((conv, relu, pool))
        X, self.flat = flatten_forward(X)
        X, self.linear = linear_forward(X, self.params["W3"], self.params["b3"])
        return X

    def backward(self, dlogits):
        dH, self.grads["W3"], self.grads["b3"] = linear_backward(dlogits, self.linear)
        dH = flatten_backward(dH, self.flat)
        for k in "21":
            conv, relu, pool = self.caches.pop()
            dH = relu_backward(maxpool_backward(dH, pool), relu)
            dH, self.grads["W" + k], self.grads["b" + k] = conv2d_backward_im2col(dH, conv)
        return dH


@mistake("ConvNet", says="The caches pile up from pass to pass, and the way back reads those of the first pass.",
         reread=BUILD)
class caches_pile_up:
    def __init__(self, rng, shape=(1, 28, 28), filters=(8, 16), classes=10, dtype=np.float32):
        sizes = [9 * shape[0], 9 * filters[0], filters[1] * (shape[1] // 4) * (shape[2] // 4)]
        sides = [(filters[0], shape[0], 3, 3), (filters[1], filters[0], 3, 3), (sizes[2], classes)]
        self.params, self.grads, self.caches = {}, {}, []
        for k in range(3):
            self.params[f"W{k + 1}"] = (rng.normal(size=sides[k]) * (2 / sizes[k]) ** 0.5).astype(dtype)
            self.params[f"b{k + 1}"] = np.zeros((*filters, classes)[k], dtype)

    def forward(self, X):
        for k in "12":
            X, conv = conv2d_forward_im2col(X, self.params["W" + k], self.params["b" + k], 1, 1)
            X, relu = relu_forward(X)
            X, pool = maxpool_forward(X, 2, 2)
            self.caches += [conv, relu, pool]
        X, flat = flatten_forward(X)
        X, linear = linear_forward(X, self.params["W3"], self.params["b3"])
        self.caches += [flat, linear]
        return X

    def backward(self, dlogits):
        dH, self.grads["W3"], self.grads["b3"] = linear_backward(dlogits, self.caches[7])
        dH = flatten_backward(dH, self.caches[6])
        for k in (2, 1):
            conv, relu, pool = self.caches[3 * k - 3:3 * k]
            dH = relu_backward(maxpool_backward(dH, pool), relu)
            dH, self.grads[f"W{k}"], self.grads[f"b{k}"] = conv2d_backward_im2col(dH, conv)
        return dH


@mistake("ConvNet", says="Forward uses arrays set aside at the start: what is put into params later has no effect.",
         reread=BUILD)
class parameters_set_aside:
    def __init__(self, rng, shape=(1, 28, 28), filters=(8, 16), classes=10, dtype=np.float32):
        sizes = [9 * shape[0], 9 * filters[0], filters[1] * (shape[1] // 4) * (shape[2] // 4)]
        self.W1 = (rng.normal(size=(filters[0], shape[0], 3, 3)) * (2 / sizes[0]) ** 0.5).astype(dtype)
        self.W2 = (rng.normal(size=(filters[1], filters[0], 3, 3)) * (2 / sizes[1]) ** 0.5).astype(dtype)
        self.W3 = (rng.normal(size=(sizes[2], classes)) * (2 / sizes[2]) ** 0.5).astype(dtype)
        self.b1, self.b2, self.b3 = (np.zeros(n, dtype) for n in (*filters, classes))
        self.params = {name: getattr(self, name) for name in ("W1", "b1", "W2", "b2", "W3", "b3")}
        self.grads = {}

    def forward(self, X):
        self.caches = []
        for W, b in ((self.W1, self.b1), (self.W2, self.b2)):
            X, conv = conv2d_forward_im2col(X, W, b, 1, 1)
            X, relu = relu_forward(X)
            X, pool = maxpool_forward(X, 2, 2)
            self.caches.append((conv, relu, pool))
        X, self.flat = flatten_forward(X)
        X, self.linear = linear_forward(X, self.W3, self.b3)
        return X

    def backward(self, dlogits):
        dH, self.grads["W3"], self.grads["b3"] = linear_backward(dlogits, self.linear)
        dH = flatten_backward(dH, self.flat)
        for k in "21":
            conv, relu, pool = self.caches.pop()
            dH = relu_backward(maxpool_backward(dH, pool), relu)
            dH, self.grads["W" + k], self.grads["b" + k] = conv2d_backward_im2col(dH, conv)
        return dH


# --- sgd_momentum_step ----------------------------------------------------------------------------------------------


def momentum_step(param, grad, velocity, lr=0.01, momentum=0.9):
    velocity = momentum * velocity + grad
    return param - lr * velocity, velocity


slip = slips(momentum_step, "sgd_momentum_step")
STEP = "lesson 08, section 5"
slip("uphill", "param - lr", "param + lr", "The parameter goes up the gradient: the step must be subtracted.", STEP)
slip("momentum_ignored", "momentum * velocity + grad", "grad",
     "The earlier velocity plays no part: this is gradient descent without momentum.", STEP)
slip("velocity_not_damped", "momentum * velocity + grad", "velocity + grad",
     "The earlier velocity is kept whole: only the part that momentum says stays.", STEP)
slip("old_velocity_returned", "velocity = momentum * velocity + grad\n    return param - lr * velocity, velocity",
     "return param - lr * (momentum * velocity + grad), velocity",
     "The velocity comes back as it was, so the next step does not know of this one.", STEP)
slip("step_with_the_old_velocity", "velocity = momentum * velocity + grad\n    return param - lr * velocity, velocity",
     "new = momentum * velocity + grad\n    return param - lr * velocity, new",
     "The parameter moves along the old velocity: compute the new one first.", STEP)
slip("step_along_the_gradient", "param - lr * velocity", "param - lr * grad",
     "The parameter moves along the gradient alone: it must move along the new velocity.", STEP)
slip("rate_inside_the_velocity", "+ grad\n    return param - lr * velocity", "+ lr * grad\n    return param - velocity",
     "The learning rate went into the velocity; here it scales the step and not what is remembered.", STEP)
slip("velocity_downhill", "+ grad\n    return param - lr * velocity", "- lr * grad\n    return param + velocity",
     "The velocity holds finished steps, sign and learning rate included; here it collects plain gradients.", STEP)
slip("velocity_negative", "+ grad\n    return param - lr", "- grad\n    return param + lr",
     "The gradient is subtracted from the velocity: it is added there, and the step is subtracted.", STEP)
slip("running_mean", "+ grad", "+ (1 - momentum) * grad",
     "The velocity is a running mean of the gradients: here each gradient is added in full.", STEP)
slip("everything_damped", "momentum * velocity + grad", "momentum * (velocity + grad)",
     "The new gradient is damped as well: only the old velocity is.", STEP)
slip("gradient_damped", "momentum * velocity + grad", "velocity + momentum * grad",
     "The momentum scales the new gradient: it belongs to the old velocity.", STEP)
slip("one_minus_momentum", "momentum * velocity", "(1 - momentum) * velocity",
     "One minus the momentum was taken for the momentum.", STEP)
slip("nesterov", "param - lr * velocity", "param - lr * (grad + momentum * velocity)",
     "The parameter moves as in Nesterov's variant, which looks one step ahead.", STEP)
slip("rate_and_momentum_exchanged", "momentum * velocity + grad\n    return param - lr",
     "lr * velocity + grad\n    return param - momentum", "Learning rate and momentum are exchanged.", STEP)
slip("rate_forgotten", "param - lr * velocity", "param - velocity", "The learning rate is missing from the step.", STEP)
slip("rate_divides", "lr * velocity", "velocity / lr", "The step is divided by the learning rate.", STEP)
slip("rate_twice", "+ grad", "+ lr * grad", "The learning rate scales the gradient and then the step again.", STEP)
slip("sign_only", "param - lr * velocity", "param - lr * np.sign(velocity)",
     "The parameter moves by the sign of the velocity only: how large it is counts.", STEP)
slip("normalised", "param - lr * velocity", "param - lr * velocity / np.linalg.norm(velocity)",
     "The step has always the same length: the velocity was divided by its norm.", STEP)
slip("param_forgotten", "return param - lr * velocity", "return -lr * velocity",
     "The parameter comes back as the step alone: it must be added to the old one.", STEP)
slip("param_damped", "return param - lr", "return momentum * param - lr",
     "The parameter itself is damped by the momentum.", STEP)
slip("exchanged", "return param - lr * velocity, velocity", "return velocity, param - lr * velocity",
     "Parameter and velocity are returned in the wrong order.", STEP)
slip("param_alone", ", velocity\n", "\n",
     "Only the parameter is returned: without the velocity the next step cannot go on.", STEP)
slip("returns_None", "return param - lr * velocity, velocity", "param = param - lr * velocity",
     "The function gives back None: it computes both arrays but does not return them.", STEP)
slip("param_in_place", "return param - lr * velocity, velocity", "param -= lr * velocity\n    return param, velocity",
     "The parameter that was passed in is changed: return a new array.", STEP)
slip("velocity_in_place", "velocity = momentum * velocity + grad", "velocity *= momentum\n    velocity += grad",
     "The velocity that was passed in is changed: return a new array.", STEP)
slip("both_in_place", "velocity = momentum * velocity + grad\n    return param - lr * velocity, velocity",
     "velocity *= momentum\n    velocity += grad\n    param -= lr * velocity\n    return param, velocity",
     "Both arrays that were passed in are changed: return new ones.", STEP)
slip("other_default_rate", "lr=0.01", "lr=0.1", "The learning rate has another default value than asked for.", STEP)
slip("smaller_default_rate", "lr=0.01", "lr=0.001",
     "The default of the learning rate is ten times smaller than asked for.", STEP)
slip("other_default_momentum", "momentum=0.9", "momentum=0.99",
     "The momentum has another default value than asked for.", STEP)
slip("rate_fixed", "param - lr", "param - 0.01", "The learning rate is fixed: use the one that is passed in.", STEP)
slip("momentum_fixed", "momentum * velocity", "0.9 * velocity",
     "The momentum is fixed: use the one that is passed in.", STEP)

# --- train ----------------------------------------------------------------------------------------------------------


def loop(net, X, y, epochs, lr, rng, batch_size=64, momentum=0.9, on_step=None):
    velocity = {name: np.zeros_like(param) for name, param in net.params.items()}
    losses = []
    for epoch in range(epochs):
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            batch = order[start:start + batch_size]
            logits = net.forward(X[batch])
            loss, dlogits = softmax_cross_entropy(logits, y[batch])
            net.backward(dlogits)
            for name in net.params:
                param, v = sgd_momentum_step(net.params[name], net.grads[name], velocity[name], lr, momentum)
                net.params[name] = param
                velocity[name] = v
            losses.append(loss)
            if on_step is not None:
                on_step(losses)
    return losses


slip = slips(loop, "train")
slip("labels_apart_from_images", "y[batch]", "y[start:start + batch_size]",
     "The labels keep their old order while the images are shuffled: they belong to other images.", STEP)
slip("images_apart_from_labels", "X[batch]", "X[start:start + batch_size]",
     "The images keep their old order while the labels are shuffled: they belong to other labels.", STEP)
slip("labels_shuffled_apart", "        order = rng.permutation(len(y))\n",
     "        order = rng.permutation(len(y))\n        y = rng.permutation(y)\n",
     "The labels are shuffled on their own: they belong to other images afterwards.", STEP)
slip("two_orders", "y[batch]", "y[rng.permutation(len(y))[start:start + batch_size]]",
     "Images and labels are shuffled by different orders.", STEP)
slip("order_anew_in_each_step", "batch = order[start:start + batch_size]",
     "batch = rng.permutation(len(y))[:batch_size]",
     "Each batch is drawn on its own, so an epoch sees some images twice and others never.", STEP)
slip("each_batch_drawn_with_repetition", "batch = order[start:start + batch_size]",
     "batch = rng.choice(len(y), batch_size)",
     "The images of a batch are drawn with repetition: an epoch sees every image once.", STEP)
slip("slice_ends_at_the_batch_size", "order[start:start + batch_size]", "order[start:batch_size]",
     "All batches after the first are empty: a batch ends one batch size after its start.", STEP)
slip("not_shuffled", "order = rng.permutation(len(y))", "order = np.arange(len(y))",
     "The images come in the order in which they are stored: each epoch needs a new random order.", STEP)
slip("same_order_each_epoch",
     "    for epoch in range(epochs):\n        order = rng.permutation(len(y))\n",
     "    order = rng.permutation(len(y))\n    for epoch in range(epochs):\n",
     "All epochs go through the images in the same order: draw a new one for each.", STEP)
slip("new_order_each_step", "batch = order[start:start + batch_size]",
     "batch = rng.permutation(len(y))[start:start + batch_size]",
     "A new order is drawn for each step, so some images come twice in an epoch and others never.", STEP)
slip("order_sorted", "batch = order[start:start + batch_size]",
     "batch = np.argsort(order)[start:start + batch_size]",
     "The images come in the inverse of the order that was drawn.", STEP)
slip("drawn_with_repetition", "order = rng.permutation(len(y))", "order = rng.integers(len(y), size=len(y))",
     "The images are drawn with repetition: in an epoch each one comes exactly once.", STEP)
slip("seed_fixed", "    losses = []\n", "    losses = []\n    rng = np.random.default_rng(0)\n",
     "The order comes from a fixed seed and not from the generator that was passed in.", STEP)
slip("last_batch_dropped", "range(0, len(y), batch_size)", "range(0, len(y) - batch_size + 1, batch_size)",
     "The images that do not fill a batch are left out: the last step of an epoch takes those that are left.", STEP)
slip("last_image_dropped", "range(0, len(y), batch_size)", "range(0, len(y) - 1, batch_size)",
     "A last batch of one image is left out: the range ends one image too early.", STEP)
slip("number_of_steps_rounded", "range(0, len(y), batch_size)",
     "range(0, max(1, round(len(y) / batch_size)) * batch_size, batch_size)",
     "The number of steps is rounded to the nearest: a small last batch is left out.", STEP)
slip("empty_batch_at_the_end", "range(0, len(y), batch_size)", "range(0, len(y) + 1, batch_size)",
     "Where the batches come out even, there is one batch more, with no image in it.", STEP)
slip("one_step_too_many", "range(0, len(y), batch_size)", "range(0, len(y) + batch_size, batch_size)",
     "Each epoch has one step too many, with no image in it.", STEP)
slip("last_batch_filled_up", "batch = order[start:start + batch_size]",
     "batch = np.take(order, range(start, start + batch_size), mode='wrap')",
     "The last batch is filled up with images from the front: it takes those that are left.", STEP)
slip("last_batch_overlaps", "batch = order[start:start + batch_size]",
     "start = max(0, min(start, len(y) - batch_size))\n            batch = order[start:start + batch_size]",
     "The last batch is moved forward until it is full, so some images come twice.", STEP)
slip("batches_overlap_by_one", "order[start:start + batch_size]", "order[start:start + batch_size + 1]",
     "Each batch holds one image too many, the first of the next batch.", STEP)
slip("batches_one_short", "order[start:start + batch_size]", "order[start:start + batch_size - 1]",
     "Each batch holds one image too few: the end of a slice does not belong to it.", STEP)
slip("first_batch_again", "order[start:start + batch_size]", "order[:batch_size]",
     "Every step of an epoch takes the same batch, the first.", STEP)
slip("batches_grow", "order[start:start + batch_size]", "order[:start + batch_size]",
     "Each batch holds all images of the batches before it.", STEP)
slip("whole_set_each_step", "order[start:start + batch_size]", "order",
     "Each step takes all images at once: it takes a batch of them.", STEP)
slip("batch_size_fixed", "    losses = []\n", "    losses = []\n    batch_size = 64\n",
     "The batches have always 64 images: use the batch size that is passed in.", STEP)
slip("one_step_an_epoch", "for start in range(0, len(y), batch_size):", "for start in [0]:",
     "Each epoch takes just one step: an epoch goes through all images.", STEP)
slip("single_images", "range(0, len(y), batch_size)", "range(len(y))",
     "The batches start at every image: they start a batch size apart.", STEP)
slip("one_epoch", "range(epochs)", "range(1)",
     "There is only one epoch: go through the images as often as epochs says.", STEP)
slip("one_epoch_more", "range(epochs)", "range(epochs + 1)", "There is one epoch too many.", STEP)
slip("one_epoch_fewer", "range(epochs)", "range(1, epochs)",
     "There is one epoch too few: a range that starts at 1 leaves one out.", STEP)
slip("uphill", "net.grads[name], velocity", "-net.grads[name], velocity",
     "The gradient's sign is turned, so the loss goes up: the step function subtracts already.", STEP)
slip("velocity_reset_each_step", "net.backward(dlogits)\n",
     "net.backward(dlogits)\n            velocity = {name: np.zeros_like(p) for name, p in net.params.items()}\n",
     "There is no momentum: the velocity starts anew at each step, or is never kept.", STEP)
slip("velocity_reset_each_epoch", "        order = rng.permutation(len(y))\n",
     "        order = rng.permutation(len(y))\n"
     "        velocity = {name: np.zeros_like(param) for name, param in net.params.items()}\n",
     "The velocity starts anew in each epoch: it lasts through the whole training.", STEP)
slip("velocity_shared", "velocity[name] = v", "velocity = dict.fromkeys(velocity, v)",
     "All parameters share one velocity: each has its own.", STEP)
slip("velocity_starts_at_one", "np.zeros_like(param)", "np.ones_like(param)",
     "The velocity starts at one: it starts at zero.", STEP)
slip("velocity_starts_at_the_parameter", "np.zeros_like(param)", "param.copy()",
     "The velocity starts as a copy of the parameter: it starts at zero.", STEP)
slip("running_mean", "net.grads[name], velocity", "(1 - momentum) * net.grads[name], velocity",
     "The velocity is a running mean of the gradients: each gradient is added in full.", STEP)
slip("rate_inside_the_velocity", "net.grads[name], velocity", "lr * net.grads[name], velocity",
     "The learning rate scales the gradient and then the step again.", STEP)
slip("momentum_not_passed_on", "velocity[name], lr, momentum)", "velocity[name], lr)",
     "The momentum is not passed on: each step uses the default one.", STEP)
slip("rate_not_passed_on", "velocity[name], lr, momentum)", "velocity[name], momentum=momentum)",
     "The learning rate is not passed on: each step uses the default one.", STEP)
slip("rate_and_momentum_exchanged", "velocity[name], lr, momentum)", "velocity[name], momentum, lr)",
     "Learning rate and momentum are passed on in the wrong order.", STEP)
slip("rate_decays", "        order = rng.permutation(len(y))\n",
     "        order = rng.permutation(len(y))\n        rate, lr = lr, lr / 2\n",
     "The learning rate shrinks from epoch to epoch: it stays what was passed in.", STEP)
slip("rate_divided_by_batch", "velocity[name], lr, momentum)", "velocity[name], lr / len(batch), momentum)",
     "The steps are divided by the number of images: the loss is a mean already.", STEP)
slip("parameter_and_velocity_exchanged",
     "                net.params[name] = param\n                velocity[name] = v\n",
     "                net.params[name] = v\n                velocity[name] = param\n",
     "New parameter and new velocity are stored in each other's place: the parameter comes first.", STEP)
slip("parameters_not_stored", "                net.params[name] = param\n", "",
     "The new parameters are thrown away: the network never changes.", STEP)
slip("first_parameter_only", "for name in net.params:", "for name in list(net.params)[:1]:",
     "Only the first parameter is updated: all of them learn.", STEP)
slip("last_parameter_only", "for name in net.params:", "for name in list(net.params)[-1:]:",
     "Only the last parameter is updated: all of them learn.", STEP)
slip("update_once_an_epoch", "            for name in net.params:\n"
     "                param, v = sgd_momentum_step(net.params[name], net.grads[name], velocity[name], lr, momentum)\n"
     "                net.params[name] = param\n                velocity[name] = v\n"
     "            losses.append(loss)\n            if on_step is not None:\n                on_step(losses)\n",
     "            losses.append(loss)\n            if on_step is not None:\n                on_step(losses)\n"
     "        for name in net.params:\n"
     "            param, v = sgd_momentum_step(net.params[name], net.grads[name], velocity[name], lr, momentum)\n"
     "            net.params[name] = param\n            velocity[name] = v\n",
     "The parameters are updated once an epoch: they are updated after each batch.", STEP)
slip("backward_forgotten", "            net.backward(dlogits)\n", "",
     "The backward pass is never called, so there are no gradients.", STEP)
slip("backward_with_the_loss", "net.backward(dlogits)", "net.backward(logits)",
     "The backward pass gets the logits: it must get their gradient.", STEP)
slip("gradient_divided_by_batch", "net.backward(dlogits)", "net.backward(dlogits / len(batch))",
     "The gradient is divided by the number of images once more: the loss has done that.", STEP)
slip("gradient_of_the_sum", "net.backward(dlogits)", "net.backward(dlogits * len(batch))",
     "The gradient is that of the sum of the losses: the loss is their mean.", STEP)
slip("gradients_accumulate", "            net.backward(dlogits)\n",
     "            old = dict(net.grads)\n            net.backward(dlogits)\n"
     "            net.grads = {name: grad + old.get(name, 0) for name, grad in net.grads.items()}\n",
     "The gradients of earlier batches are added to the new ones: each step uses its own alone.", STEP)
slip("loss_after_the_update", "losses.append(loss)",
     "losses.append(softmax_cross_entropy(net.forward(X[batch]), y[batch])[0])",
     "These are the losses after the update: store what was measured before it.", STEP)
slip("loss_of_the_sum", "losses.append(loss)", "losses.append(loss * len(batch))",
     "These are the sums of the losses over the batch: store the mean.", STEP)
slip("loss_and_gradient_stored", "losses.append(loss)", "losses.append((loss, dlogits.sum()))",
     "A pair was stored for each step: store the loss alone.", STEP)
slip("loss_of_last_step_only", "    return losses", "    return losses[-1]",
     "Only the last loss is returned: return the list of all.", STEP)
slip("loss_added_up", "losses.append(loss)", "losses.append(loss + sum(losses[-1:]))",
     "The losses are added up from step to step: store each on its own.", STEP)
slip("losses_of_the_last_epoch", "        order = rng.permutation(len(y))\n",
     "        order = rng.permutation(len(y))\n        losses = []\n",
     "Only the losses of the last epoch are returned: the list starts anew in each epoch.", STEP)
slip("one_loss_an_epoch", "    return losses",
     "    steps = -(-len(y) // batch_size)\n"
     "    return [np.mean(losses[k:k + steps]) for k in range(0, len(losses), steps)]",
     "There is one loss for each epoch, the mean: there must be one for each step.", STEP)
slip("last_loss_of_each_epoch", "    return losses",
     "    steps = -(-len(y) // batch_size)\n    return losses[steps - 1::steps]",
     "There is one loss for each epoch, the last: there must be one for each step.", STEP)
slip("returns_after_one_step", "\n    return losses", "\n            return losses",
     "The return stands inside the loop over the batches, which ends after the first step.", STEP)
slip("returns_None", "    return losses", "    return None",
     "The function gives back None: it must return the losses.", STEP)
slip("returns_the_network", "    return losses", "    return net",
     "The network is returned: return the losses.", STEP)
slip("on_step_forgotten", "            if on_step is not None:\n                on_step(losses)\n", "",
     "The losses are right, but whoever watches is never called.", STEP)
slip("on_step_with_one_loss", "on_step(losses)", "on_step([loss])",
     "Whoever watches gets the last loss only: hand over the list of all losses so far.", STEP)
slip("on_step_with_a_number", "on_step(losses)", "on_step(loss)",
     "Whoever watches gets a number: hand over the list of all losses so far.", STEP)
slip("on_step_once_an_epoch", "            if on_step is not None:\n                on_step(losses)\n",
     "        if on_step is not None:\n            on_step(losses)\n",
     "Whoever watches hears only at the end of an epoch: call after each step.", STEP)
slip("on_step_before_the_loss", "            losses.append(loss)\n            if on_step is not None:\n"
     "                on_step(losses)\n",
     "            if on_step is not None:\n                on_step(losses)\n            losses.append(loss)\n",
     "Whoever watches hears before the loss of the step is in the list.", STEP)
slip("on_step_always", "            if on_step is not None:\n                on_step(losses)\n",
     "            on_step(losses)\n",
     "The training stops where nobody watches: call only if something was passed in.", STEP)
slip("images_shuffled_in_place", "        order = rng.permutation(len(y))\n",
     "        order = rng.permutation(len(y))\n        X[:], y[:] = X[order], y[order]\n"
     "        order = np.arange(len(y))\n",
     "The arrays of the caller are shuffled: leave them as they are and index into them.", STEP)
