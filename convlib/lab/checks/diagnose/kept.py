"""Say what is wrong with the cache, or in what it is not the lesson's, where nothing else has said so."""

from collections import Counter
from typing import Any

import numpy as np

from convlib.lab.checks.cache import cache_fault, is_array, same_item
from convlib.lab.checks.model import Examination, Trials


def about_cache(exam: Examination, trials: Trials) -> list[str]:
    """Return a sentence about the caches that these calls returned, or none."""
    kept = [
        (outcome.cache, probe.expected.cache)
        for probe, outcome in trials
        if not outcome.problem and probe.expected.cache is not None and probe.group not in exam.special_groups
        if not outcome.changed  # else an array of the cache may be the input itself
    ]
    says = Counter(filter(None, (cache_fault(*one) or unlike(*one) for one in kept)))
    if not says:
        return []
    said, count = says.most_common(1)[0]
    where = f"In {count} of {len(kept)} cases, " if count < len(kept) else ""
    return [where + (said if where else said[0].upper() + said[1:])]


def unlike(cache: Any, wanted: dict[str, Any]) -> str:
    """Say in what a cache differs that a backward pass written for it may well be able to use."""
    if len(wanted) > 1:
        if isinstance(cache, (tuple, list)) and len(cache) < len(wanted):
            return f"the cache of the lesson is ({', '.join(wanted)}), but yours holds only {len(cache)} of these."
        return ""
    name, item = next(iter(wanted.items()))
    if is_array(item) and isinstance(cache, np.ndarray) and not same_item(cache, item):
        return f"the cache of the lesson is {name}, but yours is another array."
    if isinstance(item, tuple) and isinstance(cache, np.ndarray):
        return f"the cache of the lesson is {name}, but yours is an array."
    if isinstance(item, tuple) and isinstance(cache, tuple) and cache != item:
        return f"the cache of the lesson is {name}, but yours is another tuple."
    return ""
