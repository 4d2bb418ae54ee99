"""The pages of the browser front end, one folder each.

The folder is not called pages: Streamlit runs what lies in a folder of that name by itself, and on a server that has
just started it does not find the addresses of ours.
"""
