"""What the fork server imports once, so that no child has to: all that a notebook and page need.

Imports only. Two things are left out on purpose: `pyplot` is not asked for a figure, and the
inline backend is not imported, since both would be shared by every child and lose its figures.
"""

import gc

import IPython.core.interactiveshell  # noqa: F401
import matplotlib.backends.backend_svg  # noqa: F401
import nbconvert  # noqa: F401
import papermill.execute  # noqa: F401
import scipy.optimize
import scipy.stats  # noqa: F401

gc.collect()
gc.freeze()  # a child never looks through what was here before it, and so never copies it
