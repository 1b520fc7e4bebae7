"""Answers that only lessons need: ``by_hand`` (on paper), ``convnet`` (lesson 08), ``clinic`` (lesson 09)."""
