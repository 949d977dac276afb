"""The command `ketnap`."""
