/* 总限: what several measures give one object together, cut down to a limit, in proportion or one after the other.
 *
 * What was decided by hand counts and is not cut: it is taken off the limit first, as what earlier years paid is where the limit
 * is one of all years. What is left is the room that the others share. When all their amounts and the room are certain, they are
 * cut exactly, to the fen. Else each gets a range, and may keep a certain amount only where nothing that is open can matter:
 *
 *   in proportion   x × room ÷ (x + others), when that is more than the room. It rises with x and the room and falls with the
 *                   others, so its ends are those of x and the room, beside the most and the least of the others.
 *   in order        min(x, room − those before): the same ends.
 *
 * The most of the others is their most together: of a 择一 that is open one at most is paid. Of what is left to the authority
 * without a figure nothing is known that could be counted, so it stands aside until it is decided.
 *
 * Rejected: cutting the least and the most of all members at once. A certain amount is least when the others are most. */
#include "evaluate/rule.h"
#include "evaluate/rule_budget.h"

struct member {
  const struct planned *planned;
  struct verdict *verdict;
  int64_t low, high; /* INT64_MAX: no end */
};

struct sharing {
  const struct object_input *input;
  const struct joint_limit *limit;
  struct member *members;
  size_t count;
  int64_t least_room, most_room; /* INT64_MAX: not known */
  bool room_known;
  const struct unread_row *unread;
  struct joint_sum *sum;
};

bool rule_joint_limit_stated(const struct planned *planned)
{
  return planned->measure->joint_limit_count > 0;
}

static bool is_certain(const struct member *member)
{
  return member->verdict->outcome == OUTCOME_YES && member->verdict->has_amount;
}

static int64_t lesser(int64_t a, int64_t b)
{
  return a < b ? a : b;
}

static int64_t left_of(int64_t room, __int128 taken)
{
  if (room == INT64_MAX) return room;
  return room > taken ? (int64_t)(room - taken) : 0;
}

/* Sums */

/* Has an earlier member of the same 择一 been counted, which is still open? Then only what it exceeds that one by. */
static int64_t counted_of_group(const struct sharing *sharing, size_t i)
{
  const struct exclusive_group *group = sharing->members[i].planned->exclusive_group;
  int64_t most = 0;
  for (size_t k = 0; group && k < i; k++)
    if (sharing->members[k].planned->exclusive_group == group && sharing->members[k].high > most) most = sharing->members[k].high;
  return most;
}

static bool is_rival(const struct member *a, const struct member *b)
{
  return a->planned->exclusive_group && a->planned->exclusive_group == b->planned->exclusive_group;
}

/* The most that the first `count` members come to together, `without` and its rivals in a 择一 left out; NULL: with all. */
static __int128 most_together(const struct sharing *sharing, size_t count, const struct member *without)
{
  __int128 most = 0;
  for (size_t i = 0; i < count; i++) {
    const struct member *member = &sharing->members[i];
    if (without && (member == without || is_rival(member, without))) continue;
    int64_t counted = counted_of_group(sharing, i);
    if (member->high > counted) most += member->high - counted;
  }
  return most;
}

static __int128 least_together(const struct sharing *sharing, size_t count, const struct member *without)
{
  __int128 least = 0;
  for (size_t i = 0; i < count; i++)
    if (&sharing->members[i] != without) least += sharing->members[i].low;
  return least;
}

/* The limit */

/* What does not fit a fraction may still be told in fen; a limit larger than any amount is none. */
static int64_t fen_of_wide(const struct row_context *subject, const struct node *node)
{
  struct wide_ratio exact;
  int64_t fen;
  if (!value_wide(subject, node, &exact)) return INT64_MAX;
  if (exact.num < 0) return 0;
  return wide_ratio_round(exact, 1, ROUND_DOWN, &fen) ? fen : INT64_MAX;
}

/* A limit that hangs on what never happened leaves nothing, as a cap does. */
static void read_limit(struct sharing *sharing, const struct planned_limit *planned)
{
  const struct row_context *subject = sharing->input->subject;
  struct value limit = value_of(subject, planned->most);
  sharing->most_room = limit.has_high ? limit_fen(limit.high) : INT64_MAX;
  sharing->least_room = limit.has_low ? limit_fen(limit.low) : 0;
  if (limit.state == STATE_NOT_OCCURRED) sharing->most_room = sharing->least_room = 0;
  if (limit.state == STATE_OVERFLOW) sharing->least_room = sharing->most_room = fen_of_wide(subject, planned->most);
  if (limit.state == STATE_OVERFLOW && sharing->most_room == INT64_MAX) sharing->least_room = 0;
}

static void take_paid(struct sharing *sharing)
{
  const struct object_input *input = sharing->input;
  const struct measure_set *asked = &sharing->limit->asked;
  if (!sharing->limit->over_years) return;
  struct paid paid = history_paid(input->history, asked->ids, asked->count, input->code, input->year);
  sharing->most_room = left_of(sharing->most_room, paid.certain);
  sharing->least_room = paid.open ? 0 : left_of(sharing->least_room, paid.certain);
  sharing->unread = paid.open;
  sharing->sum->taken = paid.certain;
}

/* Left to the authority, which has not said how much. */
static bool lacks_figure(const struct planned *planned, const struct verdict *verdict)
{
  bool ranged = planned->amount != NO_SLOT && verdict->has_high && !planned->range;
  if (verdict->by_hand) return !verdict->has_amount;
  return planned->amount == NO_SLOT || (planned->discretionary && !verdict->has_amount && !ranged);
}

static void gather_members(struct sharing *sharing, const struct planned_limit *planned)
{
  const struct object_input *input = sharing->input;
  __int128 least = 0, most = 0;
  for (size_t i = 0; i < planned->count; i++) {
    const struct planned *measure = &input->measures[planned->members[i]];
    struct verdict *verdict = &input->verdicts[planned->members[i]];
    if (verdict->outcome == OUTCOME_NO || lacks_figure(measure, verdict)) continue;
    bool certain = verdict->outcome == OUTCOME_YES && verdict->has_amount, ends = verdict->has_high && !verdict->overflowed;
    struct member member = { measure, verdict, certain ? verdict->amount : verdict->low, ends ? verdict->high : INT64_MAX };
    if (certain) member.high = verdict->amount;
    if (!verdict->by_hand) {
      sharing->members[sharing->count++] = member;
      continue;
    }
    least += certain ? verdict->amount : 0;
    most += verdict->amount;
  }
  sharing->most_room = left_of(sharing->most_room, least);
  sharing->least_room = sharing->least_room == INT64_MAX ? INT64_MAX : left_of(sharing->least_room, most);
  sharing->room_known = sharing->least_room == sharing->most_room;
  if (least <= INT64_MAX - sharing->sum->taken) sharing->sum->taken += (int64_t)least;
}

/* Cutting */

static struct rule_step *add_step(const struct sharing *sharing, const struct member *member, enum step_effect effect)
{
  struct rule_step *step = verdict_add_step(sharing->input->arena, member->verdict, RULE_JOINT_LIMIT, effect);
  step->joint = sharing->sum;
  step->before = member->high;
  return step;
}

static void refuse(const struct sharing *sharing, const struct member *member)
{
  struct verdict *verdict = member->verdict;
  add_step(sharing, member, STEP_REFUSES)->after = 0;
  verdict->outcome = OUTCOME_NO;
  verdict->has_amount = false;
  verdict->amount = verdict->low = verdict->high = 0;
}

static void cut(const struct sharing *sharing, const struct member *member, int64_t fen)
{
  if (!fen) {
    refuse(sharing, member);
    return;
  }
  add_step(sharing, member, STEP_CHANGES)->after = fen;
  struct verdict *verdict = member->verdict;
  verdict->outcome = OUTCOME_YES;
  verdict->has_amount = verdict->has_high = true;
  verdict->amount = verdict->low = verdict->high = fen;
}

static void cut_exactly(const struct sharing *sharing)
{
  struct arena *arena = sharing->input->arena;
  int64_t left = sharing->most_room;
  if (sharing->limit->in_order) {
    for (size_t i = 0; i < sharing->count; i++) {
      int64_t fen = lesser(sharing->members[i].low, left);
      cut(sharing, &sharing->members[i], fen);
      left -= fen;
    }
    return;
  }
  struct claim *claims = arena_array(arena, sharing->count, sizeof *claims);
  for (size_t i = 0; i < sharing->count; i++) claims[i] = (struct claim){ slice_of(""), sharing->members[i].low, 0 };
  budget_share(arena, claims, sharing->count, left);
  for (size_t i = 0; i < sharing->count; i++) cut(sharing, &sharing->members[i], claims[i].share);
}

/* An end of x × room ÷ (x + others), downwards or upwards to the fen. */
static int64_t proportion(int64_t own, __int128 others, int64_t room, bool upwards)
{
  if (room == INT64_MAX || own + others <= room) return own;
  if (own == INT64_MAX) return room;
  if (others >= INT64_MAX) return upwards ? lesser(own, room) : 0;
  __int128 product = (__int128)own * room, all = own + others;
  return (int64_t)((product + (upwards ? all - 1 : 0)) / all);
}

static void cut_ends(const struct sharing *sharing, size_t i, int64_t *low, int64_t *high)
{
  const struct member *member = &sharing->members[i];
  size_t others = sharing->limit->in_order ? i : sharing->count;
  __int128 most = most_together(sharing, others, member), least = least_together(sharing, others, member);
  if (sharing->limit->in_order) {
    *low = lesser(member->low, left_of(sharing->least_room, most));
    *high = lesser(member->high, left_of(sharing->most_room, least));
  } else {
    *low = proportion(member->low, most, sharing->least_room, false);
    *high = proportion(member->high, least, sharing->most_room, true);
  }
}

/* Another that is open and may leave less; NULL: the limit alone is, or nothing else. */
static const struct measure *waits_for(const struct sharing *sharing, size_t i)
{
  size_t others = sharing->limit->in_order ? i : sharing->count;
  for (size_t k = 0; k < others; k++)
    if (k != i && !is_certain(&sharing->members[k])) return sharing->members[k].planned->measure;
  return NULL;
}

static void leave_open(const struct sharing *sharing, const struct member *member, const struct measure *cause, int64_t low,
                       int64_t high)
{
  struct verdict *verdict = member->verdict;
  struct rule_step *step = add_step(sharing, member, STEP_OPENS);
  step->after = high;
  step->cause = cause;
  step->unread = sharing->unread;
  verdict->outcome = OUTCOME_PENDING;
  verdict->has_amount = false;
  verdict->low = low;
  verdict->amount = lesser(verdict->amount, high);
  verdict->has_high = high < INT64_MAX;
  verdict->high = verdict->has_high ? high : 0;
}

/* What is paid at least is more than nothing only where the conditions hold: when that is all there can be, it is certain. */
static void cut_between(const struct sharing *sharing)
{
  struct arena *arena = sharing->input->arena;
  int64_t *lows = arena_array(arena, sharing->count, sizeof *lows), *highs = arena_array(arena, sharing->count, sizeof *highs);
  const struct measure **causes = arena_array(arena, sharing->count, sizeof *causes);
  for (size_t i = 0; i < sharing->count; i++) {
    cut_ends(sharing, i, &lows[i], &highs[i]);
    causes[i] = waits_for(sharing, i);
  }
  for (size_t i = 0; i < sharing->count; i++) {
    const struct member *member = &sharing->members[i];
    if (!highs[i]) refuse(sharing, member);
    else if (lows[i] == highs[i]) cut(sharing, member, lows[i]);
    else leave_open(sharing, member, causes[i], lows[i], highs[i]);
  }
}

/* The sum that the members had under an earlier limit is no longer what they come to at least. */
static void widen_earlier(const struct member *member)
{
  const struct rule_step *earlier = verdict_step(member->verdict, RULE_JOINT_LIMIT);
  if (earlier) earlier->joint->least = 0;
}

static void apply_limit(struct sharing *sharing, const struct planned_limit *planned)
{
  struct joint_sum *sum = sharing->sum;
  bool certain = true, budgeted = false;
  read_limit(sharing, planned);
  take_paid(sharing);
  gather_members(sharing, planned);
  __int128 most = most_together(sharing, sharing->count, NULL), least = least_together(sharing, sharing->count, NULL);
  if (!sharing->count || most <= sharing->least_room) return;
  for (size_t i = 0; i < sharing->count; i++) {
    certain &= is_certain(&sharing->members[i]);
    budgeted |= sharing->members[i].planned->has_budget;
    widen_earlier(&sharing->members[i]);
  }
  sum->room = sharing->most_room;
  sum->claimed = certain && most < INT64_MAX ? (int64_t)most : 0;
  sum->most = lesser(most < INT64_MAX ? (int64_t)most : INT64_MAX, sharing->most_room);
  sum->least = budgeted ? 0 : lesser(least < INT64_MAX ? (int64_t)least : INT64_MAX, sharing->least_room);
  if (certain && sharing->room_known) cut_exactly(sharing);
  else cut_between(sharing);
}

void rule_joint_limit(const struct object_input *input)
{
  for (size_t i = 0; i < input->limit_count; i++) {
    const struct planned_limit *planned = &input->limits[i];
    bool any = false;
    for (size_t k = 0; !any && k < planned->count; k++) any = input->verdicts[planned->members[k]].outcome != OUTCOME_NO;
    if (!any) continue;
    struct sharing sharing = { .input = input, .limit = planned->limit };
    sharing.members = arena_array(input->arena, planned->count, sizeof *sharing.members);
    sharing.sum = arena_alloc(input->arena, sizeof *sharing.sum);
    *sharing.sum = (struct joint_sum){ .limit = planned->limit };
    apply_limit(&sharing, planned);
  }
}

/* In words */

static int64_t told(int64_t fen)
{
  return fen == INT64_MAX ? NO_MONEY : fen;
}

/* 1 id, 2 name, 3 room, 4 claimed, 5 taken, 6 before, 7 after, 8 what waits: id, 9 name */
static void say(struct buffer *out, enum language language, enum message message, const struct rule_step *step)
{
  const struct joint_sum *sum = step->joint;
  struct arguments arguments = { .count = 0 };
  argument_text(&arguments, sum->limit->id);
  argument_text(&arguments, sum->limit->name);
  argument_money(&arguments, told(sum->room));
  argument_money(&arguments, sum->claimed ? sum->claimed : NO_MONEY);
  argument_money(&arguments, sum->taken ? sum->taken : NO_MONEY);
  argument_money(&arguments, told(step->before));
  argument_money(&arguments, told(step->after));
  argument_text(&arguments, step->cause ? step->cause->id : "");
  argument_text(&arguments, step->cause ? step->cause->name : "");
  arguments_say(out, language, message, &arguments);
}

void format_joint_limit_reason(struct buffer *out, enum language language, const struct planned *planned,
                               const struct verdict *verdict, const struct rule_step *step)
{
  (void)planned, (void)verdict;
  if (step->effect == STEP_REFUSES) say(out, language, MSG_REASON_JOINT_LIMIT_NOTHING, step);
  else if (step->effect == STEP_OPENS) say(out, language, MSG_REASON_JOINT_LIMIT_OPEN, step);
  else if (step->before != step->after) say(out, language, MSG_REASON_JOINT_LIMIT, step);
}

static const struct rule_step *step_of(const struct verdict *verdict, const struct joint_limit *limit)
{
  const struct rule_step *step = verdict->steps;
  while (step && !(step->joint && step->joint->limit == limit)) step = step->previous;
  return step;
}

/* `T-3 不超过地方贡献（T-1、T-2 合计，按比例压减）` */
static void format_limit(struct buffer *out, enum language language, const struct joint_limit *limit)
{
  struct buffer ids = { 0 }, most = { 0 };
  for (size_t i = 0; i < limit->asked.count; i++) format_item(&ids, language, limit->asked.ids[i]);
  buffer_char(&ids, 0);
  format_node(&most, language, limit->most);
  buffer_char(&most, 0);
  message_text(out, language, limit->in_order ? MSG_JOINT_LIMIT_IN_ORDER : MSG_JOINT_LIMIT_SHARED, limit->id, limit->name, ids.at,
               most.at, limit->over_years ? message_name(MSG_JOINT_LIMIT_OVER_YEARS, language) : "", NULL);
  buffer_free(&ids);
  buffer_free(&most);
}

void format_joint_limit_line(struct buffer *out, enum language language, const struct planned *planned,
                             const struct verdict *verdict, const struct rule_step *step)
{
  static const enum message messages[] = {
    [STEP_CHANGES] = MSG_STEP_JOINT_LIMIT, [STEP_REFUSES] = MSG_STEP_JOINT_LIMIT_NOTHING, [STEP_OPENS] = MSG_STEP_JOINT_LIMIT_OPEN
  };
  const struct measure *measure = planned->measure;
  for (size_t i = 0; i < measure->joint_limit_count; i++) {
    const struct joint_limit *limit = measure->joint_limits[i].limit;
    step = step_of(verdict, limit);
    if (i) message_text(out, language, MSG_SEMICOLON, NULL);
    format_limit(out, language, limit);
    if (!step) message_text(out, language, MSG_STEP_JOINT_LIMIT_FITS, NULL);
    else say(out, language, messages[step->effect], step);
  }
}

void format_joint_limit_terms(struct buffer *out, enum language language, const struct measure *measure)
{
  for (size_t i = 0; i < measure->joint_limit_count; i++) {
    if (i) message_text(out, language, MSG_SEMICOLON, NULL);
    format_limit(out, language, measure->joint_limits[i].limit);
  }
}
