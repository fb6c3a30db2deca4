"""Measures: how well and how fast what people look for is found. Not part of what is installed."""
