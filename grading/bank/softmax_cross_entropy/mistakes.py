"""Wrong versions of softmax_cross_entropy."""

import numpy as np

from grading.bank.diagnoses import FORGOT_RETURN
from grading.bank.version import Mistakes

MISTAKES = Mistakes("softmax_cross_entropy")
HERE = "lesson 07, section 7"
STABLE = "lesson 07, section 8"


def scored(logits, y):
    N = len(y)
    shifted = logits - logits.max(axis=1, keepdims=True)
    e = np.exp(shifted)
    p = e / e.sum(axis=1, keepdims=True)
    log_p = shifted - np.log(e.sum(axis=1, keepdims=True))
    loss = -log_p[np.arange(N), y].mean()
    one_hot = np.zeros(logits.shape)
    one_hot[np.arange(N), y] = 1
    return loss, (p - one_hot) / N


def scored_by_quotient(logits, y):
    N = len(y)
    shifted = logits - logits.max(axis=1, keepdims=True)
    e = np.exp(shifted)
    p = e / e.sum(axis=1, keepdims=True)
    log_p = np.log(p)
    loss = -log_p[np.arange(N), y].mean()
    one_hot = np.zeros(logits.shape)
    one_hot[np.arange(N), y] = 1
    return loss, (p - one_hot) / N


def scored_without_shift(logits, y):
    N = len(y)
    e = np.exp(logits)
    p = e / e.sum(axis=1, keepdims=True)
    log_p = np.log(p)
    loss = -log_p[np.arange(N), y].mean()
    one_hot = np.zeros(logits.shape)
    one_hot[np.arange(N), y] = 1
    return loss, (p - one_hot) / N


slip = MISTAKES.slips(scored)
by_quotient = MISTAKES.slips(scored_by_quotient)
without_shift = MISTAKES.slips(scored_without_shift)


# A second slip rarely comes alone: most wrong versions also take the logarithm of the quotient, and many do not shift.
def slip_in_both(name, *slipped):
    slip(name, *slipped)
    by_quotient(f"{name}_by_quotient", *slipped)


def loss_slip(name, *slipped):
    slip_in_both(name, *slipped)
    without_shift(f"{name}_without_shift", *slipped)


def dlogits_slip(name, *slipped):
    slip(name, *slipped)
    without_shift(f"{name}_without_shift", *slipped)


# First, so that an infinite loss is not attributed to another slip made without a shift.
slip_in_both("no_shift", "logits - logits.max(axis=1, keepdims=True)", "logits * 1.0",
             "Large scores overflow, because the largest score of each row was not subtracted before the exponential.",
             STABLE)

# Only the loss.
loss_slip("loss_sum", "y].mean()", "y].sum()", "The loss is the sum over the batch: it must be the mean.", HERE)
loss_slip("loss_sign", "-log_p", "log_p",
     "The loss has the wrong sign: the log of a probability is negative, the loss is not.", HERE)
loss_slip("loss_divided_twice", "y].mean()", "y].mean() / N",
     "The loss is divided by the number of samples twice.", HERE)
loss_slip("loss_divided_by_classes", "y].mean()", "y].sum() / logits.size",
     "The loss is divided by the number of all entries: it must be the mean over the samples.", HERE)
loss_slip("loss_log_of_2", "y].mean()", "y].mean() / np.log(2)",
     "The loss was taken with the logarithm to base two: it must be the natural logarithm.", HERE)
loss_slip("loss_log_of_10", "y].mean()", "y].mean() / np.log(10)",
     "The loss was taken with the logarithm to base ten: it must be the natural logarithm.", HERE)
slip("loss_without_log", "-log_p[np.arange(N), y].mean()", "1 - p[np.arange(N), y].mean()",
     "The loss is one minus the probability of the right class: the logarithm is missing.", HERE)
slip("loss_mean_probability", "-log_p[np.arange(N), y].mean()", "p[np.arange(N), y].mean()",
     "The loss is the mean probability of the right class: the logarithm and its sign are missing.", HERE)
slip("loss_log_of_mean", "-log_p[np.arange(N), y].mean()", "-np.log(p[np.arange(N), y].mean())",
     "The loss is the logarithm of the mean: the logarithms must be taken first, then their mean.", HERE)
loss_slip("loss_per_sample", "y].mean()", "y]",
     "The loss is still one number for each sample: return their mean.", HERE)
loss_slip("loss_all_classes", "-log_p[np.arange(N), y].mean()", "-log_p.sum() / N",
     "The loss counts every class: only the right class of each sample counts.", HERE)
loss_slip("loss_mean_of_all_classes", "-log_p[np.arange(N), y].mean()", "-log_p.mean()",
     "The loss is the mean over every class: only the right class of each sample counts.", HERE)
loss_slip("loss_columns_of_labels", "-log_p[np.arange(N), y].mean()", "-log_p[:, y].mean()",
     "The loss picks all labels in every row, but each row has only its own label.", HERE)
loss_slip("loss_first_label", "-log_p[np.arange(N), y].mean()", "-log_p[np.arange(N), y[0]].mean()",
     "The loss uses the first label for every sample.", HERE)
loss_slip("loss_first_sample", "-log_p[np.arange(N), y].mean()", "-log_p[0, y[0]]",
     "The loss is that of the first sample only.", HERE)
loss_slip("loss_last_sample", "-log_p[np.arange(N), y].mean()", "-log_p[-1, y[-1]]",
     "The loss is that of the last sample only.", HERE)
slip("loss_of_the_score", "-log_p[np.arange(N), y].mean()", "-logits[np.arange(N), y].mean()",
     "The loss is the negative score: the scores were not turned into probabilities.", HERE)
slip("loss_highest_class", "-log_p[np.arange(N), y].mean()", "-log_p.max(axis=1).mean()",
     "The loss is that of the most probable class, not that of the right one.", HERE)
loss_slip("loss_entropy", "-log_p[np.arange(N), y].mean()", "-(p * log_p).sum() / N",
     "The loss is the entropy of the probabilities: only the right class counts.", HERE)
slip("loss_squares", "-log_p[np.arange(N), y].mean()", "((p - np.eye(p.shape[1])[y]) ** 2).sum() / N",
     "The loss is a sum of squares: it must be the negative logarithm of the right class's probability.", HERE)
slip("loss_both_sides", "-log_p[np.arange(N), y].mean()",
     "-(np.eye(p.shape[1])[y] * log_p + (1 - np.eye(p.shape[1])[y]) * np.log1p(-p)).sum() / N",
     "The loss treats every class as a separate yes or no: that is binary cross-entropy, with a sigmoid for each "
     "class.", HERE)
slip("loss_log1p", "-log_p[np.arange(N), y].mean()", "-np.log(1 + p[np.arange(N), y]).mean()",
     "One was added to the probability before the logarithm.", HERE)
loss_slip("loss_labels_from_one", "-log_p[np.arange(N), y].mean()", "-log_p[np.arange(N), np.int64(y) - 1].mean()",
     "The loss counts the classes from one: the labels start at zero.", HERE)
slip("loss_perplexity", "y].mean()", "y].mean()\n    loss = np.exp(loss)",
     "The exponential of the loss is returned: return the loss itself.", HERE)
loss_slip("loss_in_an_array", "y].mean()", "y].mean(keepdims=True)",
     "The loss is right, but it is wrapped in an array: return one number.", HERE)
loss_slip("loss_whole_number", "loss = -log_p[np.arange(N), y].mean()",
     "loss = int(-log_p[np.arange(N), y].mean())", "The digits of the loss after the decimal point are cut off.", HERE)
slip("loss_zero", "-log_p[np.arange(N), y].mean()", "0.0", "The loss is always zero.", HERE)
slip("loss_is_None", "-log_p[np.arange(N), y].mean()", "None", "None is returned in place of the loss.", HERE)
slip("loss_log_of_zero", "-log_p[np.arange(N), y].mean()", "-np.log(p[np.arange(N), y]).mean()",
     "Where the right class's probability is too small to be stored, the loss is infinite: take the logarithm of the "
     "sum, not of the quotient.", STABLE)
for power in (3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 16, 20, 30):
    slip(f"loss_has_a_ceiling_{power}", "-log_p[np.arange(N), y].mean()",
         f"-np.log(p[np.arange(N), y] + 1e-{power}).mean()",
         "A small number was added to the probabilities, or put in place of tiny ones, so the loss has a ceiling: take "
         "the logarithm of the sum, not of the quotient.", STABLE)
by_quotient("loss_one_hot_times_log_of_zero", "-log_p[np.arange(N), y].mean()",
            "-(np.eye(p.shape[1])[y] * log_p).sum() / N",
            "Where a probability is stored as zero, zero times minus infinity made the loss not a number: take only "
            "the right class's logarithm.", STABLE)
slip("loss_after_the_one_was_taken_off", "-log_p[np.arange(N), y].mean()",
     "-np.log(p[np.arange(N), y] - 1).mean()",
     "The 1 was subtracted from the probabilities before the loss was computed from them, so their logarithm is not a "
     "number.", HERE)
slip("loss_of_unshifted", "shifted - np.log(e", "logits - np.log(e",
     "The loss mixes unshifted scores with exponentials of shifted ones: the shift must be in both.", STABLE)

slip("loss_of_mixed_sums", "np.log(e.sum(axis=1, keepdims=True))\n    loss",
     "np.log(np.exp(logits).sum(axis=1, keepdims=True))\n    loss",
     "The loss mixes shifted scores with exponentials of unshifted ones: the shift must be in both.", STABLE)

# Only the gradient.
BACK = "return loss, (p - one_hot) / N"
dlogits_slip("dlogits_not_divided", BACK, "return loss, p - one_hot",
     "The gradient is that of the summed loss: the loss is a mean, so it must be divided by the number of samples.",
     HERE)
dlogits_slip("dlogits_divided_twice", BACK, "return loss, (p - one_hot) / N / N",
     "The gradient is divided by the number of samples twice.", HERE)
dlogits_slip("dlogits_divided_by_classes", BACK, "return loss, (p - one_hot) / logits.shape[1]",
     "The gradient is divided by the number of classes: the mean is over the samples.", HERE)
dlogits_slip("dlogits_divided_by_all", BACK, "return loss, (p - one_hot) / logits.size",
     "The gradient is divided by the number of all entries: the mean is over the samples.", HERE)
dlogits_slip("dlogits_sign", BACK, "return loss, (one_hot - p) / N",
     "The gradient has the wrong sign: a wrong class with a high probability must get a positive one.", HERE)
dlogits_slip("dlogits_doubled", BACK, "return loss, 2 * (p - one_hot) / N",
             "The gradient is twice what it should be.", HERE)
dlogits_slip("dlogits_probabilities", BACK, "return loss, p / N",
     "The gradient holds the probabilities: 1 must be subtracted at the right class.", HERE)
slip("dlogits_bare_probabilities", BACK, "return loss, p",
     "The probabilities themselves are returned as the gradient.", HERE)
slip("dlogits_one_hot_not_divided", BACK, "return loss, p - one_hot / N",
     "Only the one-hot part is divided by the number of samples: the probabilities must be as well.", HERE)
slip("dlogits_p_only_divided", BACK, "return loss, p / N - one_hot",
     "Only the probabilities are divided by the number of samples: the one-hot part must be as well.", HERE)
dlogits_slip("dlogits_right_class_only", BACK, "return loss, (p - 1) * one_hot / N",
     "Only the right class got a gradient: the others must be pushed down.", HERE)
slip("dlogits_of_the_log", BACK, "return loss, np.where(one_hot == 1, -1 / np.maximum(p, 1e-300), 0) / N",
     "This is the gradient with respect to the probabilities: it must still go back through the softmax.", HERE)
slip("dlogits_one_hot_only", BACK, "return loss, -one_hot / N",
     "Only the one-hot part is there: the probabilities are missing.", HERE)
slip("dlogits_local_diagonal", BACK, "return loss, p * (1 - p) / N",
     "This is only the effect of each score on its own probability: every score affects every probability.", HERE)
slip("dlogits_times_p", BACK, "return loss, p * (p - one_hot) / N",
     "The gradient is multiplied by the probabilities once too often.", HERE)
slip("dlogits_sigmoid", BACK, "return loss, (1 / (1 + np.exp(-shifted)) - one_hot) / N",
     "The probabilities in the gradient come from a sigmoid: they must come from the softmax.", HERE)
slip("dlogits_scores", BACK, "return loss, (logits - one_hot) / N",
     "The scores were used in the gradient instead of the probabilities.", HERE)
slip("dlogits_logarithms", BACK, "return loss, (log_p - one_hot) / N",
     "The gradient holds the logarithms of the probabilities: it must hold the probabilities themselves.", HERE)
slip("dlogits_exponentials", BACK, "return loss, (e - one_hot) / N",
     "The exponentials in the gradient were not divided by their sum.", HERE)
dlogits_slip("dlogits_labels_subtracted", BACK, "return loss, (p - y[:, None]) / N",
     "The label was subtracted from every entry: subtract 1 only at the right class.", HERE)
slip_in_both("dlogits_labels_as_a_row", BACK, "return loss, (p - y) / N",
             "The labels were subtracted like a row of numbers: subtract 1 only at the right class of each "
             "sample.", HERE)
dlogits_slip("dlogits_labels_as_columns", BACK, "p[:, y] -= 1\n    return loss, p / N",
     "The 1 was subtracted in every row at all labels, but each row has only its own label.", HERE)
dlogits_slip("dlogits_rows_of_labels", BACK, "p[y] -= 1\n    return loss, p / N",
     "The labels were used as row indices, but a label is an index inside its own row.", HERE)
dlogits_slip("dlogits_one_class_for_all", BACK, "p[:, y[0]] -= 1\n    return loss, p / N",
     "The 1 was subtracted at the first label in every row, but each row has its own label.", HERE)
slip("dlogits_first_sample_only", BACK, "p[0, y[0]] -= 1\n    return loss, p / N",
     "The 1 was subtracted only in the first row.", HERE)
dlogits_slip("dlogits_labels_from_one", BACK, "p[np.arange(N), np.int64(y) - 1] -= 1\n    return loss, p / N",
     "The classes were counted from one in the gradient: the labels start at zero.", HERE)
slip("dlogits_mean_of_rows", BACK, "return loss, (p - one_hot).mean(axis=0)",
     "The gradient was averaged over the samples: each sample has its own row.", HERE)
slip("dlogits_transposed", BACK, "return loss, ((p - one_hot) / N).T",
     "The gradient is right, but its rows and columns are swapped.", HERE)
slip("dlogits_row_of_right_class", BACK, "return loss, ((p - one_hot) / N)[np.arange(N), y]",
     "Only the right class's entry of the gradient is returned: every score has one.", HERE)
slip("dlogits_times_loss", BACK, "return loss, loss * (p - one_hot) / N",
     "The gradient is multiplied by the loss.", HERE)
slip("dlogits_squared_error", BACK,
     "d = p - one_hot\n    return loss, 2 * p * (d - (d * p).sum(axis=1, keepdims=True)) / N",
     "This is the gradient of a sum of squares: the loss is the logarithm of the right class's probability.", HERE)
slip("dlogits_zero", BACK, "return loss, np.zeros(logits.shape)", "The gradient is zero everywhere.", HERE)
slip("dlogits_is_None", BACK, "return loss, None", "None is returned in place of the gradient.", HERE)
slip("dlogits_whole_numbers", BACK,
     "d = np.zeros(logits.shape, int)\n    d[...] = (p - one_hot) / N\n    return loss, d",
     "The gradient holds integers, so almost everything is truncated to zero.", HERE)
slip("dlogits_type_of_logits", BACK, "d = np.zeros_like(logits)\n    d[...] = (p - one_hot) / N\n    return loss, d",
     "The gradient takes the dtype of the scores: when they are integers, it is cut off.", HERE)

# Both.
SUM = "e.sum(axis=1, keepdims=True)\n    log_p = np.log(p)"
NORMALISED = "p = e / e.sum(axis=1, keepdims=True)\n    log_p = shifted - np.log(e.sum(axis=1, keepdims=True))"
slip_in_both("shift_by_the_whole_maximum", "logits.max(axis=1, keepdims=True)", "logits.max()",
     "The largest score of the whole batch was subtracted: a row far below it vanishes, so each row needs its own.",
     STABLE)
slip_in_both("shift_by_the_minimum", "logits.max(axis=1, keepdims=True)", "logits.min(axis=1, keepdims=True)",
     "The smallest score was subtracted: exponentials of large differences still overflow.", STABLE)
slip_in_both("shift_by_the_mean", "logits.max(axis=1, keepdims=True)", "logits.mean(axis=1, keepdims=True)",
     "The mean score was subtracted: exponentials of large differences still overflow.", STABLE)
slip_in_both("maximum_of_columns", "logits.max(axis=1, keepdims=True)", "logits.max(axis=0, keepdims=True)",
     "The largest score of each class was subtracted, over the samples: a shift must be the same along a row.", STABLE)
slip("divided_by_the_maximum", "logits - logits.max(axis=1, keepdims=True)",
     "logits / np.abs(logits).max(axis=1, keepdims=True)",
     "The scores were divided by their largest magnitude: only a subtraction leaves the probabilities "
     "unchanged.", STABLE)
slip("divided_by_the_sum", "logits - logits.max(axis=1, keepdims=True)", "logits / logits.sum(axis=1, keepdims=True)",
     "The scores were divided by their sum before the exponential.", STABLE)
slip("scores_clipped", "logits - logits.max(axis=1, keepdims=True)", "np.clip(logits, -500, 500)",
     "Scores were clipped at a limit, so large ones no longer differ: subtract the largest of each row.", STABLE)
slip("normalised_over_all", NORMALISED,
     "p = e / e.sum()\n    log_p = shifted - np.log(e.sum())",
     "The exponentials were divided by the sum over the whole batch: each row has its own sum.", HERE)
by_quotient("normalised_over_all_by_quotient", SUM, "e.sum()\n    log_p = np.log(p)",
            "The exponentials were divided by the sum over the whole batch: each row has its own sum.", HERE)
by_quotient("normalised_over_samples_by_quotient", SUM, "e.sum(axis=0)\n    log_p = np.log(p)",
            "The exponentials were divided by sums over the samples: they must be summed along each row.", HERE)
by_quotient("not_normalised_by_quotient", "p = e / " + SUM, "p = e\n    log_p = np.log(p)",
            "The exponentials were not divided by their sum, so they are not probabilities.", HERE)
by_quotient("sum_loses_its_axis_by_quotient", SUM, "e.sum(axis=1)\n    log_p = np.log(p)",
            "The sum of each row lost its axis, so columns were divided by it, or it did not fit.", STABLE)
slip("normalised_over_samples",
     NORMALISED,
     "p = e / e.sum(axis=0)\n    log_p = shifted - np.log(e.sum(axis=0))",
     "The exponentials were divided by sums over the samples: they must be summed along each row.", HERE)
slip("sigmoid", NORMALISED,
     "p = 1 / (1 + np.exp(-logits))\n    log_p = np.log(p)",
     "Each score went through its own sigmoid: the softmax divides by the sum of the row.", HERE)
slip("not_normalised",
     NORMALISED,
     "p = e\n    log_p = shifted",
     "The exponentials were not divided by their sum, so they are not probabilities.", HERE)
slip("normalised_twice",
     "e.sum(axis=1, keepdims=True)\n    log_p = shifted - np.log(e.sum(axis=1, keepdims=True))",
     "e.sum(axis=1, keepdims=True) ** 2\n    log_p = shifted - 2 * np.log(e.sum(axis=1, keepdims=True))",
     "The exponentials were divided by their sum twice.", HERE)
slip("mixed_sums", NORMALISED,
     "log_p = shifted - np.log(np.exp(logits).sum(axis=1, keepdims=True))\n    p = np.exp(log_p)",
     "Shifted scores were mixed with exponentials of unshifted ones: the shift must be in both.", STABLE)
slip("log_before_the_sum", NORMALISED,
     "log_p = shifted - np.log(e).sum(axis=1, keepdims=True)\n    p = np.exp(log_p)",
     "The logarithms were taken before the sum, which gives the scores again: take the logarithm of the sum.", STABLE)
slip("divided_by_the_log", NORMALISED,
     "log_p = shifted / np.log(e.sum(axis=1, keepdims=True))\n    p = np.exp(log_p)",
     "The scores were divided by the logarithm of the sum: the logarithm of a quotient is a difference.", STABLE)
slip("one_taken_off_the_logarithms", "np.log(e.sum(axis=1, keepdims=True))\n    loss = -log_p[np.arange(N), y].mean()\n"
     "    one_hot = np.zeros(logits.shape)\n    one_hot[np.arange(N), y] = 1\n    return loss, (p - one_hot) / N",
     "np.log(e.sum(axis=1, keepdims=True))\n    log_p[np.arange(N), y] -= 1\n"
     "    return -log_p[np.arange(N), y].mean(), np.exp(log_p) / N",
     "The 1 was subtracted from the logarithms: subtract it from the probabilities, after the loss.", HERE)
slip_in_both("sign_of_the_scores", "logits - logits.max(axis=1, keepdims=True)",
     "logits.min(axis=1, keepdims=True) - logits",
     "The scores have the wrong sign: a high score must mean a high probability.", HERE)
slip("base_two", "e = np.exp(shifted)", "shifted = shifted * np.log(2)\n    e = np.exp(shifted)",
     "The powers have base two instead of base e.", HERE)
slip("softmax_twice", "N = len(y)", "N = len(y)\n    logits = np.exp(logits - logits.max(axis=1, keepdims=True))\n"
     "    logits = logits / logits.sum(axis=1, keepdims=True)",
     "The softmax was taken twice: what comes in are scores, not probabilities.", HERE)
slip("scores_taken_for_probabilities", NORMALISED, "p = logits\n    log_p = np.log(np.abs(logits))",
     "The scores were treated as probabilities: they must go through the softmax first.", HERE)
slip("relu_first", "N = len(y)", "N = len(y)\n    logits = np.maximum(logits, 0)",
     "Negative scores were set to zero first: scores may be negative.", HERE)
slip_in_both("scores_changed", "logits - logits.max(axis=1, keepdims=True)",
     "logits\n    shifted -= logits.max(axis=1, keepdims=True)",
     "The largest score was subtracted from the scores themselves: the input is changed.", HERE)
slip_in_both("labels_changed", "    return loss", "    y[:] = p.argmax(axis=1)\n    return loss",
     "The labels were overwritten: they belong to the caller.", HERE)
loss_slip("summed_loss_and_gradient", "y].mean()", "y].sum()\n    N = 1",
     "Loss and gradient are those of the sum over the batch: they must be those of the mean.", HERE)
slip_in_both("maximum_loses_its_axis", "logits.max(axis=1, keepdims=True)", "logits.max(axis=1)",
     "The largest score of each row lost its axis, so it was subtracted from columns, or did not fit.", STABLE)
slip("sum_loses_its_axis", "p = e / e.sum(axis=1, keepdims=True)", "p = e / e.sum(axis=1)",
     "The sum of each row lost its axis, so columns were divided by it, or it did not fit.", STABLE)
slip("both_lose_their_axis",
     "logits.max(axis=1, keepdims=True)\n    e = np.exp(shifted)\n    p = e / e.sum(axis=1, keepdims=True)\n"
     "    log_p = shifted - np.log(e.sum(axis=1, keepdims=True))",
     "logits.max(axis=1)\n    e = np.exp(shifted)\n    p = e / e.sum(axis=1)\n    log_p = np.log(p)",
     "Maximum and sum of each row lost their axis, so they were used along columns, or did not fit.", STABLE)
slip_in_both("order", BACK, "return (p - one_hot) / N, loss",
     "The order is wrong: the loss comes first, then the gradient.", HERE)
slip("loss_only", BACK, "return loss", "The gradient is missing: return the loss and the gradient.", HERE)
slip("with_probabilities", BACK, "return loss, (p - one_hot) / N, p",
     "Three things are returned: return only the loss and the gradient.", HERE)
slip("returns_None", BACK, "print(loss, (p - one_hot) / N)", FORGOT_RETURN, HERE)
