"""Answers that only lessons ask for: ``by_hand`` (on paper), ``convnet`` (lesson 08), ``clinic`` (lesson 09)."""
