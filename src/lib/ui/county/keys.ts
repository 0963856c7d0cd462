/** The desk's one-key commands. They rest while somebody types; Esc leaves whatever is open. */
export function deskKeys(commands: Readonly<Record<string, () => void>>, escape: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = event.target instanceof HTMLElement ? event.target : null;
    if (event.key === 'Escape') {
      if (target?.id === 'co-search') target.blur();
      else escape();
      return;
    }
    const arrow = event.key.startsWith('Arrow');
    // Arrows belong to lists, radio buttons and an enlarged photo that has the focus.
    if (target?.closest(arrow ? 'input, textarea, select, [role=radiogroup], .zoomed' : 'input:not([type=checkbox], [type=radio]), textarea, select')) return;
    const command = commands[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!command) return;
    event.preventDefault();
    command();
  };
}
