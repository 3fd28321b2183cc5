# Privacy, the short page: drafts for a native reader; shown in Chinese until approved.

privacy-title = ئاۋۋال ئۇچۇرىڭىز ھەققىدە
privacy-use = ئىسىم، كىملىك ۋە تېلېفون نومۇرى بىلەن سىزنى تونۇيمىز.
privacy-keep = ئىجتىمائىي كاپالەت ئىشىغىلا ئىشلىتىمىز، باشقىلارغا بەرمەيمىز.
privacy-choice = خالىغان ۋاقىتتا قايتۇرۇۋالالايسىز، كۆزنەكتىمۇ بېجىرگىلى بولىدۇ.
privacy-key-full = تولۇق تېكىستنى كۆرۈش
privacy-key-agree = قوشۇلىمەن، داۋاملاشتۇرۇش
privacy-key-refuse = قوشۇلمايمەن
