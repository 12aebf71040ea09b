/* Page: the files of write/report_page/, made into C when the program is built. */
#ifndef WRITE_REPORT_PAGE_H
#define WRITE_REPORT_PAGE_H

#include <stddef.h>

extern const char page_report_html[], page_report_css[], page_report_js[], page_unpack_js[];
extern const size_t page_report_html_length, page_report_css_length, page_report_js_length, page_unpack_js_length;

#endif
