"""The examples of docs/project/extending.md, each as it would lie in the program."""
