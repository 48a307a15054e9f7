#!/usr/bin/env python3
"""Turns the SGML of Reuters-21578 into JSON lines that `dateline` reads.

Usage: training/reuters.py FOLDER > reuters.jsonl      (FOLDER holds *.sgm)

One object a line: id (`reuters-1`, from NEWID), title, text, published (the day of <DATE>), outlet
("Reuters"). The text is the dateline and the body; where a dispatch has no body (a headline sent
alone) it is the title. Lines that the wire wrapped are joined again: a line that begins with white
space opens a paragraph, and paragraphs stand a blank line apart.

The files are not SGML that a parser accepts: control characters stand as references (`&#2;`), and
one byte is not ASCII. Elements are therefore cut out by their tags, bytes are read as Latin-1, and
control characters are dropped. The output is for measuring speed and anchors; it is not part of the
repository, as the texts are Reuters' own (free for research).
"""

import json
import re
import sys
from pathlib import Path

MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
DISPATCH = re.compile(r"<REUTERS\b([^>]*)>(.*?)</REUTERS>", re.DOTALL)
DAY = re.compile(r"(\d{1,2})-([A-Z]{3})-(\d{4})")
REFERENCE = re.compile(r"&(#\d+|[a-z]+);")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


def dispatches(sgml):
    """Yields the dispatches of one file as dicts."""
    for attributes, content in DISPATCH.findall(sgml):
        number = re.search(r'\bNEWID="(\d+)"', attributes)
        text = element(content, "TEXT") or ""
        title = clean(element(text, "TITLE") or "")
        title = " ".join(title.split()) or None
        yield {
            "id": f"reuters-{number.group(1)}" if number else None,
            "title": title,
            "text": story(text) or title or "",
            "published": day(element(content, "DATE") or ""),
            "outlet": "Reuters",
        }


def story(text):
    """Returns dateline and body; of a dispatch without elements, all of its words."""
    body = element(text, "BODY")
    if body is not None:
        dateline = clean(element(text, "DATELINE") or "").strip()
        body = clean(body)
        # The body goes on in the line of the dateline.
        return unwrap(f"{dateline} {body.lstrip()}" if dateline else body)
    if "<TITLE>" in text:
        return ""  # a headline sent alone, with filler words behind it
    return unwrap(clean(text))


def element(content, name):
    """Returns what stands between the tags of the first element of a name; None without one."""
    found = re.search(rf"<{name}\b[^>]*>(.*?)</{name}>", content, re.DOTALL)
    return found.group(1) if found else None


def clean(words):
    """Resolves references, once, and drops control characters."""
    return CONTROL.sub("", REFERENCE.sub(resolve, words))


def resolve(reference):
    """Returns the character of a reference; an unknown one stays as it is."""
    name = reference.group(1)
    if name.startswith("#"):
        point = int(name[1:])
        return chr(point) if point < 0x110000 and not 0xD800 <= point < 0xE000 else "\ufffd"
    return NAMED.get(name, reference.group(0))


def unwrap(words):
    """Joins wrapped lines to paragraphs, a blank line between them."""
    paragraphs = []
    for line in words.split("\n"):
        is_opening = not paragraphs or line[:1].isspace()
        line = " ".join(line.split())
        if not line:
            continue
        if is_opening:
            paragraphs.append(line)
        else:
            paragraphs[-1] += " " + line
    return "\n\n".join(paragraphs)


def day(date):
    """Returns the ISO day of `26-FEB-1987 15:01:01.79`; None where there is none."""
    found = DAY.search(date)
    if not found or found.group(2) not in MONTHS:
        return None
    return f"{found.group(3)}-{MONTHS.index(found.group(2)) + 1:02}-{int(found.group(1)):02}"


def number_of(path):
    """Sorts `2.sgm` before `10.sgm`."""
    digits = re.sub(r"\D", "", path.stem)
    return (int(digits) if digits else 0, path.name)


def main(arguments):
    """Writes the dispatches of a folder, in the order of their numbers."""
    if len(arguments) != 1:
        sys.exit(__doc__)
    files = sorted(Path(arguments[0]).glob("*.sgm"), key=number_of)
    if not files:
        sys.exit(f"no *.sgm in {arguments[0]}")
    out = sys.stdout
    for path in files:
        for dispatch in dispatches(path.read_text(encoding="latin-1")):
            out.write(json.dumps(dispatch, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    main(sys.argv[1:])
