"""Where students' code runs: behind bubblewrap, with a view of nothing but its own files."""
