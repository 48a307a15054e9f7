"""Tests of reuters.py, on SGML written for them."""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import reuters  # noqa: E402

SAMPLE = """<!DOCTYPE lewis SYSTEM "lewis.dtd">
<REUTERS TOPICS="YES" LEWISSPLIT="TRAIN" OLDID="9" NEWID="7">
<DATE>26-FEB-1987 15:01:01.79</DATE>
<PLACES><D>italy</D></PLACES>
<UNKNOWN>
&#5;&#5;&#5;C T
</UNKNOWN>
<TEXT>&#2;
<TITLE>BOATS &amp; NETS
   SALE</TITLE>
<DATELINE>    NAPLES, Feb 26 - </DATELINE><BODY>The harbour &lt;HBR.NA> sold two
boats at a price that nobody told.
    "It is &lt;10 pct," he said.
 Reuter
&#3;</BODY></TEXT>
</REUTERS>
<REUTERS TOPICS="NO" NEWID="8">
<DATE> 9-APR-1987 01:02:03.04&#9;&#9;&#9;F</DATE>
<TEXT TYPE="BRIEF">&#2;
******<TITLE>HARBOUR SAYS NOTHING
</TITLE>Blah blah blah.
&#3;
</TEXT>
</REUTERS>
<REUTERS NEWID="9">
<DATE>unknown</DATE>
<TEXT TYPE="UNPROC">&#2;
WEEKLY FISH
 Cod.....1 vs.....2
 Eel\xfc&#30;....3 &amp;amp; &nope;
&#3;
</TEXT>
</REUTERS>
"""


class Dispatches(unittest.TestCase):
    def setUp(self):
        self.first, self.brief, self.raw = reuters.dispatches(SAMPLE)

    def test_body_and_dateline_are_one_text(self):
        self.assertEqual(self.first["id"], "reuters-7")
        self.assertEqual(self.first["title"], "BOATS & NETS SALE")
        self.assertEqual(self.first["published"], "1987-02-26")
        self.assertEqual(self.first["outlet"], "Reuters")
        self.assertEqual(
            self.first["text"],
            "NAPLES, Feb 26 - The harbour <HBR.NA> sold two boats at a price that nobody told.\n\n"
            '"It is <10 pct," he said.\n\nReuter',
        )

    def test_a_headline_alone_is_its_own_text(self):
        self.assertEqual(self.brief["published"], "1987-04-09")
        self.assertEqual(self.brief["text"], "HARBOUR SAYS NOTHING")

    def test_raw_text_keeps_its_lines(self):
        self.assertIsNone(self.raw["title"])
        self.assertIsNone(self.raw["published"])
        # References are resolved once; an unknown one stays.
        self.assertEqual(
            self.raw["text"], "WEEKLY FISH\n\nCod.....1 vs.....2\n\nEelü....3 &amp; &nope;"
        )


class Command(unittest.TestCase):
    def test_one_command_one_line_each(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in ["10.sgm", "2.sgm"]:
                sgml = SAMPLE.replace("NEWID=\"", f"NEWID=\"{name[:-4]}")
                Path(folder, name).write_text(sgml, encoding="latin-1")
            run = [sys.executable, str(HERE / "reuters.py"), folder]
            out = subprocess.run(run, capture_output=True, check=True).stdout.decode("utf-8")
            ids = [json.loads(line)["id"] for line in out.splitlines()]
            self.assertEqual(ids[:4], ["reuters-27", "reuters-28", "reuters-29", "reuters-107"])

    def test_an_empty_folder_is_told(self):
        with tempfile.TemporaryDirectory() as folder:
            run = [sys.executable, str(HERE / "reuters.py"), folder]
            done = subprocess.run(run, capture_output=True, check=False)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(b"no *.sgm", done.stderr)


if __name__ == "__main__":
    unittest.main()
