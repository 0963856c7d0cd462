/**
 * SQL that reads a column of JSON text. What JavaScript writes may hold a NUL or half of a pair (an emoji cut in two), which PostgreSQL's json
 * refuses: one such word of one person would keep a whole list from everybody. Both stand as U+FFFD here; the text itself stays as it is.
 */
export function jsonIn(column: string): string {
  // `JSON.stringify` writes them in small letters. An escaped backslash before such letters is as good JSON after as before.
  return `regexp_replace(${column}, '\\\\u(0000|d[89a-f][0-9a-f]{2})', '\\\\ufffd', 'g')::json`;
}
