"""Wrong versions of sgd_momentum_step."""

from grading.bank.version import Mistakes

MISTAKES = Mistakes("sgd_momentum_step")


def momentum_step(param, grad, velocity, lr=0.01, momentum=0.9):
    velocity = momentum * velocity + grad
    return param - lr * velocity, velocity


slip = MISTAKES.slips(momentum_step)
STEP = "lesson 08, section 5"
slip("uphill", "param - lr", "param + lr", "The parameter goes up the gradient: the step must be subtracted.", STEP)
slip("momentum_ignored", "momentum * velocity + grad", "grad",
     "The earlier velocity is not used: this is gradient descent without momentum.", STEP)
slip("velocity_not_damped", "momentum * velocity + grad", "velocity + grad",
     "The earlier velocity is kept whole: it must be multiplied by the momentum.", STEP)
slip("old_velocity_returned", "velocity = momentum * velocity + grad\n    return param - lr * velocity, velocity",
     "return param - lr * (momentum * velocity + grad), velocity",
     "The velocity is returned unchanged, so the next step does not know about this one.", STEP)
slip("step_with_the_old_velocity", "velocity = momentum * velocity + grad\n    return param - lr * velocity, velocity",
     "new = momentum * velocity + grad\n    return param - lr * velocity, new",
     "The parameter moves along the old velocity: compute the new one first.", STEP)
slip("step_along_the_gradient", "param - lr * velocity", "param - lr * grad",
     "The parameter moves only along the gradient: it must move along the new velocity.", STEP)
slip("rate_inside_the_velocity", "+ grad\n    return param - lr * velocity", "+ lr * grad\n    return param - velocity",
     "The learning rate went into the velocity; here it scales the step, not the velocity.", STEP)
slip("velocity_downhill", "+ grad\n    return param - lr * velocity", "- lr * grad\n    return param + velocity",
     "The velocity holds finished steps, sign and learning rate included; here it collects plain gradients.", STEP)
slip("velocity_negative", "+ grad\n    return param - lr", "- grad\n    return param + lr",
     "The gradient is subtracted from the velocity: it must be added there, and the step subtracted.", STEP)
slip("running_mean", "+ grad", "+ (1 - momentum) * grad",
     "The velocity is a running mean of the gradients: here each gradient is added in full.", STEP)
slip("everything_damped", "momentum * velocity + grad", "momentum * (velocity + grad)",
     "The new gradient is damped as well: only the old velocity is.", STEP)
slip("gradient_damped", "momentum * velocity + grad", "velocity + momentum * grad",
     "The momentum scales the new gradient: it belongs to the old velocity.", STEP)
slip("one_minus_momentum", "momentum * velocity", "(1 - momentum) * velocity",
     "One minus the momentum was used as the momentum.", STEP)
slip("nesterov", "param - lr * velocity", "param - lr * (grad + momentum * velocity)",
     "The parameter moves as in Nesterov's variant, which looks one step ahead.", STEP)
slip("rate_and_momentum_exchanged", "momentum * velocity + grad\n    return param - lr",
     "lr * velocity + grad\n    return param - momentum", "Learning rate and momentum are swapped.", STEP)
slip("rate_forgotten", "param - lr * velocity", "param - velocity", "The learning rate is missing from the step.", STEP)
slip("rate_divides", "lr * velocity", "velocity / lr", "The step is divided by the learning rate.", STEP)
slip("rate_twice", "+ grad", "+ lr * grad", "The learning rate scales the gradient and then the step again.", STEP)
slip("sign_only", "param - lr * velocity", "param - lr * np.sign(velocity)",
     "The parameter moves only by the sign of the velocity, but its size counts too.", STEP)
slip("normalised", "param - lr * velocity", "param - lr * velocity / np.linalg.norm(velocity)",
     "The step always has the same length: the velocity was divided by its norm.", STEP)
slip("param_forgotten", "return param - lr * velocity", "return -lr * velocity",
     "Only the step is returned as the parameter: it must be added to the old one.", STEP)
slip("param_damped", "return param - lr", "return momentum * param - lr",
     "The parameter itself is damped by the momentum.", STEP)
slip("exchanged", "return param - lr * velocity, velocity", "return velocity, param - lr * velocity",
     "Parameter and velocity are returned in the wrong order.", STEP)
slip("param_alone", ", velocity\n", "\n",
     "Only the parameter is returned: without the velocity the next step cannot go on.", STEP)
slip("returns_None", "return param - lr * velocity, velocity", "param = param - lr * velocity",
     "The function returns None: it computes both arrays but does not return them.", STEP)
slip("param_in_place", "return param - lr * velocity, velocity", "param -= lr * velocity\n    return param, velocity",
     "The parameter that was passed in is changed: return a new array.", STEP)
slip("velocity_in_place", "velocity = momentum * velocity + grad", "velocity *= momentum\n    velocity += grad",
     "The velocity that was passed in is changed: return a new array.", STEP)
slip("both_in_place", "velocity = momentum * velocity + grad\n    return param - lr * velocity, velocity",
     "velocity *= momentum\n    velocity += grad\n    param -= lr * velocity\n    return param, velocity",
     "Both arrays that were passed in are changed: return new ones.", STEP)
slip("other_default_rate", "lr=0.01", "lr=0.1", "The learning rate does not have the default value from the "
                                                "exercise.", STEP)
slip("smaller_default_rate", "lr=0.01", "lr=0.001",
     "The default of the learning rate is ten times smaller than it should be.", STEP)
slip("other_default_momentum", "momentum=0.9", "momentum=0.99",
     "The momentum does not have the default value from the exercise.", STEP)
slip("rate_fixed", "param - lr", "param - 0.01", "The learning rate is fixed: use the one that is passed in.", STEP)
slip("momentum_fixed", "momentum * velocity", "0.9 * velocity",
     "The momentum is fixed: use the one that is passed in.", STEP)
