"""The examples of docs/project/extending.md, each as it would be in the program."""
