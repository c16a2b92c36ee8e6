"""Sources: whatever people have becomes a stream of Articles and Rejections."""

from index.sources.progress import Progress
from index.sources.reading import read

__all__ = ["Progress", "read"]
