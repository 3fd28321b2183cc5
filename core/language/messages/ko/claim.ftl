# Claiming the electronic card: proof, number or code, password twice, review, done.

claim-proof-title = 손에 무엇이 있으세요?
claim-proof-card = 카드가 있습니다
    .hint = 카드를 보고 번호를 씁니다
    .also = 카드 있어, 사회보장카드 있어
claim-proof-code = 창구에서 준 번호
    .hint = 종이에 있는 여덟 자리
    .also = 번호 있어, 여덟 자리 번호
claim-proof-none = 둘 다 없습니다
    .hint = 받을 방법이 있습니다
    .also = 다 없어, 카드 없어

claim-none-title = 없어도 받을수 있습니다
claim-none-counter = 신분증을 가지고 창구에서 여덟 자리 번호를 받으세요.
claim-none-visit = 걷기 힘들면 { $helpline }에 방문을 부탁하세요.
claim-none-card = 카드를 잃었으면 먼저 새로 만드세요.
claim-none-pay = 서두르지 마세요, 돈은 그대로 나옵니다.

claim-number-title = 카드 번호가 무엇입니까?
claim-number-label = 카드 번호
claim-number-purpose = 카드가 손에 있는지 봅니다.
claim-number-where = 카드 앞면에 있고 모두 아홉 자리입니다.
claim-number-hint = 글자도 있고 수자도 있습니다.
claim-number-not-bank = 뒤면의 은행카드 번호가 아닙니다.
claim-number-tries = 아직 { $left } 해볼수 있습니다.
claim-number-key-other = 여덟 자리로 받기
    .also = 여덟 자리 번호로, 다른 방법

claim-code-title = 종이에 있는 여덟 자리는?
claim-code-label = 여덟 자리 번호
claim-code-purpose = 본인이 받는지 봅니다.
claim-code-hint = 창구나 방문한 사람이 주고 하루만 쓸수 있습니다.

claim-password-title = 전자카드 비밀번호를 정하세요
claim-password-label = 여섯 자리 비밀번호
claim-password-purpose = 중요한 일에서 본인임을 확인합니다.
claim-password-two = 은행카드 비밀번호가 아닙니다.
claim-password-rules = 잇따른 수, 같은 수, 신분증의 수는 안됩니다.
    .standard = 잇따른 수, 되풀이되는 수, 신분증에 있는 수는 쓰지 마세요.
claim-password-keep = 혼자만 알고 누구에게도 주지 마세요.
claim-password-again-title = 비밀번호를 한번 더 누르세요
claim-password-again-label = 같은 여섯 자리
claim-password-again-purpose = 두번이 같은지 봅니다.

claim-review-title = 다 맞습니까?
claim-review-name = 이름
claim-review-id = 신분증 번호
claim-review-proof = 받는 근거
claim-review-proof-card = 손에 있는 카드, { $number }
claim-review-proof-code = 창구에서 준 여덟 자리 번호
claim-review-where = 받는 곳
claim-review-where-this = 이 전화
claim-review-level = 할수 있는 일
claim-review-level-one = 본인 증명, 결제는 안됨
claim-review-password = 비밀번호
claim-review-password-set = 정했음
claim-review-phrase = 다 맞으면 “카드 받기 확인”이라고 말하세요.
claim-key-confirm = 카드 받기 확인
claim-lock = 지문이나 전화 비밀번호로 확인하세요.
login-lock = 지문이나 전화 비밀번호로 확인하세요.
claim-lock-none = 전화에 잠금이 없어 정한 비밀번호로 확인합니다.
claim-refused-title = 지금은 받을수 없습니다
claim-progress-send = 카드를 받고있습니다.
claim-sent-title = 카드를 받고있습니다
claim-progress-code = 코드를 준비하고 있습니다.

claim-done-title = 받았습니다
claim-done = { $name }님, 전자카드를 쓸수 있습니다.
claim-done-level = 본인을 증명하지만 아직 결제는 안됩니다.
claim-done-offline = 인터넷 없이도 보여줄수 있습니다.
claim-done-password = 비밀번호를 기억하세요, 잊으면 창구에서 다시 정합니다.
claim-done-undo = 쓰기 싫으면 언제든지 해제할수 있습니다.
claim-done-key-show = 카드 보여주기
    .also = 코드 보기, 코드 보여줘
