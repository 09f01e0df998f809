import { type OddFile, people, tableColumns } from "./odd-file.ts";

/** Where fields end: delimiters, quotes, escapes, widths. */
export const oddFields: readonly OddFile[] = [
  {
    name: "semicolons with decimal commas",
    content: "id;amount;note\n1;1,50;a\n2;2,75;b\n3;1000,00;c\n",
    columns: ["id", "amount", "note"],
    rows: [
      ["1", "1,50", "a"],
      ["2", "2,75", "b"],
      ["3", "1000,00", "c"],
    ],
    dialect: { delimiter: ";", decimal: "," },
  },
  {
    name: "tabs with commas and quotes in the text",
    content: 'id\ttext\n1\tHello, "world"\n2\t5" disk, new\n',
    columns: ["id", "text"],
    rows: [
      ["1", 'Hello, "world"'],
      ["2", '5" disk, new'],
    ],
    dialect: { delimiter: "\t" },
  },
  {
    name: "tabs with an unpaired quote at the start of a value",
    content: 'id\ttext\n1\t"abc\n2\tdef\n3\tghi\n',
    columns: ["id", "text"],
    rows: [
      ["1", '"abc'],
      ["2", "def"],
      ["3", "ghi"],
    ],
    dialect: { delimiter: "\t", quote: null },
  },
  {
    name: "pipes",
    content: "id|name|city\n1|Ann|Rome, Italy\n2|Bob|Oslo\n",
    columns: ["id", "name", "city"],
    rows: [
      ["1", "Ann", "Rome, Italy"],
      ["2", "Bob", "Oslo"],
    ],
    dialect: { delimiter: "|" },
  },
  {
    name: "unit separators",
    content: "id\x1fname\n1\x1fAnn\n2\x1fBob\n",
    columns: people,
    rows: [
      ["1", "Ann"],
      ["2", "Bob"],
    ],
  },
  {
    name: "quoted delimiters, line ends and quotes",
    content: 'id,note\n1,"a, b"\n2,"line one\nline two"\n3,"say ""hi"""\n4,""\n',
    columns: ["id", "note"],
    rows: [
      ["1", "a, b"],
      ["2", "line one\nline two"],
      ["3", 'say "hi"'],
      ["4", ""],
    ],
  },
  {
    name: "CRLF within quotes is kept",
    content: 'id,note\r\n1,"a\r\nb"\r\n2,c\r\n',
    columns: ["id", "note"],
    rows: [
      ["1", "a\r\nb"],
      ["2", "c"],
    ],
  },
  {
    name: "backslash escapes",
    content: 'id,note\n1,"say \\"hi\\", she said"\n2,"back\\\\slash"\n3,plain\n',
    columns: ["id", "note"],
    rows: [
      ["1", 'say "hi", she said'],
      ["2", "back\\slash"],
      ["3", "plain"],
    ],
    dialect: { escape: "\\" },
  },
  {
    name: "paths that end with a backslash",
    content: 'id,path\n1,"C:\\dir\\"\n2,"D:\\"\n3,x\n',
    columns: ["id", "path"],
    rows: [
      ["1", "C:\\dir\\"],
      ["2", "D:\\"],
      ["3", "x"],
    ],
    dialect: { escape: '"' },
  },
  {
    name: "single quotes around values with commas",
    content: "id,name\n1,'Smith, John'\n2,'Doe, Jane'\n",
    columns: people,
    rows: [
      ["1", "Smith, John"],
      ["2", "Doe, Jane"],
    ],
    dialect: { quote: "'" },
  },
  {
    name: "apostrophes that quote nothing",
    content: "id,name\n1,O'Brien\n2,'tis\n3,D'Arcy\n",
    columns: people,
    rows: [
      ["1", "O'Brien"],
      ["2", "'tis"],
      ["3", "D'Arcy"],
    ],
    dialect: { quote: '"' },
  },
  {
    name: "a quote in the middle of an unquoted value",
    content: 'id,size\n1,5" disk\n2,a"b"c\n',
    columns: ["id", "size"],
    rows: [
      ["1", '5" disk'],
      ["2", 'a"b"c'],
    ],
  },
  {
    name: "quotes inside of quotes that nobody doubled",
    content: 'id,text\n1,"He said "hi" to me"\n2,"fine"\n',
    columns: ["id", "text"],
    rows: [
      ["1", 'He said "hi" to me'],
      ["2", "fine"],
    ],
  },
  {
    name: "text after a closing quote",
    content: 'id,text\n1,"abc"def\n2,x\n',
    columns: ["id", "text"],
    rows: [
      ["1", "abcdef"],
      ["2", "x"],
    ],
  },
  {
    name: "spaces between delimiters and quotes",
    content: 'id, name, city\n1, "Smith, J", "Rome"\n2, "Doe, K", "Oslo"\n',
    columns: ["id", "name", "city"],
    rows: [
      ["1", "Smith, J", "Rome"],
      ["2", "Doe, K", "Oslo"],
    ],
    dialect: { spacesAroundQuotes: true },
  },
  {
    name: "spaces around unquoted values stay",
    content: "id,name\n1,  Ann \n2, Bob\n",
    columns: people,
    rows: [
      ["1", "  Ann "],
      ["2", " Bob"],
    ],
  },
  {
    name: "columns lined up with spaces",
    content:
      "id   name       amount\n1    Ann          2.50\n2    Bob Ray     10.00\n30   Cid          7.25\n",
    columns: tableColumns,
    rows: [
      ["1", "Ann", "2.50"],
      ["2", "Bob Ray", "10.00"],
      ["30", "Cid", "7.25"],
    ],
  },
  {
    name: "fixed widths by option, with wide characters",
    content: "1  Zoë   12\n2  李    345\n",
    options: { widths: [3, 5, 4], header: false, columns: ["id", "name", "n"] },
    columns: ["id", "name", "n"],
    rows: [
      ["1", "Zoë", "12"],
      ["2", "李", "345"],
    ],
  },
  {
    name: "numbers with single spaces between them",
    content: "x y z\n1 2 3\n4 5 6\n7 8 9\n",
    columns: ["x", "y", "z"],
    rows: [
      ["1", "2", "3"],
      ["4", "5", "6"],
      ["7", "8", "9"],
    ],
    dialect: { delimiter: " " },
  },
  {
    name: "single quotes around the one value that needs them",
    content: "id,v\n1,'a, b'\n2,c\n3,d\n4,e\n5,f\n6,g\n",
    columns: ["id", "v"],
    rows: [
      ["1", "a, b"],
      ["2", "c"],
      ["3", "d"],
      ["4", "e"],
      ["5", "f"],
      ["6", "g"],
    ],
    dialect: { quote: "'" },
  },
  {
    name: "carets in two lines",
    content: "a^b\n1^2\n",
    columns: ["a", "b"],
    rows: [["1", "2"]],
    dialect: { delimiter: "^" },
  },
  {
    name: "names with colons before their values",
    content: "line\nname: Ann\nage: 30\ncity: Rome\n",
    columns: ["line"],
    rows: [["name: Ann"], ["age: 30"], ["city: Rome"]],
  },
];
