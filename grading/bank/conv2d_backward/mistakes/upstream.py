"""Wrong versions of conv2d_backward that make one gradient with the wrong entries of dH."""

from grading.bank.conv2d_backward.mistakes.bases import BIAS, STAMP, WINDOW, stamps
from grading.bank.version import Mistakes

MISTAKES = Mistakes("conv2d_backward")
WHO_USED = "lesson 05, section 4"

slip = MISTAKES.slips(stamps)


def upstream(part, name, wrong, what):
    """Register a slip in the gradient that is used for one part."""
    line = {"dX": STAMP, "dW": WINDOW, "db": BIAS}[part]
    says = f"{part} is what you get when {what}."
    slip(f"{part}_{name}", line, line.replace("dH[n, k, h, w]", wrong), says, WHO_USED)


for part in ("dX", "dW", "db"):
    upstream(part, "ignores_dH", "1", "dH is all ones: each output's gradient must be used")
    upstream(part, "first_of_dH_only", "dH[0, 0, 0, 0]", "the first entry of dH is used for every output")
    upstream(part, "dH_of_the_first_filter", "dH[n, 0, h, w]", "the first filter's part of dH is used for all filters")
    upstream(part, "dH_of_the_last_filter", "dH[n, -1, h, w]", "the last filter's part of dH is used for all filters")
    upstream(part, "dH_of_filters_in_reverse", "dH[n, -1 - k, h, w]", "the filters are taken in reverse order")
    upstream(part, "dH_of_the_first_image", "dH[0, k, h, w]", "the first image's part of dH is used for all images")
    upstream(part, "dH_of_the_last_image", "dH[-1, k, h, w]", "the last image's part of dH is used for all images")
    upstream(part, "dH_summed_over_filters", "dH[n, :, h, w].sum()",
             "the gradients of all filters are summed first: each goes with its own filter")
    upstream(part, "dH_averaged_over_filters", "dH[n, :, h, w].mean()",
             "all filters, or their gradients, are averaged first: each goes with its own")
    upstream(part, "dH_negative_entries_lost", "max(dH[n, k, h, w], 0)",
             "negative entries of dH are set to zero: that belongs to the ReLU")
    upstream(part, "loses_the_last_row", "dH[n, k, h, w] * (h < n_H - 1)",
             "the last row of outputs is left out: the loop stops one too early")
    upstream(part, "loses_the_last_column", "dH[n, k, h, w] * (w < n_W - 1)",
             "the last column of outputs is left out: the loop stops one too early")
    upstream(part, "loses_the_first_row", "dH[n, k, h, w] * (h > 0)", "the first row of outputs is left out")
    upstream(part, "first_position_only", "dH[n, k, h, w] * (h == w == 0)",
             "only the first position of each output channel counts: all must be added")
    upstream(part, "last_position_only", "dH[n, k, h, w] * (h == n_H - 1 and w == n_W - 1)",
             "only the last position of each output channel counts: all must be added")
    upstream(part, "first_image_only", "dH[n, k, h, w] * (n == 0)", "only the first image counts")
    upstream(part, "last_image_only", "dH[n, k, h, w] * (n == N - 1)",
             "only the last image counts: it replaced those before, or the result was cleared for each image")
    upstream(part, "last_image_lost", "dH[n, k, h, w] * (n < N - 1)", "the last image is left out")
    upstream(part, "first_filter_only", "dH[n, k, h, w] * (k == 0)", "only the first filter's gradient is used")
    upstream(part, "last_filter_only", "dH[n, k, h, w] * (k == F - 1)",
             "only the last filter's gradient is used: each replaced the one before, or the result was cleared")
    upstream(part, "last_filter_lost", "dH[n, k, h, w] * (k < F - 1)", "the last filter is left out")
    upstream(part, "divided_by_the_batch", "dH[n, k, h, w] / N",
             "the result is divided by the number of images: dH already says how much each counts")
    upstream(part, "divided_by_the_filters", "dH[n, k, h, w] / F", "the result is divided by the number of filters")
    upstream(part, "divided_by_the_positions", "dH[n, k, h, w] / (n_H * n_W)",
             "the result is divided by the number of positions: their contributions are added, not averaged")
    upstream(part, "divided_by_images_and_positions", "dH[n, k, h, w] / (N * n_H * n_W)",
             "the mean over images and positions is taken: their contributions are added")
    upstream(part, "negative", "-dH[n, k, h, w]", "its sign is wrong")
    upstream(part, "doubled", "2 * dH[n, k, h, w]", "everything is added twice")
    if part != "db":
        upstream(part, "last_of_dH_only", "dH[-1, -1, -1, -1]", "the last entry of dH is used for every output")
        upstream(part, "dH_summed", "dH[n, k].sum()", "the sum of each output channel is used at every position")
        upstream(part, "dH_averaged", "dH[n, k].mean()", "the mean of each output channel is used at every position")
        upstream(part, "dH_rotated", "dH[n, k, -1 - h, -1 - w]", "dH is rotated by 180 degrees")
        upstream(part, "dH_upside_down", "dH[n, k, -1 - h, w]", "dH is flipped upside down")
        upstream(part, "dH_mirrored", "dH[n, k, h, -1 - w]", "dH is mirrored left to right")
        upstream(part, "dH_of_images_in_reverse", "dH[-1 - n, k, h, w]", "the images are taken in reverse order")
        upstream(part, "dH_summed_over_images", "dH[:, k, h, w].sum()",
                 "every image gets the sum of all: an output's gradient belongs to its own image")
        upstream(part, "divided_by_the_channels", "dH[n, k, h, w] / C",
                 "the result is divided by the number of channels")
