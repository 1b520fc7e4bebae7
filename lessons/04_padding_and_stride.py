# %% course="setup"
import numpy as np

from convlib.conv import convolve_full, correlate_valid, output_size, rot180
from convlib.gradcheck import numerical_gradient
from convlib.lab import check, plots, shapes

# %%
