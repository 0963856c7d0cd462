import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const typescript = ['**/*.ts'];
const svelteFiles = ['**/*.svelte', '**/*.svelte.ts'];

/** Banned everywhere. Written as selectors, since each later `no-restricted-syntax` replaces the one before. */
const everywhere = [
  { selector: 'ExportAllDeclaration', message: 'Name what you export: `export *` hides what a module offers.' },
  { selector: 'TSEnumDeclaration', message: 'Node strips types and cannot run enums: use a const object or a union.' },
  {
    // `./$types` is made by Kit and has no file of its own.
    selector: ':matches(ImportDeclaration, ExportNamedDeclaration)[source.value=/^[.#](?!.*(\\.[a-z]+|\\u002F\\$types)(\\?[a-z]+)?$)/]',
    message: 'Write the extension: Node runs these files as they are.'
  }
];

/** A rule of the service must give the same answer on every machine, at every time. */
const impure = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'The clock comes in as a parameter.' },
  { selector: "CallExpression[callee.name='Date']", message: 'The clock comes in as a parameter.' }
];
const impureProperties = [
  { object: 'Date', property: 'now', message: 'The clock comes in as a parameter.' },
  { object: 'Math', property: 'random', message: 'Randomness comes in as a parameter.' },
  ...['globalThis', 'self', 'window'].flatMap((object) =>
    ['crypto', 'fetch', 'console', 'indexedDB', 'localStorage'].map((property) => ({ object, property, message: `${property} comes in as a parameter.` }))
  )
];
const impureGlobals = [
  'crypto',
  'fetch',
  'console',
  'performance',
  'setTimeout',
  'setInterval',
  'queueMicrotask',
  'indexedDB',
  'localStorage',
  'navigator',
  'process',
  'Buffer'
].map((name) => ({ name, message: `${name} comes in as a parameter.` }));

/** Routes parse, act and reply; SQL lives in the folders beside them. */
const sqlMessage = 'No SQL in a route: call the folder whose concern it is.';
const sql = [
  { selector: "TaggedTemplateExpression[tag.name='sql']", message: sqlMessage },
  { selector: "CallExpression[callee.property.name='query']", message: sqlMessage },
  { selector: "CallExpression[callee.name='query']", message: sqlMessage },
  { selector: 'Literal[value=/\\b(SELECT .+ FROM|INSERT INTO|UPDATE .+ SET|DELETE FROM|CREATE TABLE)\\b/is]', message: sqlMessage },
  { selector: 'TemplateElement[value.raw=/\\b(SELECT .+ FROM|INSERT INTO|UPDATE .+ SET|DELETE FROM|CREATE TABLE)\\b/is]', message: sqlMessage }
];

/** The interface's words stand together, so that another language can be added. */
const words = [
  { selector: 'Literal[value=/\\p{Script=Han}/u]', message: 'Words of the interface belong to src/lib/messages.' },
  { selector: 'TemplateElement[value.raw=/\\p{Script=Han}/u]', message: 'Words of the interface belong to src/lib/messages.' },
  { selector: 'SvelteText[value=/\\p{Script=Han}/u]', message: 'Words of the interface belong to src/lib/messages.' },
  { selector: 'SvelteLiteral[value=/\\p{Script=Han}/u]', message: 'Words of the interface belong to src/lib/messages.' }
];

/** `group` patterns read a leading # as a comment and match nothing, so these are regular expressions. */
function noImports(...bans) {
  return ['error', { patterns: bans.map(([regex, message]) => ({ regex, message })) }];
}

export default tseslint.config(
  { ignores: ['build/', '.svelte-kit/', 'node_modules/', 'data/', 'coverage/', 'test-results/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.recommended.map((config) => ({ ...config, files: [...typescript, '**/*.svelte'] })),
  ...svelte.configs.recommended,
  {
    files: [...typescript, '**/*.svelte', '**/*.js'],
    rules: {
      'no-restricted-syntax': ['error', ...everywhere],
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error'
    }
  },
  {
    files: [...typescript, '**/*.svelte'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }]
    }
  },
  {
    // With types: only where they cost seconds, not minutes; components are left to svelte-check.
    files: ['src/**/*.ts', 'sync/**/*.ts', 'test/**/*.ts'],
    ignores: ['**/*.svelte.ts', 'src/service-worker.ts', 'src/routes/**'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      // Options that a library calls (`onConnect`) may be async: the library awaits them though its types say void.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { properties: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/no-unsafe-argument': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }]
    }
  },
  {
    files: svelteFiles,
    languageOptions: { parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
    rules: {
      // Addresses are relative to the one origin that the county serves; there is no base path to resolve.
      'svelte/no-navigation-without-resolve': 'off',
      // Controllers replace a Set or Date whole; those inside a function are local and nobody watches them.
      'svelte/prefer-svelte-reactivity': 'off',
      // `let { a, b = $bindable() } = $props()` must stay one `let`.
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { destructuring: 'all', excludedRunes: ['$props', '$state'] }]
    }
  },
  {
    files: ['src/domain/**/*.ts', 'sync/protocol/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...everywhere, ...impure],
      'no-restricted-properties': ['error', ...impureProperties],
      'no-restricted-globals': ['error', ...impureGlobals]
    }
  },
  {
    files: ['sync/county/http/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...everywhere, ...sql],
      'no-restricted-imports': noImports(['^(pg|pg-copy-streams)(/|$)', sqlMessage])
    }
  },
  {
    files: ['src/lib/**/*.ts', 'src/lib/**/*.svelte', 'src/routes/**/*.ts', 'src/routes/**/*.svelte'],
    ignores: ['src/lib/messages/**'],
    rules: { 'no-restricted-syntax': ['error', ...everywhere, ...words] }
  },
  {
    files: ['src/lib/ui/**/*.{ts,svelte}'],
    rules: {
      'no-restricted-imports': noImports(
        ['^#store/', 'A component takes props and gives events; a controller reads the store.'],
        ['^#device/', 'A component takes props and gives events; a controller asks the device. Types come from #lib/state.'],
        ['^#protocol/', 'A component takes props and gives events.'],
        ['^#county/', 'The tablet never holds county code.']
      )
    }
  },
  {
    files: ['src/routes/**/*.{ts,svelte}'],
    rules: {
      'no-restricted-imports': noImports(
        ['^#(store|device)/', 'Screens import state and ui.'],
        ['^#county/', 'The tablet never holds county code.'],
        ['^node:', 'The tablet has no Node.']
      )
    }
  },
  {
    files: ['src/**/*.{ts,svelte}', 'sync/device/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', { name: 'process', message: 'The tablet has no Node.' }, { name: 'Buffer', message: 'The tablet has no Node.' }]
    }
  },
  {
    // After the block above, which would otherwise take its place.
    files: ['src/domain/**/*.ts', 'sync/protocol/**/*.ts'],
    rules: { 'no-restricted-globals': ['error', ...impureGlobals] }
  },
  {
    files: ['*.cjs', '.*.cjs'],
    languageOptions: { sourceType: 'commonjs' }
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // A skipped or lonely test is a test that nobody runs.
      'no-restricted-syntax': [
        'error',
        ...everywhere,
        {
          selector: 'CallExpression[callee.object.name=/^(it|test|describe)$/][callee.property.name=/^(skip|only|todo)$/]',
          message: 'A known failure is `it.fails`, never skipped.'
        }
      ]
    }
  }
);
