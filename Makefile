# huiqi: build, test, demo. `make help` lists the targets.

CC ?= cc
CFLAGS ?= -O2 -g
MODE ?= release
WARNINGS = -std=c11 -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wcast-qual \
           -Wundef -Wvla -Wformat=2 -Wno-format-nonliteral -Werror
LUA_CFLAGS := $(shell pkg-config --cflags lua5.4 2>/dev/null)
LUA_LIBS := $(shell pkg-config --libs lua5.4 2>/dev/null)
LIBS = $(LUA_LIBS) -lcsv -lutf8proc -lcrypto -lpthread -lm

SANITIZE_release =
SANITIZE_asan = -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
SANITIZE_tsan = -fsanitize=thread -fno-omit-frame-pointer
BUILD_release = build
BUILD = $(or $(BUILD_$(MODE)),build/$(MODE))
FLAGS = $(WARNINGS) -D_GNU_SOURCE -Iruntime -I$(BUILD) $(LUA_CFLAGS) $(CFLAGS) $(SANITIZE_$(MODE)) -MMD -MP

ROOMS = base decode data policy evaluate explain write cli
SOURCES := $(foreach room,$(ROOMS),$(wildcard runtime/$(room)/*.c))
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o)
LIBRARY_OBJECTS := $(filter-out $(BUILD)/runtime/cli/main.o,$(OBJECTS))
TESTS := $(wildcard tests/*/*_test.c)
TEST_OBJECTS := $(TESTS:%.c=$(BUILD)/%.o)

all: $(BUILD)/huiqi

$(BUILD)/huiqi: $(OBJECTS)
	$(CC) $(CFLAGS) $(SANITIZE_$(MODE)) -o $@ $^ $(LIBS)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(FLAGS) -c -o $@ $<

$(BUILD)/unit-tests: $(LIBRARY_OBJECTS) $(TEST_OBJECTS)
	$(CC) $(CFLAGS) $(SANITIZE_$(MODE)) -o $@ $^ $(LIBS) -lcriterion

unit-test: $(BUILD)/unit-tests
	$<

clean:
	rm -rf build

.PHONY: all unit-test clean
-include $(OBJECTS:.o=.d) $(TEST_OBJECTS:.o=.d)
