"""Benchmarks of convlib against PyTorch, SciPy and other NumPy layers: ``make bench``."""

import os

# NumPy's BLAS reads these once, when NumPy is imported. The number of threads is set where it is measured.
os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
