/** Every reference inside a catalogue of right structure, and what contradicts itself (SPEC C37–C39). */
import { checkBundle } from './check-bundle.ts';
import { checkFields } from './check-fields.ts';
import { checkRings } from './check-rings.ts';
import type { Catalogue, Field, Material, Question, ServiceItem } from './format.ts';
import type { CatalogueProblem, Scope } from './problems.ts';
import { conditionProblems, duplicates } from './problems.ts';

export function checkReferences(catalogue: Catalogue): CatalogueProblem[] {
  const questions = new Map(catalogue.questions.map((question) => [question.id, question]));
  const offered = optionsByKey(catalogue);
  return [
    ...duplicates(
      [...catalogue.items, ...catalogue.bundles].map((each) => each.id),
      (id) => `items.${id}`,
      '事项或一件事的编号重复'
    ),
    ...duplicates(
      catalogue.questions.map((question) => question.id),
      (id) => `questions.${id}`,
      '情形问题的编号重复'
    ),
    ...duplicates(
      catalogue.divisions.map((division) => division.code),
      (code) => `divisions.${code}`,
      '区划代码重复'
    ),
    ...catalogue.questions.flatMap(checkQuestion),
    ...catalogue.items.flatMap((item) => checkItem(item, questions, offered)),
    ...sameTypes(catalogue),
    ...catalogue.bundles.flatMap((bundle) => checkBundle(bundle, catalogue, questions, offered)),
    ...checkCalendar(catalogue),
    ...checkPinyin(catalogue)
  ];
}

function checkQuestion(question: Question): CatalogueProblem[] {
  const path = `questions.${question.id}`;
  const values = question.options.map((option) => option.value);
  const problems = duplicates(values, () => `${path}.options`, '选项的值重复');
  if (question.default !== undefined && !values.includes(question.default)) {
    problems.push({ code: 'unknown_option', path: `${path}.default`, message: `默认值“${question.default}”不在选项里。` });
  }
  return problems;
}

function checkItem(item: ServiceItem, questions: Map<string, Question>, offered: Map<string, Set<string>>): CatalogueProblem[] {
  const path = `items.${item.id}`;
  const scope: Scope = {
    fields: new Map(item.fields.map((field) => [field.key, field])),
    materials: new Map(item.materials.map((material) => [material.id, material])),
    questions: new Map(item.questions.flatMap((id) => (questions.has(id) ? [[id, questions.get(id) as Question] as const] : []))),
    offered
  };
  return [
    ...item.questions.flatMap((id) => (questions.has(id) ? [] : [{ code: 'unknown_question', path: `${path}.questions`, message: `没有情形问题“${id}”。` }])),
    ...duplicates(item.questions, () => `${path}.questions`, '情形问题重复列出'),
    ...duplicates(
      item.fields.map((field) => field.key),
      (key) => `${path}.fields.${key}`,
      '字段重复'
    ),
    ...duplicates(
      item.materials.map((material) => material.id),
      (id) => `${path}.materials.${id}`,
      '材料重复'
    ),
    ...duplicates(
      item.rules.map((rule) => rule.id),
      (id) => `${path}.rules.${id}`,
      '规则编号重复'
    ),
    ...checkFields(item.fields, `${path}.fields`, scope),
    ...item.materials.flatMap((material) => checkMaterial(material, `${path}.materials.${material.id}`, scope)),
    ...item.rules.flatMap((rule) => [
      ...conditionProblems(rule.when, `${path}.rules.${rule.id}.when`, scope),
      ...conditionProblems(rule.then, `${path}.rules.${rule.id}.then`, scope),
      ...(scope.fields.has(rule.field) ? [] : [{ code: 'unknown_field', path: `${path}.rules.${rule.id}.field`, message: `本事项没有字段“${rule.field}”。` }])
    ]),
    ...checkRings(item.fields, `${path}.fields`)
  ];
}

function checkMaterial(material: Material, path: string, scope: Scope): CatalogueProblem[] {
  const problems: CatalogueProblem[] = [];
  const conditional = material.necessity === 'conditional';
  if (conditional !== (material.when !== undefined)) {
    problems.push({ code: 'contradiction', path: `${path}.when`, message: conditional ? '情形必要的材料要写 when。' : '只有情形必要的材料才有 when。' });
  }
  if (conditional !== (material.conditionText !== undefined)) {
    problems.push({ code: 'contradiction', path: `${path}.conditionText`, message: '情形必要的材料要写 conditionText，别的材料不写。' });
  }
  if (material.when) problems.push(...conditionProblems(material.when, `${path}.when`, scope));
  if (material.deferrable && (material.deferWorkdays === null || material.deferWorkdays < 1)) {
    problems.push({ code: 'contradiction', path: `${path}.deferWorkdays`, message: '可容缺的材料要写补齐的工作日数。' });
  }
  return problems;
}

/** One key is one fact (C15), so it has one kind of value everywhere; otherwise a bundle could not merge it. */
function sameTypes(catalogue: Catalogue): CatalogueProblem[] {
  const known = new Map<string, { field: Field; path: string }>();
  const problems: CatalogueProblem[] = [];
  const owners = [
    ...catalogue.items.map((item) => ({ path: `items.${item.id}.fields`, fields: item.fields })),
    ...catalogue.bundles.map((bundle) => ({ path: `bundles.${bundle.id}.extraFields`, fields: bundle.extraFields }))
  ];
  for (const owner of owners) {
    for (const field of owner.fields) {
      const path = `${owner.path}.${field.key}`;
      const first = known.get(field.key);
      if (!first) known.set(field.key, { field, path });
      else if (family(first.field) !== family(field)) {
        problems.push({
          code: 'type_conflict',
          path: `${path}.type`,
          message: `“${field.key}”在 ${first.path} 是 ${first.field.type}，这里是 ${field.type}。同一个键要同一类型。`
        });
      } else problems.push(...sameColumns(first, { field, path }));
    }
  }
  return problems;
}

type Placed = { field: Field; path: string };

function sameColumns(first: Placed, other: Placed): CatalogueProblem[] {
  const types = new Map((first.field.columns ?? []).map((column) => [column.key, column.type]));
  return (other.field.columns ?? []).flatMap((column) => {
    const type = types.get(column.key);
    if (type === undefined || type === column.type) return [];
    return [
      {
        code: 'type_conflict',
        path: `${other.path}.columns.${column.key}.type`,
        message: `列“${column.key}”在 ${first.path} 是 ${type}，这里是 ${column.type}。`
      }
    ];
  });
}

/** What can be merged: text with text, and one choice with several, which then become several. */
function family(field: Field): string {
  if (field.type === 'radio' || field.type === 'multiselect') return 'select';
  return field.type === 'textarea' ? 'text' : field.type;
}

function optionsByKey(catalogue: Catalogue): Map<string, Set<string>> {
  const offered = new Map<string, Set<string>>();
  for (const field of [...catalogue.items.flatMap((item) => item.fields), ...catalogue.bundles.flatMap((bundle) => bundle.extraFields)]) {
    const options = offered.get(field.key) ?? new Set();
    for (const option of field.options ?? []) options.add(option);
    offered.set(field.key, options);
  }
  return offered;
}

function checkCalendar(catalogue: Catalogue): CatalogueProblem[] {
  return Object.entries(catalogue.calendar).flatMap(([year, { off, work }]) => {
    const path = `calendar.${year}`;
    const days = new Set(off);
    return [
      ...(/^\d{4}$/.test(year) ? [] : [{ code: 'contradiction', path, message: '年份是 4 位数字。' }]),
      ...[...off, ...work].flatMap((day) => (day.startsWith(`${year}-`) ? [] : [{ code: 'contradiction', path, message: `${day} 不在 ${year} 年。` }])),
      ...work.flatMap((day) => (days.has(day) ? [{ code: 'contradiction', path, message: `${day} 既放假又上班。` }] : []))
    ];
  });
}

function checkPinyin(catalogue: Catalogue): CatalogueProblem[] {
  const ids = new Set([...catalogue.items, ...catalogue.bundles].map((each) => each.id));
  return Object.keys(catalogue.pinyin).flatMap((id) =>
    ids.has(id) ? [] : [{ code: 'unknown_item', path: `pinyin.${id}`, message: '拼音对应的事项不存在。' }]
  );
}
