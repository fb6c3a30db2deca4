"""The kinds of fields of a template: each turns what was typed into what is stored, and back."""
