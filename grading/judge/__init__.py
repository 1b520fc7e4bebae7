"""The judge: it sends fresh inputs to a student's code in the sandbox and compares the results."""
