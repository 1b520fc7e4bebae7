"""Wrong versions of flatten_backward."""

from grading.bank.diagnoses import FORGOT_RETURN, STILL_ZERO
from grading.bank.version import Mistakes

MISTAKES = Mistakes("flatten_backward")
HERE = "lesson 07, section 5"


def fold(dH, cache):
    return dH.reshape(cache)


slip = MISTAKES.slips(fold)
slip("unchanged", "dH.reshape(cache)", "dH",
     "dH is returned unchanged: it must get the shape of the input again.", HERE)
slip("column_order", "dH.reshape(cache)", "dH.reshape(cache, order='F')",
     "The entries were put back in column-major (Fortran) order, but the forward pass reads row by row.", HERE)
slip("height_and_width_exchanged", "dH.reshape(cache)",
     "dH.reshape(cache[0], cache[1], cache[3], cache[2]).transpose(0, 1, 3, 2)",
     "Each channel was put back column by column: put it back row by row.", HERE)
slip("channels_last", "dH.reshape(cache)", "dH.reshape(cache[0], *cache[2:], cache[1]).transpose(0, 3, 1, 2)",
     "The entries were put back as if the channels came last.", HERE)
slip("channels_last_and_kept", "dH.reshape(cache)", "dH.reshape(cache[0], *cache[2:], cache[1])",
     "The channels of dX come last, but they must come second.", HERE)
slip("axes_reversed", "dH.reshape(cache)", "dH.reshape(cache[::-1])", "The axes of dX are in reverse order.", HERE)
slip("axes_reversed_and_back", "dH.reshape(cache)", "dH.reshape(cache[::-1]).T",
     "The entries were put back in reverse order of the axes.", HERE)
slip("transposed_first", "dH.reshape(cache)", "dH.T.reshape(cache)",
     "dH was transposed before it was put back, so the images are mixed.", HERE)
slip("flat", "dH.reshape(cache)", "dH.ravel()", "All gradients are in one row: they need the input's shape.", HERE)
slip("batch_lost", "dH.reshape(cache)", "dH[0].reshape(cache[1:])", "Only the first image's gradient is there.", HERE)
slip("batch_summed", "dH.reshape(cache)", "dH.sum(axis=0).reshape(cache[1:])",
     "The gradients of all images were summed: each image has its own.", HERE)
slip("mean_over_the_batch", "dH.reshape(cache)", "dH.reshape(cache) / cache[0]",
     "The gradient is divided by the number of images: flattening does not change any number.", HERE)
slip("resized", "dH.reshape(cache)", "np.resize(dH[0], cache)", "Every image got the first image's gradient.", HERE)
slip("whole_numbers", "dH.reshape(cache)", "dH.reshape(cache).astype(int)",
     "The digits after the decimal point are cut off.", HERE)
slip("zeros", "dH.reshape(cache)", "np.zeros(cache)", STILL_ZERO, HERE)
slip("ones", "dH.reshape(cache)", "np.ones(cache)",
     "Every entry is one: that is the local gradient, which must be multiplied by dH.", HERE)
slip("shape_changed_in_place", "return dH.reshape(cache)", "dH.shape = cache\n    return dH",
     "The shape of dH itself was changed: work on a new view of it.", HERE)
slip("batch_forgotten", "dH.reshape(cache)", "dH.reshape(cache[1:])",
     "The number of images is missing in the shape: the cache is the whole shape, with all of its axes.", HERE)
slip("four_axes_only", "return dH.reshape(cache)", "N, C, n_H, n_W = cache\n    return dH.reshape(N, C, n_H, n_W)",
     "The cache is taken to be four numbers, but the input may have any number of axes.", HERE)
slip("cache_as_array", "dH.reshape(cache)", "dH.reshape(cache.shape)",
     "The cache was used like the input array, but it is only the shape.", HERE)
slip("returns_None", "return dH.reshape(cache)", "dH.reshape(cache)", FORGOT_RETURN, HERE)
