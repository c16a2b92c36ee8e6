"""Puts this folder on the path, so that the tests in its rooms share ``archive`` and ``fake_snapshot``."""
