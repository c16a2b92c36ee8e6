"""For all tests: modules of this folder can be imported."""
