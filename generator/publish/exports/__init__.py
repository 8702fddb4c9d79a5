"""Downloads: files with every paper of the catalogue, in formats for programs, spreadsheets and citations."""
