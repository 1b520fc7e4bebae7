"""Answers that only the lessons ask for: what is worked out by hand, the small network of lesson 08, the bug clinic."""
