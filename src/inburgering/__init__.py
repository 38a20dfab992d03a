"""Open Inburgering: from feit to signaal, with a brake."""
