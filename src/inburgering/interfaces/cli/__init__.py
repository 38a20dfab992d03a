"""The command line: inburgering."""
