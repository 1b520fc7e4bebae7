"""Wrong versions of ConvNet."""

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
from grading.bank.version import Mistakes

MISTAKES = Mistakes("ConvNet")
BUILD = "lesson 08, section 1"
START = "lesson 08, section 2"


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


slip_in_network = MISTAKES.slips(Network)

# Initialization.
slip_in_network("he_without_root", "np.sqrt(2 / n_in)", "2 / n_in",
                "The weights start far too small: the root in He's rule is missing.", START)
slip_in_network("he_without_the_two", "np.sqrt(2 / n_in)", "np.sqrt(1 / n_in)",
                "The weights start with half of He's variance: this does not compensate for the ReLU, which removes "
                "half of it.", START)
slip_in_network("he_turned_over", "np.sqrt(2 / n_in)", "np.sqrt(n_in / 2)",
                "The factor of He's rule is inverted: more inputs must give smaller weights.", START)
slip_in_network("weights_not_scaled", " * np.sqrt(2 / n_in)", "",
                "The weights are drawn but not scaled: each layer makes its numbers several times larger.", START)
slip_in_network("weights_a_hundredth", "np.sqrt(2 / n_in)", "0.01",
                "The weights start far too small: their variance, times the inputs of one output, must be near 2.",
                START)
slip_in_network("weights_zero", "rng.normal(size=sides)", "np.zeros(sides)",
                "The weights start at zero, so all filters of a layer stay alike and learn nothing.", START)
slip_in_network("weights_one", "rng.normal(size=sides)", "np.ones(sides)",
                "All weights of a layer start alike, so all its filters get the same gradient and stay alike.", START)
slip_in_network("weights_uniform_positive", "rng.normal(size=sides)", "rng.random(size=sides)",
                "The weights start between 0 and 1: none is negative, and their mean is not zero.", START)
slip_in_network("weights_positive", "rng.normal(size=sides)", "np.abs(rng.normal(size=sides))",
                "All weights start positive: their mean must be zero.", START)
slip_in_network("weights_uniform_too_narrow", "rng.normal(size=sides)", "rng.uniform(-1, 1, size=sides)",
                "Numbers between minus 1 and 1 have a variance of only one third, so the weights start too small.",
                START)
slip_in_network("he_of_outputs", '"W2": he(9 * first,', '"W2": he(9 * second,',
                "The weights of the second convolution are scaled by its filters: what counts is the number of inputs "
                "of one output.", START)
slip_in_network("he_of_outputs_everywhere", "np.sqrt(2 / n_in)",
                "np.sqrt(2 / (sides[1] if len(sides) == 2 else 9 * sides[0]))",
                "The weights are scaled by the number of outputs: what counts is the number of inputs of one output.",
                START)
slip_in_network("he_without_channels", '"W2": he(9 * first,', '"W2": he(9,',
                "The weights of the second convolution are scaled as if they saw one channel: each output sees all of "
                "them.", START)
slip_in_network("he_without_the_channels_of_the_images", '"W1": he(9 * C,', '"W1": he(9,',
                "The first weights are scaled as if the images had one channel: each output sees all channels.", START)
slip_in_network("he_without_the_window", "np.sqrt(2 / n_in)",
                "np.sqrt(2 / (sides[0] if len(sides) == 2 else sides[1]))",
                "The weights of the convolutions are scaled by the channels only: the nine positions of the window "
                "count too.", START)
slip_in_network("he_of_all_weights", "np.sqrt(2 / n_in)", "np.sqrt(2 / np.prod(sides))",
                "The weights are scaled by how many there are in the layer: what counts is the number of inputs of "
                "one output.", START)
slip_in_network("he_of_classes", '"W3": he(n_flat,', '"W3": he(classes,',
                "The weights of the linear layer are scaled by the classes: what counts is the number of inputs of "
                "one output.", START)
slip_in_network("he_of_channels_after_flatten", '"W3": he(n_flat,', '"W3": he(second,',
                "The weights of the linear layer are scaled by the channels: after flattening every position is an "
                "input.", START)
slip_in_network("glorot", "np.sqrt(2 / n_in)", "np.sqrt(2 / (n_in + (sides[1] if len(sides) == 2 else 9 * sides[0])))",
                "This is the rule of Glorot, which counts inputs and outputs; with ReLU use He's.", START)
slip_in_network("biases_one", '"b1": np.zeros(first, dtype)', '"b1": np.ones(first, dtype)',
                "The first biases start at one, but biases must start at zero.", START)
slip_in_network("biases_random", 'return (rng.normal(size=sides) * np.sqrt(2 / n_in)).astype(dtype)',
                'return (rng.normal(size=sides) * np.sqrt(2 / n_in)).astype(dtype)\n\n'
                '        class np:\n'
                '            zeros = staticmethod(lambda n, dtype: rng.normal(size=n).astype(dtype))\n'
                '            sqrt = staticmethod(lambda x: x ** 0.5)',
                "The biases start at random values, but they must start at zero.", START)
slip_in_network("rng_of_its_own", "first, second = filters",
                "first, second = filters\n        rng = np.random.default_rng()",
                "The weights do not come from the generator that was passed in: the same seed gives other weights "
                "each time.", BUILD)
slip_in_network("seed_fixed", "first, second = filters",
                "first, second = filters\n        rng = np.random.default_rng(0)",
                "Every network starts with the same weights: they come from a fixed seed instead of the generator "
                "that was passed in.", BUILD)

# Shapes and dtypes of the parameters.
slip_in_network("filters_exchanged", "first, second = filters", "second, first = filters",
                "The numbers of filters are swapped: the first belongs to the first convolution.", BUILD)
slip_in_network("channels_before_filters", "he(9 * first, second, first, 3, 3)", "he(9 * first, first, second, 3, 3)",
                "The weights of the second convolution have the channels first: the first axis is the filters.", BUILD)
slip_in_network("weights_for_one_channel", "he(9 * C, first, C, 3, 3)", "he(9, first, 1, 3, 3)",
                "The first filters are created for one channel, but the images may have several.", BUILD)
slip_in_network("linear_transposed", "he(n_flat, n_flat, classes)", "he(n_flat, classes, n_flat)",
                "The weights of the linear layer are transposed: they need a row for each input and a column for each "
                "class.", BUILD)
slip_in_network("second_pooling_forgotten", "(height // 2 // 2) * (width // 2 // 2)", "(height // 2) * (width // 2)",
                "The linear layer is created for the size after one pooling, but there are two.", BUILD)
slip_in_network("pooling_forgotten_in_the_size", "(height // 2 // 2) * (width // 2 // 2)", "height * width",
                "The linear layer is created for the size of the images, but each pooling halves both sides.", BUILD)
slip_in_network("sides_divided_together", "(height // 2 // 2) * (width // 2 // 2)", "(height * width // 16)",
                "The size after the pooling is rounded down once for both sides; each side must be rounded down "
                "separately.",
                BUILD)
slip_in_network("size_rounded_up", "(height // 2 // 2) * (width // 2 // 2)", "-(-height // 4) * -(-width // 4)",
                "The size after the pooling is rounded up: a last row or column without a partner is dropped.", BUILD)
slip_in_network("size_without_padding", "(height // 2 // 2) * (width // 2 // 2)",
                "(((height - 2) // 2 - 2) // 2) * (((width - 2) // 2 - 2) // 2)",
                "The linear layer is created for convolutions without padding, but they keep the size.", BUILD)
slip_in_network("channels_forgotten_in_flatten", "second * (height // 2 // 2)", "(height // 2 // 2)",
                "The linear layer is created for one channel, but flattening keeps all channels of the second "
                "convolution.", BUILD)
slip_in_network("made_for_28_by_28", "n_flat = second * (height // 2 // 2) * (width // 2 // 2)",
                "n_flat = second * 7 * 7",
                "The linear layer is created for images of 28 by 28 only: compute its size from the shape.", BUILD)
slip_in_network("height_for_width", "(width // 2 // 2)", "(height // 2 // 2)",
                "The linear layer is created for square images: the width may differ from the height.", BUILD)
slip_in_network("ten_classes", "he(n_flat, n_flat, classes)", "he(n_flat, n_flat, 10)",
                "The linear layer always has ten columns: use the number of classes.", BUILD)
slip_in_network("biases_as_columns", '"b2": np.zeros(second, dtype)', '"b2": np.zeros((second, 1), dtype)',
                "The second bias is a column: it must have one axis, with an entry for each filter.", BUILD)
slip_in_network("one_bias", '"b1": np.zeros(first, dtype)', '"b1": np.zeros(1, dtype)',
                "The first convolution has a single bias: it needs one for each filter.", BUILD)
slip_in_network("dtype_ignored", "* np.sqrt(2 / n_in)).astype(dtype)", "* np.sqrt(2 / n_in))",
                "The weights are float64 regardless of dtype, and slow down everything that follows.", BUILD)
slip_in_network("dtype_ignored_everywhere", "first, second = filters", "first, second = filters\n        dtype = float",
                "All parameters are float64 regardless of dtype, and slow down everything that follows.", BUILD)
slip_in_network("always_float32", "* np.sqrt(2 / n_in)).astype(dtype)", "* np.sqrt(2 / n_in)).astype(np.float32)",
                "The weights are float32 regardless of dtype, so a gradient check in float64 is not possible.", BUILD)
slip_in_network("biases_float64", '"b3": np.zeros(classes, dtype)', '"b3": np.zeros(classes)',
                "The bias of the linear layer is float64 regardless of dtype, and turns the logits into float64.",
                BUILD)
slip_in_network("no_bias_at_the_end", '            "b3": np.zeros(classes, dtype),\n', "",
                "The linear layer has no bias among the parameters, but all three layers need one.", BUILD)

# Forward.
slip_in_network("first_relu_forgotten", "H, self.relu1 = relu_forward(H)", "_, self.relu1 = relu_forward(H)",
                "The logits are those of a network without the first ReLU.", BUILD)
slip_in_network("second_relu_forgotten", "H, self.relu2 = relu_forward(H + 0)", "_, self.relu2 = relu_forward(H)",
                "The logits are those of a network without the second ReLU.", BUILD)
slip_in_network("relu_on_the_logits", "        return logits", "        return np.maximum(logits, 0)",
                "Negative logits are set to zero: no ReLU follows the linear layer.", BUILD)
slip_in_network("logits_shifted", "        return logits", "        return logits - logits.max(axis=1, keepdims=True)",
                "The largest logit of each image was subtracted: the loss does that itself, and forward returns them "
                "unchanged.", BUILD)
slip_in_network("softmax_in_forward", "        return logits",
                "        odds = np.exp(logits - logits.max(axis=1, keepdims=True))\n"
                "        return odds / odds.sum(axis=1, keepdims=True)",
                "These are probabilities: forward returns the logits, and the loss turns them into "
                "probabilities.", BUILD)
slip_in_network("class_instead_of_logits", "        return logits", "        return logits.argmax(axis=1)",
                "This is the class with the largest logit, but forward must return all logits.", BUILD)
slip_in_network("first_padding_forgotten", "stride=1, pad=1)", "stride=1)",
                "The first convolution has no padding, so the image shrinks.", BUILD)
slip_in_network("first_padding_of_two", "stride=1, pad=1)", "stride=1, pad=2)",
                "The first convolution pads by two, so the image grows.", BUILD)
slip_in_network("second_padding_forgotten", 'p["b2"], 1, 1)', 'p["b2"], 1)',
                "The second convolution has no padding, so the image shrinks.", BUILD)
slip_in_network("one_pooling_forgotten", "H, self.pool1 = maxpool_forward(H, 2, stride=2)",
                "_, self.pool1 = maxpool_forward(H, 2, stride=2)",
                "One of the two poolings is left out, so too many numbers reach the linear layer.", BUILD)
slip_in_network("pooling_with_stride_one", "maxpool_forward(H, 2, stride=2)", "maxpool_forward(H, 2, stride=1)",
                "The first pooling moves by one, but its windows must not overlap.", BUILD)
slip_in_network("first_bias_forgotten", 'p["b1"], stride=1', '0 * p["b1"], stride=1',
                "The first bias is not used in the logits.", BUILD)
slip_in_network("second_bias_forgotten", 'p["b2"], 1, 1', '0 * p["b2"], 1, 1',
                "The second bias is not used in the logits.", BUILD)
slip_in_network("last_bias_forgotten", 'linear_forward(H, p["W3"], p["b3"])', 'linear_forward(H, p["W3"], 0 * p["b3"])',
                "The bias of the linear layer is not used in the logits.", BUILD)
slip_in_network("convolution_fed_with_images", 'conv2d_forward_im2col(H, p["W2"]', 'conv2d_forward_im2col(X, p["W2"]',
                "The second convolution gets the images, but it must get the output of the first pooling.", BUILD)
slip_in_network("same_convolution_twice", 'conv2d_forward_im2col(H, p["W2"], p["b2"], 1, 1)',
                'conv2d_forward_im2col(H, p["W1"], p["b1"], 1, 1)',
                "The first filters are used twice: the second convolution has its own.", BUILD)
slip_in_network("channels_last_when_flattened", "flatten_forward(H)", "flatten_forward(H.transpose(0, 2, 3, 1))",
                "The channels were moved to the end before flattening, so the linear weights multiply the wrong "
                "numbers.",
                BUILD)
slip_in_network("images_scaled", "p = self.params", "p = self.params\n        X = X / X.max()",
                "The images are first divided by their largest number, but the network takes them as they are.", BUILD)
slip_in_network("images_divided_by_255", "p = self.params", "p = self.params\n        X = X / 255",
                "The images are first divided by 255, but they already lie between 0 and 1.", BUILD)
slip_in_network("leaky_relu", "H, self.relu1 = relu_forward(H)", "H, self.relu1 = np.where(H > 0, H, 0.01 * H), H",
                "A fraction of the negative numbers gets through the first ReLU, which must set them to zero.", BUILD)
slip_in_network("images_centred", "p = self.params", "p = self.params\n        X = X - X.mean()",
                "The mean of the batch is first subtracted from the images, but the network takes them as they "
                "are.", BUILD)
slip_in_network("returns_what_was_flattened", "        return logits", "        return H",
                "Forward returns the input of the linear layer, but it must return its output.", BUILD)
slip_in_network("forward_returns_a_pair", "        return logits", "        return logits, self.linear",
                "Forward returns the logits and a cache: the network keeps the caches itself and returns only the "
                "logits.", BUILD)
slip_in_network("forward_returns_None", "        return logits", "        self.logits = logits",
                "Forward returns None: the logits are kept but not returned.", BUILD)

# Backward.
slip_in_network("first_mask_forgotten", "        dH = relu_backward(dH, self.relu1)\n", "",
                "dW1 is what you get when the first ReLU lets every gradient through.", BUILD)
slip_in_network("second_mask_forgotten", "        dH = relu_backward(dH, self.relu2)\n", "",
                "dW2 and everything before it are what you get when the second ReLU lets every gradient through.",
                BUILD)
slip_in_network("mask_of_the_gradient", "dH = relu_backward(dH, self.relu2)", "dH = relu_backward(dH, dH)",
                "The second ReLU stops negative gradients: it must stop those whose input was negative.", BUILD)
slip_in_network("flatten_not_undone", "        dH = flatten_backward(dH, self.flat)\n", "",
                "The gradient of the linear layer still has a row for each image: flattening was not undone in the "
                "backward pass.", BUILD)
slip_in_network("pooling_not_undone", "        dH = maxpool_backward(dH, self.pool2)\n", "",
                "In the backward pass, the second pooling comes right after flattening, but here it is missing or "
                "comes too late.", BUILD)
slip_in_network("first_pooling_not_undone", "        dH = maxpool_backward(dH, self.pool1)\n", "",
                "In the backward pass, the first pooling comes before its ReLU, but here it is missing or comes too "
                "late.",
                BUILD)
slip_in_network("pool_cache_of_the_other", "maxpool_backward(dH, self.pool1)", "maxpool_backward(dH, self.pool2)",
                "The first pooling's backward pass uses the cache of the second.", BUILD)
slip_in_network("second_pool_cache_of_the_first", "maxpool_backward(dH, self.pool2)",
                "maxpool_backward(dH, self.pool1)",
                "The second pooling's backward pass uses the cache of the first: the caches are used in reverse "
                "order.", BUILD)
slip_in_network("relu_cache_of_the_other", "relu_backward(dH, self.relu1)", "relu_backward(dH, self.relu2)",
                "The first ReLU's backward pass uses the cache of the second.", BUILD)
slip_in_network("conv_cache_of_the_other", "conv2d_backward_im2col(dH, self.conv1)",
                "conv2d_backward_im2col(dH, self.conv2)",
                "The first convolution's backward pass uses the cache of the second.", BUILD)
slip_in_network("second_conv_cache_of_the_first",
                "conv2d_backward_im2col(dH, self.conv2)", "conv2d_backward_im2col(dH, self.conv1)",
                "The second convolution's backward pass uses the cache of the first.", BUILD)
slip_in_network("weight_gradients_swapped", '"W1": dW1, "b1": db1, "W2": dW2', '"W1": dW2, "b1": db1, "W2": dW1',
                "The gradients of the two filter banks are stored under each other's name.", BUILD)
slip_in_network("gradients_in_the_order_of_the_way_back",
                '{"W1": dW1, "b1": db1, "W2": dW2, "b2": db2, "W3": dW3, "b3": db3}',
                '{"W1": dW3, "b1": db3, "W2": dW2, "b2": db2, "W3": dW1, "b3": db1}',
                "The gradients of the first and the last layer are stored under each other's name.", BUILD)
slip_in_network("weights_and_biases_taken_apart_wrongly", "dX, dW1, db1 = ", "dX, db1, dW1 = ",
                "dW1 and db1 are swapped: a convolution gives the gradient of its weights before that of its bias.",
                BUILD)
slip_in_network("gradient_not_handed_on", "dH, dW2, db2 = conv2d_backward_im2col(dH, self.conv2)",
                "dX, dW2, db2 = conv2d_backward_im2col(dH, self.conv2)",
                "The gradient of the second convolution's input is not passed on: the first pooling gets the one "
                "before it.", BUILD)
slip_in_network("bias_gradients_swapped", '"b1": db1, "W2": dW2, "b2": db2', '"b1": db2, "W2": dW2, "b2": db1',
                "The gradients of the two convolutions' biases are stored under each other's name.", BUILD)
slip_in_network("first_bias_gradient_zero", '"b1": db1', '"b1": 0 * db1',
                "db1 is zero: the first biases will never learn.", BUILD)
slip_in_network("second_bias_gradient_zero", '"b2": db2', '"b2": 0 * db2',
                "db2 is zero: the second biases will never learn.", BUILD)
slip_in_network("last_bias_gradient_zero", '"b3": db3', '"b3": 0 * db3',
                "db3 is zero: the last biases will never learn.", BUILD)
slip_in_network("bias_gradients_left_out", ', "b1": db1, "W2": dW2, "b2": db2, "W3": dW3, "b3": db3}',
                ', "W2": dW2, "W3": dW3}', "The gradients of the biases are not stored.", BUILD)
slip_in_network("keys_named_dW", '{"W1": dW1, "b1": db1, "W2": dW2, "b2": db2, "W3": dW3, "b3": db3}',
                '{"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2, "dW3": dW3, "db3": db3}',
                "The gradients are stored under names with a d, but they must have the names of their "
                "parameters.", BUILD)
slip_in_network("db3_mean", '"b3": db3', '"b3": db3 / len(dlogits)',
                "db3 is a mean over the images, but it must be their sum, since the loss is already a mean.", BUILD)
slip_in_network("dW3_mean", '"W3": dW3', '"W3": dW3 / len(dlogits)',
                "dW3 is a mean over the images, but it must be their sum, since the loss is already a mean.", BUILD)
slip_in_network("divided_by_the_batch_again", "linear_backward(dlogits, self.linear)",
                "linear_backward(dlogits / len(dlogits), self.linear)",
                "All gradients are divided by the number of images: the loss has already done that.", BUILD)
slip_in_network("sign_of_all_gradients", "linear_backward(dlogits, self.linear)",
                "linear_backward(-dlogits, self.linear)",
                "All gradients have the wrong sign: the minus sign belongs to the update.", BUILD)
slip_in_network("gradients_from_ones", "linear_backward(dlogits, self.linear)",
                "linear_backward(np.ones_like(dlogits), self.linear)",
                "The upstream gradient is not used: the backward pass starts with ones.", BUILD)
slip_in_network("softmax_on_the_way_back", "linear_backward(dlogits, self.linear)",
                "linear_backward(dlogits - dlogits.mean(axis=1, keepdims=True), self.linear)",
                "Something was subtracted from the gradient of the logits, but it must be used as it is.", BUILD)
slip_in_network("dX_before_the_convolution", "        dX, dW1, db1 = ", "        dX = dH\n        _, dW1, db1 = ",
                "dX is the gradient of the first convolution's output, not of the images.", BUILD)
slip_in_network("dX_is_dlogits", "        return dX", "        return dlogits",
                "dX is the gradient of the logits, unchanged.", BUILD)
slip_in_network("dX_zero", "        return dX", "        return 0 * dX", "dX is zero.", BUILD)
slip_in_network("backward_returns_None", "        return dX", "        pass",
                "Backward returns None: the gradient of the images is not returned.", BUILD)
slip_in_network("backward_returns_grads", "        return dX", "        return self.grads",
                "Backward returns the dict of gradients: it must store them and return the gradient of the "
                "images.", BUILD)
slip_in_network("chain_broken", "dH, dW2, db2 = conv2d_backward_im2col(dH, self.conv2)",
                "before = dH\n        dH, dW2, db2 = conv2d_backward_im2col(dH, self.conv2)\n        dH = dH * 0",
                "No gradient gets past the second convolution, so the first layer never learns.", BUILD)
slip_in_network("linear_gradient_transposed", '"W3": dW3', '"W3": dW3.T',
                "dW3 is transposed, but a gradient must have the shape of its parameter.", BUILD)
slip_in_network("weights_decay", '"W3": dW3', '"W3": dW3 + 0.01 * self.params["W3"]',
                "Part of the parameter was added to dW3: there is no weight decay in this network.", BUILD)

# State shared between passes and between networks.
slip_in_network("gradients_accumulate",
                '        self.grads = {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2, "W3": dW3, "b3": db3}\n',
                '        new = {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2, "W3": dW3, "b3": db3}\n'
                '        self.grads = {name: grad + self.grads.get(name, 0) for name, grad in new.items()}\n',
                "Gradients of earlier backward passes are still included: each backward pass must start anew.", BUILD)
slip_in_network("gradients_never_refreshed", '        self.grads = {"W1": dW1',
                '        self.grads = self.grads or {"W1": dW1',
                "The gradients are those of the first backward pass: each pass must store its own.", BUILD)
slip_in_network("update_inside_backward", "        return dX",
                "        for name, grad in self.grads.items():\n"
                "            self.params[name] = self.params[name] - 0.01 * grad\n        return dX",
                "Backward changes the parameters: it only computes gradients, the update comes later.", BUILD)
slip_in_network("caches_shared", "self.conv1 = conv2d_forward_im2col", "ConvNet.conv1 = conv2d_forward_im2col",
                "The first cache is stored in the class, so networks use each other's.", BUILD)
slip_in_network("cache_of_the_first_call", "        return logits",
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


slip_in_blocks = MISTAKES.slips(Blocks)
slip_in_blocks("no_padding", 'self.params["b" + k], 1, 1)', 'self.params["b" + k], 1, 0)',
               "Neither convolution has padding, so the image shrinks at each.", BUILD)
slip_in_blocks("convolutions_with_stride_two", 'self.params["b" + k], 1, 1)', 'self.params["b" + k], 2, 1)',
               "The convolutions move by two: they must move by one, and only the poolings halve the size.", BUILD)
slip_in_blocks("no_relu", "X, relu = relu_forward(X)", "_, relu = relu_forward(X)",
               "Neither ReLU has an effect: the logits are those of a network without them.", BUILD)
slip_in_blocks("masks_forgotten", "            dH = relu_backward(dH, relu)\n", "",
               "dW1 and dW2 are what you get when both ReLUs let every gradient through.", BUILD)
slip_in_blocks("biases_never_used", 'self.params["b" + k], 1, 1)', '0 * self.params["b" + k], 1, 1)',
               "The biases of both convolutions are not used in the logits.", BUILD)
slip_in_blocks("convolution_before_relu_on_the_way_back", '            dH = relu_backward(dH, relu)\n'
               '            dH, self.grads["W" + k], self.grads["b" + k] = conv2d_backward_im2col(dH, conv)\n',
               '            dH, self.grads["W" + k], self.grads["b" + k] = conv2d_backward_im2col(dH, conv)\n'
               '            dH = relu_backward(dH, relu)\n',
               "In the backward pass, the convolution comes before its ReLU, but the order must be the reverse of the "
               "forward pass.",
               BUILD)


@MISTAKES.version(says="All networks share one dict of parameters, because it belongs to the class.", reread=BUILD)
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


@MISTAKES.version(says="All networks share one dict of gradients, because it belongs to the class.", reread=BUILD)
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


@MISTAKES.version(
    says="The caches pile up from pass to pass, and the backward pass reads those of the first one.",
    reread=BUILD,
)
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


@MISTAKES.version(
    says="Forward uses arrays saved at the start: later changes to params have no effect.",
    reread=BUILD,
)
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
