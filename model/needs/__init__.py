"""What happens to a need: it arises, is heard, is routed, is served, is remembered."""
