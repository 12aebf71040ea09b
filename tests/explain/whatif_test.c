/* Data as they would be: changes are seen, taken back, and leave what is so untouched. */
#include "explain/whatif.h"

#include <criterion/criterion.h>

static struct field fields[] = { { .name = "收入", .kind = FIELD_MONEY }, { .name = "人数", .kind = FIELD_COUNT } };
static const struct table_kind companies = { .name = "企业", .fields = fields, .field_count = 2 };
static const struct cell data[] = { { STATE_KNOWN, 500, 1, { NULL, 0 } }, { STATE_UNKNOWN, 0, 1, { NULL, 0 } } };

static void data_cell(const struct row_context *subject, int table, const struct field *field, struct cell *out)
{
  (void)subject;
  *out = table == 0 ? data[field - fields] : (struct cell){ STATE_KNOWN, 7, 1, { NULL, 0 } };
}

static struct value counted(const struct row_context *subject, const struct node *node)
{
  (void)node;
  return (struct value){ .state = STATE_KNOWN, .low = { (int64_t)subject->row, 1 } };
}

static struct row_context subject_on(int year, int month, int day)
{
  struct row_context subject = { .as_of = { year, 0 }, .cell = data_cell, .aggregate = counted, .row = 3 };
  date_make(year, month, day, &subject.as_of.on);
  return subject;
}

static struct cell seen(struct whatif *s, int table, size_t field)
{
  struct cell room;
  return *subject_cell(whatif_value(s), table, &fields[field], &room);
}

Test(explain_whatif, a_changed_datum_is_seen_and_can_be_taken_back)
{
  struct row_context base = subject_on(2022, 12, 31);
  struct whatif s;
  struct row_cache reading;
  reading_open(&reading, &companies);
  base.reading = &reading;
  whatif_set(&s, &base);
  cr_assert(whatif_figure(&s, &fields[0], ratio_whole(800)) && whatif_figure(&s, &fields[1], ratio_whole(9)));
  cr_expect_eq(seen(&s, 0, 0).num, 800);
  cr_expect_eq(seen(&s, 0, 1).num, 9);
  cr_expect_eq(whatif_shift(&s, &fields[1])->before.state, STATE_UNKNOWN);
  cr_expect(whatif_figure(&s, &fields[0], ratio_whole(500)), "led back to what is so");
  cr_expect_eq(s.count, 1);
  cr_expect_eq(seen(&s, 0, 0).num, 500);
  whatif_drop(&s, 0);
  cr_expect_eq(seen(&s, 0, 1).state, STATE_UNKNOWN);
}

Test(explain_whatif, related_rows_stay_as_they_are)
{
  struct row_context base = subject_on(2022, 12, 31);
  struct whatif s;
  struct row_cache reading;
  reading_open(&reading, &companies);
  base.reading = &reading;
  whatif_set(&s, &base);
  whatif_figure(&s, &fields[0], ratio_whole(800));
  cr_expect_eq(seen(&s, 1, 0).num, 7);
  const struct row_context *subject = whatif_value(&s);
  cr_expect_eq(subject->aggregate(subject, NULL).low.num, 3, "the row of the base");
}

/* A copy answers for itself: the structure holds a pointer to itself only while it is asked. */
Test(explain_whatif, copies_are_apart)
{
  struct row_context base = subject_on(2022, 12, 31);
  struct whatif s, copy;
  struct row_cache reading;
  reading_open(&reading, &companies);
  base.reading = &reading;
  whatif_set(&s, &base);
  whatif_figure(&s, &fields[0], ratio_whole(800));
  whatif_copy(&copy, &s);
  whatif_figure(&copy, &fields[0], ratio_whole(900));
  cr_expect_eq(seen(&s, 0, 0).num, 800);
  cr_expect_eq(seen(&copy, 0, 0).num, 900);
}

Test(explain_whatif, the_policy_year_goes_with_the_day)
{
  static const struct {
    const char *name;
    int year, month, day, policy_year;
  } rows[] = { { "the next day", 2023, 1, 1, 2023 },
               { "within the year", 2022, 12, 31, 2022 },
               { "years later", 2025, 6, 1, 2025 } };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct row_context base = subject_on(2022, 6, 30);
    struct whatif s;
    struct row_cache reading;
    date day;
    reading_open(&reading, &companies);
    base.reading = &reading;
    whatif_set(&s, &base);
    date_make(rows[i].year, rows[i].month, rows[i].day, &day);
    cr_assert(whatif_day(&s, day));
    cr_expect_eq(whatif_value(&s)->as_of.on, day, "%s", rows[i].name);
    cr_expect_eq(whatif_value(&s)->as_of.year, rows[i].policy_year, "%s", rows[i].name);
    whatif_drop(&s, 0);
    cr_expect_eq(whatif_value(&s)->as_of.on, base.as_of.on, "%s", rows[i].name);
  }
}
