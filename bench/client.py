"""The process of a load: a pickled `Load` in, a pickled `Outcome` out."""

import pickle
import sys

from bench.load import work

if __name__ == "__main__":
    sys.stdout.buffer.write(pickle.dumps(work(pickle.load(sys.stdin.buffer))))
