"""Questions written down with the code that answers them; each study writes one page of the docs."""
