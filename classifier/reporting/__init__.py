"""Predictions and scores as rows, tables and pages; returns strings, never prints."""
