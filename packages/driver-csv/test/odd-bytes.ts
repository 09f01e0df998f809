import { gzipSync, zstdCompressSync } from "node:zlib";
import {
  bigEndian,
  latin1,
  type OddFile,
  people,
  table,
  tableColumns,
  tableRows,
  utf16,
} from "./odd-file.ts";

/** Line ends, encodings and compression. */
export const oddBytes: readonly OddFile[] = [
  { name: "plain", content: table, columns: tableColumns, rows: tableRows },
  {
    name: "no line end at the end",
    content: "id,name\n1,Ann\n2,Bob",
    columns: people,
    rows: [
      ["1", "Ann"],
      ["2", "Bob"],
    ],
  },
  {
    name: "CRLF",
    content: table.replaceAll("\n", "\r\n"),
    columns: tableColumns,
    rows: tableRows,
    dialect: { lineEnds: "crlf" },
  },
  {
    name: "lone CR",
    content: table.replaceAll("\n", "\r"),
    columns: tableColumns,
    rows: tableRows,
    dialect: { lineEnds: "cr" },
  },
  {
    name: "mixed line ends",
    content: "id,name\r\n1,Ann\n2,Bob\r3,Cid\r\n",
    columns: people,
    rows: [
      ["1", "Ann"],
      ["2", "Bob"],
      ["3", "Cid"],
    ],
    dialect: { lineEnds: "mixed" },
  },
  {
    name: "CR as data, where it is said not to end records",
    content: "id,name\n1,A\rnn\n2,Bob\r\n",
    options: { loneCr: false },
    columns: people,
    rows: [
      ["1", "A\rnn"],
      ["2", "Bob"],
    ],
  },
  {
    name: "UTF-8 with a byte order mark",
    content: `\ufeff${table}`,
    columns: tableColumns,
    rows: tableRows,
    dialect: { byteOrderMark: true, encoding: "utf-8" },
  },
  {
    name: "byte order mark before a quoted header",
    content: '\ufeff"id","name"\n"1","Ann"\n',
    columns: people,
    rows: [["1", "Ann"]],
  },
  {
    name: "UTF-16LE with a mark",
    content: utf16("id;name\r\n1;Zoë €\r\n"),
    columns: people,
    rows: [["1", "Zoë €"]],
    dialect: { encoding: "utf-16le" },
  },
  {
    name: "UTF-16BE with a mark, tabs",
    content: bigEndian("id\tname\n1\tZoë\n"),
    columns: people,
    rows: [["1", "Zoë"]],
    dialect: { encoding: "utf-16be", delimiter: "\t" },
  },
  {
    name: "UTF-16LE without a mark",
    content: utf16("id,name\n1,Ann\n2,Bob\n", false),
    columns: people,
    rows: [
      ["1", "Ann"],
      ["2", "Bob"],
    ],
  },
  {
    name: "Windows-1252",
    content: Buffer.from([...latin1("id,name\n1,Jos\xe9 "), 0x80, 0x93, ...latin1("x\n2,Bob\n")]),
    columns: people,
    rows: [
      ["1", "José €“x"],
      ["2", "Bob"],
    ],
    dialect: { encoding: "windows-1252" },
  },
  {
    name: "Latin-1 by option",
    content: latin1("id,name\n1,\xe9\x85\n"),
    options: { encoding: "latin1" },
    columns: people,
    rows: [["1", "é\u0085"]],
  },
  {
    name: "Shift-JIS by option",
    content: Buffer.from([...latin1("id,name\n1,"), 0x93, 0xfa, 0x96, 0x7b, 0x0a]),
    options: { encoding: "shift_jis" },
    columns: people,
    rows: [["1", "日本"]],
  },
  {
    name: "UTF-8 characters of two to four bytes",
    content: "näme,ort\nJürgen,Zürich\n李,東京\n😀,x\n",
    columns: ["näme", "ort"],
    rows: [
      ["Jürgen", "Zürich"],
      ["李", "東京"],
      ["😀", "x"],
    ],
  },
  {
    name: "one value that is not in the encoding of all the others",
    content: Buffer.concat([
      Buffer.from("id,name\n1,Zoë\n"),
      Buffer.from("x,y\n".repeat(20_000)),
      Buffer.from("9,é\n"),
      latin1("10,\xe9\n"),
    ]),
    options: { encoding: "utf-8" },
    columns: people,
    rows: [["1", "Zoë"], ...Array.from({ length: 20_000 }, () => ["x", "y"]), ["9", "é"], ["10", "é"]],
  },
  {
    name: "gzip",
    content: gzipSync(table),
    columns: tableColumns,
    rows: tableRows,
    dialect: { compression: "gzip" },
  },
  {
    name: "zstd around UTF-16",
    content: zstdCompressSync(utf16(table)),
    columns: tableColumns,
    rows: tableRows,
    dialect: { compression: "zstd", encoding: "utf-16le" },
  },
  {
    name: "the end-of-file mark of old systems",
    content: "id,name\r\n1,Ann\r\n\x1a",
    columns: people,
    rows: [["1", "Ann"]],
  },
  {
    name: "NUL bytes in a value",
    content: "id,name\n1,A\0nn\n2,Bob\n",
    columns: people,
    rows: [
      ["1", "A\0nn"],
      ["2", "Bob"],
    ],
  },
  {
    name: "UTF-16LE without a mark, in Cyrillic letters",
    content: utf16("имя,город\nАнна,Москва\nБорис,Киев\n", false),
    columns: ["имя", "город"],
    rows: [
      ["Анна", "Москва"],
      ["Борис", "Киев"],
    ],
    dialect: { encoding: "utf-16le", byteOrderMark: false },
  },
  {
    name: "UTF-16BE without a mark, in Chinese letters",
    content: utf16("名前,市\n山田太郎,東京都\n佐藤,大阪\n", false).swap16(),
    columns: ["名前", "市"],
    rows: [
      ["山田太郎", "東京都"],
      ["佐藤", "大阪"],
    ],
    dialect: { encoding: "utf-16be" },
  },
];
