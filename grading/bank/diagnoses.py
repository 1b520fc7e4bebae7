"""Diagnoses that wrong versions of several exercises share."""

FORGOT_RETURN = "The function returns None: it prints or keeps its result, but does not return it."
NOT_ONE_NUMBER = "What is stored at one position is still an array: the products were not summed to one number."
STILL_ZERO = "Every entry is zero: the result was created, but nothing was ever written into it."
