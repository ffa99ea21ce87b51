export interface ExampleGroup {
  readonly title: string;
  readonly prompts: readonly string[];
}

/** Things the model that ships is good at; a click sends them. */
export const EXAMPLE_GROUPS: readonly ExampleGroup[] = [
  {
    title: 'Ask about Hearth',
    prompts: ['What leaves my device?', 'Does it work offline?', 'Which keyboard shortcuts are there?'],
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
      'Extract the names, dates and amounts as JSON: Maria Lopez paid 240 EUR on 12 March 2026.',
      'Extract the e-mail addresses as JSON: Write to anna@example.com or to sales@example.org.',
    ],
  },
  {
    title: 'Rewrite or title',
    prompts: [
      'Rewrite this politely: Send me the report now.',
      'Rewrite this as bullet points: We need to book a room, invite the team and order lunch.',
      'Make a title for this: Our office moves to Hill Street in May, and everyone gets a new desk.',
    ],
  },
];
