"""What a gemeente tells back: the PIP, the leerroute, "niet mijn inwoner", "ik mis iemand", and what follows."""
