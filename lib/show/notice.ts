import { checkText } from './checks';
import { type MimeBundle, showBundle } from './display';
import { escapeHtml, noFormulas } from './html';
import { type Plain, toPlain } from './plain-json';

/** 'warning' is red: the reader must know it before believing a number. 'data' says quietly where the data came from. */
export type NoticeKind = 'data' | 'warning';

/** The exported report looks for this type, and repeats what it finds in its header. */
export const noticeMime = 'application/vnd.vib-notebooks.notice+json';

const looks: Record<NoticeKind, { frame: string; back: string; ink: string; word: string }> = {
  data: { frame: '#0072b2', back: '#eaf4fb', ink: '#12384f', word: 'Data' },
  warning: { frame: '#b3261e', back: '#fdecea', ink: '#7a1210', word: 'Warning' },
};

/** Shows a box that the report repeats at its top; `details` go into the report's JSON and, line by line, into the box. */
export function showNotice(kind: NoticeKind, text: string, details: Record<string, unknown> = {}): void {
  showBundle(noticeBundle(kind, text, details));
}

/** The notice as JSON `{ kind, text, details }`, as HTML and as text. @throws RangeError for a blank text or another kind. */
export function noticeBundle(
  kind: NoticeKind,
  text: string,
  details: Record<string, unknown> = {},
): MimeBundle {
  checkText(text, 'the text of the notice');
  if (!Object.keys(looks).includes(kind))
    throw new RangeError(`a notice is of kind "data" or "warning", not "${String(kind)}"`);
  const plain = toPlain(details, 'the details of a notice') as Record<string, Plain>;
  const look = looks[kind];
  const lines = Object.entries(plain).map(
    ([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)] as const,
  );
  const items = lines.map(([key, value]) => `<br>${escapeHtml(key)}: ${escapeHtml(value)}`);
  return {
    [noticeMime]: { kind, text, details: plain },
    'text/html': `<div class="vib-notice vib-notice-${kind} ${noFormulas}" role="${kind === 'warning' ? 'alert' : 'note'}" style="border-left:5px solid ${look.frame};background:${look.back};color:${look.ink};padding:10px 14px;margin:8px 0"><strong>${look.word}.</strong> ${escapeHtml(text)}${items.length > 0 ? `<span style="font-size:0.9em">${items.join('')}</span>` : ''}</div>`,
    'text/plain': [`${look.word}: ${text}`, ...lines.map(([key, value]) => `  ${key}: ${value}`)].join('\n'),
  };
}
