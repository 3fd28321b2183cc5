# Words of every screen: brand, bar, steps, answers, voice stage.
# House rules, kept by tests: a `-title` or `-key-` message has no full stop; a key has at most 8 characters; a sentence has
# at most 20; no digits here (use { COUNT(24, "hours") } or a value), no Latin letters; 您, never 用户; 没对上, never 失败.

brand-name = 乐龄卡
brand-card = 电子社会保障卡
brand-card-short = 电子社保卡

common-key-back = 返回
    .also = 退回、回去、往回走、上一页
common-key-home = 首页
    .also = 回首页、回到首页、主页、回到开头
common-key-repeat = 念一遍
    .also = 再念一遍、再说一遍、读一遍、没听清
common-key-helpline = { $helpline }
    .spoken = 打{ $helpline }，找人帮忙
    .also = 打{ $helpline }、人工、转人工、找人帮忙、客服
common-key-help = 打{ $helpline }
    .also = 打电话、找人帮忙、人工
common-key-next = 下一步
    .also = 往下走、继续、接着办
common-key-done = 知道了
    .also = 好了、明白了
common-key-again = 再试一次
    .also = 再试、重试、再来一次
common-key-anew = 重新办一次
    .also = 重新办、从头办
common-key-later = 以后再说
    .also = 先不办、以后
common-key-change = 改一改
    .also = 修改、改
common-key-stop = 先不办了
    .also = 不办了、算了
common-key-close = 收起
    .also = 关上、关掉
common-key-yes = 行
common-key-no = 不行
common-key-all = 全部服务
    .also = 所有服务、更多
common-key-to-home = 回首页
    .also = 首页、主页

common-step = { $n }步，共{ $of }
common-on = 开
common-off = 关
common-wait = 请稍等。
common-working = 正在办，别着急。
common-saved = 已存好，有网自动交。
common-pay-goes-on = 钱照发。
common-money-safe = 钱没动，卡也没动。
common-try-later = 过一会儿，再试一次。
common-offline = 没网也能用
common-draft-tag = 机器翻译
common-simulated = 软件钥匙，只供演示
common-call-says = 打{ $helpline }，有人帮您。

# Fields with their own keys.
pad-key-erase = 改一个
    .also = 改一位、退一个、删一个
pad-key-speak = 说出来
pad-one-digit = 一位
field-key-speak = 说
    .spoken = 说给我听

# Voice stage.
voice-listening = 您说，我在听
voice-not-heard = 没听清，请再说一遍
voice-can-say = 可以这样说
voice-key-tap = 不说了，用手点
    .also = 不说了、用手点
voice-key-finished = 说完了
voice-ask = 您要的是哪一个？
voice-rejected = 这一页没有这一项。
voice-full-phrase = 要办，请说全：“{ $phrase }”。
voice-no-engine = 这部手机不会念，用手点都能办。
