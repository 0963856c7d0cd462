/** Words of the papers' screens; what stands on a paper comes from the rules. */
export const sheet = {
  no: '编号',
  qr: '查询办件进度的二维码',
  signature: (name: string) => `${name}的签名`
};
