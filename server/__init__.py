"""The SocialSpace Call backend: REST, Socket.IO signalling and the page, on one SQLite file."""
