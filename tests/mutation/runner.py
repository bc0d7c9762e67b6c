"""Runs tests on changed code. No file is changed: each mutant has a process of its own, forked before any module of the
package was imported, in which the changed module is compiled from memory; its nearest tests run until one fails."""

from __future__ import annotations

import contextlib
import importlib
import importlib.machinery
import importlib.util
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, ModuleType

_OPTIONS = ("-x", "-q", "--no-header", "--tb=short", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:randomly", "-o",
            "addopts=", "-W", "ignore::pytest.PytestAssertRewriteWarning")  # fmt: skip
_MEMORY = 4 << 30  # bytes a mutant may take: a loop without an end must not take the machine
_SLACK, _PATIENCE = 10.0, 5.0  # seconds, and times the unchanged code's own time, until a mutant counts as hanging


class RedTests(Exception):
    """The tests fail without any change, or there are none: they could prove nothing."""


@dataclass(frozen=True, slots=True)
class Job:
    """`code` gives the changed module `module` of the file `path`."""

    id: str
    module: str
    path: Path
    code: Callable[[], CodeType]
    tests: tuple[str, ...]


@dataclass(slots=True)
class Outcome:
    job: Job
    killed: bool
    how: str  # "failed", "hung", "broken" or "" of one that survived
    seconds: float


@dataclass(slots=True)
class _Running:
    job: Job | None
    began: float
    limit: float
    output: Path


@dataclass(slots=True)
class Runner:
    """Runs in `root`. `package` is the package under test, of which the parent process never imports anything. `limit`:
    seconds until a mutant counts as hanging, where the time of the unchanged code is not to settle it."""

    root: Path
    package: str
    processes: int = 2
    limit: float | None = None
    _patience: dict[tuple[str, ...], float] = field(default_factory=dict)
    _folder: tempfile.TemporaryDirectory[str] = field(default_factory=tempfile.TemporaryDirectory)

    def __post_init__(self) -> None:
        # What is compiled is kept for all mutants, and beside the project: each would compile the package again.
        sys.dont_write_bytecode = False
        sys.pycache_prefix = str(Path(self._folder.name, "compiled"))

    def baseline(self, tests: Sequence[tuple[str, ...]]) -> None:
        """Run each set of tests on the unchanged code. Raises RedTests. What they import from elsewhere is imported here
        once, so that no mutant pays for it again."""
        for each in dict.fromkeys(tests):
            report = Path(self._folder.name, "modules")
            began = time.monotonic()
            output = self._fork(lambda each=each, report=report: self._test(each, None, report))  # type: ignore[misc]
            code = self._ended(output[0])
            if code:
                raise RedTests(f"{' '.join(each)}\n{output[1].read_text(errors='replace')[-3000:]}")
            output[1].unlink()
            self._import(report.read_text().split())
            report.unlink()
            self._patience[each] = self.limit or _SLACK + _PATIENCE * (time.monotonic() - began)

    def run(self, jobs: Sequence[Job]) -> Iterator[Outcome]:
        """The outcomes as they come. Every set of tests needs its baseline first."""
        waiting, running = list(jobs)[::-1], dict[int, _Running]()
        try:
            while waiting or running:
                while waiting and len(running) < self.processes:
                    job = waiting.pop()
                    pid, output = self._fork(lambda job=job: self._test(job.tests, job))  # type: ignore[misc]
                    running[pid] = _Running(job, time.monotonic(), self._patience[job.tests], output)
                yield from self._finished(running)
        finally:
            for pid in running:
                _kill(pid)

    def _finished(self, running: dict[int, _Running]) -> Iterator[Outcome]:
        for pid, it in list(running.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            seconds = time.monotonic() - it.began
            hung = not ended and seconds > it.limit
            if not ended and not hung:
                continue
            if hung:
                _kill(pid)
            del running[pid]
            it.output.unlink(missing_ok=True)
            assert it.job is not None
            code = os.waitstatus_to_exitcode(status) if ended else -1
            how = "hung" if hung else {0: "", 1: "failed"}.get(code, "broken")
            yield Outcome(it.job, killed=bool(how), how=how, seconds=seconds)
            _kill(pid, reap=False)  # what its tests may have left running
        time.sleep(0.005)

    def _fork(self, act: Callable[[], int]) -> tuple[int, Path]:
        handle, name = tempfile.mkstemp(suffix=".output", dir=self._folder.name)
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid:
            os.close(handle)
            return pid, Path(name)
        code = 70
        try:
            os.setsid()
            os.dup2(handle, 1)
            os.dup2(handle, 2)
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
            code = act()
            sys.stdout.flush()
            sys.stderr.flush()
        except BaseException as error:  # a mutant may raise anything; its exit code says so
            with contextlib.suppress(Exception):
                print(repr(error), file=sys.stderr, flush=True)
        finally:
            os._exit(code)

    @staticmethod
    def _ended(pid: int) -> int:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    def _test(self, tests: tuple[str, ...], job: Job | None, report: Path | None = None) -> int:
        """In a process of its own: the exit code of pytest."""
        os.chdir(self.root)
        sys.path.insert(0, str(self.root))
        if job is not None:
            sys.meta_path.insert(0, _Changed(job.module, job.path, job.code()))
        _steady_examples()
        import pytest

        code = int(pytest.main([*_OPTIONS, *tests]))
        if report is not None:
            report.write_text("\n".join(self._elsewhere()))
        return code

    def _elsewhere(self) -> list[str]:
        own = {
            self.package,
            *{p.stem for p in self.root.glob("*.py")},
            *{p.name for p in self.root.iterdir() if p.is_dir()},
        }
        return [n for n, m in sys.modules.items() if n.partition(".")[0] not in own and _is_quiet(n, m)]

    @staticmethod
    def _import(names: Sequence[str]) -> None:
        for name in names:
            if name not in sys.modules:
                with contextlib.suppress(Exception):
                    importlib.import_module(name)


class _Changed(importlib.machinery.SourceFileLoader):
    """Finds and loads one module, from code instead of its file."""

    def __init__(self, module: str, path: Path, code: CodeType) -> None:
        super().__init__(module, str(path))
        self._code = code

    def find_spec(
        self, name: str, _path: object = None, _target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name != self.name:
            return None
        return importlib.util.spec_from_file_location(name, self.path, loader=self)

    def get_code(self, fullname: str) -> CodeType:
        return self._code


def _is_quiet(name: str, module: ModuleType) -> bool:
    """Whether importing it ahead changes nothing."""
    origin = getattr(getattr(module, "__spec__", None), "origin", None) or ""
    return "conftest" not in name and "xdist" not in name and name != "__main__" and bool(origin)


def _steady_examples() -> None:
    """The same examples in every run, and few of them: a mutant is judged once, by tables rather than by luck."""
    try:
        from hypothesis import settings
    except ImportError:
        return
    settings.register_profile("mutation", max_examples=15, derandomize=True, database=None, deadline=None)
    settings.load_profile("mutation")


def _kill(pid: int, *, reap: bool = True) -> None:
    with contextlib.suppress(OSError):
        os.killpg(pid, signal.SIGKILL)
    if reap:
        with contextlib.suppress(OSError):
            os.waitpid(pid, 0)
