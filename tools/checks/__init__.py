"""Checks that need no running program; each is a function from sources to problems."""
