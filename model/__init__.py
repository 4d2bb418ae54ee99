"""The science: one urban district, its people, its needs and who meets them."""
