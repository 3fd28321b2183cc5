# The first screen: how would you like to use it.

start-title = 您想怎么用？
start-large = 大字版
    .hint = 字大，一次一件事
    .also = 大字、字大一点、大的、长辈版、亲情版、关爱版、关怀版
start-voice = 语音版
    .hint = 说话就能办
    .also = 语音、用嘴说、说话
start-scripts = 民族文字版
    .hint = 用您看得惯的文字
    .also = 民族文字、少数民族文字、少数民族文字版
start-key-standard = 用普通版
    .also = 普通版、普通
start-later = 以后随时能换。
start-key-use-large = 就用大字版
start-key-use-voice = 就用语音版
start-key-use-scripts = 就用民族文字版
start-voice-read = 每一页都念给您听。

# The list of scripts. Each stands with its own name in its own script beside it.
language-title = 您看哪种文字？
language-zh-cn = 汉字
    .also = 汉语、普通话
language-ug = 维吾尔文
    .also = 维文
language-bo = 藏文
language-mn = 蒙古文
    .also = 蒙文
language-ko = 朝鲜文
language-za = 壮文
language-en = 英文
    .also = 英语
language-note = 还没译好的地方，先用汉字。
language-key-use = 就用这种文字
