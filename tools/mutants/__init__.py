"""Plants bugs in a copy of the client's core and asks the simulation whether it notices."""
