"""The tree of posts as text: a path per post, sorted as the tree is read.

A path is the parent's path plus one component of fixed width, made of the post's number in its
topic; digits sort before capital letters everywhere, so databases agree on the order.
"""
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUV"
WIDTH = 5
#: 32 to the power of WIDTH: more posts than a topic will ever have.
MOST = 32**WIDTH
#: An answer to a post this deep stands beside it: databases do not index endless paths.
DEEPEST = 100


def component(number: int) -> str:
    """Post number 33 → 00011. Raises ValueError outside 0 … MOST - 1."""
    if not 0 <= number < MOST:
        raise ValueError(f"A topic cannot have a post number {number}.")
    digits = ""
    for _ in range(WIDTH):
        number, rest = divmod(number, 32)
        digits = DIGITS[rest] + digits
    return digits


def path_below(parent_path: str, number: int) -> str:
    """The path of the post with this number below a parent; an opening post has no parent."""
    return parent_path[:DEEPEST * WIDTH] + component(number)


def depth_of(path: str) -> int:
    return len(path) // WIDTH - 1


def branch_bounds(path: str) -> tuple[str, str]:
    """The paths of a branch (its root included) are >= the first and < the second."""
    return path, path + "~"
