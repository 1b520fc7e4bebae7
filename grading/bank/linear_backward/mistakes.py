"""Wrong versions of linear_backward."""

from grading.bank.diagnoses import FORGOT_RETURN
from grading.bank.version import Mistakes

MISTAKES = Mistakes("linear_backward")
HERE = "lesson 07, section 6"


def affine_back(dH, cache):
    X, W, b = cache
    dX = dH @ W.T
    dW = X.T @ dH
    db = dH.sum(axis=0)
    return dX, dW, db


slip = MISTAKES.slips(affine_back)
slip("dX_mean_over_batch", "dH @ W.T", "dH @ W.T / len(X)",
     "dX is divided by the number of samples: the loss has already done so, and dH includes it.", HERE)
slip("dX_negative", "dH @ W.T", "-dH @ W.T", "dX has the wrong sign everywhere.", HERE)
slip("dX_doubled", "dH @ W.T", "2 * dH @ W.T", "dX is twice what it should be.", HERE)
slip("dX_ignores_dH", "dH @ W.T", "np.ones(dH.shape) @ W.T",
     "dX is what you get when dH is all ones: the upstream gradient must be multiplied in.", HERE)
slip("dX_first_output_only", "dH @ W.T", "dH[:, :1] @ W[:, :1].T",
     "dX holds only what comes through the first output: each input was seen by every output.", HERE)
slip("dX_last_sample", "dH @ W.T", "np.tile(dH[-1] @ W.T, (len(X), 1))",
     "dX holds the last sample's gradient in every row: each sample has its own.", HERE)
slip("dX_first_sample", "dH @ W.T", "np.tile(dH[0] @ W.T, (len(X), 1))",
     "dX holds the first sample's gradient in every row: each sample has its own.", HERE)
slip("dX_samples_summed", "dH @ W.T", "np.tile(dH.sum(axis=0) @ W.T, (len(X), 1))",
     "dX holds the sum over all samples in every row: each sample has its own.", HERE)
slip("dX_transposed", "dX = dH @ W.T", "dX = W @ dH.T", "dX is right, but its rows and columns are swapped.", HERE)
slip("dX_weights_summed", "dH @ W.T", "dH.sum(axis=1, keepdims=True) * W.sum(axis=1)",
     "dX is the product of two sums: each gradient must be multiplied by the weight of its own output before they are "
     "added.", HERE)
slip("dX_with_bias", "dH @ W.T", "(dH + b) @ W.T",
     "The bias is still in dX: a bias does not change how the output reacts to the input.", HERE)
slip("dX_relu_inside", "dH @ W.T", "dH @ W.T * (X > 0)",
     "dX is set to zero where X is not positive: that is the gate of the ReLU, a separate layer.", HERE)
slip("dX_weights_not_transposed", "dH @ W.T", "dH @ W.reshape(W.shape[::-1])",
     "dX is what you get when W is reshaped instead of transposed: the numbers must change places.", HERE)
slip("dX_zero", "dH @ W.T", "np.zeros(X.shape)", "dX is zero everywhere.", HERE)
slip("dX_is_X", "dX = dH @ W.T", "dX = X", "This is X itself in place of dX.", HERE)
slip("dX_is_dH", "dX = dH @ W.T", "dX = dH",
     "This is dH itself in place of dX: it must go back through the weights.", HERE)
slip("dX_is_W_transposed", "dX = dH @ W.T", "dX = W.T",
     "This is the transposed W in place of dX: it must be multiplied by dH.", HERE)
slip("dX_elementwise", "dH @ W.T", "(dH[:, None, :] * W).max(axis=2)",
     "dX holds the largest of the products: they must be added.", HERE)
slip("dX_is_None", "dX = dH @ W.T", "dX = None", "None is returned in place of dX.", HERE)
slip("dW_mean_over_batch", "X.T @ dH", "X.T @ dH / len(X)",
     "dW is divided by the number of samples: the loss has already done so, and dH includes it.", HERE)
slip("dW_transposed", "dW = X.T @ dH", "dW = dH.T @ X", "dW is right, but its rows and columns are swapped.", HERE)
slip("dW_negative", "X.T @ dH", "-X.T @ dH", "dW has the wrong sign everywhere.", HERE)
slip("dW_doubled", "X.T @ dH", "2 * X.T @ dH", "dW is twice what it should be.", HERE)
slip("dW_last_sample", "X.T @ dH", "np.outer(X[-1], dH[-1])",
     "dW holds only the last sample's contribution: the samples must be added.", HERE)
slip("dW_first_sample", "X.T @ dH", "np.outer(X[0], dH[0])",
     "dW holds only the first sample's contribution: the samples must be added.", HERE)
slip("dW_ignores_dH", "X.T @ dH", "X.T @ np.ones(dH.shape)", "dW is what you get when dH is all ones.", HERE)
slip("dW_input_reshaped", "X.T @ dH", "X.reshape(X.shape[::-1]) @ dH",
     "dW is what you get when X is reshaped instead of transposed: the numbers must change places.", HERE)
slip("dW_sums_multiplied", "X.T @ dH", "np.outer(X.sum(axis=0), dH.sum(axis=0))",
     "dW is the product of two sums: input and gradient of the same sample must be multiplied before the samples are "
     "added.",
     HERE)
slip("dW_per_sample", "X.T @ dH", "X[:, :, None] * dH[:, None, :]",
     "dW still has an axis for the samples: their contributions must be added.", HERE)
slip("dW_from_H", "X.T @ dH", "X.T @ (X @ W + b)", "dW was computed from the output H: it must be computed from "
                                                   "dH.", HERE)
slip("dW_times_W", "X.T @ dH", "X.T @ dH * W", "dW is multiplied by W once too often.", HERE)
slip("dW_decayed", "X.T @ dH", "X.T @ dH + W",
     "W was added to dW: weight decay is not part of this layer.", HERE)
slip("dW_updated", "X.T @ dH", "W - X.T @ dH",
     "This is W after a gradient step: return the gradient itself.", HERE)
slip("dW_zero", "X.T @ dH", "np.zeros(W.shape)", "dW is zero everywhere.", HERE)
slip("dW_is_W", "dW = X.T @ dH", "dW = W", "This is W itself in place of dW.", HERE)
slip("dW_is_X_transposed", "dW = X.T @ dH", "dW = X.T",
     "This is the transposed X in place of dW: it must be multiplied by dH.", HERE)
slip("dW_is_None", "dW = X.T @ dH", "dW = None", "None is returned in place of dW.", HERE)
slip("db_mean", "dH.sum(axis=0)", "dH.mean(axis=0)",
     "db is the mean over the samples: every sample used the bias, so their gradients are added.", HERE)
slip("db_over_outputs", "dH.sum(axis=0)", "dH.sum(axis=1)",
     "db was summed along the outputs: each output has its own bias, and the samples are added.", HERE)
slip("db_one_number", "dH.sum(axis=0)", "dH.sum()",
     "db was summed to one number: each output has its own bias.", HERE)
slip("db_not_summed", "dH.sum(axis=0)", "dH.copy()", "db is dH: the samples must still be added.", HERE)
slip("db_with_two_axes", "dH.sum(axis=0)", "dH.sum(axis=0, keepdims=True)",
     "db has two axes: it must have the shape of b.", HERE)
slip("db_last_sample", "dH.sum(axis=0)", "dH[-1]", "db holds only the last sample: the samples must be added.", HERE)
slip("db_first_sample", "dH.sum(axis=0)", "dH[0]", "db holds only the first sample: the samples must be added.", HERE)
slip("db_times_b", "dH.sum(axis=0)", "dH.sum(axis=0) * b",
     "db is multiplied by b: the bias was added, so its local gradient is 1.", HERE)
slip("db_negative", "dH.sum(axis=0)", "-dH.sum(axis=0)", "db has the wrong sign everywhere.", HERE)
slip("db_doubled", "dH.sum(axis=0)", "2 * dH.sum(axis=0)", "db is twice what it should be.", HERE)
slip("db_ones", "dH.sum(axis=0)", "np.ones(b.shape)",
     "db is one everywhere: that is the local gradient, which must be multiplied by dH.", HERE)
slip("db_counts_samples", "dH.sum(axis=0)", "len(X) * np.ones(b.shape)",
     "db is the number of samples: that is its value only when dH is all ones.", HERE)
slip("db_zero", "dH.sum(axis=0)", "np.zeros(b.shape)", "db is zero everywhere.", HERE)
slip("db_is_b", "dH.sum(axis=0)", "b", "This is b itself in place of db.", HERE)
slip("db_is_None", "dH.sum(axis=0)", "None", "None is returned in place of db.", HERE)
slip("dW_in_place_of_dX", "return dX, dW, db", "return dW, dX, db",
     "dX and dW are swapped: the order is dX, dW, db.", HERE)
slip("order_of_names", "return dX, dW, db", "return dW, db, dX", "The order is wrong: dX comes first, then dW and db.",
     HERE)
slip("mean_over_batch_everywhere", "dX = dH", "dH = dH / len(X)\n    dX = dH",
     "Everything is divided by the number of samples: the loss has already done so, and dH includes it.", HERE)
slip("ignores_dH", "dX = dH", "dH = np.ones(dH.shape)\n    dX = dH",
     "These are the gradients when dH is all ones: dH was not used.", HERE)
slip("signs_of_dH_lost", "dX = dH", "dH = np.abs(dH)\n    dX = dH", "The signs of dH are lost.", HERE)
slip("relu_of_dH", "dX = dH", "dH = np.maximum(dH, 0)\n    dX = dH", "The negative gradients in dH are lost.", HERE)
slip("whole_numbers", "return dX, dW, db", "return dX.astype(int), dW.astype(int), db.astype(int)",
     "The digits after the decimal point are cut off in all gradients.", HERE)
slip("factors_exchanged", "dX = dH @ W.T", "dX = W.T @ dH",
     "The factors of dX are swapped, so their shapes do not fit or mix samples and outputs.", HERE)
slip("weights_as_they_are", "dX = dH @ W.T", "dX = dH @ W",
     "W was used as in the forward pass: in the backward pass it must be transposed.", HERE)
slip("input_as_it_is", "dW = X.T @ dH", "dW = X @ dH",
     "X was not transposed in dW, so the samples are not multiplied by their own gradients.", HERE)
slip("dW_factors_exchanged", "dW = X.T @ dH", "dW = dH @ X.T",
     "The factors of dW are swapped: the result must be inputs by outputs.", HERE)
slip("no_db", "return dX, dW, db", "return dX, dW", "The gradient of the bias is missing.", HERE)
slip("only_dX", "return dX, dW, db", "return dX",
     "Only dX is returned: the weights and the bias need their gradients too.", HERE)
slip("W_changed", "    return dX, dW, db", "    W -= dW\n    return dX, dW, db",
     "W was changed inside the backward pass: the update is the optimizer's task.", HERE)
slip("dH_called", "dH.sum(axis=0)", "dH(0)", "dH was called like a function: it is an array.", HERE)
slip("cache_of_two", "X, W, b = cache", "X, W = cache\n    b = 0",
     "The cache was unpacked as a pair, but it holds X, W and b.", HERE)
slip("returns_None", "return dX, dW, db", "print(dX, dW, db)", FORGOT_RETURN, HERE)
