"""How long a call takes, on which machine, and which other layers to compare with."""
