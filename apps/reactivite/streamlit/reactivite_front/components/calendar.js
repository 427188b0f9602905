// data: {months: [{title, columns: [day names], blanks, days: [{day, number, label, severity?, today?}]}], colors, ink}
// Clicks come as the trigger `day`. Text is set as text, never as HTML.
export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector('.calendar');
  root.classList.toggle('year', data.months.length > 1);
  root.replaceChildren(...data.months.map((month) => monthOf(month, data, setTriggerValue)));
}

function monthOf(month, data, setTriggerValue) {
  const section = element('section', '');
  section.setAttribute('aria-label', month.title);
  const grid = element('div', 'grid');
  for (const [short, long] of month.columns) {
    const head = element('span', 'head', short);
    head.title = long;
    head.setAttribute('aria-hidden', 'true');
    grid.append(head);
  }
  month.days.forEach((day, index) => {
    const button = dayOf(day, data, setTriggerValue);
    if (index === 0) button.style.gridColumnStart = month.blanks + 1;
    grid.append(button);
  });
  if (data.months.length > 1) section.append(element('h3', '', month.title));
  section.append(grid);
  return section;
}

function dayOf(day, data, setTriggerValue) {
  const button = element('button', day.today ? 'today' : '');
  button.type = 'button';
  button.append(element('span', 'number', String(day.number)));
  if (day.severity) {
    button.append(element('strong', '', String(day.severity)));
    button.style.background = data.colors[day.severity];
    button.style.color = data.ink;
  }
  button.setAttribute('aria-label', day.label);
  button.title = day.label;
  if (day.today) button.setAttribute('aria-current', 'date');
  button.onclick = () => setTriggerValue('day', day.day);
  return button;
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}
