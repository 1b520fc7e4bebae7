"""A class of students on top of nbgrader: autograde, report, and a demo class."""
