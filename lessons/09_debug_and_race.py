# %% [markdown]
# # 9 · Debug and race

# %% course="setup"
import numpy as np

from convlib.conv2d import conv2d_backward, conv2d_forward
from convlib.convnet import ConvNet, train
from convlib.fast import col2im, conv2d_backward_fast, conv2d_forward_fast, im2col
from convlib.gradcheck import numerical_gradient
from convlib.lab import check, plots, shapes
from convlib.layers import flatten_backward, flatten_forward, linear_backward, linear_forward
from convlib.layers import maxpool_backward, maxpool_forward, relu_backward, relu_forward
from convlib.layers import softmax_cross_entropy
from convlib.optimizers import sgd_momentum_step
from convlib.taps import conv2d_backward_taps, conv2d_forward_taps

# %%
