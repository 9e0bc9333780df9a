"""Greets people. Shown in the documentation, and run by nobody else."""

import sys


# <greet>
def greet(name: str, times: int = 1) -> str:
    # <repeat>
    lines = [f"Hello, {name}!" for _ in range(times)]
    # </repeat>
    return "\n".join(lines)
# </greet>


# <main>
if __name__ == "__main__":
    who = sys.argv[1] if len(sys.argv) > 1 else "world"
    print(greet(who, times=2))
# </main>
