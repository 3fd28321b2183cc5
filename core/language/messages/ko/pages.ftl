# Pages of the gateway in a browser: the login page and what it becomes, and the plain pages beside it.

pages-who = 본인을 확인하려는 곳
pages-skip = 본문으로

pages-login-title = 전화로 이 코드를 스캔하세요
pages-login-open = 전화의 러링카드를 여세요
pages-login-scan = “스캔”을 누르세요
pages-login-aim = 이 코드에 대세요
pages-login-qr = 로그인 코드, 러링카드로 스캔하세요
pages-login-renews = 코드는 저절로 바뀌니 서두르지 마세요.
pages-login-contested = 아까 다른 전화도 스캔했습니다.
pages-login-contested-do = 그것은 치지 않으니 이 새 코드를 스캔하세요.
pages-login-early = 전화에서 아직 안 끝났으니 서두르지 마세요.
pages-login-offline = 인터넷이 끊겼고 되면 저절로 이어집니다.
pages-login-key-fresh = 새 코드
pages-login-key-cancel = 로그인 안하기
pages-login-go-on = 전화에서 다 했으니 계속하기

pages-other-title = 다른 방법
pages-other-digits = 스캔이 안되면 수자를 누르세요
pages-other-digits-how = “스캔”에서 “여덟 자리 누르기”를 누르고 이 수를 누르세요.
pages-other-counter = 전화가 없으면 창구로
pages-other-counter-how = 신분증을 가져오면 일군이 해드립니다.

pages-number-title = 전화를 보고 이 수를 누르세요
pages-number = 전화에서 { $number }를 누르세요
pages-number-goes-on = 전화에서 누르면 여기는 저절로 이어집니다.
pages-number-key-not-me = 내가 스캔하지 않았음
pages-typed-title = 전화를 보세요
pages-typed = 누구인지 보고 “내가 맞음”을 누르세요.

pages-approved-title = 전화에서 다 되였습니다
pages-approved = 저절로 안 가면 아래를 누르세요.
pages-approved-key-go = 계속하기

pages-refused-title = 전화에서 “내가 아님”을 눌렀습니다
pages-refused = 멈추어드렸습니다.
pages-wrong-title = 수가 안 맞아 멈추었습니다
pages-wrong = 량쪽이 다 멈추었고 본인 탓이 아닙니다.
pages-cancelled-title = 멈추었습니다
pages-cancelled = 이번에는 로그인하지 않았습니다.
pages-superseded-title = 전화가 다른 코드를 스캔했습니다
pages-superseded = 여기의 로그인은 멈추었습니다.
pages-revoked-title = 이 전화는 지금 로그인 못합니다
pages-revoked = 어떻게 하는지 전화에 나옵니다.
pages-end-nothing-told = 그쪽에 안 알렸고 돈도 그대로입니다.
pages-end-key-again = 다시 하기
pages-end-back = { $party }로 돌아가기

pages-gone-title = 이 페지는 이미 썼습니다
pages-gone = 아까 사이트로 가서 다시 로그인하세요.
pages-elsewhere-title = 다른 페지를 여셨습니다
pages-elsewhere = 새로 연 페지에서 계속하세요.
pages-party-title = 모르는 사이트입니다
pages-party = 명단에 없으니 정보를 주지 마세요.
pages-request-title = 그쪽 사이트가 제대로 말하지 않았습니다
pages-request = 본인 탓이 아니고 그쪽에서 봐야 합니다.
pages-nothing-title = 이런 페지가 없습니다
pages-nothing = 주소에 빠진 글자가 있는지 보세요.
pages-form-title = 이 페지를 너무 오래 열었습니다
pages-form = 새 페지를 열고 다시 하세요.
pages-often-title = 너무 빨리 눌렀습니다
pages-often = 잠간 쉬고 다시 하세요.
pages-broken-title = 여기에 탈이 났습니다
pages-broken = 본인 탓이 아니니 조금 있다가 다시 하세요.
pages-error-pay = 바뀐것이 없고 돈은 그대로 나옵니다.

pages-signed-out-title = 로그아웃했습니다
pages-signed-out = 여기서는 이제 모릅니다.

pages-device-title = 전화에서 여덟 자리를 누르세요
pages-device-digits = “여덟 자리 누르기”를 누르세요
pages-device-type = 기계의 여덟 자리를 누르세요
pages-device-nothing = 이 페지에서는 쓸것이 없습니다.

pages-scanned-title = 러링카드의 스캔을 쓰세요
pages-scanned = 다른 앱으로는 로그인 못합니다.
pages-scanned-nothing = 여기서는 안 열었으니 마음 놓으세요.

pages-not-theirs-title = 맡으신 일이 아닙니다
pages-not-theirs = 할수 있는 사람에게 부탁하세요.
