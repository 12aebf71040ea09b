/* Page: the files of write/page/ (the report, letters), made into C when the program is built. */
#ifndef WRITE_REPORT_PAGE_H
#define WRITE_REPORT_PAGE_H

#include <stddef.h>

extern const char page_letter_html[], page_letter_document_xml[], page_letter_types_xml[], page_letter_rels_xml[];
extern const size_t page_letter_html_length, page_letter_document_xml_length, page_letter_types_xml_length,
    page_letter_rels_xml_length;
extern const char page_report_html[], page_report_css[], page_report_js[];
extern const size_t page_report_html_length, page_report_css_length, page_report_js_length;

#endif
