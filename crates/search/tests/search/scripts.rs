//! Scripts other than Latin.

use crate::support::{find, ids, search, titled};
use portico_search::Record;

fn records() -> Vec<Record> {
    [
        ("ru", "Сброс пароля Ёлка"),
        ("el", "Επαναφορά κωδικού πρόσβασης"),
        ("he", "איפוס סיסמה"),
        ("ar", "إعادة تعيين كلمة المُرور"),
        ("zh", "重置密码和网络访问"),
        ("ja", "パスワードのリセット手順"),
        ("ko", "비밀번호를 재설정하는 방법"),
        ("th", "รีเซ็ตรหัสผ่าน"),
        ("hi", "पासवर्ड रीसेट करें"),
        ("vi", "Đặt lại mật khẩu"),
        ("tr", "Parolayı sıfırla"),
        ("fa", "بازیابی گذرواژه"),
    ]
    .map(|(language, title)| Record {
        language: language.to_owned(),
        ..titled(language, title)
    })
    .to_vec()
}

#[test]
fn words_are_found_in_every_script() {
    let records = records();
    let mut search = search(&records);
    for (query, id) in [
        ("пароля", "ru"),
        ("ПАРОЛЯ", "ru"),
        ("пар", "ru"),
        ("паролч", "ru"),
        ("елка", "ru"),
        ("κωδικου", "el"),
        ("ΚΩΔΙΚΟΎ", "el"),
        ("προσβασησ", "el"),
        ("סיסמה", "he"),
        ("סִיסְמָה", "he"),
        ("سيسم اعادة", "ar"),
        ("المرور", "ar"),
        ("密码", "zh"),
        ("网络访问", "zh"),
        ("パスワード", "ja"),
        ("ﾊﾟｽﾜｰﾄﾞ", "ja"),
        ("りせっと", "ja"),
        ("手順", "ja"),
        ("비밀번호", "ko"),
        ("재설정", "ko"),
        ("รหัสผ่าน", "th"),
        ("पासवर्ड", "hi"),
        ("mat khau", "vi"),
        ("sifirla", "tr"),
        ("بازيابي", "fa"),
        ("ＰＡＲＯＬＡＹＩ", "tr"),
    ] {
        let found = ids(&mut search, query);
        assert_eq!(found.first().map(String::as_str), Some(id), "{query}");
    }
}

#[test]
fn characters_have_to_follow_each_other() {
    let mut search = search(&[
        titled("1", "密码"),
        titled("2", "码密"),
        titled("3", "密之码"),
    ]);
    assert_eq!(ids(&mut search, "密码"), ["1"]);
    assert_eq!(ids(&mut search, "密").len(), 3);
}

#[test]
fn a_repeated_character_is_found() {
    let mut search = search(&[titled("1", "时时彩"), titled("2", "小时")]);
    assert_eq!(ids(&mut search, "时时"), ["1"]);
}

#[test]
fn texts_come_back_as_they_were() {
    let records = records();
    let search = search(&records);
    for record in &records {
        let number = search.find_id(&record.id).unwrap();
        assert_eq!(
            search.text(number, portico_search::Field::Title),
            record.title
        );
    }
}

#[test]
fn ranges_are_on_borders_of_characters() {
    let records = records();
    let mut search = search(&records);
    for record in &records {
        let title = record.title.as_str();
        for hit in find(&mut search, title).hits {
            let number = hit.record;
            for found in hit.matches {
                let text = search.text(number, found.field);
                assert_eq!(text.get(found.range), Some(found.word.as_str()), "{title}");
            }
        }
    }
}
