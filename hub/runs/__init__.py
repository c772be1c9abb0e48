"""Recorded rankings: made by a button, shown as they stood, and handed out so that they can be made again."""
