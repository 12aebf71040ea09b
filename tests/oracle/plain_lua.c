/* Plain Lua of the library that the program is built with, for the oracle: `lua5.4` itself need not be installed. */
#include <lauxlib.h>
#include <lualib.h>
#include <stdio.h>

int main(int count, char **words)
{
  lua_State *L = luaL_newstate();
  if (!L || count < 2) return 2;
  luaL_openlibs(L);
  if (luaL_dofile(L, words[1])) {
    fprintf(stderr, "%s\n", lua_tostring(L, -1));
    return 1;
  }
  lua_close(L);
  return 0;
}
