/* The dictionary: tables and columns, declared in stdlib/ or by a script. */
#ifndef POLICY_DICTIONARY_H
#define POLICY_DICTIONARY_H

#include "policy/args.h"

/* 列 "名称" { … }: a column handle. 表 "名称" { 列…, 链接 = …, 对象 = … }: a new table, or more columns for one that exists. */
int dictionary_column(lua_State *L, const char *name);
int dictionary_table(lua_State *L, const char *name);
/* `服务记录.服务日期`, `服务记录.客户`, `服务记录.服务机构` */
int dictionary_index(lua_State *L, int table);

#endif
