"""Everything an instructor needs: build the notebooks, judge submissions, report on a class."""
