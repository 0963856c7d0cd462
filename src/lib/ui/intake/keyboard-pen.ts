/**
 * A signature without a finger or a mouse: arrows move the pen, Space puts it down and lifts it. Its moves reach the pad as those of a
 * pointer do, so that they are kept as strokes with time like any other.
 */
const step = 8;
const stride = 24;
const moves: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function keyboardPen(canvas: HTMLCanvasElement): () => void {
  let at: { x: number; y: number } | null = null;
  let down = false;
  const tip = document.createElement('span');
  tip.style.cssText =
    'position:fixed;width:12px;height:12px;margin:-6px;border:2px solid var(--red);border-radius:50%;pointer-events:none;display:none;z-index:2';
  document.body.append(tip);

  function show(): void {
    const box = canvas.getBoundingClientRect();
    at ??= { x: box.width / 4, y: box.height / 2 };
    tip.style.display = 'block';
    tip.style.left = `${box.left + at.x}px`;
    tip.style.top = `${box.top + at.y}px`;
    tip.style.background = down ? 'var(--red)' : 'transparent';
  }
  function tell(type: 'pointerdown' | 'pointermove' | 'pointerup'): void {
    const box = canvas.getBoundingClientRect();
    const { x, y } = at ?? { x: 0, y: 0 };
    const [clientX, clientY] = [box.left + x, box.top + y];
    const touches = type === 'pointerup' ? 0 : 1;
    canvas.dispatchEvent(
      new PointerEvent(type, { clientX, clientY, pointerId: 1, isPrimary: true, pressure: touches / 2, buttons: touches, bubbles: true, cancelable: true })
    );
  }
  function lift(): void {
    if (down) tell('pointerup');
    down = false;
  }
  function press(event: KeyboardEvent): void {
    const move = moves[event.key];
    if (move === undefined && event.key !== ' ') return;
    event.preventDefault();
    show();
    if (move === undefined) {
      if (down) lift();
      else {
        down = true;
        tell('pointerdown');
      }
    } else if (at !== null) {
      const by = event.shiftKey ? stride : step;
      at = { x: Math.min(canvas.offsetWidth - 4, Math.max(4, at.x + move[0] * by)), y: Math.min(canvas.offsetHeight - 4, Math.max(4, at.y + move[1] * by)) };
      if (down) tell('pointermove');
    }
    show();
  }
  function leave(): void {
    lift();
    tip.style.display = 'none';
  }
  canvas.tabIndex = 0;
  canvas.addEventListener('keydown', press);
  canvas.addEventListener('blur', leave);
  return () => {
    tip.remove();
    canvas.removeEventListener('keydown', press);
    canvas.removeEventListener('blur', leave);
  };
}
