export interface ExampleGroup {
  readonly title: string;
  readonly prompts: readonly string[];
}

/** Things the model that ships is good at; a click sends them. */
export const EXAMPLE_GROUPS: readonly ExampleGroup[] = [
  {
    title: 'Ask about Hearth',
    prompts: ['Does anything I type leave my device?', 'Does it work offline?', 'Which keyboard shortcuts are there?'],
  },
  {
    title: 'Judge a message',
    prompts: [
      'What is the sentiment of this message: The new release is wonderful, it fixed everything I complained about.',
      'How urgent is this message: The server is down and customers cannot pay!',
      'What is the topic of this message: My parcel still has not arrived, can you tell me where it is?',
    ],
  },
  {
    title: 'Extract as JSON',
    prompts: [
      'Extract the names as JSON: Laura Klein and Tom Baker will join the call.',
      'Extract the dates as JSON: The meeting moved from 12 March 2026 to 15 March 2026.',
      'Extract the e-mail addresses as JSON: Please write to anna.berg@example.org about the invoice.',
    ],
  },
  {
    title: 'Rewrite',
    prompts: [
      'Rewrite this politely: Send me the report now.',
      'Make bullet points: Call the plumber, water the plants and pay the rent.',
      'Shorten this: I am writing to you in order to let you know that the meeting is at noon.',
    ],
  },
];
