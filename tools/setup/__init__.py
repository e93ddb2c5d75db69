"""Makes a machine ready to build, serve and test SocialSpace Call.

Standard library only, Python 3.9 or newer: any `python3` may run it.
"""
