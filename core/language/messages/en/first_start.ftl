# The first screen: how would you like to use it.

start-title = How would you like to use it?
start-large = Large text
    .hint = Big letters, one thing at a time
    .also = large, bigger letters, big
start-voice = Voice
    .hint = Just say what you need
    .also = by voice, speak, talk
start-scripts = Other scripts
    .hint = Use the writing you read best
    .also = other languages, minority scripts, scripts
start-key-standard = Use the standard version
    .also = standard, standard version
start-later = You can change this at any time.
start-key-use-large = Use large text
start-key-use-voice = Use voice
start-key-use-scripts = Use another script
start-voice-read = Every page is read to you.

# The list of scripts. Each stands with its own name in its own script beside it.
language-title = Which script do you read?
language-zh-cn = Chinese
    .also = Mandarin, Putonghua
language-ug = Uyghur
    .also = Uighur
language-bo = Tibetan
language-mn = Mongolian
    .also = Mongol
language-ko = Korean
language-za = Zhuang
language-en = English
    .also = English language
language-note = What is not translated yet stands in Chinese.
language-key-use = Use this script
