"""The closed lists of the field: places, languages, themes and the choices of the case template.

What people and cases do with a code is decided in their own packages.
"""
