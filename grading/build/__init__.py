"""Build what people open: the notebooks, what lies beside them, and the student kit."""
