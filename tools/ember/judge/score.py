#!/usr/bin/env python3
"""Scores Ember's answers against a judge set: score.py answers.jsonl [--set fresh]"""
import argparse
import json
import math
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import canon  # noqa: E402  (the folder must be on the path first)
import checks  # noqa: E402

# The corpus was improved on the failures of the first; the fresh one was kept from its authors.
SETS = {"development": HERE, "fresh": HERE / "fresh"}
FILES = ("hearth.jsonl", "tasks.jsonl", "out-of-scope.jsonl", "follow-up.jsonl")
MORE = {"development": ("tasks-more.jsonl", "follow-up-more.jsonl"), "fresh": ("tasks-more.jsonl",)}  # files beside those
ENDS = {"stop", "escalate", "length"}
OUT = "out-of-scope"
HARD = re.compile(r"-m\d+$")  # ids of the development set's second part


def read_jsonl(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def judge_rows(which="development"):
    return [row for name in (*FILES, *MORE.get(which, ())) for row in read_jsonl(SETS[which] / name)]


def wilson(right, total, z=1.959964):
    """95 % Wilson score interval of a proportion."""
    if not total:
        return (0.0, 1.0)
    rate, square = right / total, z * z
    middle = (rate + square / (2 * total)) / (1 + square / total)
    half = z * math.sqrt(rate * (1 - rate) / total + square / (4 * total * total)) / (1 + square / total)
    return (max(0.0, middle - half), min(1.0, middle + half))


def rate(right, total):
    low, high = wilson(right, total)
    return {"right": right, "of": total, "rate": right / total if total else None,
            "low": low, "high": high}


def target(row):
    """What is asked of the answer: of a follow-up, its second turn."""
    return row["second"] if row["skill"] == "follow-up" else row


def judge(row, answer, known):
    """(right, how): how is the kind of match, or the reason it is wrong."""
    wanted = target(row)
    if answer is None:
        return False, "no answer"
    if wanted["skill"] == OUT:
        return answer["end"] == "escalate", "ended with " + answer["end"]
    if answer["end"] != "stop":
        return False, "ended with " + answer["end"]
    if wanted["skill"] == "hearth":
        how = canon.match(answer["text"], [wanted["intent"], *wanted.get("alsoOk", ())], known)
        return how is not None, how or "another answer"
    problem = checks.check(wanted["skill"], answer["text"], wanted["expect"])
    return not problem, problem or "exact"


def score(rows, answers, known=None):
    known = canon.load() if known is None else known
    given = {}
    for answer in answers:
        if answer["end"] not in ENDS:
            raise ValueError(f"{answer['id']}: unknown end {answer['end']!r}")
        # Two answers to one prompt would let the better one count.
        if answer["id"] in given:
            raise ValueError(f"{answer['id']}: answered twice")
        given[answer["id"]] = answer
    unknown = sorted(set(given) - {row["id"] for row in rows})
    if unknown:
        raise ValueError(f"answers to no prompt of the set: {', '.join(unknown[:5])}")

    hard = {}
    tally, near, false_alarms, in_scope, out_caught, out_total = {}, 0, 0, 0, 0, 0
    near_miss, failures, missing = [0, 0], [], 0
    for row in rows:
        answer = given.get(row["id"])
        missing += answer is None
        right, how = judge(row, answer, known)
        counts = tally.setdefault(row["skill"], [0, 0])
        counts[0] += right
        counts[1] += 1
        if HARD.search(row["id"]):
            of_hard = hard.setdefault(row["skill"], [0, 0])
            of_hard[0] += right
            of_hard[1] += 1
        near += right and how == "near"
        if target(row)["skill"] == OUT:
            out_total += 1
            out_caught += right
            if row["id"].startswith("oos-near-"):
                near_miss[0] += right
                near_miss[1] += 1
        else:
            in_scope += 1
            false_alarms += answer is not None and answer["end"] == "escalate"
        if not right:
            failures.append({"id": row["id"], "why": how, "text": answer["text"] if answer else ""})
    if hard:
        hard["all"] = [sum(column) for column in zip(*hard.values())]
    return {
        "skills": {skill: rate(*counts) for skill, counts in tally.items()},
        "outOfScopeRecall": rate(out_caught, out_total),
        "nearMissRecall": rate(*near_miss),
        "falseAlarms": rate(false_alarms, in_scope),
        "overall": rate(sum(c[0] for c in tally.values()), len(rows)),
        **({"secondPart": {name: rate(*counts) for name, counts in hard.items()}} if hard else {}),
        "nearMatches": near, "missing": missing, "failures": failures,
    }


def line(name, value):
    if not value["of"]:
        return f"{name:22} none"
    return (f"{name:22} {value['right']:4}/{value['of']:<4} {100 * value['rate']:6.1f} %"
            f"   [{100 * value['low']:.1f}, {100 * value['high']:.1f}]")


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("answers", help='JSON Lines of {"id","text","end"}')
    parser.add_argument("--set", choices=SETS, default="development", help="the set that was answered")
    parser.add_argument("--json", action="store_true", help="print the whole report as JSON")
    parser.add_argument("--failures", action="store_true", help="list every wrong answer")
    options = parser.parse_args(argv)
    report = score(judge_rows(options.set), read_jsonl(options.answers))
    if options.json:
        print(json.dumps(report, ensure_ascii=False, indent=1))
        return
    for skill, value in report["skills"].items():
        print(line(skill, value))
    print(line("out-of-scope recall", report["outOfScopeRecall"]))
    print(line("  of near misses", report["nearMissRecall"]))
    print(line("false alarms", report["falseAlarms"]))
    print(line("overall", report["overall"]))
    for skill, value in report.get("secondPart", {}).items():
        print(line("second part, " + skill, value))
    print(f"{report['nearMatches']} Hearth answers by near match, {report['missing']} without an answer")
    if options.failures:
        for failure in report["failures"]:
            print(f"{failure['id']}: {failure['why']}: {failure['text']!r}")


if __name__ == "__main__":
    main()
