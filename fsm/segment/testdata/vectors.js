// Writes vectors.json: what Twilio's own calculator says of some hundred texts.
//
//   npm install sms-segments-calculator@1.3.0 && node vectors.js > vectors.json
const { SegmentedMessage } = require('sms-segments-calculator');

let seed = 20261124;
function random(n) { // mulberry32: the same texts every time
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) % n;
}
const pick = (list) => list[random(list.length)];
const times = (n, make) => Array.from({ length: n }, make);

const plain = [...'abc XYZ 019 @£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ!"#¤%&\'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà\n\r'];
const escaped = [...'^{}\\[~]|€\f'];
const smart = [...'«»“”’‘–—…•½¼¾`´\t\u00a0\u2009\u200b\ufeff\u2028‼ＡＺｚ０÷\u0303\u0338'];
const wide = [...'яжшçñ中文字한글ไทยहिन्दी😀🎉', '\u0000', '\u001b', '\ufffd'];
const clusters = ['👨‍👩‍👧‍👦', '👩🏽‍💻', '🇩🇪', '🇺🇸🇲🇽', 'e\u0301', 'a\u0300\u0327', '❤️', '1️⃣', '🏴‍☠️', '👍🏿', 'हि', 'นี้', '각', '🇩🇪\u0301\u0302',
  '\u0600x', '👁️‍🗨️', '🕵🏼‍♀️', '\u200d', '☝🏽', '\u1f3fb'];
const alphabets = [plain, [...plain, ...escaped], [...plain, ...smart], [...plain, ...wide], [...escaped, ...smart],
  [...wide, ...clusters], [...plain, ...clusters], [...plain, ...escaped, ...smart, ...wide, ...clusters]];

const texts = [''];
for (const n of [1, 69, 70, 71, 134, 135, 152, 153, 154, 159, 160, 161, 305, 306, 307, 459, 460]) {
  for (const c of ['a', '€', 'я', '😀', '“', '\r\n', '\t', 'e\u0301']) texts.push(c.repeat(n));
}
for (const n of [35, 36, 66, 67, 68, 80, 81]) {
  for (const c of ['😀', '€', '🇩🇪', '👨‍👩‍👧‍👦', '👍🏿']) texts.push(c.repeat(n), 'a' + c.repeat(n));
}
for (const c of ['€', '😀', '👨‍👩‍👧‍👦', '…', '\u00a0']) {
  for (const n of [65, 66, 67, 69, 70, 151, 152, 153, 159]) texts.push('a'.repeat(n) + c + 'a'.repeat(n), 'я' + 'a'.repeat(n) + c);
}
texts.push('It’s', 'a\tb', 'a`b', 'ç', 'Ç', 'a\u00a0b', 'a\r\nb', 'a\fb', 'a' + '\u0301'.repeat(80), 'e\u0301'.repeat(40),
  'a'.repeat(10) + '\u0301'.repeat(59) + '👨‍👩‍👧‍👦'.repeat(3), '\u200b\ufeff', '“Hi” – it’s ½ price…');
times(200, () => texts.push(times(1 + random(pick([20, 60, 120, 300])), ((a) => () => pick(a))(pick(alphabets))).join('')));

const lines = [];
for (const text of texts) {
  for (const smartEncoding of [false, true]) {
    const m = new SegmentedMessage(text, 'auto', smartEncoding);
    lines.push(JSON.stringify({ text, smart: smartEncoding, encoding: m.encodingName, segments: m.segmentsCount, chars: m.numberOfCharacters }));
  }
}
process.stdout.write('[\n' + lines.join(',\n') + '\n]\n');
