"""Print out-of-scope samples: python3 -m tools.ember.corpus.out_of_scope.preview [n] [seed]"""
import random
import sys

from . import sample


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    rng = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    for _ in range(count):
        prompt, answer = sample(rng)
        print(f"{prompt}\n  => {answer}")


if __name__ == "__main__":
    main()
