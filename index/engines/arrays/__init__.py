"""The write half of the ``arrays`` engine."""
