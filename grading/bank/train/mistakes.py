"""Wrong versions of train."""

import numpy as np

from convlib.nn.losses import softmax_cross_entropy
from convlib.nn.optimizers import sgd_momentum_step
from grading.bank.version import Mistakes

MISTAKES = Mistakes("train")
STEP = "lesson 08, section 5"


def loop(net, X, y, epochs, lr, rng, batch_size=64, momentum=0.9, on_step=None):
    velocity = {name: np.zeros_like(param) for name, param in net.params.items()}
    losses = []
    for epoch in range(epochs):
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            batch = order[start:start + batch_size]
            logits = net.forward(X[batch])
            loss, dlogits = softmax_cross_entropy(logits, y[batch])
            net.backward(dlogits)
            for name in net.params:
                param, v = sgd_momentum_step(net.params[name], net.grads[name], velocity[name], lr, momentum)
                net.params[name] = param
                velocity[name] = v
            losses.append(loss)
            if on_step is not None:
                on_step(losses)
    return losses


slip = MISTAKES.slips(loop)
slip("labels_apart_from_images", "y[batch]", "y[start:start + batch_size]",
     "The labels keep their old order while the images are shuffled: they no longer match their images.", STEP)
slip("images_apart_from_labels", "X[batch]", "X[start:start + batch_size]",
     "The images keep their old order while the labels are shuffled: they no longer match their labels.", STEP)
slip("labels_shuffled_apart", "        order = rng.permutation(len(y))\n",
     "        order = rng.permutation(len(y))\n        y = rng.permutation(y)\n",
     "The labels are shuffled separately: they no longer match their images.", STEP)
slip("two_orders", "y[batch]", "y[rng.permutation(len(y))[start:start + batch_size]]",
     "Images and labels are shuffled in different orders.", STEP)
slip("order_anew_in_each_step", "batch = order[start:start + batch_size]",
     "batch = rng.permutation(len(y))[:batch_size]",
     "Each batch is drawn independently, so an epoch sees some images twice and others never.", STEP)
slip("each_batch_drawn_with_repetition", "batch = order[start:start + batch_size]",
     "batch = rng.choice(len(y), batch_size)",
     "The images of a batch are drawn with replacement, but an epoch must see every image once.", STEP)
slip("slice_ends_at_the_batch_size", "order[start:start + batch_size]", "order[start:batch_size]",
     "All batches after the first are empty: a batch ends one batch size after its start.", STEP)
slip("not_shuffled", "order = rng.permutation(len(y))", "order = np.arange(len(y))",
     "The images come in the order in which they are stored: each epoch needs a new random order.", STEP)
slip("same_order_each_epoch",
     "    for epoch in range(epochs):\n        order = rng.permutation(len(y))\n",
     "    order = rng.permutation(len(y))\n    for epoch in range(epochs):\n",
     "All epochs go through the images in the same order: draw a new one for each.", STEP)
slip("new_order_each_step", "batch = order[start:start + batch_size]",
     "batch = rng.permutation(len(y))[start:start + batch_size]",
     "A new order is drawn for each step, so some images come twice in an epoch and others never.", STEP)
slip("order_sorted", "batch = order[start:start + batch_size]",
     "batch = np.argsort(order)[start:start + batch_size]",
     "The images come in the inverse of the order that was drawn.", STEP)
slip("drawn_with_repetition", "order = rng.permutation(len(y))", "order = rng.integers(len(y), size=len(y))",
     "The images are drawn with replacement, but each one must come exactly once in an epoch.", STEP)
slip("seed_fixed", "    losses = []\n", "    losses = []\n    rng = np.random.default_rng(0)\n",
     "The order comes from a fixed seed instead of the generator that was passed in.", STEP)
slip("last_batch_dropped", "range(0, len(y), batch_size)", "range(0, len(y) - batch_size + 1, batch_size)",
     "The images that do not fill a batch are left out: the last step of an epoch must take them.", STEP)
slip("last_image_dropped", "range(0, len(y), batch_size)", "range(0, len(y) - 1, batch_size)",
     "A last batch of one image is left out: the range ends one image too early.", STEP)
slip("number_of_steps_rounded", "range(0, len(y), batch_size)",
     "range(0, max(1, round(len(y) / batch_size)) * batch_size, batch_size)",
     "The number of steps is rounded to the nearest integer: a small last batch is left out.", STEP)
slip("empty_batch_at_the_end", "range(0, len(y), batch_size)", "range(0, len(y) + 1, batch_size)",
     "When the batches divide evenly, there is one extra batch with no image in it.", STEP)
slip("one_step_too_many", "range(0, len(y), batch_size)", "range(0, len(y) + batch_size, batch_size)",
     "Each epoch has one step too many, with no image in it.", STEP)
slip("last_batch_filled_up", "batch = order[start:start + batch_size]",
     "batch = np.take(order, range(start, start + batch_size), mode='wrap')",
     "The last batch is filled up with images from the front: it must take only those that are left.", STEP)
slip("last_batch_overlaps", "batch = order[start:start + batch_size]",
     "start = max(0, min(start, len(y) - batch_size))\n            batch = order[start:start + batch_size]",
     "The last batch is moved forward until it is full, so some images come twice.", STEP)
slip("batches_overlap_by_one", "order[start:start + batch_size]", "order[start:start + batch_size + 1]",
     "Each batch holds one image too many, the first of the next batch.", STEP)
slip("batches_one_short", "order[start:start + batch_size]", "order[start:start + batch_size - 1]",
     "Each batch holds one image too few: the end of a slice is exclusive.", STEP)
slip("first_batch_again", "order[start:start + batch_size]", "order[:batch_size]",
     "Every step of an epoch takes the same batch, the first.", STEP)
slip("batches_grow", "order[start:start + batch_size]", "order[:start + batch_size]",
     "Each batch holds all images of the batches before it.", STEP)
slip("whole_set_each_step", "order[start:start + batch_size]", "order",
     "Each step takes all images at once: it must take one batch.", STEP)
slip("batch_size_fixed", "    losses = []\n", "    losses = []\n    batch_size = 64\n",
     "The batches always have 64 images: use the batch size that is passed in.", STEP)
slip("one_step_an_epoch", "for start in range(0, len(y), batch_size):", "for start in [0]:",
     "Each epoch takes just one step: an epoch goes through all images.", STEP)
slip("single_images", "range(0, len(y), batch_size)", "range(len(y))",
     "A batch starts at every image: batches must start a batch size apart.", STEP)
slip("one_epoch", "range(epochs)", "range(1)",
     "There is only one epoch: go through the images as many times as epochs says.", STEP)
slip("one_epoch_more", "range(epochs)", "range(epochs + 1)", "There is one epoch too many.", STEP)
slip("one_epoch_fewer", "range(epochs)", "range(1, epochs)",
     "There is one epoch too few: a range that starts at 1 leaves one out.", STEP)
slip("uphill", "net.grads[name], velocity", "-net.grads[name], velocity",
     "The gradient's sign is flipped, so the loss goes up: the step function already subtracts.", STEP)
slip("velocity_reset_each_step", "net.backward(dlogits)\n",
     "net.backward(dlogits)\n            velocity = {name: np.zeros_like(p) for name, p in net.params.items()}\n",
     "There is no momentum: the velocity is reset at each step, or never kept.", STEP)
slip("velocity_reset_each_epoch", "        order = rng.permutation(len(y))\n",
     "        order = rng.permutation(len(y))\n"
     "        velocity = {name: np.zeros_like(param) for name, param in net.params.items()}\n",
     "The velocity is reset in each epoch: it must last through the whole training.", STEP)
slip("velocity_shared", "velocity[name] = v", "velocity = dict.fromkeys(velocity, v)",
     "All parameters share one velocity: each has its own.", STEP)
slip("velocity_starts_at_one", "np.zeros_like(param)", "np.ones_like(param)",
     "The velocity starts at one: it must start at zero.", STEP)
slip("velocity_starts_at_the_parameter", "np.zeros_like(param)", "param.copy()",
     "The velocity starts as a copy of the parameter: it must start at zero.", STEP)
slip("running_mean", "net.grads[name], velocity", "(1 - momentum) * net.grads[name], velocity",
     "The velocity is a running mean of the gradients: each gradient is added in full.", STEP)
slip("rate_inside_the_velocity", "net.grads[name], velocity", "lr * net.grads[name], velocity",
     "The learning rate scales the gradient and then the step again.", STEP)
slip("momentum_not_passed_on", "velocity[name], lr, momentum)", "velocity[name], lr)",
     "The momentum is not passed on: each step uses the default one.", STEP)
slip("rate_not_passed_on", "velocity[name], lr, momentum)", "velocity[name], momentum=momentum)",
     "The learning rate is not passed on: each step uses the default one.", STEP)
slip("rate_and_momentum_exchanged", "velocity[name], lr, momentum)", "velocity[name], momentum, lr)",
     "Learning rate and momentum are passed on in the wrong order.", STEP)
slip("rate_decays", "        order = rng.permutation(len(y))\n",
     "        order = rng.permutation(len(y))\n        rate, lr = lr, lr / 2\n",
     "The learning rate shrinks from epoch to epoch: it must stay as passed in.", STEP)
slip("rate_divided_by_batch", "velocity[name], lr, momentum)", "velocity[name], lr / len(batch), momentum)",
     "The steps are divided by the number of images: the loss is already a mean.", STEP)
slip("parameter_and_velocity_exchanged",
     "                net.params[name] = param\n                velocity[name] = v\n",
     "                net.params[name] = v\n                velocity[name] = param\n",
     "New parameter and new velocity are swapped when they are stored: the parameter comes first.", STEP)
slip("parameters_not_stored", "                net.params[name] = param\n", "",
     "The new parameters are thrown away: the network never changes.", STEP)
slip("first_parameter_only", "for name in net.params:", "for name in list(net.params)[:1]:",
     "Only the first parameter is updated: all of them must be updated.", STEP)
slip("last_parameter_only", "for name in net.params:", "for name in list(net.params)[-1:]:",
     "Only the last parameter is updated: all of them must be updated.", STEP)
slip("update_once_an_epoch", "            for name in net.params:\n"
     "                param, v = sgd_momentum_step(net.params[name], net.grads[name], velocity[name], lr, momentum)\n"
     "                net.params[name] = param\n                velocity[name] = v\n"
     "            losses.append(loss)\n            if on_step is not None:\n                on_step(losses)\n",
     "            losses.append(loss)\n            if on_step is not None:\n                on_step(losses)\n"
     "        for name in net.params:\n"
     "            param, v = sgd_momentum_step(net.params[name], net.grads[name], velocity[name], lr, momentum)\n"
     "            net.params[name] = param\n            velocity[name] = v\n",
     "The parameters are updated once per epoch: they must be updated after each batch.", STEP)
slip("backward_forgotten", "            net.backward(dlogits)\n", "",
     "The backward pass is never called, so there are no gradients.", STEP)
slip("backward_with_the_loss", "net.backward(dlogits)", "net.backward(logits)",
     "The backward pass gets the logits: it must get their gradient.", STEP)
slip("gradient_divided_by_batch", "net.backward(dlogits)", "net.backward(dlogits / len(batch))",
     "The gradient is divided by the number of images once more: the loss has already done that.", STEP)
slip("gradient_of_the_sum", "net.backward(dlogits)", "net.backward(dlogits * len(batch))",
     "The gradient is that of the sum of the losses: the loss must be their mean.", STEP)
slip("gradients_accumulate", "            net.backward(dlogits)\n",
     "            old = dict(net.grads)\n            net.backward(dlogits)\n"
     "            net.grads = {name: grad + old.get(name, 0) for name, grad in net.grads.items()}\n",
     "The gradients of earlier batches are added to the new ones: each step must use only its own.", STEP)
slip("loss_after_the_update", "losses.append(loss)",
     "losses.append(softmax_cross_entropy(net.forward(X[batch]), y[batch])[0])",
     "These are the losses after the update: store what was measured before it.", STEP)
slip("loss_of_the_sum", "losses.append(loss)", "losses.append(loss * len(batch))",
     "These are the sums of the losses over the batch: store the mean.", STEP)
slip("loss_and_gradient_stored", "losses.append(loss)", "losses.append((loss, dlogits.sum()))",
     "A pair was stored for each step: store only the loss.", STEP)
slip("loss_of_last_step_only", "    return losses", "    return losses[-1]",
     "Only the last loss is returned: return the list of all.", STEP)
slip("loss_added_up", "losses.append(loss)", "losses.append(loss + sum(losses[-1:]))",
     "The losses are accumulated from step to step: store each one separately.", STEP)
slip("losses_of_the_last_epoch", "        order = rng.permutation(len(y))\n",
     "        order = rng.permutation(len(y))\n        losses = []\n",
     "Only the losses of the last epoch are returned: the list starts anew in each epoch.", STEP)
slip("one_loss_an_epoch", "    return losses",
     "    steps = -(-len(y) // batch_size)\n"
     "    return [np.mean(losses[k:k + steps]) for k in range(0, len(losses), steps)]",
     "There is one loss for each epoch, the mean: there must be one for each step.", STEP)
slip("last_loss_of_each_epoch", "    return losses",
     "    steps = -(-len(y) // batch_size)\n    return losses[steps - 1::steps]",
     "There is one loss for each epoch, the last: there must be one for each step.", STEP)
slip("returns_after_one_step", "\n    return losses", "\n            return losses",
     "The return is inside the loop over the batches, which ends after the first step.", STEP)
slip("returns_None", "    return losses", "    return None",
     "The function returns None: it must return the losses.", STEP)
slip("returns_the_network", "    return losses", "    return net",
     "The network is returned: return the losses.", STEP)
slip("on_step_forgotten", "            if on_step is not None:\n                on_step(losses)\n", "",
     "The losses are right, but the callback is never called.", STEP)
slip("on_step_with_one_loss", "on_step(losses)", "on_step([loss])",
     "The callback gets only the last loss: pass it the list of all losses so far.", STEP)
slip("on_step_with_a_number", "on_step(losses)", "on_step(loss)",
     "The callback gets a number: pass it the list of all losses so far.", STEP)
slip("on_step_once_an_epoch", "            if on_step is not None:\n                on_step(losses)\n",
     "        if on_step is not None:\n            on_step(losses)\n",
     "The callback is called only at the end of an epoch: call it after each step.", STEP)
slip("on_step_before_the_loss", "            losses.append(loss)\n            if on_step is not None:\n"
     "                on_step(losses)\n",
     "            if on_step is not None:\n                on_step(losses)\n            losses.append(loss)\n",
     "The callback is called before the loss of the step is in the list.", STEP)
slip("on_step_always", "            if on_step is not None:\n                on_step(losses)\n",
     "            on_step(losses)\n",
     "The training fails without a callback: call it only if one was passed in.", STEP)
slip("images_shuffled_in_place", "        order = rng.permutation(len(y))\n",
     "        order = rng.permutation(len(y))\n        X[:], y[:] = X[order], y[order]\n"
     "        order = np.arange(len(y))\n",
     "The caller's arrays are shuffled: leave them unchanged and index into them.", STEP)
