"""Everything an instructor needs: build the notebooks, judge submissions, report on a class."""

import sys

# If it can be imported, jsonschema compiles a grammar with it, a second in each process that grades, for a format that
# no notebook has.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
