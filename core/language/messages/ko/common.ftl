# Words of every screen: brand, bar, steps, answers, voice stage.

brand-name = 러링카드
brand-card = 전자사회보장카드
brand-card-short = 전자카드

common-key-back = 돌아가기
    .also = 돌아가, 뒤로, 앞페지로
common-key-home = 첫페지
    .also = 첫페지로, 처음으로, 홈
common-key-repeat = 읽어주기
    .also = 다시 읽어, 다시 말해, 못 들었어
common-key-helpline = { $helpline }
    .spoken = { $helpline }로 전화해서 도움받기
    .also = { $helpline }에 전화, 사람 바꿔줘, 도와줘, 상담원
common-key-help = { $helpline } 전화
    .also = 전화하기, 도와줘, 사람 바꿔줘
common-key-next = 다음
    .also = 다음으로, 계속, 이어서
common-key-done = 알겠습니다
    .also = 알았어, 됐어
common-key-again = 다시 하기
    .also = 다시, 한번 더
common-key-anew = 처음부터 하기
    .also = 처음부터, 새로 하기
common-key-later = 나중에
    .also = 다음에, 지금은 안해
common-key-change = 고치기
    .also = 수정, 바꾸기
common-key-stop = 그만하기
    .also = 그만, 안해
common-key-close = 닫기
    .also = 닫아, 치워
common-key-yes = 예
common-key-no = 아니요
common-key-all = 모든 봉사
    .also = 전부, 더 보기
common-key-to-home = 첫페지로
    .also = 첫페지, 처음으로

common-step = { $of } 중 { $n }단계
common-on = 켬
common-off = 끔
common-wait = 잠시만 기다려주세요.
common-working = 하고 있으니 서두르지 마세요.
common-saved = 저장했고 인터넷이 되면 보냅니다.
common-try-later = 조금 있다가 다시 하세요.
common-pay-goes-on = 돈은 그대로 나옵니다.
common-money-safe = 돈도 카드도 그대로입니다.
common-offline = 인터넷 없이도 됩니다
common-draft-tag = 机器翻译 · 기계번역
common-simulated = 소프트웨어 열쇠, 시연용
common-call-says = { $helpline }에 전화하면 도와드립니다.

# Fields with their own keys.
pad-key-erase = 하나 지우기
    .also = 지우기, 하나 지워
pad-key-speak = 말하기
pad-one-digit = 한 자리
field-key-speak = 말하기
    .spoken = 저에게 말하기

# Voice stage.
voice-listening = 말씀하세요, 듣고 있습니다
voice-not-heard = 잘 못 들었습니다, 다시 말씀해주세요
voice-can-say = 이렇게 말하면 됩니다
voice-key-tap = 손으로 누르기
    .also = 그만 말할래, 손으로
voice-key-finished = 다 말했습니다
voice-ask = 어느것을 원하세요?
voice-rejected = 이 페지에는 없습니다.
voice-full-phrase = 하시려면 “{ $phrase }”라고 다 말하세요.
voice-no-engine = 이 전화는 읽지 못해도 누르면 다 됩니다.
