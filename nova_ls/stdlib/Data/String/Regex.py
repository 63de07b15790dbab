"""What Data.String.Regex imports from its host: expressions of ECMAScript, on Python's `re`.

A pattern is parsed as ECMAScript has it and written anew for `re`: sets of characters as sets of ranges, with what ignoring case adds; back references that match
nothing where their group has not matched; ends of lines and words spelt out. What `re` cannot do is refused with a message: looking behind by a length that is not fixed, and properties
other than general categories. One difference stays: a group within a repetition keeps what it matched in an earlier round.
"""

import re
import sys
import unicodedata
from functools import cache
from itertools import pairwise

LINE_END = r"[\n\r\u2028\u2029]"
REPEAT_LIMIT = 2**31
SYNTAX = frozenset("^$\\.*+?()[]{}|/")
ENDS_WRITTEN = {"\n": "\\n", "\r": "\\r", "\u2028": "\\u2028", "\u2029": "\\u2029"}
CONTROLS = {"t": 9, "n": 10, "v": 11, "f": 12, "r": 13}
WORD = [(48, 57), (65, 90), (95, 95), (97, 122)]
CLASSES = {
    "d": [(48, 57)],
    "w": WORD,
    "s": [
        (9, 13), (32, 32), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029),
        (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF),
    ],
}  # fmt: skip
CATEGORIES = {
    "Letter": "L", "Cased_Letter": "LC", "Uppercase_Letter": "Lu", "Lowercase_Letter": "Ll", "Titlecase_Letter": "Lt",
    "Modifier_Letter": "Lm", "Other_Letter": "Lo", "Mark": "M", "Nonspacing_Mark": "Mn", "Spacing_Mark": "Mc",
    "Enclosing_Mark": "Me", "Number": "N", "Decimal_Number": "Nd", "Letter_Number": "Nl", "Other_Number": "No",
    "Punctuation": "P", "Connector_Punctuation": "Pc", "Dash_Punctuation": "Pd", "Open_Punctuation": "Ps",
    "Close_Punctuation": "Pe", "Initial_Punctuation": "Pi", "Final_Punctuation": "Pf", "Other_Punctuation": "Po",
    "Symbol": "S", "Math_Symbol": "Sm", "Currency_Symbol": "Sc", "Modifier_Symbol": "Sk", "Other_Symbol": "So",
    "Separator": "Z", "Space_Separator": "Zs", "Line_Separator": "Zl", "Paragraph_Separator": "Zp", "Other": "C",
    "Control": "Cc", "Format": "Cf", "Surrogate": "Cs", "Private_Use": "Co", "Unassigned": "Cn",
}  # fmt: skip


class Regex:
    """A compiled expression; `last_index` is where the next match of a global or sticky one begins."""

    def __init__(self, source, flags):
        self.source = source
        self.flags = "".join(sorted(flags))
        self.all = "g" in flags
        self.sticky = "y" in flags
        self.unicode = "u" in flags
        translator = Translator(points(source) if self.unicode else source, flags)
        self.compiled = translator.compile()
        self.names = translator.names
        self.last_index = 0

    def find(self, text, start):
        """The first match from a place on, or at it if the expression is sticky."""
        if start > len(text):
            return None
        return (
            self.compiled.match(text, start) if self.sticky else self.compiled.search(text, start)
        )

    def execute(self, text):
        """The next match, as `RegExp.prototype.exec` keeps count."""
        counts = self.all or self.sticky
        found = self.find(text, self.last_index if counts else 0)
        if counts:
            self.last_index = found.end() if found else 0
        return found

    def matches(self, text):
        """All matches if the expression is global, otherwise at most one."""
        if not self.all:
            found = self.execute(text)
            return [found] if found else []
        self.last_index = 0
        out = []
        start = 0
        while found := self.find(text, start):
            out.append(found)
            start = found.end() + (found.end() == found.start())
        return out

    def text(self, units):
        """A text as the expression reads it: as code points with the flag `unicode`."""
        return points(units) if self.unicode else units


def showRegex(regex):
    return f"/{source(regex)}/{regex.flags}"


def compile(left):
    def compile_right(right):
        def compile_pattern(pattern):
            def compile_flags(flags):
                if len(set(flags)) < len(flags) or not set(flags) <= set("dgimsuy"):
                    return left(f"Invalid flags supplied to RegExp constructor '{flags}'")
                try:
                    return right(Regex(pattern, flags))
                except (re.error, RecursionError, OverflowError) as error:
                    return left(
                        f"Invalid regular expression: /{pattern}/{''.join(sorted(flags))}: {error}"
                    )

            return compile_flags

        return compile_pattern

    return compile_right


def source(regex):
    """The pattern as it may stand between slashes."""
    out = []
    within_set = escaped = False
    for c in regex.source:
        if not escaped:
            within_set = c == "[" or (within_set and c != "]")
        if c == "/" and not within_set and not escaped:
            out.append("\\")
        if c in ENDS_WRITTEN:
            out.append(ENDS_WRITTEN[c][escaped:])
        else:
            out.append(c)
        escaped = c == "\\" and not escaped
    return "".join(out) or "(?:)"


def flagsOf(regex):
    letters = {
        "global": "g",
        "ignoreCase": "i",
        "multiline": "m",
        "dotAll": "s",
        "sticky": "y",
        "unicode": "u",
    }
    return {name: letter in regex.flags for name, letter in letters.items()}


def test(regex):
    def test_text(text):
        regex.last_index = 0
        return regex.execute(regex.text(text)) is not None

    return test_text


def matchImpl(just):
    def match_or(nothing):
        def match_with(regex):
            def match_text(text):
                found = regex.matches(regex.text(text))
                if not found:
                    return nothing
                parts = (
                    [m.group() for m in found]
                    if regex.all
                    else [found[0].group(), *found[0].groups()]
                )
                return just([nothing if part is None else just(units(part)) for part in parts])

            return match_text

        return match_with

    return match_or


def replace(regex):
    return lambda by: lambda text: replaced(regex, text, lambda found: expand(regex, found, by))


def replaceBy(just):
    def replace_or(nothing):
        def replace_with(regex):
            def replace_by(f):
                def make(found):
                    groups = [
                        nothing if part is None else just(units(part)) for part in found.groups()
                    ]
                    return f(units(found.group()))(groups)

                return lambda text: replaced(regex, text, make)

            return replace_by

        return replace_with

    return replace_or


def searchImpl(regex):
    def search(text):
        text = regex.text(text)
        found = regex.find(text, 0)
        return len(units(text[: found.start()])) if found else -1

    return search


def split(regex):
    def split_text(text):
        text = regex.text(text)
        if text == "":
            return [] if regex.compiled.match(text) else [""]
        out = []
        start = at = 0
        while (
            at < len(text)
            and (found := regex.compiled.search(text, at))
            and found.start() < len(text)
        ):
            if found.end() == start:
                at = found.start() + 1
                continue
            out += [text[start : found.start()], *found.groups()]
            start = at = found.end()
        return [None if part is None else units(part) for part in [*out, text[start:]]]

    return split_text


def replaced(regex, text, make):
    """A text with its matches replaced by what is made of each."""
    text = regex.text(text)
    out = []
    end = 0
    # All matches are found before the first replacement is made.
    for found in regex.matches(text):
        out += [units(text[end : found.start()]), make(found)]
        end = found.end()
    return "".join([*out, units(text[end:])])


def expand(regex, found, by):
    """A replacement with what stands for parts of the match put in."""
    if "$" not in by:
        return by

    def part(reference):
        what = reference[1]
        if what == "$":
            return "$"
        if what == "&":
            return units(found.group())
        if what == "`":
            return units(found.string[: found.start()])
        if what == "'":
            return units(found.string[found.end() :])
        if what[0] == "<":
            if not regex.names:
                return reference.group()
            number = regex.names.get(what[1:-1])
            return units(found[number] or "") if number else ""
        count = found.re.groups
        if 1 <= int(what) <= count:
            return units(found[int(what)] or "")
        if len(what) == 2 and 1 <= int(what[0]) <= count:
            return units(found[int(what[0])] or "") + what[1]
        return reference.group()

    return re.sub(r"\$([$&`']|[0-9]{1,2}|<[^>]*>)", part, by)


def points(text):
    """A string of code units as one of code points."""
    return (
        text
        if text.isascii()
        else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    )


def units(text):
    """A string of code points as one of code units."""
    if text.isascii() or max(text) < "\U00010000":
        return text
    data = text.encode("utf-16-le", "surrogatepass")
    return "".join([chr(data[i] | data[i + 1] << 8) for i in range(0, len(data), 2)])


class Translator:
    """Reads a pattern once from left to right and writes one for `re`; raises `re.error` with the host's message for it."""

    def __init__(self, pattern, flags):
        self.pattern = pattern
        self.at = 0
        self.ignore_case = "i" in flags
        self.multiline = "m" in flags
        self.dot_all = "s" in flags
        self.unicode = "u" in flags
        self.groups, self.names = count_groups(pattern)
        self.opened = 0
        self.closed = set()

    def compile(self):
        text = self.alternatives()
        if self.at < len(self.pattern):
            raise re.error("Unmatched ')'")
        try:
            return re.compile(text)
        except re.error as error:
            raise re.error(f"not possible on this host: {error.msg}") from error

    def peek(self, text):
        return self.pattern.startswith(text, self.at)

    def take(self, text):
        found = self.peek(text)
        if found:
            self.at += len(text)
        return found

    def take_match(self, expression):
        """What an expression of `re` matches here."""
        found = re.compile(expression).match(self.pattern, self.at)
        if found:
            self.at = found.end()
        return found

    def alternatives(self):
        out = [self.sequence()]
        while self.take("|"):
            out.append(self.sequence())
        return "|".join(out)

    def sequence(self):
        out = []
        while self.at < len(self.pattern) and not self.peek("|") and not self.peek(")"):
            out.append(self.term())
        return "".join(out)

    def term(self):
        assertion, may_repeat = self.assertion()
        if assertion is None:
            return self.atom() + self.quantifier()
        if may_repeat and not self.unicode:
            return f"(?:{assertion})" + self.quantifier()
        if self.quantifier():
            raise re.error(
                "Invalid quantifier"
                if may_repeat or "(?<" in assertion[:3]
                else "Nothing to repeat"
            )
        return assertion

    def assertion(self):
        """An assertion, and whether it may be repeated; or nothing."""
        if self.take("^"):
            return (rf"(?:\A|(?<={LINE_END}))" if self.multiline else r"\A"), False
        if self.take("$"):
            return (rf"(?={LINE_END}|\Z)" if self.multiline else r"\Z"), False
        word = written(self.folded(WORD))
        if self.take("\\b"):
            return f"(?:(?<={word})(?!{word})|(?<!{word})(?={word}))", False
        if self.take("\\B"):
            return f"(?:(?<={word})(?={word})|(?<!{word})(?!{word}))", False
        for start in ("(?=", "(?!", "(?<=", "(?<!"):
            if self.take(start):
                return start + self.rest_of_group() + ")", "<" not in start
        return None, False

    def rest_of_group(self):
        inside = self.alternatives()
        if not self.take(")"):
            raise re.error("Unterminated group")
        return inside

    def atom(self):
        if self.take("("):
            return self.group()
        if self.take("."):
            return written(
                [(0, sys.maxunicode)]
                if self.dot_all
                else complement([(10, 10), (13, 13), (0x2028, 0x2029)])
            )
        if self.take("["):
            return self.set()
        if self.take("\\"):
            return self.escape()
        if self.take_match(QUANTIFIER):
            raise re.error("Nothing to repeat")
        if self.unicode and self.pattern[self.at] in "{}]":
            raise re.error("Lone quantifier brackets")
        self.at += 1
        return self.literal(ord(self.pattern[self.at - 1]))

    def group(self):
        if self.take("?:"):
            return "(?:" + self.rest_of_group() + ")"
        if self.peek("?"):
            if not self.take("?<"):
                raise re.error("Invalid group")
            if not self.take_match(f"{NAME}>"):
                raise re.error("Invalid capture group name")
        self.opened += 1
        number = self.opened
        inside = self.rest_of_group()
        self.closed.add(number)
        return f"({inside})"

    def quantifier(self):
        """A quantifier as `re` writes it, or nothing."""
        found = self.take_match(QUANTIFIER)
        if not found:
            if self.unicode and self.peek("{"):
                raise re.error("Incomplete quantifier")
            return ""
        text = found.group()
        if text[0] == "{":
            least, most = int(found[1]), int(found[3] or sys.maxsize) if found[2] else int(found[1])
            if most < least:
                raise re.error("numbers out of order in {} quantifier")
            text = f"{{{min(least, REPEAT_LIMIT)},{min(most, REPEAT_LIMIT) if most < sys.maxsize else ''}}}"
        return text + ("?" if self.take("?") else "")

    def literal(self, code):
        return written(self.folded([(code, code)]))

    def escape(self):
        """What follows a backslash outside of a set."""
        if self.at == len(self.pattern):
            raise re.error("\\ at end of pattern")
        digits = self.take_match("[1-9][0-9]*")
        if digits and int(digits.group()) <= self.groups:
            return self.reference(int(digits.group()))
        if digits:
            self.at = digits.start()
        if (self.unicode or self.names) and self.take("k"):
            name = self.take_match(rf"<({NAME})")
            if not name:
                raise re.error("Invalid named reference")
            if name[1] not in self.names:
                raise re.error("Invalid named capture referenced")
            self.at += 1
            return self.reference(self.names[name[1]])
        ranges = self.class_escape()
        return written(ranges) if ranges is not None else self.literal(self.character_escape(""))

    def reference(self, number):
        """What a group matched; nothing where it has matched nothing yet."""
        if number not in self.closed:
            return "(?:)"
        again = rf"(?i:\{number})" if self.ignore_case else rf"\{number}"
        return f"(?({number}){again}|)"

    def class_escape(self):
        """The characters that an escape of a class stands for, if here is one."""
        found = self.take_match("[dDsSwW]")
        if found:
            ranges = self.folded(CLASSES[found.group().lower()])
            return ranges if found.group().islower() else complement(ranges)
        if self.unicode and (found := self.take_match("[pP]")):
            name = self.take_match(r"\{([A-Za-z0-9_=]+)\}")
            ranges = property_ranges(name[1]) if name else None
            if ranges is None:
                raise re.error("Invalid property name")
            return self.folded(ranges if found.group() == "p" else complement(ranges))
        return None

    def character_escape(self, also):
        """The character that an escape stands for; with the flag `unicode`, only signs of the syntax and some others may stand for themselves."""
        if found := self.take_match("[tnvfr]"):
            return CONTROLS[found.group()]
        if found := self.take_match("c([A-Za-z])"):
            return ord(found[1]) % 32
        if found := self.take_match("x([0-9a-fA-F]{2})"):
            return int(found[1], 16)
        if self.peek("u") and (code := self.unicode_escape()) is not None:
            return code
        if self.unicode:
            return self.strict_escape(also)
        if found := self.take_match("[0-3][0-7]{0,2}|[4-7][0-7]?"):
            return int(found.group(), 8)
        if self.peek("c"):
            return ord("\\")
        self.at += 1
        return ord(self.pattern[self.at - 1])

    def strict_escape(self, also):
        if self.take_match("0(?![0-9])"):
            return 0
        if self.peek("0"):
            raise re.error("Invalid decimal escape")
        if self.pattern[self.at] not in SYNTAX | set(also):
            raise re.error(
                "Invalid Unicode escape" if self.pattern[self.at] in "uc" else "Invalid escape"
            )
        self.at += 1
        return ord(self.pattern[self.at - 1])

    def unicode_escape(self):
        if self.unicode and (found := self.take_match(r"u\{([0-9a-fA-F]+)\}")):
            if int(found[1], 16) > sys.maxunicode:
                raise re.error("Invalid Unicode escape")
            return int(found[1], 16)
        pair = (
            self.take_match("u([dD][89abAB][0-9a-fA-F]{2})\\\\u([dD][c-fC-F][0-9a-fA-F]{2})")
            if self.unicode
            else None
        )
        if pair:
            return 0x10000 + (int(pair[1], 16) - 0xD800) * 0x400 + int(pair[2], 16) - 0xDC00
        found = self.take_match("u([0-9a-fA-F]{4})")
        return int(found[1], 16) if found else None

    def set(self):
        """A set of characters, after its bracket."""
        negated = self.take("^")
        ranges = []
        while not self.take("]"):
            first = self.member()
            if self.peek("-") and not self.peek("-]"):
                self.at += 1
                ranges += self.range(first, self.member())
            else:
                ranges += first
        ranges = self.folded(ranges)
        return written(complement(ranges) if negated else ranges)

    def range(self, first, last):
        if isinstance(first, Single) and isinstance(last, Single):
            if first[0][0] > last[0][0]:
                raise re.error("Range out of order in character class")
            return [(first[0][0], last[0][0])]
        if self.unicode:
            raise re.error("Invalid character class")
        return [*first, (45, 45), *last]

    def member(self):
        """One character of a set, or the characters of a class."""
        if self.at == len(self.pattern):
            raise re.error("Unterminated character class")
        if not self.take("\\"):
            self.at += 1
            return Single([(ord(self.pattern[self.at - 1]),) * 2])
        if self.at == len(self.pattern):
            raise re.error("\\ at end of pattern")
        ranges = self.class_escape()
        if ranges is not None:
            return ranges
        code = 8 if self.take("b") else self.character_escape("-")
        return Single([(code, code)])

    def folded(self, ranges):
        """Characters with those that differ from them in case alone, if case is ignored."""
        if not self.ignore_case:
            return ranges
        others = equivalents(self.unicode)
        out = list(ranges)
        for low, high in ranges:
            codes = range(low, high + 1) if high - low < len(others) else others
            out += [
                (other, other)
                for code in codes
                if low <= code <= high
                for other in others.get(code, ())
            ]
        return out


class Single(list):
    """The one character of a set that may begin or end a range."""


QUANTIFIER = r"[*+?]|\{([0-9]+)(?:(,)([0-9]*))?\}"
NAME = r"[A-Za-z_$][\w$]*(?=>)"


def count_groups(pattern):
    """How many groups there are, and the numbers of those with names."""
    count, names = 0, {}
    for found in re.finditer(
        rf"\\.|\[(?:\\.|[^\]\\])*\]?|\((?!\?)|\(\?<(?![=!])({NAME})?", pattern, re.DOTALL
    ):
        if found.group()[0] == "(":
            count += 1
            if found[1] in names:
                raise re.error("Duplicate capture group name")
            if found[1]:
                names[found[1]] = count
    return count, names


def complement(ranges):
    """All characters but these."""
    out, start = [], 0
    for low, high in sorted(ranges):
        if low > start:
            out.append((start, low - 1))
        start = max(start, high + 1)
    return [*out, (start, sys.maxunicode)] if start <= sys.maxunicode else out


def written(ranges):
    """One character of these, as `re` writes it."""
    if not ranges:
        return "(?!)"
    if len(ranges) == 1 and ranges[0][0] == ranges[0][1]:
        return character(ranges[0][0])
    return (
        "["
        + "".join(
            [
                character(low) if low == high else f"{character(low)}-{character(high)}"
                for low, high in ranges
            ]
        )
        + "]"
    )


def character(code):
    c = chr(code)
    return c if c.isascii() and c.isalnum() else f"\\U{code:08x}"


@cache
def equivalents(unicode):
    """The other characters that are the same as one if case is ignored."""
    classes: dict[int, list[int]] = {}
    for code in range(0x1E944 if unicode else 0x10000):
        classes.setdefault(canonical(code, unicode), []).append(code)
    return {
        code: [other for other in codes if other != code]
        for codes in classes.values()
        if len(codes) > 1
        for code in codes
    }


def canonical(code, unicode):
    c = chr(code)
    if unicode:
        folded = c.casefold() if len(c.casefold()) == 1 else c.lower()
        return ord(folded) if len(folded) == 1 else code
    upper = c.upper()
    if len(upper) > 1 or (code >= 128 and ord(upper) < 128):
        return code
    return ord(upper)


@cache
def property_ranges(name):
    """The characters of a general category, or nothing if there is none of this name."""
    if name in ("Any", "ASCII"):
        return [(0, sys.maxunicode if name == "Any" else 127)]
    name = name.removeprefix("gc=").removeprefix("General_Category=")
    short = CATEGORIES.get(name, name)
    if short not in CATEGORIES.values():
        return None
    wanted = ("Lu", "Ll", "Lt") if short == "LC" else short
    codes = [
        code
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)).startswith(wanted)
    ]
    starts = [code for before, code in pairwise([-2, *codes]) if code != before + 1]
    ends = [code for code, after in pairwise([*codes, -2]) if after != code + 1]
    return list(zip(starts, ends, strict=True))
