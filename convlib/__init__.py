"""How a gradient travels back through a convolution, in NumPy.

The library needs NumPy alone. It holds the answer to every exercise once, and the notebooks are built from it. A module
imports only those listed above it:

=============  ========================================================================================================
``shapes``     argument checks whose errors state what was expected and what was given
``gradcheck``  numerical gradients, against which every backward pass is checked
``conv``       the convolution layer, one algorithm per file: ``single`` and ``strided`` for one channel; ``naive``,
               ``taps``, ``im2col`` and ``fast`` for batches and channels, all under one ``contract``
``nn``         the network around it: layers, losses, modules, optimizers, training, serialization
``course``     answers to exercises that only lessons need: ``by_hand``, ``convnet``, ``clinic``
=============  ========================================================================================================

``convlib.lab`` is the student's toolkit of checks, figures and data. It imports only ``shapes``, and none of the others
imports it.
"""
