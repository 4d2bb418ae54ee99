"""What Python's own readers of TOML and CSV say of a broken file, in Chinese; their English is used as it stands.

Sentences as of `tomllib` and `csv` of Python 3.11 to 3.13. One that is not known here stays English.
"""

from __future__ import annotations

import re

_CHINESE = (
    (r"Cannot overwrite a value", "键已有值，不能再写"),
    (r"Escaped character is not a Unicode scalar value", "转义的字符不是有效的 Unicode 字符"),
    (r"Expected '=' after a key in a key/value pair", "键的后面应有 ="),
    (r"Expected '\]' at the end of a table declaration", "表名后面缺少 ]"),
    (r"Expected '\]\]' at the end of an array declaration", "表名后面缺少 ]]"),
    (r"Expected newline or end of document after a statement", "一项之后应换行"),
    (r"Invalid date or datetime", "不是有效的日期"),
    (r"Invalid hex value", "不是有效的十六进制数"),
    (r"Invalid initial character for a key part", "键不能以这个字符开头"),
    (r"Invalid statement", "这一行不是“键 = 值”"),
    (r"Invalid value", "值无法识别"),
    (r"Unclosed array", "列表缺少 ]"),
    (r"Unclosed inline table", "行内表缺少 }"),
    (r"Unescaped '\\' in a string", "文字中的 \\ 须写作 \\\\"),
    (r"Unterminated string", "文字缺少结尾的引号"),
    (r"Cannot declare (?P<what>.+) twice", "表 {what} 出现了两次"),
    (r"Cannot mutate immutable namespace (?P<what>.+)", "{what} 已写完，不能再添加"),
    (r"Cannot redefine namespace (?P<what>.+)", "{what} 已定义，不能重新定义"),
    (r"Duplicate inline table key (?P<what>.+)", "行内表中的键 {what} 出现了两次"),
    (r"Expected (?P<what>.+)", "应为 {what}"),
    (r"Found invalid character (?P<what>.+)", "不允许的字符 {what}"),
    (r"Illegal character (?P<what>.+)", "不允许的字符 {what}"),
    (r"a number of thousands of digits", "长达数千位的数"),
    (r"field larger than field limit \((?P<what>\d+)\)", "一格超过 {what} 个字符"),
    (r"line contains NUL", "含有空字符"),
    (r"unexpected end of data", "引号没有结束"),
)


def in_chinese(sentence: str) -> str:
    """The sentence in Chinese where it is known, else as it is."""
    for pattern, chinese in _CHINESE:
        found = re.fullmatch(pattern, sentence)
        if found:
            return chinese.format_map(found.groupdict()) if found.groupdict() else chinese
    return sentence
