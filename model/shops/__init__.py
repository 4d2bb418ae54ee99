"""Street-front shops: who speaks for them at the council, what they promise for a matter, and what becomes of it."""
