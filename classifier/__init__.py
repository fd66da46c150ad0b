"""Reads what readers think: the stance and tone of the comments under a news story, and the shares of a thread."""

from __future__ import annotations

__version__ = "1.0.0"
