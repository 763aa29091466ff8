# Two commands first: `make serve` reads the book, `make test` passes every check. Each sets up what it needs, says what
# it is doing, and does nothing twice.

export PATH := $(CURDIR)/.tools/bin:$(CURDIR)/node_modules/.bin:$(PATH)
PORT ?= 8080

.PHONY: help serve dev build test lint bench screenshot clean

help:
	@echo "make serve   set up, build the book and serve it on http://127.0.0.1:$(PORT)/ (PORT=… for another port)"
	@echo "make dev     the same with live reload while you write (Markdown, styles and Rust)"
	@echo "make build   set up and build the book into dist/"
	@echo "make test    set up and run every check: lint, unit, property, golden, oracle, browser, accessibility, size"
	@echo "make bench   time the engines against their peers, natively and in WASM"
	@echo "make clean   remove what was built (.tools and node_modules stay)"

serve: build
	cargo run --quiet --locked --bin faultlines -- serve dist --port $(PORT)

dev:
	@scripts/setup site
	trunk serve --port $(PORT)

build:
	@scripts/setup site
	@echo "==> Building the book into dist/ (about 5 minutes the first time, seconds after that)"
	trunk build --release

lint:
	cargo fmt --check
	cargo clippy --locked --all-targets -- --deny warnings
	cargo clippy --locked --target wasm32-unknown-unknown --lib --bin web -- --deny warnings

test:
	@scripts/setup tests
	@echo "==> Checking the style of the code"
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory build
	@echo "==> Running the tests, the browser's among them"
	cargo test --locked
	@echo "All checks passed."

bench:
	@scripts/setup tests
	cargo bench --locked
	@$(MAKE) --no-print-directory build
	cargo test --locked --test browser -- --ignored --nocapture bench_

clean:
	rm -rf dist target
