"""Measures: how quick pages are, how well and how fast what people look for is found. Not part of
what is installed.

`python -m bench` (pages beside those of two small programs) · `.search`, `.ranking` and `.page`
(the search engines) · `.digests` (a run of personal digests) · `.papers` (documents).
"""
