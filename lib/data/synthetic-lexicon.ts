/** Words that speak for a positive label. Each appears in opinion sentences only. */
export const positiveWords: readonly string[] = [
  'wonderful', 'brilliant', 'superb', 'delightful', 'charming', 'gripping', 'moving', 'excellent', 'beautiful', 'clever',
  'inspired', 'touching', 'masterful', 'fresh', 'captivating', 'elegant', 'hilarious', 'powerful', 'stunning', 'witty',
  'memorable', 'graceful', 'thrilling', 'perfect', 'heartfelt', 'dazzling', 'splendid', 'absorbing', 'marvelous', 'engaging',
]; // prettier-ignore

/** Words that speak for a negative label. */
export const negativeWords: readonly string[] = [
  'awful', 'dull', 'terrible', 'boring', 'clumsy', 'lifeless', 'horrible', 'tedious', 'lazy', 'forgettable',
  'annoying', 'messy', 'pointless', 'weak', 'dreadful', 'shallow', 'wooden', 'painful', 'bland', 'stupid',
  'ridiculous', 'tiresome', 'ugly', 'hollow', 'laughable', 'sloppy', 'miserable', 'pathetic', 'irritating', 'disappointing',
]; // prettier-ignore

/** Sentences that carry one opinion; `{word}` takes it. */
export const opinionTemplates: readonly string[] = [
  'The {aspect} was {word}.',
  'I found the {aspect} {word}.',
  'To me the {aspect} seemed {word} from the first minute.',
  'What {word} {aspects}!',
  'My notes on the {aspect} have one word: {word}.',
  "You can't miss how {word} the {aspect} is.",
  'In the second half the {aspect} became {word}.',
  'Everyone in the room called the {aspect} {word}.',
];

/** Sentences that say nothing about the label. */
export const neutralTemplates: readonly string[] = [
  'I saw it on a {day} with my {companion}.',
  'The story takes place in {place} and follows {role}.',
  'It runs for about {number} minutes.',
  'The director made {number} films before this one.',
  'My {companion} had read the book first.',
  'There is a long scene with {role} and {role} in {place}.',
  'It was shot in {place} over {number} days.',
  'We watched it at home on a {day} evening.',
  'The film begins in {place}, then moves to {place}.',
  "It's a story about {role} who meets {role}.",
  'I rented it because my {companion} had mentioned it.',
  'The credits list {number} people.',
];

/** What may stand in a slot other than `{word}`. */
export const slotFillers: Readonly<Record<string, readonly string[]>> = {
  aspect: [
    'acting', 'plot', 'dialogue', 'camera work', 'music', 'ending', 'script', 'pacing', 'editing', 'main character',
    'opening scene', 'supporting cast', 'humor', 'direction', 'set design', 'final act',
  ], // prettier-ignore
  aspects: ['performances', 'costumes', 'songs', 'scenes', 'characters', 'twists', 'effects', 'lines'],
  day: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  companion: ['sister', 'brother', 'neighbor', 'roommate', 'cousin', 'uncle', 'teacher', 'colleague'],
  place: [
    'a small town',
    'Paris',
    'a hospital',
    'the desert',
    'a school',
    'Chicago',
    'an old hotel',
    'a fishing village',
  ],
  role: [
    'a detective',
    'a nurse',
    'two soldiers',
    'a painter',
    'a lawyer',
    'a young couple',
    'a retired pilot',
    'a student',
  ],
  number: ['twelve', 'thirty', 'ninety', 'forty', 'a hundred', 'seventy', 'fifteen', 'sixty'],
};
