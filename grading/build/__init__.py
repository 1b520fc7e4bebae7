"""Build what people open: the notebooks, the files next to them, and the student kit."""
