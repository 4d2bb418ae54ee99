"""Councils of women and of children (妇女议事会、儿童议事会): their members bring what their neighbours told nobody."""
