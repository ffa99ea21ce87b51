"""Print samples of each skill: python3 -m tools.ember.corpus.tasks.preview [n] [skill …]"""
import random
import sys

from . import SKILLS


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    rng = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 and sys.argv[2].isdigit() else 1)
    for skill in [s for s in sys.argv[2:] if s in SKILLS] or SKILLS:
        print(f"===== {skill}")
        for _ in range(count):
            prompt, answer = SKILLS[skill](rng)
            print(f"{prompt}\n  => {answer}\n")


if __name__ == "__main__":
    main()
