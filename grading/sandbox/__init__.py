"""Where students' code runs: in bubblewrap, where it sees only its own files."""
