# The first screen: how would you like to use it.

start-title = قانداق ئىشلىتىسىز؟
start-large = چوڭ خەتلىك نۇسخا
    .hint = خەت چوڭ، بىر قېتىمدا بىر ئىش
start-voice = ئاۋازلىق نۇسخا
    .hint = گەپ قىلىپلا بېجىرىسىز
start-scripts = مىللىي يېزىق نۇسخىسى
    .hint = كۆنگەن يېزىقىڭىزدا كۆرۈڭ
start-key-standard = ئادەتتىكى نۇسخىنى ئىشلىتىش
start-later = كېيىن خالىغان ۋاقىتتا ئالماشتۇرالايسىز.
start-key-use-large = چوڭ خەتلىكنى ئىشلىتىش
start-key-use-voice = ئاۋازلىقنى ئىشلىتىش
start-key-use-scripts = مىللىي يېزىقنى ئىشلىتىش
start-voice-read = ھەر بىر بەت ئوقۇپ بېرىلىدۇ.

# The list of scripts. Each stands with its own name in its own script beside it.
language-title = قايسى يېزىقنى كۆرىسىز؟
language-zh-cn = خەنزۇچە
language-ug = ئۇيغۇرچە
language-bo = تىبەتچە
language-mn = موڭغۇلچە
language-ko = كورېيەچە
language-za = جۇاڭچە
language-en = ئىنگلىزچە
language-note = تەرجىمە قىلىنمىغان يېرى خەنزۇچە چىقىدۇ.
language-key-use = مۇشۇ يېزىقنى ئىشلىتىش
