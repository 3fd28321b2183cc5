# Settings and help.

settings-title = تەڭشەك
settings-size = خەت ۋە سۆز
settings-size-standard = ئادەتتىكى نۇسخا
    .hint = بىر بەتتە كۆپرەك
settings-size-elder = ياشانغانلار نۇسخىسى
    .hint = خەت چوڭراق، سۆز قىسقىراق
settings-size-large = چوڭ خەتلىك نۇسخا
    .hint = خەت ئەڭ چوڭ، بىر قېتىمدا بىر ئىش
settings-step = يەنە سەل چوڭ
settings-step-now = ھازىر { $n }-دەرىجە
settings-step-key-larger = خەتنى چوڭايتىش
settings-step-key-smaller = خەتنى كىچىكلىتىش
settings-theme = رەڭ
settings-theme-light = ئاق تەگلىك، قارا خەت
settings-theme-dark = قارا تەگلىك، ئاق خەت
settings-voice = ماڭا ئوقۇپ بېرىش
    .hint = ھەر بىر بەت ئوقۇلىدۇ
settings-voice-on = ئوقۇيدۇ
settings-voice-off = ئوقۇمايدۇ
settings-language = يېزىق
settings-privacy = ئۇچۇرۇم قانداق ئىشلىتىلىدۇ
settings-key-language = يېزىق ئالماشتۇرۇش
settings-key-privacy = ئۇچۇر چۈشەندۈرۈشىنى كۆرۈش
settings-key-reset-password = مەخپىي نومۇرنى ئالماشتۇرۇش
settings-about = بۇ يۇمشاق دېتال
settings-about-version = نەشرى
settings-saved = ئالماشتۇرۇلدى.

help-title = ياردەم سوراش
help-call = { $helpline } گە تېلېفون قىلىڭ، ئادەم ئالىدۇ.
help-say-title = تېلېفوندا مۇنداق دەڭ
help-say-card = «مەن لېلىڭ كارتىسىنى ئىشلىتىۋاتىمەن.»
help-say-where = «مەن { $screen } دېگەن بەتتە.»
help-say-trouble = «كېيىن قانداق قىلىشنى بىلمەيمەن.»
help-counter = ئىشلىتەلمىسىڭىز، كۆزنەكتىمۇ بېجىرگىلى بولىدۇ.
help-key-call = { $helpline } گە تېلېفون
help-key-back = قىلماي قايتىش
help-dialled = { $helpline } گە تېلېفون قىلىنىۋاتىدۇ.
help-no-phone = بۇ ماشىنىدا تېلېفون قىلغىلى بولمايدۇ.
help-lost-title = تېلېفون يوقاپ كەتسە

settings-slower = ئاستىراق ئوقۇش
settings-faster = تېزرەك ئوقۇش
