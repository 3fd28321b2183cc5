# Enrolment: name, id number, phone, code; the wait when another phone is in use.

enrol-name-title = 이름이 무엇입니까?
enrol-name-label = 이름
enrol-name-purpose = 사회보장의 이름과 맞추어봅니다.
enrol-name-hint = 신분증대로 쓰고 가운데 점도 쓰세요.
enrol-name-rare = 못 쓰는 글자는 창구에서 도와드립니다.
enrol-id-title = 신분증 번호가 무엇입니까?
enrol-id-label = 신분증 번호
enrol-id-purpose = 사회보장을 찾는데 씁니다.
enrol-id-hint = 열여덟 자리이고 끝은 글자일수도 있습니다.
enrol-id-hint-old = 옛날의 열다섯 자리도 됩니다.
enrol-phone-title = 전화번호가 무엇입니까?
enrol-phone-label = 전화번호
enrol-phone-purpose = 여섯 자리를 보내고 다 되면 알려드립니다.
enrol-phone-hint = 본인 이름으로 된 번호를 쓰세요.
enrol-code-title = 문자에 온 여섯 자리는?
enrol-code-label = 여섯 자리
enrol-code-purpose = 전화가 손에 있는지 봅니다.
enrol-code-sent = 문자를 { $phone }로 보냈습니다.
enrol-code-warning = 누가 달라고 해도 이 수를 주지 마세요.
enrol-key-send = 문자 보내기
    .also = 문자 보내줘
enrol-key-resend = 다시 보내기
    .also = 하나 더 보내줘, 다시 보내줘
enrol-key-not-received = 안 왔습니다
    .also = 문자 안 왔어, 문자 없어
enrol-key-other-phone = 다른 번호 쓰기
    .also = 번호 바꾸기, 다른 번호
enrol-key-ways = 다른 방법
    .also = 다른 방법 있어, 방법 바꾸기
enrol-resend-later = 금방 보냈으니 { COUNT(1, "minutes") } 후에 다시 보내세요.
enrol-resent = 또 보냈으니 제일 새것을 보세요.

enrol-missing-title = 문자가 안 왔습니까?
enrol-missing-wait = 늦을수 있으니 { COUNT(2, "minutes") } 기다려보세요.
enrol-missing-spam = 스팸문자에 들어갔는지 보세요.
enrol-missing-number = 전화번호가 맞는지 보세요.
enrol-missing-counter = 그래도 없으면 창구에서도 됩니다.

enrol-ways-title = 다른 방법
enrol-ways-counter = 신분증을 가지고 창구에 가면 도와드립니다.
enrol-ways-visit = 걷기 힘들면 { $helpline }에 방문을 부탁하세요.

enrol-progress-check = 사회보장과 맞추어보고 있습니다.
enrol-progress-send = 문자를 보내고 있습니다.
enrol-progress-keys = 전화의 열쇠를 만들고 있습니다.
enrol-progress-finish = 거의 다 되였습니다.

# The card is active on another phone: this one waits 24 hours, or a counter or visit code ends the wait.
enrol-waiting-title = 다른 전화가 카드를 쓰고있습니다
enrol-waiting-when = { $day } { $time }부터 이 전화를 쓸수 있습니다.
enrol-waiting-why = 하루 기다리는것은 남이 쓰지 못하게 하려는것입니다.
    .large = 남이 쓰지 못하게 하루 기다립니다.
enrol-waiting-told = 그 전화에 이미 알렸습니다.
enrol-waiting-pay = 그 하루에도 돈은 그대로 나옵니다.
enrol-waiting-counter = 창구에서 준 여덟 자리면 바로 바꿀수 있습니다.
enrol-waiting-key-code = 여덟 자리가 있습니다
    .also = 여덟 자리 있어, 번호 있어
enrol-waiting-key-check = 되였는지 보기
    .also = 됐나 보기, 보기
enrol-waiting-over = 다 기다렸으니 이 전화를 쓸수 있습니다.

enrol-counter-title = 종이에 있는 여덟 자리는?
enrol-counter-label = 여덟 자리 번호
enrol-counter-purpose = 본인이 전화를 바꾸는지 봅니다.
enrol-counter-hint = 창구나 방문한 사람이 주고 하루만 쓸수 있습니다.
enrol-counter-key-confirm = 이 전화로 바꾸기
    .also = 전화 바꾸기, 바꾸기

enrol-stopped-title = 그 전화에서 막았습니다
enrol-stopped-other = 본인이 막지 않았으면 { $helpline }에 전화하세요.
enrol-stopped-key-again = 다시 바꾸기
    .also = 다시, 새로 바꾸기

# On the old phone.
replace-title = 누가 이 전화를 바꾸려 합니다
replace-ask = 본인이 바꾸는것입니까?
replace-when = { $day } { $time }부터 이 전화는 못 씁니다.
replace-key-stop = 내가 아니니 막기
    .also = 나 아니야, 막아줘
replace-key-mine = 내가 바꿉니다
    .also = 나야
replace-stopped-title = 막아드렸습니다
replace-stopped = 그 전화는 카드를 못 씁니다.
replace-stopped-advice = 모르는 사람이면 { $helpline }에 전화하세요.
replace-mine-note = 때가 되면 이 전화는 저절로 멈춥니다.

enrol-done-title = 등록되였습니다
enrol-done = { $name }님, 이 전화에 등록되였습니다.
enrol-done-next = 카드를 받으면 보여줄수 있습니다.
enrol-done-key-claim = 카드 받으러 가기
    .also = 카드 받기
enrol-done-key-later = 첫페지 먼저 보기
    .also = 나중에 받기

# Enrolment by eight digits, without a message; a relative's vouch that still waits for a proof.
enrol-key-by-code = 여덟 자리로 등록
    .also = 여덟 자리 있어, 여덟 자리로, 문자가 안 와, 번호가 바뀌였어
    .hint = 번호가 바뀌였거나 문자가 안 올 때
enrol-paper-title = 여덟 자리 번호는?
enrol-paper-label = 여덟 자리 번호
enrol-paper-purpose = 본인이 등록하는지 봅니다.
enrol-paper-hint = 창구나 방문한 사람이나 가족이 준것입니다.
enrol-paper-key-confirm = 이 전화 등록하기
    .also = 등록하기, 전화 등록
enrol-paper-note = 여덟 자리로 등록하면 문자가 필요없습니다.
enrol-key-by-message = 문자로 등록
    .also = 문자 받기, 문자로
enrol-proof-title = 하나 더 보아야 합니다
enrol-proof-why = 가족이 보증했고 본인인지도 보아야 합니다.
enrol-proof-from = { $day } { $time }부터 카드 번호만 보면 됩니다.
enrol-proof-ready = 카드 번호를 보면 이 전화를 쓸수 있습니다.
enrol-proof-counter = 창구에서 준 여덟 자리면 바로 바꿀수 있습니다.
enrol-proof-key-card = 카드 번호 보기
    .also = 카드 있어, 카드 번호
enrol-card-purpose = 카드가 손에 있는지 봅니다.
