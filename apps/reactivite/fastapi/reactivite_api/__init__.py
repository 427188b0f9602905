"""The REST API of Réactivité: what a dog owner notes of a day, and finds again."""
