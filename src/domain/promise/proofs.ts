/**
 * 证明事项清单 (M14): what may be asked for, each with its six elements. Nothing outside an item's materials may be demanded; what is demanded
 * all the same is recorded as 异常索要.
 */
import type { Correction } from '../case/operations.ts';
import type { Material, ServiceItem } from '../catalogue/format.ts';

/** 证明事项名称, 涉及的政务服务事项名称及编码, 设定依据, 索要单位, 开具单位, 办理指南. */
export type Proof = {
  materialId: string;
  name: string;
  items: { name: string; code: string }[];
  basis: string;
  askedBy: string;
  issuedBy: string;
  guide: string;
  /** May be replaced by a commitment (告知承诺). */
  committable: boolean;
};

/** One line a material, over all the items that ask for it; forms that the system makes are no proofs. */
export function proofList(items: readonly ServiceItem[]): Proof[] {
  const byId = new Map<string, Proof>();
  for (const item of items) {
    for (const material of item.materials) {
      if (material.generated) continue;
      const proof = proofOf(item, material);
      const before = byId.get(material.id);
      byId.set(
        material.id,
        before === undefined ? proof : { ...before, items: [...before.items, ...proof.items], committable: before.committable || proof.committable }
      );
    }
  }
  return [...byId.values()];
}

/** As the catalogue states it, else as its other elements say. */
export function proofOf(item: ServiceItem, material: Material): Proof {
  return {
    materialId: material.id,
    name: material.name,
    items: [{ name: item.name, code: item.handlingItemCode }],
    basis:
      material.proof?.basis ?? item.legalBasis.map(({ name, docNo }) => (docNo === null ? `《${bare(name)}》` : `《${bare(name)}》（${docNo}）`)).join('、'),
    askedBy: material.proof?.askedBy ?? item.department,
    issuedBy: material.proof?.issuedBy ?? material.sharedSource ?? material.sourceChannel,
    guide: material.proof?.guide ?? [material.conditionText, material.note, material.checkMode].find((text) => (text ?? '') !== '') ?? '',
    committable: material.commitmentReplaceable
  };
}
const bare = (name: string) => name.replace(/^《|》$/g, '');

/** Labels of what a notice asks for that stands on no list: neither a material nor a field of the form. */
export function unlistedDemands(
  items: Correction['items'],
  form: { materials: readonly Pick<Material, 'id'>[]; fields: readonly { key: string }[] }
): string[] {
  const [materials, fields] = [new Set(form.materials.map(({ id }) => id)), new Set(form.fields.map(({ key }) => key))];
  const isListed = ({ target, key }: Correction['items'][number]) => (target === 'material' ? materials.has(key) : target === 'field' && fields.has(key));
  return items.filter((item) => !isListed(item)).map(({ label }) => label);
}
