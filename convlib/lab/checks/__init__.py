"""What a check does: call a function on probes, compare, name the mistake, report.

================  ==========================================================================
``model``         what an examination consists of: properties, probes, outcomes
``calling``       call a function on a probe, with the course's cache or with its own
``outcome``       sort what a call returned into named arrays
``closeness``     when two results count as equal
``scoring``       judge a function, property by property
``diagnose``      say what is wrong: the line that stopped, a known mistake, a description
``stop``          the line of the student's code that stopped, and what it worked on
``watchdog``      interrupt a function that does not return
``case``          the smallest failing case, expected next to got
``report``        the report as text, HTML and data
``codec``         values and examinations to JSON and back
``stored``        the examinations that the student's checks read
``scenarios``     use a class, a training loop or a test as a function of arrays
================  ==========================================================================
"""
