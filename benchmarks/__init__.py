"""How fast convlib is, measured beside PyTorch, SciPy and other layers in NumPy: ``make bench``."""

import os

# NumPy's BLAS reads this once, when NumPy is imported. Threads are set where they are measured.
os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
