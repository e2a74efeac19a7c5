"""Arabic texts for small test sites: made of words, without meaning, alike where they should be alike."""

from __future__ import annotations

import random

EVENTS: dict[str, tuple[str, ...]] = {
    "ميناء": tuple(
        ["الميناء", "السفن", "الرصيف", "الحاويات", "الشحن", "البضائع", "العمال", "الإضراب", "الرافعات", "التفريغ", "الملاحة", "الجمارك", "المرفأ", "الناقلة", "البحارة", "التخليص", "الصادرات", "الواردات", "المستودعات", "الشاحنات"]
    ),
    "مرصد": tuple(
        ["المرصد", "التلسكوب", "المرآة", "النجوم", "المجرات", "الفلكيون", "الضوء", "الأطياف", "القبة", "الكواكب", "المدار", "المجسات", "الصور", "الرصد", "الليل", "السدم", "الكسوف", "الفضاء", "القمر", "الباحثون"]
    ),
    "كأس": tuple(
        ["الكأس", "المباراة", "النهائي", "المنتخب", "الهدف", "الحارس", "المدرب", "الشوط", "الجمهور", "الملعب", "الركلات", "الفوز", "اللاعب", "الدوري", "التأهل", "البطولة", "الحكم", "التسديدة", "الدفاع", "الهجوم"]
    ),
    "تمور": tuple(
        ["التمور", "النخيل", "الموسم", "المحصول", "المزارعون", "الأسواق", "الأصناف", "التصدير", "العذوق", "الري", "الواحة", "القطاف", "التعبئة", "الأسعار", "المعرض", "الجودة", "السماد", "الفسائل", "البساتين", "الحصاد"]
    ),
    "مكتبة": tuple(
        ["المكتبة", "الكتب", "المخطوطات", "القراء", "الرفوف", "الفهارس", "الإعارة", "الترميم", "الأرشيف", "القاعة", "الندوات", "المؤلفون", "الطباعة", "الخط", "الرواية", "الشعر", "المعجم", "الوثائق", "النسخ", "الأدب"]
    ),
    "قطار": tuple(
        ["القطار", "السكة", "المحطة", "الركاب", "العربات", "الرحلات", "التذاكر", "الجسر", "النفق", "الإشارات", "السرعة", "الصيانة", "الخطوط", "المسافرون", "الأرصفة", "الجدول", "المقطورة", "الوقود", "الكهربة", "التشغيل"]
    ),
}
_LINKS = ["أعلن", "أكد", "ذكر", "أوضح", "أضاف", "بيّن", "قال", "كشف", "رجّح", "توقّع"]
_FILL = ["خلال", "بعد", "قبل", "أثناء", "منذ", "حتى", "مع", "بحسب", "وفق", "عبر"]


def body(event: str, seed: int, paragraphs: int = 3) -> str:
    """Return some paragraphs on an event; the same event and seed give the same text."""
    rng = random.Random(f"{event}-{seed}")
    words = EVENTS[event]
    return "\n\n".join(_paragraph(rng, words) for _ in range(paragraphs))


def _paragraph(rng: random.Random, words: tuple[str, ...]) -> str:
    return " ".join(_sentence(rng, words) for _ in range(3))


def _sentence(rng: random.Random, words: tuple[str, ...]) -> str:
    chosen = rng.sample(words, 8)
    parts = [rng.choice(_LINKS), *chosen[:4], rng.choice(_FILL), *chosen[4:], str(rng.randint(2, 90))]
    return " ".join(parts) + "."


def headline(event: str, seed: int) -> str:
    """Return a headline on an event."""
    rng = random.Random(f"headline-{event}-{seed}")
    return " ".join(rng.sample(EVENTS[event], 5))


def near_copy(text: str, seed: int) -> str:
    """Return the text with a sentence changed, as an outlet prints an agency's text."""
    rng = random.Random(seed)
    sentences = text.split(". ")
    sentences[rng.randrange(len(sentences))] = "وأضاف مراسلنا أن التفاصيل تأتي لاحقا"
    return ". ".join(sentences)
