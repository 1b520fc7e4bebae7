"""How a gradient travels back through a convolution, in NumPy.

The solution modules (``conv``, ``gradcheck``, ``by_hand``) hold every exercise's answer once; the notebooks are
built from them. ``convlib.lab`` is the student's toolkit and imports none of them.
"""
