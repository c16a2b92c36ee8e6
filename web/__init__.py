"""HTTP: pages for people, JSON for programs, and the command line that starts them."""
