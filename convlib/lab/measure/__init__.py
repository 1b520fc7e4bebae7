"""How long a call takes, on which machine, and other layers to compare with."""
