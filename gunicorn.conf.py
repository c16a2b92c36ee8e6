"""For ``gunicorn`` started in this folder; ``poshuk serve`` reads the same settings from the package."""

from web.server import *  # noqa: F403
