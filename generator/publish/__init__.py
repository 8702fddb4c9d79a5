"""The catalogue as text: Markdown pages (`pages`), citations, and what machines read (`metadata`)."""
