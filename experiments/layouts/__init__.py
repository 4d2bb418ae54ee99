"""Grid maps: lawful layouts drawn evenly, and where one drawn by hand stands among them: `shapan layouts`."""
