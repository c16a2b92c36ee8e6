"""What lasts: the article store, the generations, their manifests, the lock."""
