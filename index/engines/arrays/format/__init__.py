"""The array codec: segments of memory-mapped arrays.  ``layout`` says what is in them, ``reader`` reads them."""
