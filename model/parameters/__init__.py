"""Every lever and assumption of a district, declared once."""
