"""Telling the gemeente: envelope and content, vrijgave, delivery, and what comes back."""
