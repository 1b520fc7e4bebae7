"""The convolution layer, one algorithm per file; they all compute the same result.

``single`` and ``strided`` handle a single channel, as in lessons 01 to 04. The others handle batches and channels, and
``contract`` defines their common interface: ``naive`` (loops), ``taps`` (loops over the filter's positions only),
``im2col`` (one matrix product), ``fast`` (as fast as NumPy allows).
"""
