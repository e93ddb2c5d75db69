"""The parts behind serve.py: options, the build when it is needed, the port, the start."""
