"""What a check does: call the student's function on probes, compare, name the mistake, report."""
