# Words of every screen: brand, bar, steps, answers.

brand-name = لېلىڭ كارتىسى
brand-card = ئېلېكترونلۇق ئىجتىمائىي كاپالەت كارتىسى
brand-card-short = ئېلېكترونلۇق كارتا

common-key-back = قايتىش
common-key-home = باش بەت
common-key-repeat = ئوقۇش
common-key-helpline = { $helpline }
    .spoken = { $helpline } گە تېلېفون قىلىپ ياردەم سوراش
common-key-help = { $helpline } گە تېلېفون
common-key-next = كېيىنكى قەدەم
common-key-done = بىلدىم
common-key-again = قايتا سىناش
common-key-anew = باشتىن باشلاش
common-key-later = كېيىن
common-key-change = ئۆزگەرتىش
common-key-stop = ھازىرچە توختاش
common-key-close = يىغىش
common-key-yes = بولىدۇ
common-key-no = بولمايدۇ
common-key-all = بارلىق مۇلازىمەتلەر
common-key-to-home = باش بەتكە قايتىش

common-step = { $n }-قەدەم، جەمئىي { $of }
common-on = ئوچۇق
common-off = تاقاق
common-wait = سەل ساقلاڭ.
common-working = بېجىرىلىۋاتىدۇ، ئالدىرىماڭ.
common-saved = ساقلاندى، تور بولسا ئۆزى يوللىنىدۇ.
common-try-later = سەل تۇرۇپ قايتا سىناڭ.
common-offline = تورسىزمۇ ئىشلىتىلىدۇ
common-draft-tag = 机器翻译
common-call-says = { $helpline } گە تېلېفون قىلسىڭىز ياردەم بار.
