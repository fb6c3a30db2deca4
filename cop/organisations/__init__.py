"""Organisations with verified members: mail domains, contact persons, confirmations."""
