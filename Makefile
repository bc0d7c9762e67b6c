# 两条命令就够：make demo（安装并演示）、make test（安装并检查）。make quick 供改动代码时随手用；其余目标是长时间的证明。
# Two commands do everything: make demo and make test. make quick is for the desk; the other targets are long proofs.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
# One process more than there are processors: tests wait for daemons and servers of theirs. Each loads all tests, which
# takes as long as hundreds of them.
WORKERS ?= $(shell $(PYTHON) -c "import os; print(min(os.cpu_count() or 1, 7) + 1)")
READY  := $(VENV)/.ready

# What one process compiles is kept for the next, whatever this machine thinks of it: tests start many.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test quick setup lint types check coverage bench chaos soak mutate mutate-pages attack structure generated pictures wheel lock clean help

help:
	@echo "make demo   安装并离线演示 · set up and run the offline demo"
	@echo "make test   安装并运行全部检查 · set up and run lint, types, tests"
	@echo "make quick  改动代码时的检查，不含 slow 测试 · lint, types and what is quick among the tests"
	@echo "make coverage 哪些行和分支没有测试走过 · lines and branches that no test walks"
	@echo "make bench  性能测量 · benchmarks"
	@echo "make chaos  反复强杀证明 · repeated kill proof"
	@echo "make soak   一个进程连着查几个月：内存、句柄、库是否只随内容增长 · one process that queries for months: does it grow but by what it stores"
	@echo "make mutate 逐处改动要紧的判断，看测试能否发现 · change what decides, one place at a time"
	@echo "make mutate-pages 网页照真实样子改动，看几天发觉 · change pages as real ones change, see after how many days it is noticed"
	@echo "make attack 用每个正则自己的片段造出长文本去试它，列出用时 · try every pattern on long texts made of its own parts"
	@echo "make structure 重画结构图，列出哪一室引用哪一室 · draw the structure anew, list which room imports which"
	@echo "make pictures 重拍 docs/bulletin-page.md 里的图 · take the pictures of the bulletin anew"
	@echo "make generated 重写由程序写成的文档：词表、来源表、联网核对、案卷条目、待律师审阅 · write the pages that the program writes"

$(READY): requirements-dev.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

setup: $(READY)

demo: $(READY)
	$(BIN)/monitor demo

test: lint types check

quick: lint types
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m "not slow"

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

check: $(READY)
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup

# Slower than `check`; what it says is read, and is no gate.
coverage: $(READY)
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup --cov --cov-report=term --cov-report=html

bench: $(READY)
	$(BIN)/python -m tests.benchmarks

# Ten minutes; with LONG=1 more than a thousand kills of each kind, some hours.
chaos: $(READY)
	$(BIN)/python -m tests.chaos.kill_loop $(if $(LONG),1200,60)
	$(BIN)/python -m tests.chaos.mail_loop $(if $(LONG),1000,100)

# Ten thousand runs in one process: RUNS=1500 for fewer.
soak: $(READY)
	$(BIN)/python -m tests.chaos.soak $(RUNS)

mutate: $(READY)
	$(BIN)/python -m tests.mutation

# Half an hour on two cores; one source: .venv/bin/python -m tests.pages SOURCE
mutate-pages: $(READY)
	$(BIN)/python -m tests.pages

# Every pattern that meets what others have written, on texts made of its own parts; some minutes.
attack: $(READY)
	$(BIN)/python -m tests.patterns

# Which room imports which, and how long each is; docs/structure.svg is drawn anew.
structure: $(READY)
	$(BIN)/python tools/structure.py docs/structure.svg

# What the program can say about itself, it writes; a test holds that nobody forgot.
generated: $(READY)
	$(BIN)/python tools/build_vocabulary.py
	$(BIN)/python tools/build_pages.py
	$(BIN)/python tools/build_entries.py
	$(BIN)/python tools/build_legal_review.py

# What the demo's bulletin looks like, for docs/bulletin-page.md; Chromium and poppler are needed.
pictures: $(READY)
	$(BIN)/python -m tools.build_pictures

wheel: $(READY)
	$(BIN)/python -m hatchling build -t wheel

# uv is needed only to renew the locks.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra dev --extra pdf pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.* htmlcov
