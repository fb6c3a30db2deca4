"""One document model in, DOCX, PDF, ODT, EPUB, HTML, Markdown, XLSX and CSV out.

Nothing here knows a feature, a request or the database.
"""
