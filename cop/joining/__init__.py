"""Joining: asking for an account where somebody decides who comes in, and being invited to one."""
