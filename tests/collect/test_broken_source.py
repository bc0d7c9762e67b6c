"""A fault in the program of one source ends the runs of that source alone: it is named with file and line, and the others
are read. The broken one stands first in sources.yaml, where it used to take all the others with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from monitor import sources
from monitor.collect.planning import rules_of
from monitor.config import load_sources
from monitor.errors import SourceFault
from monitor.resources import demo_folder
from monitor.store import Store
from tests.demo_run import monitor
from tests.sources.invented import ENTRY, FILE, PARTS, URL, installed, program

OTHER = "us-itc-federal-register"
LISTED = [{"url": URL, "body": "nothing", "headers": {"content-type": "text/plain"}}]
OPTIONS = """
class Strict(Options):
    depth: int = 3

    @field_validator("depth")
    @classmethod
    def _known(cls, depth):
        return {4: 4}[depth]

    model_config = {**Options.model_config, "validate_default": True}

class Register"""


def reading(*lines: str) -> str:
    return program(read="def read(self, capture, plan):\n" + "\n".join(f"    {line}" for line in lines))


def record(**more: str) -> str:
    values = {"source": "'zz-register'", "matter": "'tm:ZZ:1'", "kind": "'application'", "title": "'ZZ'", "url": "''"}
    return "yield Record(" + ", ".join(f"{k}={v}" for k, v in {**values, **more}.items()) + ")"


NOT_LOADED = {
    "a part is missing": program(gates=None),
    "a part is misspelt": program(extra="asks_by_names = True"),
    "a part is of another type": program(authentication='authentication = "X-Key"'),
    "its file imports what is not there": "import no_such_module\n" + program(),
    "its file is no Python": program() + "\ndef :\n",
    "its options trip": program()
    .replace("\nclass Register", OPTIONS, 1)
    .replace("options = Options", "options = Strict")
    .replace("from monitor.sources.base", "from pydantic import field_validator\nfrom monitor.sources.base", 1),
}
TRIPPED = {
    "requests() trips": program(requests="def requests(self, plan):\n    raise KeyError('list')"),
    "requests() trips on its way": program(requests=PARTS["requests"] + "\n    plan.no_such_thing"),
    "requests() gives no request": program(requests="def requests(self, plan):\n    yield 'https://example.org/'"),
    "requests() gives nothing at all": program(requests="def requests(self, plan):\n    return None"),
}
UNPARSED = {
    "read() trips": reading("raise IndexError(7)"),
    "read() gives another type": reading("yield 'a record'"),
    "read() gives nothing at all": reading("return None"),
    "a record without a title": reading(record(title="None")),
    "a mention that is a text": reading(record(mentions="('Languhe',)")),
    "an event that is a text": reading(record(events="('filed',)")),
    "facts that are none": reading(record(facts="7")),
    "an event without a title": reading(record(events="(Event('filed', date(2026, 11, 18), None),)")),
    "an event without a day": reading(record(events="(Event('filed', None, ''),)")),
    "a mention without a field": reading(record(mentions="(Mention('Languhe', Role.MARK, None),)")),
    "a mention in a role that is a text": reading(record(mentions="(Mention('Languhe', 'mark', 'nome'),)")),
    "another key that is none": reading(record(aliases="(None,)")),
    "a total that is a text": reading(record(), "yield Stated('files', '5')"),
    "a count that is none": reading(record(), "yield Seen('files', None)"),
    "a doubt without parameters": reading(record(), "yield Suspect('kit.suspect.truncated', None)"),
    "something unknown without parameters": reading(record(), "yield Unknown('kit.unknown.date', '', None)"),
    "a request that is an address": reading(record(), "yield Follow('https://example.org/')"),
    "a cursor that is a number": reading(record(), "yield Advance('page', 7)"),
    "a skipped record without its bytes": reading(record(), "yield Skip('kit.skip.missing', 'item 1', None)"),
}
UNSTORED = {"a text that is no text": reading(record(), record(matter="'tm:ZZ:2'", title=r"'\ud800'"))}
BROKEN = {**NOT_LOADED, **TRIPPED, **UNPARSED, **UNSTORED}


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Its sources.yaml, the broken source first, and what is answered."""
    (tmp_path / "sources.yaml").write_text(f"{ENTRY}\n{OTHER}:\n", encoding="utf-8")
    demo = (demo_folder() / "replay.yaml").read_text(encoding="utf-8").replace("file: ", f"file: {demo_folder()}/")
    (tmp_path / "replay.yaml").write_text(f"{demo}\n{json.dumps(LISTED)[1:-1]}".replace('\n{"url"', '\n- {"url"'))
    return tmp_path


@pytest.fixture(params=BROKEN)
def broken(request: pytest.FixtureRequest, office: Path) -> Iterator[str]:
    with installed(office, BROKEN[request.param]):
        yield str(request.param)


def run(office: Path, *words: str) -> tuple[int, dict[str, dict[str, Any]]]:
    done = monitor(
        office / "state", "--sources", str(office / "sources.yaml"), "run", "--json", "--replay", str(office), *words
    )
    assert "Traceback" not in done.stderr
    assert done.stdout, done.stderr
    return done.returncode, {r["source"]: r for r in json.loads(done.stdout)["runs"]}


def test_the_others_are_read_and_the_broken_one_is_named(office: Path, broken: str) -> None:
    code, runs = run(office)
    assert code == 3
    assert list(runs) == ["zz-register", OTHER]
    assert runs[OTHER]["verdict"] in ("ok", "suspicious")
    assert runs[OTHER]["records"]
    expected = "unparsed" if broken in UNPARSED else "failed"
    assert runs["zz-register"]["verdict"] == expected
    assert FILE in runs["zz-register"]["message"]
    with Store.open(office / "state", readonly=True) as store:
        assert store.sources.checked_until("zz-register") is None
        assert store.sources.cursor("zz-register") == {}
        assert store.runs.interrupted() == []


@pytest.mark.parametrize("kind", NOT_LOADED)
def test_what_cannot_be_loaded_is_named_at_every_door_and_stops_none(office: Path, kind: str) -> None:
    with installed(office, NOT_LOADED[kind]):
        run(office)
        given = ("--sources", str(office / "sources.yaml"))
        state = office / "state"
        for words, code in ((("doctor",), 4), (("source", "show", "zz-register"), 4), (("source", "list"), 0)):
            done = monitor(state, *given, *words)
            assert done.returncode == code, done.stderr
            assert FILE in "".join((done.stdout + done.stderr).split()), words
            assert "Traceback" not in done.stderr
        rows = json.loads(monitor(state, *given, "status", "--json").stdout)
        (row,) = [r for r in rows if r["id"] == "zz-register"]
        assert row["state"] == "failing"
        assert FILE in row["message"]
        listed = json.loads(monitor(state, *given, "source", "list", "--json").stdout)
        assert FILE in listed[0]["fault"]
        assert listed[1]["fault"] is None
        assert monitor(state, *given, "source", "show", OTHER).returncode == 0


def test_once_it_is_mended_it_is_read(office: Path) -> None:
    with installed(office, NOT_LOADED["a part is missing"]):
        run(office)
    with installed(office / "mended", reading(record(events="(Event('filed', date(2026, 11, 18), ''),)"))):
        code, runs = run(office, "--source", "zz-register")
    assert runs["zz-register"]["verdict"] == "ok", runs
    assert code == 0


def test_records_read_before_a_fault_are_kept(office: Path) -> None:
    with installed(office, reading(record(), "raise IndexError(7)")):
        _, runs = run(office, "--source", "zz-register")
    assert (runs["zz-register"]["verdict"], runs["zz-register"]["records"]) == ("unparsed", 1)
    with Store.open(office / "state", readonly=True) as store:
        assert store.matters.count() == 1


def test_of_a_batch_only_the_record_that_cannot_be_stored_is_lost(office: Path) -> None:
    (text,) = UNSTORED.values()
    with installed(office, text):
        run(office, "--source", "zz-register")
    with Store.open(office / "state", readonly=True) as store:
        assert store.matters.count() == 1


def test_a_wrong_sources_yaml_still_stops_everything(office: Path) -> None:
    (office / "sources.yaml").write_text(f"{ENTRY}  options: {{no_such: 1}}\n\n{OTHER}:\n", encoding="utf-8")
    with installed(office, program()):
        given = ("--sources", str(office / "sources.yaml"))
        done = monitor(office / "state", *given, "run", "--replay", str(office))
    assert done.returncode == 4
    assert "options.no_such" in done.stderr


@pytest.mark.parametrize("answer", ["body['wait']", "'soon'", "[3]"])
def test_a_wait_that_cannot_be_read_from_a_429_is_the_fault_of_the_source(office: Path, answer: str) -> None:
    with installed(office, program(throttle=f"def throttle(self, body):\n    return {answer}")):
        config = load_sources(office / "sources.yaml")["zz-register"]
        rules = rules_of(config, sources.load(config.format), lambda name: None, None)
        assert rules.throttle is not None
        with pytest.raises(SourceFault) as caught:
            rules.throttle(b"later")
    assert caught.value.params["file"] == FILE


def test_the_daemon_starts_beside_a_broken_source(office: Path) -> None:
    from monitor.cli.common import Session
    from monitor.jobs.collect import check_options

    with installed(office, NOT_LOADED["a part is missing"]):
        check_options(Session(state=office / "state", sources_file=office / "sources.yaml"))
