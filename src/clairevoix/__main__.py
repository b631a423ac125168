"""``python -m clairevoix``."""

from clairevoix.cli import main

if __name__ == "__main__":
    main()
