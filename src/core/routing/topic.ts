import type { Topic } from './rule.ts';

/** Words that give a topic away. Few and plain: a rule of the user's rests on them, so a miss is better than a riddle. */
const WORDS: Record<Topic, RegExp> = {
  health:
    /\b(doctor|medic\w*|diagnos\w*|symptom\w*|disease|illness|therap\w*|pregnan\w*|cancer|depress\w*|prescri\w*|hospital|patient|pain|surgery|vaccin\w*)\b/i,
  money:
    /\b(salary|wage\w*|tax(es)?|loan|mortgage|invoice\w*|bank|invest\w*|pension|debt|budget|credit|insurance|shares?|stocks?)\b/i,
  law: /\b(lawyer|attorney|lawsuit|sue|contract\w*|court|legal\w*|liabilit\w*|copyright|divorce|custody|visa|immigration)\b/i,
  people:
    /\b(my (wife|husband|partner|girlfriend|boyfriend|son|daughter|child|children|kids|mother|father|mum|mom|dad|sister|brother|friend)|famil(y|ies)|relationship|marriage)\b/i,
  work: /\b(my (boss|manager|colleague\w*|job|employer|client\w*|team)|employee\w*|meeting|confidential|quarterly|roadmap|resign\w*|hiring)\b/i,
  software:
    /\b(code|function|class|bug|compil\w*|regex|sql|python|javascript|typescript|java|rust|api|database|git|docker|algorithm)\b/i,
};

export function isAbout(topic: Topic, text: string): boolean {
  return WORDS[topic].test(text);
}
