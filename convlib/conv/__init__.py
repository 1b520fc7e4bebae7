"""The convolution layer, one algorithm per file; they all compute the same numbers.

``single`` and ``strided`` hold one channel, as lessons 01 to 04 write it. The others take batches and channels, and
``contract`` says what each of them provides: ``naive`` (loops), ``taps`` (loops over the filter's positions only),
``im2col`` (one matrix product), ``fast`` (as fast as NumPy can).
"""
