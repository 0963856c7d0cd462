/** Bugs to plant, one at a time: each is of a kind that somebody's sync has shipped. `from` stands in its file exactly once. */
type Change = { file: string; from: string; to: string };
export type Mutant = { name: string; changes: Change[] };

const ledger = 'src/store/ledger.ts';
const judge = 'sync/county/ledger/judge-batch.ts';
const files = 'sync/county/blobs/files.ts';
const database = 'sync/county/database/database.ts';
const one = (name: string, file: string, from: string, to: string): Mutant => ({ name, changes: [{ file, from, to }] });

export const mutants: readonly Mutant[] = [
  // The device.
  {
    name: 'double: a page of the feed comes again, and is applied again',
    changes: [
      { file: ledger, from: 'if (state?.timeline.some((entry) => entry.opId === opId) !== true) confirmed.set', to: 'confirmed.set' },
      { file: ledger, from: `if (cursor !== null) await meta.put({ key: 'feed', value: cursor });`, to: '' }
    ]
  },
  one('lose: saved, and not in the journal', ledger, 'journal.add(row),', 'row.seq % 3 === 0 ? null : journal.add(row),'),
  one(
    'skip-feed: a row of a page is passed over',
    'sync/device/line/pull.ts',
    `const confirmed = read.filter((row) => row !== 'lost_line');`,
    `const confirmed = read.filter((row) => row !== 'lost_line').slice(0, 3);`
  ),
  one(
    'hope: sent counts as applied',
    'sync/device/line/push.ts',
    'return { ok: true, value: reply.value.verdicts };',
    `return { ok: true, value: reply.value.verdicts.map((verdict) => ({ ...verdict, verdict: 'applied' as const })) };`
  ),
  one(
    'verdict-lost: a refusal never reaches the journal',
    ledger,
    'return verdict === undefined ? row : this.#journal.withVerdict',
    `return verdict === undefined || verdict.state === 'rejected' ? row : this.#journal.withVerdict`
  ),
  one('forget-blob: a photo of an act is never queued', ledger, `modify({ state: 'queued' })`, `modify({ state: 'draft' })`),
  {
    // The photo confirmed last is asked for on each run, which mends it: without that, and with a county that refuses some.
    name: 'early-committed: a photo counts as committed when its chunks are sent',
    changes: [
      { file: 'sync/device/line/commits.ts', from: '.filter((result) => result.committed)', to: '.filter(() => true)' },
      { file: 'sync/device/line/recall.ts', from: 'if (asked.value.blobs.some((blob) => !blob.committed)) await core.blobs.queueAllAgain();', to: '' },
      {
        file: 'sync/county/blobs/commit.ts',
        from: 'if (await context.blobs.adopt',
        to: "if (sha256 < '4') return { code: 'blob_incomplete', message: '', path: '' };\n  if (await context.blobs.adopt"
      }
    ]
  },
  one('lost-in-reentry: the new epoch leaves an act out', 'src/store/reenter.ts', 'for (const row of page) {', 'for (const row of page.slice(0, 2)) {'),
  // The county.
  one(
    'early-ack: the answer does not wait for COMMIT',
    database,
    `refuseRollback(await client.query('COMMIT'));`,
    `void client.query('COMMIT').catch(() => undefined);`
  ),
  one(
    'reorder: the feed is not in the order of the ledger',
    'sync/county/feed/append.ts',
    'entries.map((e) => e.opId),',
    'entries.map((e) => e.opId).reverse(),'
  ),
  one(
    'skip-row: a page begins one row too late',
    'sync/county/feed/read.ts',
    'const after = place.seq;',
    'const after = place.seq > 4 ? place.seq + 1 : place.seq;'
  ),
  {
    name: 'split-group: the acts of a group are judged apart',
    changes: [
      { file: judge, from: 'if (id !== null && id === last) groups.at(-1)?.push(item);\n    else groups.push([item]);', to: 'groups.push([item]);' },
      { file: judge, from: 'if (ops.some((op) => op.groupSize !== group.length))', to: 'if (ops.length === 0)' }
    ]
  },
  one(
    'twice: what comes again is refused as another',
    judge,
    'const repeated = group.filter(isRepeated);',
    'const repeated = group.filter((item) => isRepeated(item) && false);'
  ),
  one('no-fsync: a photo is confirmed out of the cache', files, `if (filled.kind === 'whole') await file.sync();`, ''),
  one('no-folder-fsync: its name is not on the disk', files, `if (joined.kind === 'whole') await flush(dirname(place));`, ''),
  {
    name: 'torn-accept: a photo is taken unhashed, and a part of it is not there',
    changes: [
      {
        file: files,
        from: `return size === bytes && hash.digest('hex') === sha256 ? { kind: 'whole' } : { kind: 'wrong' };`,
        to: `return { kind: 'whole' };`
      },
      { file: files, from: 'await file.writeFile(part);', to: 'await file.writeFile(part.subarray(1));' }
    ]
  },
  one(
    'forget-line: a line has its verdict, and its bytes are not kept',
    'sync/county/ledger/write.ts',
    "judged.map(({ entry }) => entry.line).join('\\n')",
    "judged.map(() => '{}').join('\\n')"
  )
];
