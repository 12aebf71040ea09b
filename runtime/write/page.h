/* Page: the files of write/page/, made into C when the program is built. */
#ifndef WRITE_PAGE_H
#define WRITE_PAGE_H

#include <stddef.h>

extern const char page_html[], page_css[], page_js[];
extern const size_t page_html_length, page_css_length, page_js_length;

#endif
