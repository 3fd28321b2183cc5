//! Words of everyday life that are said beside a phone: where one of them was written, nobody meant something that only
//! sounds like it.
//!
//! A recogniser that errs writes odd characters; one that writes 快递 heard 快递, not 快点. A likeness that is not exact is
//! therefore not believed where it takes a character of one of these words. They say nothing against what is called so.

use core::ops::Range;

use super::text::Said;

#[rustfmt::skip]
const WORDS: &[&str] = &[
    // Greetings, interjections, talk.
    "你好", "您好", "再见", "拜拜", "谢谢", "不客气", "对不起", "没关系", "哈哈", "哎呀", "天哪", "我知道", "知道了", "等等我", "可不是", "真的", "假的", "听见没",
    "你看", "你听", "听你的", "听我的", "听他的", "听说", "说书", "看戏", "大戏", "随便", "随你", "笑话", "聊天", "名字", "机器人", "几岁", "多大", "叫什么",
    // Time and weather.
    "天气", "下雨", "下雪", "刮风", "气温", "温度", "冷不冷", "热不热", "几点", "几号", "星期", "闹钟", "钟头", "半夜", "早饭", "晚饭", "午饭", "天热", "天冷", "晴天",
    "阴天", "日历", "过年", "过节", "中秋", "春节", "生日快乐",
    // Food.
    "吃饭", "做饭", "好吃", "红烧", "白菜", "鸡蛋", "饺子", "馒头", "煎饼", "大葱", "豆腐", "喝水", "喝酒", "喝茶", "水果", "苹果", "西瓜", "外卖", "超市", "买菜", "买米",
    "面条", "包子", "油条", "豆浆", "牛奶", "多少钱一斤", "便宜", "太贵", "打折", "找零", "付钱", "赶集", "集上",
    // House and village.
    "开门", "关门", "敲门", "开灯", "关灯", "关火", "开水", "空调", "电视", "洗衣", "冰箱", "停电", "没电", "停水", "漏水", "水管", "煤气", "着火", "地震", "钥匙",
    "眼镜", "帽子", "衣服", "鞋", "厕所", "椅子", "桌子", "坐下", "起来", "睡觉", "起床", "洗澡", "打扫", "垃圾", "绳子", "养鸡", "喂猪", "养狗", "小狗", "小猫", "种地",
    "麦子", "玉米", "化肥", "农药", "浇地", "收成", "装修", "租房", "卖房", "买房", "房子", "空气",
    // Family and neighbours.
    "儿子", "孙子", "孙女", "外甥", "放学", "上学", "作业", "学校", "老师", "幼儿园", "大娘", "大爷", "大妈", "大叔", "邻居", "老王", "老李", "小王", "小李", "结婚",
    "离婚", "户口", "护照", "签证", "驾照", "驾驶证", "房产",
    // On the road.
    "火车", "飞机", "汽车", "公交", "地铁", "打车", "出租", "几路车", "车票", "机票", "买票", "导航", "怎么走", "红绿灯", "停车", "加油", "堵车", "高速", "酒店", "旅馆",
    "快递", "寄件", "收货", "发货", "退货", "包裹", "违章", "罚款", "救护车", "警察", "消防",
    // The phone's other uses.
    "微信", "抖音", "支付宝", "淘宝", "京东", "百度", "红包", "转账", "视频通话", "打电话", "朋友圈", "拍照", "录像", "录音", "照相", "充电", "话费", "流量", "蓝牙",
    "无线", "手电", "计算器", "备忘", "日程", "音乐", "唱歌", "放歌", "歌曲", "听歌", "戏曲", "京剧", "吕剧", "评书", "小说", "新闻", "电影", "电视剧", "电台", "广播",
    "游戏", "打牌", "麻将", "象棋", "广场舞", "散步", "锻炼", "比赛", "足球", "篮球", "股票", "基金", "彩票", "贷款", "信用卡", "公积金", "房贷", "电费", "水费",
    "燃气费", "物业", "翻译", "英语", "单词", "成语", "古诗", "背诗", "故事", "菜谱", "星座", "运势", "减肥", "感冒", "发烧", "头疼", "咳嗽", "血压", "血糖",
    "附近", "景点", "好玩", "旅游", "公园", "泰山", "大海", "啤酒",
];

/// Gives for each character which word of everyday life it belongs to, from 1; 0 for none.
pub(super) fn mark(words: &str) -> Vec<usize> {
    let mut marked = vec![0; words.chars().count()];
    for (number, word) in WORDS.iter().enumerate() {
        for (at, _) in words.match_indices(word) {
            let start = words[..at].chars().count();
            marked[start..start + word.chars().count()].fill(number + 1);
        }
    }
    marked
}

/// Says whether a likeness that took these characters may be believed: an exact one that does not cut a word of everyday
/// life (开支 in 打开支付宝), another where it takes none.
pub(super) fn believable(said: &Said, taken: &Range<usize>, likeness: f32) -> bool {
    const EXACT: f32 = 0.999;
    let inside = &said.everyday[taken.clone()];
    if likeness < EXACT {
        return inside.iter().all(|word| *word == 0);
    }
    let alone = inside.iter().all(|word| Some(word) == inside.first());
    let cut = |word: usize| {
        let outside = said.everyday[..taken.start].iter().chain(&said.everyday[taken.end..]);
        word > 0 && outside.clone().any(|other| *other == word)
    };
    alone || !inside.iter().any(|word| cut(*word))
}

#[cfg(test)]
mod tests {
    use super::super::accent::Accent;
    use super::*;

    #[test]
    fn a_word_of_everyday_life_is_itself() {
        let said = Said::new("查快递", Accent::Standard);
        assert!(said.everyday[0] == 0 && said.everyday[1] > 0 && said.everyday[1] == said.everyday[2]);
        assert!(!believable(&said, &(1..3), 0.9) && believable(&said, &(1..3), 1.0) && believable(&said, &(0..1), 0.9));
        let said = Said::new("打开支付宝", Accent::Standard);
        assert!(!believable(&said, &(1..3), 1.0) && believable(&said, &(0..2), 1.0) && believable(&said, &(2..5), 1.0));
    }
}
