"""Diagnoses that wrong versions of several exercises share."""

FORGOT_RETURN = "The function gives back None: it shows its result or keeps it, but does not return it."
NOT_ONE_NUMBER = "What is stored at one position is still an array: the products were not added up to one number."
STILL_ZERO = "Every entry is zero: the result was made, but nothing was ever written into it."
