# huiqi: build, test, demo. `make help` lists the targets.
# Lines that begin with `##` are what `make help` prints.

CC ?= cc
CFLAGS ?= -O2 -g
LDFLAGS ?=
PREFIX ?= /usr/local
MODE ?= release
# `make READLINE=no` builds a prompt without line editing, and a program free of the GPL (runtime/README.md).
READLINE ?= yes
# Apart from CFLAGS, so that a user's own CFLAGS do not remove them. STRICT=yes makes them errors: `make test` sets it, a user's
# build with another compiler must not fail for a new warning.
STRICT ?= no
WARNINGS = -std=c11 -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wcast-qual \
           -Wundef -Wvla -Wformat=2 -Wno-format-nonliteral $(if $(filter yes,$(STRICT)),-Werror)
# One short line a file; `make V=1` shows the commands.
V ?= 0
quiet = $(if $(filter 1,$(V)),,@printf '  %-4s %s\n' '$(1)' '$@';)

# Asked when first needed: `make test` and `make demo` may have to install pkg-config before.
LUA_CFLAGS = $(eval LUA_CFLAGS := $(shell pkg-config --cflags lua5.4))$(LUA_CFLAGS)
LUA_LIBS = $(eval LUA_LIBS := $(shell pkg-config --libs lua5.4))$(LUA_LIBS)
LIBS = $(LUA_LIBS) -lcsv -lutf8proc -lzip -lexpat -lxlsxwriter -lz -lcjson -lcrypto -lpthread -lm $(if $(filter no,$(READLINE)),,-lreadline)

# With sanitizers gcc loses track of constant arguments and takes the format of vsnprintf(NULL, 0, …) for NULL.
SANITIZER_WARNINGS = -Wno-format-overflow -Wno-format-truncation
SANITIZE_release =
SANITIZE_asan = -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer $(SANITIZER_WARNINGS)
export LSAN_OPTIONS = suppressions=$(abspath tests/leaks.txt):print_suppressions=0
SANITIZE_tsan = -fsanitize=thread -fno-omit-frame-pointer $(SANITIZER_WARNINGS)
SANITIZE_fuzz = -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
ifeq ($(filter release asan tsan fuzz,$(MODE)),)
$(error MODE is one of release, asan, tsan, fuzz)
endif

BUILD_release = build
BUILD = $(or $(BUILD_$(MODE)),build/$(MODE))
# Apart from the user's flags, too. A sanitizer has checks of its own for what these are for.
HARDENING = -fPIE -fstack-protector-strong -fstack-clash-protection $(if $(findstring -O0,$(CFLAGS)),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
HARDENED_LINK = -pie -Wl,-z,relro,-z,now,-z,noexecstack
FLAGS = $(WARNINGS) $(if $(SANITIZE_$(MODE)),,$(HARDENING)) -D_GNU_SOURCE $(if $(filter no,$(READLINE)),-DWITHOUT_READLINE) -Iruntime -I$(BUILD) -I. $(LUA_CFLAGS) $(CFLAGS) $(SANITIZE_$(MODE)) -MMD -MP
LINK = $(CC) $(CFLAGS) $(if $(SANITIZE_$(MODE)),,$(HARDENED_LINK)) $(SANITIZE_$(MODE)) $(LDFLAGS)

ROOMS = base decode data syntax model policy evaluate explain write session cli
SOURCES := $(foreach room,$(ROOMS),$(wildcard runtime/$(room)/*.c))
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o) $(BUILD)/stdlib.o $(BUILD)/page.o
# For the tests, which bring a main of their own, ours goes by another name.
MAIN := $(BUILD)/runtime/cli/main
LIBRARY_OBJECTS := $(OBJECTS:$(MAIN).o=$(MAIN).renamed.o)
TESTS := $(wildcard tests/*/*_test.c)
TEST_OBJECTS := $(TESTS:%.c=$(BUILD)/%.o)
# Criterion wants memory where ThreadSanitizer has its own; threads are tested from outside, by the cases.
UNIT_TESTS = $(if $(filter-out tsan,$(MODE)),$(BUILD)/unit-tests)
TOOL_SOURCES := $(wildcard tests/tools/*.c)
PAGE := $(sort $(wildcard runtime/write/page/*))
FUZZ_TARGETS := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c))
FUZZ_OBJECTS := $(FUZZ_TARGETS:%=$(BUILD)/tests/fuzz/%.o)
SECONDS ?= 60
STDLIB := $(sort $(wildcard stdlib/*.lua)) $(sort $(wildcard stdlib/*.txt))
EXAMPLES := $(sort $(wildcard scripts/examples/*.lua))

DEBIAN_PACKAGES = gcc make pkg-config liblua5.4-dev libcsv-dev libutf8proc-dev libzip-dev libexpat1-dev libxlsxwriter-dev zlib1g-dev libcjson-dev libcriterion-dev libssl-dev libreadline-dev
OFFICE_PACKAGES = libreoffice-calc-nogui python3-uno chromium fonts-noto-cjk poppler-utils
PLAYWRIGHT = 1.56.1
# Unless the caller chose (`make -j4 test`), as many jobs as there are processors.
JOBS = $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(shell getconf _NPROCESSORS_ONLN))
URUMQI = scripts/xinjiang/urumqi

## make             the program, build/huiqi
all: $(BUILD)/huiqi

## make demo        one policy over a list of 300 companies (installs what is missing on Debian)
demo: deps
	@$(MAKE) $(JOBS) --no-print-directory all
	@# Status 1 says that rows had data problems: the list has some on purpose.
	build/huiqi run $(URUMQI)/2022-hnte.lua --list $(URUMQI)/2022-hnte.sample.csv \
	  --with 服务记录=$(URUMQI)/2022-hnte.services.csv --year 2022 || [ $$? -eq 1 ]

## make test        all tests; MODE=asan runs them with sanitizers, MODE=tsan the cases with ThreadSanitizer
test: deps
	@$(MAKE) $(JOBS) --no-print-directory STRICT=yes $(BUILD)/huiqi $(UNIT_TESTS) $(BUILD)/plain-lua
	@$(MAKE) --no-print-directory STRICT=yes architecture unit-test script-test case-test split-test lsp-test web-smoke oracle-test $(if $(filter release,$(MODE)),$(if $(findstring -O0,$(CFLAGS)),,hardening) fault-test)

## make unit-test   the tests of single files (Criterion), `make unit-test ONLY='write_*/*'` some of them
unit-test: $(UNIT_TESTS)
	$(if $<,$< $(if $(ONLY),--filter '$(ONLY)' > $(BUILD)/only.txt 2>&1; status=$$?; cat $(BUILD)/only.txt; ! grep -q 'Tested: 0 ' $(BUILD)/only.txt && exit $$status; echo 'no test is called so: $(ONLY)' >&2; exit 1),@echo 'no unit tests: Criterion does not run under ThreadSanitizer')

## make case-test   the program from outside: tests/cases/*.case (see tests/README.md)
case-test: $(BUILD)/huiqi
	HUIQI='$(abspath $<)' sh tests/run-cases.sh

## make script-test   the cases beside the scripts
script-test: $(BUILD)/huiqi
	$< test scripts

## make lsp-test    conversations with the editor server: every position looked at, results after edits as of a fresh one (NVIM=yes: and neovim)
lsp-test: $(BUILD)/huiqi $(BUILD)/plain-lua
	HUIQI='$(abspath $<)' LSP_FOLDER='$(abspath $(BUILD))' $(BUILD)/plain-lua tests/lsp/conversation.lua
	HUIQI='$(abspath $<)' LSP_FOLDER='$(abspath $(BUILD))' $(BUILD)/plain-lua tests/lsp/results.lua
	$(if $(filter yes,$(NVIM)),HUIQI='$(abspath $<)' sh tests/lsp/neovim.sh)

## make split-test   random flawed lists in parts and merged: the bytes of one run (SPLIT_ROUNDS=200, SPLIT_SEED=1)
split-test: $(BUILD)/huiqi $(BUILD)/generate
	HUIQI='$(abspath $<)' GENERATE='$(abspath $(BUILD)/generate)' sh tests/split/splits.sh $(or $(SPLIT_ROUNDS),8) $(or $(SPLIT_SEED),1)

## make vsix        the extension for VS Code, build/vsix/huiqi.vsix (npm, and the network)
vsix:
	@command -v npm >/dev/null || { echo 'make vsix needs npm (Debian: npm)'; exit 1; }
	rm -rf $(BUILD)/vsix
	mkdir -p $(BUILD)
	cp -R scripts/editor $(BUILD)/vsix
	cp LICENSE $(BUILD)/vsix/
	cd $(BUILD)/vsix && npm install --no-audit --no-fund && npm run package

## make oracle-test   random scripts and lists judged by models of their own, too; MODEL_ROUNDS=1000 for more of them
oracle-test: $(BUILD)/huiqi $(BUILD)/plain-lua
	HUIQI='$(abspath $<)' MODEL_FOLDER='$(abspath $(BUILD)/oracle)' $(BUILD)/plain-lua tests/oracle/oracle.lua
	HUIQI='$(abspath $<)' MODEL_FOLDER='$(abspath $(BUILD)/oracle)' $(BUILD)/plain-lua tests/oracle/completions.lua

## make test-split   200 such rounds, and GNU parallel with 2, 7 and 64 parts (scripts/cluster/parallel.sh; installs it)
test-split: deps $(BUILD)/huiqi $(BUILD)/generate
	@$(call install,parallel)
	@$(MAKE) --no-print-directory split-test SPLIT_ROUNDS=$(or $(SPLIT_ROUNDS),200)
	HUIQI='$(abspath $(BUILD)/huiqi)' GENERATE='$(abspath $(BUILD)/generate)' sh tests/split/parallel.sh

## make test-slurm   the job scripts of scripts/cluster under a real Slurm on this machine, on the loopback (installs Debian's)
test-slurm: deps $(BUILD)/huiqi $(BUILD)/generate
	@$(call install,munge slurmctld slurmd slurm-client)
	HUIQI='$(abspath $(BUILD)/huiqi)' GENERATE='$(abspath $(BUILD)/generate)' sh tests/split/slurm.sh

## make test-office   template, LibreOffice, workbook, and the report in Chromium (installs both; large)
test-office: deps-office $(BUILD)/huiqi
	sh tests/office/run.sh

## make architecture  which file includes which, and how long functions are
architecture:
	sh tests/architecture/check.sh

## make hardening   what the compiler and the linker were asked for is in the program
hardening: $(BUILD)/huiqi
	sh tests/architecture/hardening.sh $<

## make fault-test  every call of a run fails in turn, memory is refused, signals come: a part of it
fault-test: $(BUILD)/huiqi $(BUILD)/faulty.so
	HUIQI='$(abspath $<)' FAULTY='$(abspath $(BUILD)/faulty.so)' sh tests/faults/faults.sh

## make test-long   what `make test` does in part, whole: faults at every request for memory, random scripts by thousands, valgrind
test-long: deps
	@$(MAKE) $(JOBS) --no-print-directory $(BUILD)/huiqi $(UNIT_TESTS) $(BUILD)/faulty.so $(BUILD)/plain-lua
	@$(MAKE) --no-print-directory oracle-test MODEL_ROUNDS=$(or $(MODEL_ROUNDS),3000)
	@COMPLETION_ROUNDS=3000 PROOF_ROUNDS=3000 $(BUILD)/unit-tests --filter '{evaluate_completions,explain_proof}/*'
	HUIQI='$(abspath $(BUILD)/huiqi)' FAULTY='$(abspath $(BUILD)/faulty.so)' sh tests/faults/faults.sh long
	HUIQI='$(abspath $(BUILD)/huiqi)' sh tests/faults/valgrind.sh

## make fuzz        each target of tests/fuzz for SECONDS (60) seconds, with clang; what breaks stays in build/fuzz
fuzz:
	@command -v clang >/dev/null || { echo 'make fuzz needs clang (Debian: clang)'; exit 1; }
	@$(MAKE) $(JOBS) --no-print-directory MODE=fuzz CC=clang $(FUZZ_TARGETS:%=build/fuzz/fuzz-%)
	@for target in $(FUZZ_TARGETS); do \
	  mkdir -p build/fuzz/corpus/$$target; \
	  echo "== $$target"; \
	  build/fuzz/fuzz-$$target -max_total_time=$(SECONDS) -timeout=20 -rss_limit_mb=4096 -print_final_stats=1 \
	    -artifact_prefix=build/fuzz/$$target- build/fuzz/corpus/$$target tests/fuzz/corpus/$$target 2>build/fuzz/$$target.log || \
	    { tail -40 build/fuzz/$$target.log; exit 1; }; \
	  grep -a 'number_of_executed_units' build/fuzz/$$target.log; \
	done

## make install     the program, scripts, stdlib, documents, manual, completion; PREFIX and DESTDIR are respected
SHARE = $(DESTDIR)$(PREFIX)/share
# The manual and the completion are printed by the program, from the tables that it works by.
MANUALS = $(BUILD)/huiqi.1 $(BUILD)/huiqi.zh.1 $(BUILD)/huiqi.bash $(BUILD)/_huiqi
$(BUILD)/huiqi.1: $(BUILD)/huiqi
	$< help man --lang en > $@
$(BUILD)/huiqi.zh.1: $(BUILD)/huiqi
	$< help man > $@
$(BUILD)/huiqi.bash: $(BUILD)/huiqi
	$< help bash > $@
$(BUILD)/_huiqi: $(BUILD)/huiqi
	$< help zsh > $@

install: $(BUILD)/huiqi $(MANUALS)
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(SHARE)/doc/huiqi'
	install -m 755 $< '$(DESTDIR)$(PREFIX)/bin/huiqi'
	find scripts stdlib -type f -not -path '*/node_modules/*' | while IFS= read -r file; do \
	  install -D -m 644 "$$file" '$(SHARE)'/huiqi/"$$file" || exit 1; \
	done
	install -m 644 README.md CHANGELOG.md LICENSE '$(SHARE)/doc/huiqi'
	install -D -m 644 $(BUILD)/huiqi.1 '$(SHARE)/man/man1/huiqi.1'
	install -D -m 644 $(BUILD)/huiqi.zh.1 '$(SHARE)/man/zh_CN/man1/huiqi.1'
	install -D -m 644 $(BUILD)/huiqi.bash '$(SHARE)/bash-completion/completions/huiqi'
	install -D -m 644 $(BUILD)/_huiqi '$(SHARE)/zsh/site-functions/_huiqi'

## make uninstall   takes away what install put there
uninstall:
	rm -f '$(DESTDIR)$(PREFIX)/bin/huiqi' '$(SHARE)/man/man1/huiqi.1' '$(SHARE)/man/zh_CN/man1/huiqi.1' \
	  '$(SHARE)/bash-completion/completions/huiqi' '$(SHARE)/zsh/site-functions/_huiqi'
	rm -rf '$(SHARE)/huiqi' '$(SHARE)/doc/huiqi'

## make dist        the program with all it needs, for systems as old as Debian 10: a .tar.xz and a .deb; ARCH=arm64 for that
ARCH ?= amd64
# Of the tag, and where there is none of the program; the date is that of the commit, so that anyone gets the same bytes.
VERSION = $(eval VERSION := $(shell git describe --tags --match 'v[0-9]*' 2>/dev/null | sed 's/^v//' | grep . || sed -n 's/.*program_version\[\] = "\(.*\)".*/\1/p' runtime/cli/main.c))$(VERSION)
COMMITTED = $(shell git log -1 --format=%ct)
dist: $(if $(filter amd64,$(ARCH)),deps) $(MANUALS)
ifeq ($(ARCH),arm64)
	sh runtime/dist/arm64.sh build/arm64
endif
	@$(MAKE) $(JOBS) --no-print-directory build/$(ARCH)/huiqi BUILD=build/$(ARCH) CFLAGS='-O2 -g -ffile-prefix-map=$(CURDIR)=.' $(DIST_$(ARCH))
	sh runtime/dist/dist.sh build/$(ARCH)/huiqi $(ARCH) '$(VERSION)' $(COMMITTED) build/dist $(SYSROOT_$(ARCH))

## make test-dist   what it packs, in a root without libraries, for both architectures (as root)
test-dist: $(BUILD)/huiqi
	$(MAKE) --no-print-directory dist ARCH=amd64
	$(MAKE) --no-print-directory dist ARCH=arm64
	sh tests/dist/run.sh '$(VERSION)' amd64 arm64

## make web         the whole program as one page, build/web/huiqi.html (needs emscripten, dpkg-dev, cmake, node and npm)
# What keeps a session, tells, explains and writes is compiled for size, the rest for speed: loading and judging. The same files but
# for the digest, which is OpenSSL's elsewhere, and what the page's C library lacks.
WEB = build/web
EMCC = NODE_PATH=$${NODE_PATH:-/usr/share/nodejs} emcc
WEB_MACHINE = -msimd128 -mbulk-memory
WEB_FLAGS = $(if $(filter runtime/cli/% runtime/write/% runtime/explain/% runtime/session/% build/%,$<),-Os,-O3) $(WEB_MACHINE) -std=c11 -w -D_GNU_SOURCE -DNDEBUG -DWITHOUT_READLINE -DUTF8PROC_STATIC -include runtime/web/system.h -Iruntime -Ibuild -I. -I$(WEB)/include
WEB_OBJECTS := $(patsubst %.c,$(WEB)/objects/%.o,$(filter-out runtime/decode/digest.c runtime/write/progress.c,$(SOURCES)) runtime/web/sha256.c runtime/web/page_progress.c runtime/web/page_prompt.c runtime/web/system.c runtime/web/server.c build/stdlib.c build/page.c)
WEB_LINK = $(EMCC) -O3 $(WEB_MACHINE) -sALLOW_MEMORY_GROWTH=1 -sMAXIMUM_MEMORY=4GB -sTOTAL_STACK=8388608 -sENVIRONMENT=$(1) $(2) -o $@ $(filter %.o,$^) -L$(WEB)/lib \
  -llua5.4 -lcsv -lutf8proc -lzip -lexpat -lxlsxwriter -lz -lcjson
web: $(WEB)/huiqi.html

$(WEB)/libraries.done: runtime/web/libraries.sh
	sh runtime/web/libraries.sh $(WEB)

$(WEB)/objects/%.o: %.c $(WEB)/libraries.done
	@mkdir -p $(@D)
	$(call quiet,EMCC)$(EMCC) $(WEB_FLAGS) -MMD -MP -c -o $@ $<

# In the page: files in memory, one call of main for each command.
$(WEB)/engine.js: $(WEB_OBJECTS)
	$(call quiet,LINK)$(call WEB_LINK,worker,-sMODULARIZE=1 -sEXPORT_NAME=Engine -sINVOKE_RUN=0 -sFORCE_FILESYSTEM=1 -sEXPORTED_RUNTIME_METHODS=FS$(comma)ENV$(comma)callMain$(comma)UTF8ToString$(comma)stringToUTF8$(comma)lengthBytesUTF8 -sEXPORTED_FUNCTIONS=_main$(comma)_malloc$(comma)_free)
comma := ,
# Under node: the files of the system, for the tests.
$(WEB)/huiqi.js: $(WEB_OBJECTS)
	$(call quiet,LINK)$(call WEB_LINK,node,-sNODERAWFS=1 -sEXIT_RUNTIME=1)

# Short, and a line that says so where there is no engine.
web-smoke: $(BUILD)/huiqi
	HUIQI='$(abspath $<)' sh tests/web/smoke.sh
## make test-web    the cases in the page's engine under node, and the page in Chromium
test-web: $(BUILD)/huiqi $(BUILD)/generate $(WEB)/huiqi.js $(WEB)/huiqi.html
	sh tests/web/run.sh

# What the page is built with, as runtime/web/package-lock.json has it.
$(WEB)/npm/done: runtime/web/package.json runtime/web/package-lock.json
	@mkdir -p $(@D)
	@cp $^ $(@D)
	$(call quiet,NPM)cd $(@D) && npm ci --silent --no-audit --no-fund
	@touch $@
$(WEB)/huiqi.html: $(WEB)/engine.js $(WEB)/npm/done runtime/web/bundle.mjs $(wildcard runtime/web/page/*)
	node runtime/web/bundle.mjs $(WEB) $@

SYSROOT_arm64 = build/arm64/sysroot
DIST_arm64 = CC=aarch64-linux-gnu-gcc 'LUA_CFLAGS=$(patsubst %,-isystem $(SYSROOT_arm64)/usr/include%,/lua5.4 /aarch64-linux-gnu /)' LUA_LIBS=-llua5.4 \
  'LDFLAGS=-L$(SYSROOT_arm64)/usr/lib/aarch64-linux-gnu -Wl,-rpath-link,$(SYSROOT_arm64)/usr/lib/aarch64-linux-gnu:$(SYSROOT_arm64)/lib/aarch64-linux-gnu'

## make samples     write the sample lists beside the scripts anew (always the same bytes)
samples: $(BUILD)/generate
	$< companies --rows 300 --seed 2022 --flaws > $(URUMQI)/2022-hnte.sample.csv
	$< services --clients 300 --seed 2022 --flaws > $(URUMQI)/2022-hnte.services.csv

## make bench       beside other ways to do the same work (minutes); BENCH='100000 3' for a smaller list and fewer runs
bench: $(BUILD)/huiqi $(BUILD)/generate $(BUILD)/bench-reference $(BUILD)/bench-libcsv
	sh tests/bench/run.sh $(BENCH)

## make clean       remove what was built
clean:
	rm -rf build

## make help        this list
help:
	@sed -n 's/^## //p' Makefile

$(BUILD)/huiqi: $(OBJECTS)
	$(call quiet,LINK)$(LINK) -o $@ $^ $(LIBS)

$(BUILD)/unit-tests: $(LIBRARY_OBJECTS) $(TEST_OBJECTS)
	$(call quiet,LINK)$(LINK) -o $@ $^ $(LIBS) -lcriterion

$(BUILD)/fuzz-%: $(BUILD)/tests/fuzz/%.o $(LIBRARY_OBJECTS)
	$(call quiet,LINK)$(LINK) -fsanitize=fuzzer -o $@ $^ $(LIBS)

$(BUILD)/faulty.so: tests/faults/faulty.c
	@mkdir -p $(@D)
	$(call quiet,CC)$(CC) -O1 -g -D_GNU_SOURCE -fPIC -shared -o $@ $< -ldl

$(BUILD)/generate: $(TOOL_SOURCES:%.c=$(BUILD)/%.o)
	$(call quiet,LINK)$(LINK) -o $@ $^

$(BUILD)/plain-lua: $(BUILD)/tests/oracle/plain_lua.o
	$(call quiet,LINK)$(LINK) -o $@ $^ $(LUA_LIBS)

$(BUILD)/bench-reference: $(BUILD)/tests/bench/reference.o
	$(call quiet,LINK)$(LINK) -o $@ $^

$(BUILD)/bench-libcsv: $(BUILD)/tests/bench/libcsv_pass.o
	$(call quiet,LINK)$(LINK) -o $@ $^ -lcsv

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(call quiet,CC)$(CC) $(FLAGS) -c -o $@ $<

# Its loops over bytes are worth vectors; gcc makes them at -O2 only where nothing has to be asked first.
$(BUILD)/runtime/evaluate/kernel.o: FLAGS += -ftree-vectorize

$(MAIN).renamed.o: runtime/cli/main.c
	@mkdir -p $(@D)
	$(call quiet,CC)$(CC) $(FLAGS) -Dmain=program_main -Wno-missing-prototypes -c -o $@ $<

$(BUILD)/page.o: $(BUILD)/page.c
	$(call quiet,CC)$(CC) $(FLAGS) -c -o $@ $<

# The parts of the report's page, in the same way: report.css is page_report_css.
$(BUILD)/page.c: $(PAGE) Makefile
	@mkdir -p $(@D)
	@{ printf '#include "write/report_page.h"\n'; \
	for file in $(PAGE); do \
	  name=page_$$(basename "$$file" | tr . _); \
	  printf '\nconst char %s[] =\n' $$name; \
	  od -An -v -to1 "$$file" | sed 's/ *\([0-7][0-7]*\)/\\\1/g; s/.*/  "&"/'; \
	  printf '  "";\nconst size_t %s_length = sizeof %s - 1;\n' $$name $$name; \
	done; \
	} > $@.new && mv $@.new $@

$(BUILD)/stdlib.o: $(BUILD)/stdlib.c
	$(call quiet,CC)$(CC) $(FLAGS) -c -o $@ $<

# The standard library goes into the program byte for byte, so that the one file can be copied anywhere. Each file becomes one
# string of octal escapes (od prints them, sed adds the backslashes): stdlib/hnte.lua is stdlib_hnte_lua, and all are in one table.
# The folder is a prerequisite: a file may be removed. The examples of clauses, which help shows, come behind it.
$(BUILD)/stdlib.c: $(STDLIB) $(EXAMPLES) stdlib scripts/examples Makefile
	@mkdir -p $(@D)
	@{ printf '#include "policy/load.h"\n'; \
	for file in $(STDLIB); do \
	  name=stdlib_$$(basename "$$file" | tr -c 'a-zA-Z0-9\n' _); \
	  printf '\nconst char %s[] =\n' $$name; \
	  od -An -v -to1 "$$file" | sed 's/ *\([0-7][0-7]*\)/\\\1/g; s/.*/  "&"/'; \
	  printf '  "";\nconst size_t %s_length = sizeof %s - 1;\n' $$name $$name; \
	done; \
	printf '\nconst struct stdlib_file stdlib_files[] = {\n'; \
	for file in $(STDLIB); do \
	  name=stdlib_$$(basename "$$file" | tr -c 'a-zA-Z0-9\n' _); \
	  printf '  { "%s", %s, sizeof %s - 1 },\n' "$${file##*/}" $$name $$name; \
	done; \
	printf '};\n\nconst size_t stdlib_file_count = sizeof stdlib_files / sizeof stdlib_files[0];\n'; \
	printf '\nconst struct stdlib_file example_files[] = {\n'; \
	for file in $(EXAMPLES); do \
	  printf '  { "%s",\n' "$${file##*/}"; \
	  od -An -v -to1 "$$file" | sed 's/ *\([0-7][0-7]*\)/\\\1/g; s/.*/  "&"/'; \
	  printf '  , %s },\n' "$$(wc -c < "$$file")"; \
	done; \
	printf '};\n\nconst size_t example_file_count = sizeof example_files / sizeof example_files[0];\n'; \
	} > $@.new && mv $@.new $@

# $(call install,PACKAGES): those of Debian that are missing.
install = missing=; \
  for package in $(1); do \
    dpkg-query -W -f '$${db:Status-Status}' $$package 2>/dev/null | grep -qx installed || missing="$$missing $$package"; \
  done; \
  if [ -n "$$missing" ]; then \
    echo "installing:$$missing"; \
    as_root=; [ "$$(id -u)" -eq 0 ] || as_root=sudo; \
    { $$as_root apt-get update -qq && \
      $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $$missing; } >/dev/null || exit 1; \
  fi

# nodejs of other sources brings npm along: then nothing is asked of Debian.
deps-office: deps
	@missing=; \
	for package in $(OFFICE_PACKAGES); do \
	  dpkg-query -W -f '$${db:Status-Status}' $$package 2>/dev/null | grep -q installed || missing="$$missing $$package"; \
	done; \
	command -v npm >/dev/null || missing="$$missing nodejs npm"; \
	if [ -n "$$missing" ]; then \
	  echo "installing:$$missing"; \
	  as_root=; [ "$$(id -u)" -eq 0 ] || as_root=sudo; \
	  { $$as_root apt-get update -qq && \
	    $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $$missing; } >/dev/null || exit 1; \
	fi
	@[ -d build/office/node_modules/playwright-core ] || \
	  { mkdir -p build/office && npm install --silent --no-audit --no-fund --prefix build/office playwright-core@$(PLAYWRIGHT) >/dev/null; }

deps: build/deps.done

# Quiet when nothing is missing. Other systems than Debian are told what is needed and go on.
build/deps.done: Makefile
	@mkdir -p build
	@if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then \
	  missing=; \
	  for package in $(DEBIAN_PACKAGES); do \
	    case "$$(dpkg-query -W -f '$${db:Status-Status}' $$package 2>/dev/null)" in \
	      *installed) ;; \
	      *) missing="$$missing $$package" ;; \
	    esac; \
	  done; \
	  if [ -n "$$missing" ]; then \
	    echo "installing:$$missing"; \
	    as_root=; [ "$$(id -u)" -eq 0 ] || as_root=sudo; \
	    { $$as_root apt-get update -qq && \
	      $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $$missing; \
	    } >/dev/null || { echo "could not install:$$missing" >&2; exit 1; }; \
	  fi; \
	else \
	  echo "needed: Lua 5.4, libcsv, utf8proc, libzip, expat, libxlsxwriter, zlib, cJSON, Criterion and OpenSSL with their headers, pkg-config, a C11 compiler"; \
	fi
	@touch $@

.PHONY: all split-test test-split test-slurm lsp-test vsix web test-web dist test-dist demo hardening oracle-test fault-test test-long fuzz test test-office deps-office unit-test case-test script-test architecture install uninstall samples clean help deps bench
.DELETE_ON_ERROR:
-include $(WEB_OBJECTS:.o=.d) $(OBJECTS:.o=.d) $(MAIN).renamed.d $(TEST_OBJECTS:.o=.d) $(FUZZ_OBJECTS:.o=.d) $(TOOL_SOURCES:%.c=$(BUILD)/%.d)
