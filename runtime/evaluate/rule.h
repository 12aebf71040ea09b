/* The functions of rules.def, for the table of them. */
#ifndef EVALUATE_RULE_H
#define EVALUATE_RULE_H

#include "evaluate/verdict.h"

rule_on_measure rule_once;
rule_on_object rule_exclusive;

#define RULE(name, stated, on_measure, on_object, reason, line)                                                                  \
  rule_stated stated;                                                                                                            \
  rule_format reason, line;
#include "evaluate/rules.def"
#undef RULE

#endif
