/* Levers: how far one datum has to move, in its own unit, and where it cannot. */
#include "explain/adjustment.h"

#include <criterion/criterion.h>

enum { REVENUE, STAFF, TECHNICAL, SCORE, PROPERTY, BREACH, DEBT, LEVEL, FIELDS };

static const char *const levels[] = { "无", "省级", "国家级" };
static struct field fields[FIELDS] = {
  [REVENUE] = { .name = "收入", .kind = FIELD_MONEY, .motion = MOTION_RISE },
  [STAFF] = { .name = "职工", .kind = FIELD_COUNT, .motion = MOTION_BOTH },
  [TECHNICAL] = { .name = "科技人员", .kind = FIELD_COUNT, .motion = MOTION_RISE, .whole = &fields[STAFF] },
  [SCORE] = { .name = "评分", .kind = FIELD_NUMBER, .motion = MOTION_RISE },
  [PROPERTY] = { .name = "知识产权", .kind = FIELD_YESNO, .motion = MOTION_RISE },
  [BREACH] = { .name = "违法", .kind = FIELD_YESNO, .motion = MOTION_NONE },
  [DEBT] = { .name = "负债", .kind = FIELD_MONEY, .motion = MOTION_FALL },
  [LEVEL] = { .name = "级别", .kind = FIELD_CHOICE, .motion = MOTION_RISE, .choices = levels, .choice_count = 3 },
};
static struct table_kind companies = { .name = "企业", .fields = fields, .field_count = FIELDS };
static const struct cell data[FIELDS] = {
  [REVENUE] = { STATE_KNOWN, 1000, 1, { NULL, 0 } }, [STAFF] = { STATE_KNOWN, 20, 1, { NULL, 0 } },
  [TECHNICAL] = { STATE_KNOWN, 5, 1, { NULL, 0 } },  [SCORE] = { STATE_KNOWN, 139, 2, { NULL, 0 } }, /* 69.5 */
  [PROPERTY] = { STATE_KNOWN, 0, 1, { NULL, 0 } },   [BREACH] = { STATE_KNOWN, 1, 1, { NULL, 0 } },
  [DEBT] = { STATE_KNOWN, 300, 1, { NULL, 0 } },     [LEVEL] = { STATE_KNOWN, 0, 1, { NULL, 0 } },
};

static void data_cell(const struct row_context *subject, int table, const struct field *field, struct cell *out)
{
  (void)subject, (void)table;
  *out = data[field - fields];
}

/* The trial: a field reaches a value. */
struct reaching {
  struct trial trial; /* first */
  const struct field *field;
  struct ratio wanted;
  bool below;
};

static bool reaches(const struct trial *trial, struct whatif *s)
{
  const struct reaching *reaching = (const struct reaching *)(const void *)trial;
  struct cell room, cell = *subject_cell(whatif_value(s), 0, reaching->field, &room);
  int order = ratio_compare((struct ratio){ cell.num, cell.den }, reaching->wanted);
  return reaching->below ? order <= 0 : order >= 0;
}

Test(explain_adjustment, the_smallest_movement)
{
  static const struct {
    const char *name;
    int field, direction;
    struct ratio wanted;
    bool moves;
    struct ratio after;
  } rows[] = {
    { "money, to the fen", REVENUE, 1, { 12345, 1 }, true, { 12345, 1 } },
    { "far away", REVENUE, 1, { 98765432101234, 1 }, true, { 98765432101234, 1 } },
    { "people", STAFF, 1, { 24, 1 }, true, { 24, 1 } },
    { "people above a fraction", STAFF, 1, { 45, 2 }, true, { 23, 1 } },
    { "a score in its own decimals", SCORE, 1, { 701, 10 }, true, { 701, 10 } },
    { "a score above what its decimals reach", SCORE, 1, { 7025, 100 }, true, { 703, 10 } },
    { "downwards", STAFF, -1, { 7, 1 }, true, { 7, 1 } },
    { "what only falls", DEBT, -1, { 120, 1 }, true, { 120, 1 } },
    { "not below nothing", DEBT, -1, { -1, 1 }, false, { 0, 1 } },
    { "a part up to its whole", TECHNICAL, 1, { 20, 1 }, true, { 20, 1 } },
    { "and not beyond", TECHNICAL, 1, { 21, 1 }, false, { 0, 1 } },
    { "a whole down to its parts", STAFF, -1, { 5, 1 }, true, { 5, 1 } },
    { "and not below them", STAFF, -1, { 4, 1 }, false, { 0, 1 } },
    { "no to yes", PROPERTY, 1, { 1, 1 }, true, { 1, 1 } },
    { "the next choice that does", LEVEL, 1, { 2, 1 }, true, { 2, 1 } },
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct row_context base = { .cell = data_cell };
    struct whatif s;
    struct row_cache reading;
    struct adjustment adjustment = { &fields[rows[i].field], rows[i].direction };
    struct reaching reaching = { { reaches, NULL, &companies, 0 }, adjustment.field, rows[i].wanted, rows[i].direction < 0 };
    reading_open(&reading, &companies);
    base.reading = &reading;
    whatif_set(&s, &base);
    cr_expect_eq(adjustment_move(&s, &adjustment, &reaching.trial), rows[i].moves, "%s", rows[i].name);
    cr_expect_eq(s.count, rows[i].moves, "%s", rows[i].name);
    if (!rows[i].moves || !s.count) continue;
    struct ratio after = { s.changes[0].after.num, s.changes[0].after.den };
    cr_expect(ratio_compare(after, rows[i].after) == 0, "%s: %lld/%lld", rows[i].name, (long long)after.num,
              (long long)after.den);
    adjustment_relax(&s, 0);
    cr_expect_not(reaches(&reaching.trial, &s), "%s: one unit less", rows[i].name);
  }
}

static struct node field_node(int field)
{
  return (struct node){ .op = NODE_FIELD, .type = field_type(fields[field].kind), .field = &fields[field] };
}

/* Rises first, then falls, then time; what has no motion, or is not known, is no adjustment. */
Test(explain_adjustment, what_can_be_moved)
{
  struct node staff = field_node(STAFF), technical = field_node(TECHNICAL), breach = field_node(BREACH);
  struct node judged = { .op = NODE_AS_OF, .type = TYPE_DATE };
  const struct node *parts[] = { &breach, &technical, &staff, &judged };
  struct node all = { .op = NODE_ALL, .operands = parts, .operand_count = 4 };
  struct row_context base = { .cell = data_cell };
  struct adjustments adjustments;
  static const struct adjustment expected[] = {
    { &fields[TECHNICAL], 1 }, { &fields[STAFF], 1 }, { &fields[STAFF], -1 }, { NULL, 1 }
  };
  adjustments_find(&all, &base, &adjustments);
  cr_assert_eq(adjustments.count, 4);
  for (size_t i = 0; i < 4; i++) {
    cr_expect_eq(adjustments.items[i].field, expected[i].field, "%zu", i);
    cr_expect_eq(adjustments.items[i].direction, expected[i].direction, "%zu", i);
  }
}
