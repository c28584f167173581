import {
  describeSource,
  loadReviews,
  type DataProgress,
  type LoadReviewsOptions,
  type Reviews,
} from '../data';
import { showBundle, showNotice, updateBundle, type MimeBundle } from '../show';
import { escapeHtml, noFormulas } from '../show/html';

/** Milliseconds between two redraws of the line that says how far the reading is. */
const redrawInterval = 250;

/**
 * `loadReviews`, watched: a line says how far it is, and a notice where the reviews came from. A synthetic corpus gives a
 * red notice, which the exported report repeats at its top.
 *
 * @throws as `loadReviews` does.
 */
export async function openReviews(options: LoadReviewsOptions): Promise<Reviews> {
  const displayId = `vib-reviews-${Date.now()}`;
  let lastDrawn = -Infinity;
  let shown = false;
  const onProgress = (progress: DataProgress): void => {
    options.onProgress?.(progress);
    const now = performance.now();
    if (now - lastDrawn < redrawInterval) return;
    lastDrawn = now;
    (shown ? updateBundle : showBundle)(line(sentence(progress)), { displayId });
    shown = true;
  };
  const reviews = await loadReviews({ ...options, onProgress });
  if (shown) updateBundle(line('The reviews are ready.'), { displayId });
  showNotice(reviews.source.kind === 'synthetic' ? 'warning' : 'data', describeSource(reviews.source));
  return reviews;
}

function sentence({ message, done, total }: DataProgress): string {
  return done === undefined || !total ? message : `${message} (${Math.floor((100 * done) / total)}%)`;
}

function line(text: string): MimeBundle {
  return { 'text/plain': text, 'text/html': `<span class="${noFormulas}">${escapeHtml(text)}</span>` };
}
