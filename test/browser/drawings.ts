/** Photographs of invented documents, drawn: sketches that stand for camera pictures and could be taken for no real paper. */
import type { Page } from 'playwright';

type Sheet = 'card' | 'emblem' | 'register' | 'cover' | 'bank' | 'portrait' | 'paper';
export type Drawn = { name: string; mimeType: string; buffer: Buffer };

/** Which sketch a page of a material is. */
function sheetOf(material: string, label: string): Sheet {
  if (label.includes('国徽')) return 'emblem';
  if (label.includes('人像') || material.includes('残疾人证')) return 'card';
  if (label === '首页') return 'cover';
  if (material.includes('户口簿')) return 'register';
  if (/银行卡|银行账户/.test(material)) return 'bank';
  return /证件照|影像/.test(material) ? 'portrait' : 'paper';
}

/** A 1600×1200 JPEG of the document, a little askew on a table. */
export async function drawDocument(page: Page, material: string, label: string, holder: string, serial: number): Promise<Drawn> {
  const facts = { sheet: sheetOf(material, label), material, label, holder, serial };
  const base64 = await page.evaluate(async ({ sheet, material: title, label: part, holder: name, serial: turn }) => {
    const canvas = new OffscreenCanvas(1600, 1200);
    const paint = canvas.getContext('2d');
    if (!paint) throw new Error('no canvas');
    const ink = '#3b424e';
    const box = (x: number, y: number, w: number, h: number, fill: string, line: string | null = null, round = 0) => {
      paint.beginPath();
      paint.roundRect(x, y, w, h, round);
      paint.fillStyle = fill;
      paint.fill();
      if (line === null) return;
      paint.strokeStyle = line;
      paint.lineWidth = 3;
      paint.stroke();
    };
    const write = (text: string, x: number, y: number, size: number, color = ink, weight = 400) => {
      paint.fillStyle = color;
      paint.font = `${weight} ${size}px "Noto Sans CJK SC", sans-serif`;
      paint.fillText(text, x, y);
    };
    const bars = (x: number, y: number, widths: number[], step: number) => {
      for (const [index, width] of widths.entries()) box(x, y + index * step, width, 22, '#a3afc1', null, 11);
    };
    const stamp = (x: number, y: number, text: string) => {
      paint.strokeStyle = 'rgba(190, 70, 60, 0.75)';
      paint.lineWidth = 8;
      paint.beginPath();
      paint.arc(x, y, 100, 0, Math.PI * 2);
      paint.stroke();
      paint.textAlign = 'center';
      write(text, x, y + 14, 38, 'rgba(190, 70, 60, 0.85)', 600);
      paint.textAlign = 'left';
    };
    const face = (x: number, y: number, w: number, h: number) => {
      box(x, y, w, h, '#d3dae6', null, 10);
      paint.save();
      paint.beginPath();
      paint.rect(x, y, w, h);
      paint.clip();
      paint.fillStyle = '#8291a8';
      paint.beginPath();
      paint.arc(x + w / 2, y + h * 0.4, w * 0.21, 0, Math.PI * 2);
      paint.ellipse(x + w / 2, y + h * 1.02, w * 0.36, h * 0.36, 0, 0, Math.PI * 2);
      paint.fill();
      paint.restore();
    };

    paint.fillStyle = '#d3ccc0';
    paint.fillRect(0, 0, 1600, 1200);
    paint.translate(800, 600);
    paint.rotate(((turn % 5) - 2) * 0.008);
    paint.translate(-800, -600);
    paint.shadowColor = 'rgba(60, 50, 40, 0.35)';
    paint.shadowBlur = 18;
    paint.shadowOffsetY = 14;
    const calm = () => (paint.shadowColor = 'transparent');

    if (sheet === 'card') {
      box(220, 230, 1160, 740, '#eef3f9', '#b7c6da', 40);
      calm();
      write('示例', 300, 320, 34, '#8fa0b8');
      write(name, 300, 420, 64, ink, 600);
      bars(300, 490, [330, 250, 480, 400], 82);
      bars(300, 860, [760], 0);
      face(1010, 320, 290, 400);
    } else if (sheet === 'emblem') {
      box(220, 230, 1160, 740, '#f6efec', '#dcc5bd', 40);
      calm();
      paint.fillStyle = '#dbb3a8';
      paint.beginPath();
      paint.arc(420, 420, 105, 0, Math.PI * 2);
      paint.fill();
      bars(600, 370, [620, 460], 84);
      write('示例证件', 600, 640, 64, '#8d6a60', 600);
      bars(480, 780, [700, 560], 78);
    } else if (sheet === 'bank') {
      box(220, 230, 1160, 740, '#dde8f6', '#a9c1e2', 44);
      calm();
      write('示例银行', 310, 370, 60, '#4a6791', 600);
      box(310, 470, 170, 130, '#cbb178', '#a98f55', 18);
      write('0000 0000 0000 0000', 310, 740, 76, '#4a6791', 600);
      bars(310, 830, [360], 0);
    } else if (sheet === 'portrait') {
      box(480, 130, 640, 940, '#ffffff', '#d5d5d5', 6);
      calm();
      face(520, 170, 560, 760);
      write(name, 700, 1020, 56);
    } else if (sheet === 'cover') {
      box(330, 90, 940, 1020, '#8c4a41', '#74382f', 18);
      calm();
      paint.textAlign = 'center';
      write('居民户口簿', 800, 480, 110, '#e6c79a', 600);
      write('示 例', 800, 640, 64, '#e6c79a');
      paint.textAlign = 'left';
    } else if (sheet === 'register') {
      box(110, 130, 1380, 940, '#f7f2e4', '#d9cda9', 8);
      calm();
      paint.textAlign = 'center';
      write(part === '户主页' ? '常住人口登记卡（户主）' : '常住人口登记卡', 800, 250, 68, ink, 600);
      paint.textAlign = 'left';
      const rows = [
        ['姓名', name, '与户主关系', part === '户主页' ? '户主' : '本人'],
        ['曾用名', '', '民族', '汉族'],
        ['出生地', '示例县松溪镇', '籍贯', '示例县'],
        ['住址', '柳塘村 3 组 12 号', '', ''],
        ['证件编号', '0000 示例 0000', '', '']
      ];
      paint.strokeStyle = '#b9a97c';
      paint.lineWidth = 3;
      for (const [index, cells] of rows.entries()) {
        const y = 310 + index * 128;
        paint.strokeRect(180, y, 1240, 128);
        for (const [at, text] of cells.entries()) {
          const x = [180, 400, 820, 1080][at] ?? 0;
          if (at > 0 && (at === 1 || index < 3)) paint.strokeRect(x, y, 0.1, 128);
          write(text, x + 26, y + 80, at % 2 === 0 ? 38 : 46, at % 2 === 0 ? '#85733f' : ink);
        }
      }
      stamp(1270, 930, '户口专用');
    } else {
      box(400, 50, 800, 1100, '#fdfcf8', '#d9d5ca', 4);
      calm();
      paint.textAlign = 'center';
      write(title.slice(0, 14), 800, 180, 50, ink, 600);
      paint.textAlign = 'left';
      write(name, 480, 300, 46);
      bars(480, 360, [640, 600, 640, 560, 640, 420, 640, 590, 300], 62);
      stamp(1010, 980, '示例');
    }
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 });
    let binary = '';
    for (const byte of new Uint8Array(await blob.arrayBuffer())) binary += String.fromCharCode(byte);
    return btoa(binary);
  }, facts);
  return { name: `${material} ${label}.jpg`, mimeType: 'image/jpeg', buffer: Buffer.from(base64, 'base64') };
}
