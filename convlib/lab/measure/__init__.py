"""How long something takes, on which machine, beside which other layers."""
