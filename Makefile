# Two commands first: `make serve` reads the book, `make test` passes every check. Each sets up what it needs, says what
# it is doing, and does nothing twice.

export PATH := $(CURDIR)/.tools/bin:$(CURDIR)/node_modules/.bin:$(PATH)
PORT ?= 8080

.PHONY: help serve dev build every-lab test lint bench clean

help:
	@echo "make serve   set up, build the book and serve it on http://127.0.0.1:$(PORT)/ (PORT=… for another port)"
	@echo "make dev     the same with live reload while you write (Markdown, styles and Rust)"
	@echo "make build   set up and build the book into dist/"
	@echo "make test    set up and run every check: lint, unit, property, golden, oracle, browser, accessibility, size"
	@echo "make bench   time the engines against their peers, natively and in WASM"
	@echo "make every-lab  build the WebAssembly module that the tests compare with native runs"
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

every-lab:
	@echo "==> Building a module with every lab, to compare it with native runs (about a minute)"
	cargo build --quiet --locked --target wasm32-unknown-unknown --profile wasm-release --features every-lab --bin web
	wasm-bindgen --target nodejs --no-typescript --out-dir target/every-lab target/wasm32-unknown-unknown/wasm-release/web.wasm

lint:
	cargo fmt --check
	cargo clippy --locked --all-targets -- --deny warnings
	cargo clippy --locked --target wasm32-unknown-unknown --features every-lab --lib --bin web -- --deny warnings

test:
	@scripts/setup tests
	@echo "==> Checking the style of the code"
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory build
	@$(MAKE) --no-print-directory every-lab
	@echo "==> Running the tests of the live markup in Chromium"
	CHROMEDRIVER=$$(command -v chromedriver) CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner \
		cargo test --locked --target wasm32-unknown-unknown --test dom
	@echo "==> Running the tests, the browser's among them"
	cargo test --locked
	@echo "All checks passed."

bench:
	@scripts/setup tests
	@$(MAKE) --no-print-directory every-lab
	cargo bench --locked

clean:
	rm -rf dist target
