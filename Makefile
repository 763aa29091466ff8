# Two commands first: `make serve` reads the book, `make test` passes every check. Each sets up what it needs, says what
# it is doing, and does nothing twice.

export PATH := $(CURDIR)/.tools/bin:$(CURDIR)/node_modules/.bin:$(PATH)
PORT ?= 8080

.PHONY: help serve dev build every-lab test thorough fuzz lint bench reality release clean

help:
	@echo "make serve      set up, build the book and serve it on http://127.0.0.1:$(PORT)/ (PORT=… for another port)"
	@echo "make dev        write with live reload: Markdown, styles and Rust; mistakes are shown in the page"
	@echo "make build      set up and build the book into dist/"
	@echo "make test       set up and run every check: lint, unit, property, golden, oracle, browser, accessibility, size"
	@echo "make thorough   the same with twenty times the random cases, every size of page, more decks, Lighthouse, and make fuzz"
	@echo "make fuzz       the hostile inputs alone: libFuzzer tries each reader for FUZZ=… seconds (1800), two at a time"
	@echo "make lint       rustfmt and clippy, native and WASM"
	@echo "make bench      time the engines and their peers by turns, natively and in WASM"
	@echo "make reality    measure PostgreSQL, RabbitMQ, Redis, HAProxy, TCP and a channel anew, and write it into the book"
	@echo "make every-lab  build the WebAssembly module that the tests compare with native runs"
	@echo "make release    pack into release/ what a teacher without a toolchain needs: the program, the book, the content"
	@echo "make clean      remove what was built (.tools and node_modules stay)"

serve: build
	cargo run --quiet --locked --bin faultlines -- serve dist --port $(PORT)

# Folders of its own: a test or a build beside it neither waits for it nor compiles anew after it.
dev: export CARGO_TARGET_DIR := $(CURDIR)/target/dev
dev: export RUST_BACKTRACE := 0
dev:
	@scripts/setup dev
	@echo "==> Write: the book is on http://127.0.0.1:$(PORT)/ once it is built (minutes the first time), and there anew"
	@echo "    whenever a file in content/, style/, assets/ or src/ is saved; mistakes are shown in the page. Ctrl-C ends it."
	@trunk serve --port $(PORT) --dist target/dev/dist

build:
	@scripts/setup site
	@echo "==> Building the book into dist/ (minutes the first time, seconds after that)"
	trunk build --release

every-lab:
	@echo "==> Building a module with every lab, to compare it with native runs (about a minute)"
	cargo build --quiet --locked --target wasm32-unknown-unknown --profile wasm-release --features every-lab --bin web
	wasm-bindgen --target nodejs --no-typescript --out-dir target/every-lab target/wasm32-unknown-unknown/wasm-release/web.wasm

lint:
	cargo fmt --check
	cargo clippy --locked --all-targets -- --deny warnings
	cargo clippy --locked --target wasm32-unknown-unknown --features every-lab --lib --bin web -- --deny warnings
	cargo clippy --locked --target wasm32-unknown-unknown --features grading --lib --bin grader -- --deny warnings

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

# 5120 is twenty times proptest's own number of cases.
thorough: export FAULTLINES_THOROUGH := 1
thorough: export PROPTEST_CASES := 5120
thorough: test
	@$(MAKE) --no-print-directory fuzz

FUZZ ?= 1800

fuzz:
	@scripts/setup fuzz
	@scripts/fuzz $(FUZZ)

bench:
	@scripts/setup tests
	@$(MAKE) --no-print-directory every-lab
	cargo bench --locked

# Not part of the tests: they compare what this wrote with the engines.
reality:
	@scripts/reality

# What a teacher without a toolchain needs: the program, the book, and the content that it grades by.
release: build
	@echo "==> Building the program (some minutes) and packing release/"
	cargo build --quiet --locked --release --bin faultlines
	rm -rf release && mkdir release
	cp -r target/release/faultlines content LICENSE-APACHE LICENSE-MIT LICENSE-TEXT.md release/
	cd release && ./faultlines export book --site ../dist -o book.zip

clean:
	rm -rf dist target
