"""Say how a wrong result is related to the expected one: a factor, a sign, a transpose."""

from convlib.lab.checks.model import Examination, Trials


def related(exam: Examination, trials: Trials) -> list[str]:
    """Return true sentences about the results of these calls, or none."""
    return []
