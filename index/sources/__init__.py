"""Sources: whatever people have becomes a stream of Articles and Rejections."""

from index.sources.bytes_read import Progress
from index.sources.read import read

__all__ = ["Progress", "read"]
