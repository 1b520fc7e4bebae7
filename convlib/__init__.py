"""How a gradient travels back through a convolution, in NumPy.

The library needs NumPy alone. It holds the answer of every exercise once, and the notebooks are built from it. A module
imports only what stands above it:

=============  ========================================================================================================
``shapes``     errors that say what is wrong with an argument
``gradcheck``  gradients measured instead of derived: the judge of every backward pass
``conv``       the convolution layer, one algorithm per file: ``single`` and ``strided`` for one channel; ``naive``,
               ``taps``, ``im2col`` and ``fast`` for batches and channels, all with one ``contract``
``nn``         the network around it: layers, losses, modules, optimizers, training, serialization
``course``     answers that only lessons ask for: ``by_hand``, ``convnet``, ``clinic``
=============  ========================================================================================================

``convlib.lab`` is the student's toolkit of checks, figures and data. It imports ``shapes`` and none of the others, and
none of the others imports it.
"""
