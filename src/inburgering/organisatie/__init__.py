"""Who is who: DUO, IND, COA, CBS and every gemeente with its dated code and successor."""
