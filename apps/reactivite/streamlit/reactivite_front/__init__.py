"""The front end of Réactivité: what dog owners see, in French."""
