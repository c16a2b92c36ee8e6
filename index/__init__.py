"""Write side: bytes in, published index out.

The way of an article: source → Article → store → language → terms → segment → generation.
Nothing here knows about queries or HTTP.
"""
