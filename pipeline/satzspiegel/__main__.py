"""``python -m satzspiegel``."""

from satzspiegel.cli import main

if __name__ == "__main__":
    main()
