/* huiqi documents: what goes around a payment, from a folder of results. */
#include "cli/command.h"
#include "write/document.h"

static const char *kinds_string(struct arena *arena, enum language language)
{
  struct buffer out = { 0 };
  for (int i = 0; i < DOCUMENTS; i++) format_item(&out, language, document_name((enum document_kind)i, language));
  return buffer_take(arena, &out).at;
}

static bool kind_given(struct arena *arena, const struct options *options, enum document_kind *kind, struct fault *fault)
{
  struct nearest nearest = { .wanted = slice_of(options->kind ? options->kind : ""), .distance = SIZE_MAX };
  if (options->scripts.count != 1 || !options->kind || !options->output)
    return fault_set(fault, FAULT_USAGE, MSG_DOCUMENT_ASKS, kinds_string(arena, options->language), NULL);
  *kind = document_find(options->kind, &nearest);
  return *kind != DOCUMENTS || fault_set(fault, FAULT_USAGE, MSG_DOCUMENT_KIND, options->kind, nearest.best ? nearest.best : "",
                                         kinds_string(arena, options->language), NULL);
}

/* Each id of --only is in the results. */
static bool measures_known(const struct recorded_run *run, const struct texts *only, struct arena *arena, struct fault *fault)
{
  const struct sheet *measures = run->files[RESULT_FILE_SUMMARY];
  for (size_t i = 0; i < only->count; i++) {
    struct nearest nearest = { .wanted = slice_of(only->items[i]), .distance = SIZE_MAX };
    bool known = false;
    for (size_t k = 0; k < run->result_count && !known; k++) known = slice_is(run->results[k].measure_id, only->items[i]);
    for (size_t k = 0; measures && k < measures->count && !known; k++) {
      const char *id = slice_copy(arena, recorded_cell(measures, k, COLUMN_MEASURE_ID)).at;
      known = strcmp(id, only->items[i]) == 0;
      nearest_offer(&nearest, id);
    }
    if (!known) return fault_set(fault, FAULT_USAGE, MSG_DOCUMENT_ONLY, only->items[i], nearest.best ? nearest.best : "", NULL);
  }
  return true;
}

static void notices(const struct options *options, const struct recorded_run *run, enum document_kind kind)
{
  bool open = false;
  for (size_t i = 0; i < run->policy_count; i++)
    open |= (!options->publication && !run->policies[i].publication) || (!options->contact && !run->policies[i].contact);
  if (kind == DOCUMENT_PUBLICITY && open) notice(options->language, MSG_NOTICE_NO_PUBLICATION, NULL);
  if (kind == DOCUMENT_PAYMENT && !run->files[RESULT_FILE_PAYMENTS]) notice(options->language, MSG_NOTICE_NO_CARRIED, NULL);
  if (kind == DOCUMENT_NOTICE && !run->all) notice(options->language, MSG_NOTICE_NOT_ALL, NULL);
  notice(options->language, MSG_NOTICE_DOCUMENT, document_name(kind, options->language), options->output, NULL);
}

int command_documents(struct arena *arena, const struct options *options)
{
  struct fault fault;
  struct recorded_run run;
  struct document_request request = { .publication = options->publication,
                                      .contact = options->contact,
                                      .batch = options->batch,
                                      .until = options->until,
                                      .company = options->company,
                                      .template = options->template,
                                      .only = options->inputs.only.items,
                                      .only_count = options->inputs.only.count,
                                      .language = options->language };
  bool made =
      kind_given(arena, options, &request.kind, &fault) &&
      (!request.company || request.kind == DOCUMENT_NOTICE || fault_set(&fault, FAULT_USAGE, MSG_DOCUMENT_COMPANY, NULL)) &&
      recorded_run_read(arena, options->scripts.items[0], &run, &fault) &&
      measures_known(&run, &options->inputs.only, arena, &fault) &&
      document_write(arena, &run, &request, options->output, &fault);
  if (!made) return fault_print(options->language, &fault);
  notices(options, &run, request.kind);
  return COMMAND_DONE;
}
