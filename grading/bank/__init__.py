"""Every exercise with its wrong and right versions: they are what the checks are made of and what tests them."""
