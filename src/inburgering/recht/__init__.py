"""The law as data: reads `wet/`, decides one person with reasons, compares two regelversies."""
