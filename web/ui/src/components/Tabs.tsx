/** Tabs that arrows move between. The panel below is the caller's; give it `id={panelId}` and `role="tabpanel"`. */
interface Props {
  label: string;
  panelId: string;
  tabs: readonly { code: string; title: string }[];
  chosen: string;
  onChoose: (code: string) => void;
}

export function Tabs({ label, panelId, tabs, chosen, onChoose }: Props) {
  const move = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const index = tabs.findIndex((tab) => tab.code === chosen);
    const next = tabs[(index + step + tabs.length) % tabs.length];
    if (!next) return;
    onChoose(next.code);
    document.getElementById(`${panelId}-tab-${next.code}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} onKeyDown={move}>
      {tabs.map((tab) => (
        <button
          key={tab.code}
          id={`${panelId}-tab-${tab.code}`}
          type="button"
          role="tab"
          aria-selected={tab.code === chosen ? "true" : "false"}
          aria-controls={panelId}
          tabIndex={tab.code === chosen ? 0 : -1}
          onClick={() => onChoose(tab.code)}
        >
          {tab.title}
        </button>
      ))}
    </div>
  );
}
