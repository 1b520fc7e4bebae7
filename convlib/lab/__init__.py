"""The student's toolkit: checks that name the mistake, figures, and shape errors in plain words."""
