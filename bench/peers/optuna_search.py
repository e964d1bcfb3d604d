"""Suggests trials by Optuna's TPE, asked and told on standard input and output, a line each.

start SEED NAME:float:LOW:HIGH[:log] NAME:int:LOW:HIGH[:log] NAME:categorical:A:B:C ...   -> ready
ask                                                                                     -> NAME=VALUE NAME=VALUE ...
tell VALUE                                                                              -> ok
digits FILE (scikit-learn's digits as CSV, the label first)                             -> ok
"""
import sys


def suggest(trial, parameter):
    name, kind, *rest = parameter.split(":")
    if kind == "categorical":
        return name, trial.suggest_categorical(name, rest)
    number = float if kind == "float" else int
    method = trial.suggest_float if kind == "float" else trial.suggest_int
    return name, method(name, number(rest[0]), number(rest[1]), log=rest[2:] == ["log"])


def digits(path):
    from sklearn.datasets import load_digits

    data = load_digits()
    with open(path, "w") as file:
        for label, row in zip(data.target, data.data):
            file.write(",".join(["%d" % label] + ["%g" % value for value in row]) + "\n")


def main():
    study = trial = parameters = None
    for line in sys.stdin:
        command, *words = line.split()
        if command == "digits":
            digits(words[0])
            answer = "ok"
        elif command == "start":
            import optuna

            optuna.logging.set_verbosity(optuna.logging.ERROR)
            study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=int(words[0])))
            parameters = words[1:]
            answer = "ready"
        elif command == "ask":
            trial = study.ask()
            answer = " ".join("%s=%s" % suggest(trial, parameter) for parameter in parameters)
        else:
            study.tell(trial, float(words[0]))
            answer = "ok"
        print(answer, flush=True)


main()
