"""What an article is: its fields, its JSON, dates and links."""
