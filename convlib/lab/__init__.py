"""The student's toolkit: checks that name the mistake, figures, data, and shape errors in plain words."""

from convlib import shapes

__all__ = ["shapes"]
