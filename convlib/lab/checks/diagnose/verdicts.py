"""Say which pairs a test judges wrongly: its results are only verdicts, so that nothing else can be compared."""

from convlib.lab.checks.model import Examination, Trials

ACCEPTED = "verdict"  # the scenario whose only result is 1 for a pair that was accepted, 0 for one that was rejected


def misjudged(exam: Examination, trials: Trials) -> list[str]:
    """Return how many pairs were wrongly accepted or rejected, each kind with an example, or nothing."""
    if exam.through != ACCEPTED:
        return []
    sentences = []
    for right, says, kind in ((0.0, "accepts", "wrong"), (1.0, "rejects", "correct")):
        judged = [
            (probe, float(outcome.parts[ACCEPTED]))
            for probe, outcome in trials
            if not outcome.problem and float(probe.expected.parts[ACCEPTED]) == right
        ]
        wrong = [probe for probe, got in judged if got != right]
        if wrong:
            count = "all" if len(wrong) == len(judged) else f"{len(wrong)} of"
            sentences.append(
                f"Your test {says} {count} {len(judged)} {kind} pairs that it is tried on. For example, {wrong[0].note}"
            )
    return sentences
