"""Compiled scoring over the arrays of a segment.  Arrays in, arrays out; ``layout`` says which."""
