"""One document model in; DOCX, PDF, ODT, EPUB, HTML, Markdown, XLSX, CSV, JSON, ICS and EML out.

Nothing here knows a feature, a request or the database.
"""
