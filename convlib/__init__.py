"""How a gradient travels back through a convolution, in NumPy.

These modules hold every exercise's answer once, and the notebooks are built from them. None needs one below it:

================  ========================================================================================
``by_hand``       the answers that are worked out on paper
``gradcheck``     gradients measured instead of derived: the judge of every backward pass
``conv``          one channel, stride 1: the loops, the two convolutions, and the matrix
``strided``       the same with padding and stride
``conv2d``        batches, channels, filters and biases with loops: the reference for what is faster
``taps``          the same layer with loops over the filter's positions only
``fast``          the same layer by im2col and one matrix product
``quick``         the same layer again, as quick as NumPy can; no exercise asks for it
``layers``        ReLU, pooling, flatten, linear, softmax with cross-entropy
``fast_layers``  max pooling and ReLU, quick as well
``network``       those functions as layer objects, and a network as a list of them; the quick ones where there are any
``optimizers``    how parameters move along their gradients
``training``      the loop that feeds a network, a loss and an optimizer
``convnet``       the network and the loop that students write in lesson 08, in plain functions
``clinic``        a test that no wrong layer passes, and that no right one fails
================  ========================================================================================

``convlib.lab`` is the student's toolkit and imports none of them.
"""
