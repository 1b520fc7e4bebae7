"""Every figure of the course, drawn from the numbers that are passed in; one module per lesson."""
