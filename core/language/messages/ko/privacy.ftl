# Privacy: three sentences that are read in twenty seconds, the full text behind them, and what is possible without.

privacy-title = 먼저 정보에 대해 말씀드립니다
privacy-use = 이름, 신분증 번호, 전화번호로 본인을 확인합니다.
privacy-keep = 사회보장에만 쓰고 남에게 주지 않습니다.
privacy-choice = 언제든지 거둘수 있고 창구에서도 됩니다.
privacy-key-full = 전문 보기
    .also = 전문, 다 보기, 자세히
privacy-key-agree = 동의하고 계속
    .also = 동의
privacy-key-refuse = 동의 안함

privacy-refused-title = 동의 안해도 괜찮습니다
privacy-refused-kept = 정보를 하나도 저장하지 않았습니다.
privacy-refused-counter = 신분증을 가지고 창구에서 다 됩니다.
privacy-refused-call = { $helpline }에 전화해도 도와드립니다.
privacy-refused-pay = 양로금은 한푼도 안 줄고 그대로 나옵니다.
privacy-refused-key-back = 돌아가서 다시 보기
    .also = 다시 보기, 돌아가서 보기

# Full text (Personal Information Protection Law, articles 7, 14-17, 28-30, 44-50). Version and day come from the app.
privacy-full-title = 개인정보보호 설명
privacy-full-version = { $version }판, { $day }부터 씁니다.
privacy-full-who-title = 누가 정보를 씁니까
privacy-full-who = 보험에 든 곳의 사회보험 취급기구가 정보를 쓰고 책임지고 보호합니다. 러링카드는 그 휴대전화 앱입니다.
privacy-full-what-title = 어떤 정보를 씁니까
privacy-full-what = 이름, 공민신분번호, 전화번호는 본인을 확인하고 문자를 보내는데 씁니다. 사회보장카드 번호와 카드 상태는 전자카드를 받는데 씁니다. 이 전화의 열쇠번호와 처리시간은 남이 쓰는것을 막는데 씁니다.
privacy-full-sensitive-title = 특별히 조심할것
privacy-full-sensitive = 신분번호와 사회보장카드 정보는 민감한 개인정보이고 새면 남이 쓸수 있습니다. 없으면 전자카드를 받을수 없으므로 따로 동의를 받고 이 일에만 씁니다.
privacy-full-not-title = 받지 않는것
privacy-full-not = 얼굴, 지문, 위치, 주소록, 사진을 모으지 않습니다. 지문과 전화 비밀번호는 전화만 확인하고 우리는 볼수 없습니다.
privacy-full-where-title = 어디에 저장합니까
privacy-full-where = 취급기구의 중국 경내 봉사기에 저장하고 나라밖으로 내보내지 않습니다. 전화에는 일에 필요한것만 암호화하여 저장하고 해제하면 함께 지웁니다.
privacy-full-share-title = 누구에게 줍니까
privacy-full-share = 신분을 확인할 때 공안부문과 인력자원사회보장부의 확인봉사에 줍니다. 문자를 보낼 때 전화번호를 통신기업에 줍니다. 법에 정한것을 내놓고 남에게 주지 않고 광고도 하지 않습니다.
privacy-full-code-title = 카드를 보여줄 때
privacy-full-code = 코드에는 가린 이름, 난 해, 신분번호 끝 네 자리만 있습니다. 스캔하는 기계는 온전한 번호를 볼수 없습니다.
privacy-full-time-title = 얼마나 저장합니까
privacy-full-time = 처리기록은 사회보험서류의 정한 기한대로 저장합니다. 필요없는 정보는 기한이 되면 지우거나 이름을 뺍니다. 끝내지 않은 등록은 삼십일 후에 지웁니다.
privacy-full-rights-title = 할수 있는 일
privacy-full-rights = 볼수 있고 고칠수 있고 한부 받을수 있고 지우라고 할수 있고 설명을 들을수도 있습니다. “처리기록”과 “설정”에서 하거나 창구에 가거나 { $helpline }에 전화해도 됩니다.
privacy-full-withdraw-title = 동의를 거두려면
privacy-full-withdraw = “설정”에서 “동의 거두기”를 누르거나 창구에 가거나 { $helpline }에 전화하세요. 거두면 전자카드가 멈추고 이미 한 일은 그대로 유효하며 돈 받는데 영향이 없습니다.
privacy-full-without-title = 동의하지 않으면
privacy-full-without = 동의하지 않아도 사회보장을 할수 있습니다. 실물카드, 신분증, 창구, 방문, 전화는 다 그대로입니다.
privacy-full-helper-title = 남의 도움을 받을 때
privacy-full-helper = 가족이 전화를 볼 때는 곁에 계세요. 일군도 우리도 비밀번호와 문자의 수를 달라고 하지 않습니다.
privacy-full-change-title = 설명이 바뀌면
privacy-full-change = 중요한것이 바뀌면 다시 보여드리고 다시 동의를 받습니다. 새 설명에 동의하지 않아도 창구에서 그대로 됩니다.
privacy-full-contact-title = 누구에게 말합니까
privacy-full-contact = { $helpline }에 전화하거나 보험에 든 곳의 사회보장창구에 가세요. 사업일 십오일안에 대답합니다. 만족하지 않으면 인터넷정보부문에 신고하거나 법원에 갈수 있습니다.
privacy-full-key-read = 전문 읽어주기
    .also = 읽어줘, 전문 읽기
