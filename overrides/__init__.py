"""The theme of the website. In the installed package, MkDocs finds it by the name ``paper-catalogue``."""
