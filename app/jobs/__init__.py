"""Work that the page asks for: what may be asked, the queue and its workers, and what is kept of finished ones."""
