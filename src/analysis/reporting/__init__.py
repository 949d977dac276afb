"""How notebooks become briefs: parameters, execution, exporters, publishing."""
