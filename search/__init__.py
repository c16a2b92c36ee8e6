"""Read side: text in, ranked hits out.  Knows the index, never HTTP."""
