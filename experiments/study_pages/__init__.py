"""Pages of what came out of the shipped studies, made of figures that are kept beside them."""
