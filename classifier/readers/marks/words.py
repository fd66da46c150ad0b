"""Words of the web's furniture in the languages that threads are most often saved in; data only.

Everything is lower case and without closing punctuation. A word stands here when it fills a line (or a part of a line
between separators) of its own on real pages; words inside a sentence are never compared with these.
"""

from __future__ import annotations


def listed(text: str) -> tuple[str, ...]:
    """The words of a text with bars between them."""
    return tuple(text.split("|"))


MONTHS = listed(
    "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|"
    "aug|sep|sept|oct|nov|dec|januar|jänner|februar|märz|mai|juni|juli|oktober|dezember|jän|mär|mrz|okt|dez|"
    "janvier|février|fevrier|mars|avril|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre|janv|"
    "févr|fév|avr|juil|déc|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|"
    "noviembre|diciembre|ene|abr|ago|dic|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|"
    "gen|mag|giu|lug|ott|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro|fev|januari|"
    "februari|maart|mei|augustus|mrt|maj|augusti|marts|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|"
    "октября|ноября|декабря|январь|февраль|март|апрель|май|июнь|июль|август|сентябрь|октябрь|ноябрь|декабрь|янв|"
    "фев|мар|апр|июн|июл|авг|сен|сент|окт|ноя|дек|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|"
    "września|października|listopada|grudnia|ledna|února|března|dubna|května|června|července|srpna|září|října|"
    "listopadu|prosince|ocak|şubat|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık"
)
WEEKDAYS = listed(
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|montag|"
    "dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so|lundi|mardi|mercredi|"
    "jeudi|vendredi|samedi|dimanche|lun|mer|jeu|ven|sam|dim|lunes|martes|miércoles|jueves|viernes|sábado|domingo|"
    "mié|jue|vie|sáb|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|maandag|dinsdag|woensdag|donderdag|vrijdag|"
    "zaterdag|zondag|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|пн|вт|ср|чт|пт|сб|вс"
)
#: Stems of units of time; letters may follow.
UNITS = listed(
    "sec|second|min|minute|hour|hr|day|week|wk|month|mth|year|yr|sekunde|stunde|std|tag|woche|monat|jahr|seconde|"
    "heure|jour|semaine|mois|an|ans|année|segundo|minuto|hora|día|dia|semana|mes|mês|meses|año|ano|secondi|minuti|"
    "or|giorn|settiman|anni|anno|mesi|uur|uren|dag|dagen|maand|jaar|секунд|минут|мин|час|дн|день|дня|недел|месяц|"
    "мес|год|лет|sekund|godzin|dni|dzień|tydzie|tygodni|miesi|rok|lata|lat|timm|timme|timer|dage|år|uke|uge|månad|"
    "måned|veck|saat|gün|hafta|ay|yıl|dakika"
)
AGE_BEFORE = listed(r"vor|hace|il\s+y\s+a|há|för|for|před|пред")
AGE_AFTER = listed("ago|her|назад|fa|geleden|atrás|temu|sedan|siden|önce|sitten|old")
RELATIVE = listed(
    "today|yesterday|heute|gestern|vorgestern|aujourd'hui|aujourd’hui|hier|hoy|ayer|oggi|ieri|hoje|ontem|vandaag|"
    "gisteren|сегодня|вчера|dziś|wczoraj|idag|igår"
)
#: Verbs of "Name says:" headers.
SAYS = listed(
    r"says|said|sagt|sagte|schreibt|schrieb|meint|meinte|dit|écrit|dice|dijo|escribe|escribió|scrive|ha\s+scritto|"
    r"ha\s+detto|disse|diz|escreveu|zegt|zei|schreef|skriver|sier|siger|sanoo|kirjoitti|pisze|napisał|napisała|"
    r"napsal|napsala|говорит|сказал|сказала|пишет|написал|написала|commented|comments|kommentiert|kommentierte|"
    r"hat\s+gesagt\.?|hat\s+geschrieben|a\s+dit|a\s+écrit|dedi\s+ki|wrote|writes|replies|replied|responds|responded|"
    r"commenta"
)
#: What a click target under or over a comment says.
CONTROLS = listed(
    "reply|replies|reply to this|reply to this comment|reply to comment|reply with quote|log in to reply|"
    "login to reply|sign in to reply|log in or register to post comments|login or register to post comments|"
    "respond|quote|multi-quote|multiquote|quote message|share|share ›|share this|share this comment|"
    "share on twitter|share on facebook|share link|facebook|twitter|whatsapp|email|mail|copy link|copy|link|"
    "permalink|permanent link|direct link|embed|save|unsave|parent|context|full comments|give award|give gold|"
    "award|awards|report|report abuse|report comment|report this|report this comment|report post|flag|"
    "flag as inappropriate|flagged|flag comment|like|likes|unlike|liked|dislike|dislikes|love|recommend|"
    "recommended|recommends|recommendations|upvote|upvotes|downvote|downvotes|upvoted|vote|votes|vote up|vote down|"
    "up vote|down vote|click to rate|rate|rate this|rate up|rate down|thumbs up|thumbs down|agree|disagree|helpful|"
    "useful|edit|edited|edited by author|delete|deletereply|hide|hide replies|hide reply|show replies|show reply|"
    "view replies|view reply|view all replies|view more replies|more replies|see more replies|load more replies|"
    "show less|see less|read less|unvote|favorite|favourite|bookmark|block user|block|ignore|ignore user|mute|"
    "follow|following|unfollow|collapse|expand|minimize|toggle|show parent|show comment|view in discussion|"
    "view discussion in a popup|view in chronological order|top|back to top|go to top|private message|profile|"
    "website|www|visit website|find all posts|view profile|send message|send private message|thanks|thank|"
    "thank user|reactions|react|reaction|translate|see translation|translate to english|pinned|heart|"
    "hearted by creator|avatar|user avatar|profile picture|profile image|user image|gravatar|image|photo|icon|"
    "online|offline|verified|stickied comment|reply share|previous|next|prev|root|up|down|track this|options|"
    "more options|menu|comment actions|actions|reply delete|number of comments|responses|response|give feedback|"
    "insightful|funny|respect|respected|respectfully disagree|subscribe|mark as spam|antworten|antwort|zitieren"
    "|zitat|melden|"
    "beitrag melden|teilen|gefällt mir|gefällt mir nicht|gefällt|empfehlen|bewerten|bearbeiten|löschen|"
    "antworten anzeigen|antworten ausblenden|antworten einblenden|permanentlink|nach oben|weniger anzeigen|"
    "kommentar melden|link kopieren|direktlink|auf diesen kommentar antworten|mit zitat antworten|"
    "zum antworten anmelden|anmelden um zu antworten|gesperrt|sperren|ausblenden|einblenden|daumen hoch|"
    "daumen runter|répondre|répondre à ce message|réponse|réponses|signaler|signaler un abus|"
    "signaler au modérateur|signaler ce commentaire|partager|citer|modifier|supprimer|j'aime|j’aime|je n'aime pas|"
    "recommander|alerter|permalien|lien permanent|lien|afficher les réponses|voir les réponses|"
    "masquer les réponses|haut|aimer|voter|responder|respuesta|respuestas|citar|compartir|denunciar|reportar|"
    "me gusta|no me gusta|enlace permanente|enlace|ver respuestas|ocultar respuestas|eliminar|editar|votar|arriba|"
    "compartilhar|denuncie|curtir|gostei|ver respostas|rispondi|condividi|segnala|cita|mi piace|modifica|elimina|"
    "rispondere|beantwoorden|antwoorden|reageer|delen|rapporteer|vind ik leuk|svara|svar|besvara|dela|rapportera|"
    "anmäl|gilla|svar på dette|synes godt om|vastaa|jaa|ilmoita|odpowiedz|udostępnij|zgłoś|cytuj|lubię to|"
    "odpovědět|nahlásit|sdílet|yanıtla|cevapla|paylaş|beğen|şikayet et|ответить|ответ|ответы|цитировать|цитата|"
    "поделиться|пожаловаться|нравится|не нравится|ссылка|постоянная ссылка|свернуть|развернуть|наверх|вверх|"
    "редактировать|удалить|показать ответы|скрыть ответы|спасибо|лайк|жалоба"
)
#: Controls that stand once under (or over) every comment: a line with one of them ends a comment.
REPLY_CONTROLS = listed(
    "alerter|antwoorden|antwort|antworten|auf diesen kommentar antworten|back to top|beantwoorden|beitrag melden|"
    "besvara|cevapla|cita|citar|citer|click to rate|compartir|condividi|curtir|denunciar|flag|gefällt mir|gilla|"
    "j'aime|j’aime|kommentar melden|like|log in to reply|login to reply|me gusta|melden|mi piace|"
    "mit zitat antworten|nach oben|odpovědět|odpowiedz|partager|permalink|quote|reageer|recommend|reply|"
    "reply delete|reply share|reply to comment|reply to this|reply to this comment|reply with quote|report|respond|"
    "responder|rispondi|répondre|répondre à ce message|segnala|share|sign in to reply|signaler|signaler un abus|"
    "svar|svara|teilen|top|upvote|vastaa|yanıtla|zgłoś|zitieren|zum antworten anmelden|вверх|наверх|нравится|"
    "ответить|поделиться|пожаловаться|цитировать"
)
#: Labels of a forum's or comment system's box about the person; the value stands beside or on the next line.
PROFILE_LABELS = listed(
    "posts|joined|join date|location|registered|member since|messages|likes|likes received|reaction score|points|"
    "threads|from|gender|age|karma|reputation|rep power|thanks|thanked|images|blog entries|trophy points|"
    "occupation|contact|status|best answers|beiträge|registriert|registriert seit|registrierung|mitglied seit|"
    "dabei seit|wohnort|ort|punkte|reaktionen|reaktionspunkte|themen|danksagungen|zustimmungen|geschlecht|"
    "beigetreten|inscrit|inscription|inscrit le|localisation|mensajes|registrado|ubicación|desde|messaggi|iscritto|"
    "iscritto il|località|berichten|lid geworden|lid sinds|inlägg|gick med|posty|dołączył|сообщения|сообщений|"
    "сообщение|зарегистрирован|регистрация|откуда|репутация|баллы|симпатии|благодарностей|last visit|"
    "last edited by|joined on"
)
ROLES = listed(
    "guest|member|author|admin|administrator|moderator|mod|op|editor|staff|staff member|contributor|subscriber|"
    "newbie|senior member|junior member|active member|new member|well-known member|registered user|registered|"
    "super moderator|global moderator|site admin|banned|veteran|regular|commenter|top contributor|top commenter|"
    "top fan|verified|original poster|gast|mitglied|autor|redaktion|moderation|leser|benutzer|erfahrener benutzer|"
    "aktives mitglied|bekanntes mitglied|neues mitglied|fortgeschritten|profi|anfänger|invité|membre|auteur|"
    "modérateur|administrateur|abonné|invitado|miembro|moderador|administrador|ospite|utente|membro|moderatore|"
    "gäst|medlem|гость|автор|участник|модератор|администратор|пользователь|новичок|премиум|premium|pro|vip|"
    "supporter|patron|level 1|level 2|level 3|level 4|level 5|ars scholae palatinae|reader"
)
#: Whole comments that stand for one that was taken away.
DELETED = (
    r"\[(?:deleted|removed|gelöscht|supprimé|borrado|удалено|deleted by user|removed by moderator|"
    r"removed by reddit|flagged|dead|comment deleted|comment removed)[^\]]{0,60}\]|(?:this|the|a) (?:comment|post|"
    r"message|reply|user|user's comment|content) (?:was|has been|is|were) (?:deleted|removed|hidden|withheld|"
    r"flagged|held)\b.{0,200}|(?:comment|post|message) (?:deleted|removed|hidden|withdrawn)(?: (?:by|for|as|"
    r"because|due|at)\b.{0,150})?|(?:deleted|removed) by (?:the )?(?:user|author|moderator|administrator|mod|"
    r"moderation|moderators)s?|(?:dieser|der|ihr) (?:kommentar|beitrag|nachricht) (?:wurde|ist|"
    r"war) .{0,80}(?:gelöscht|entfernt|gesperrt|ausgeblendet).{0,120}|(?:kommentar|"
    r"beitrag) (?:wurde )?(?:gelöscht|entfernt|gesperrt)(?: (?:von|durch|wegen)\b.{0,120})?|(?:ce|le|"
    r"votre) (?:commentaire|message) a été (?:supprimé|retiré|modéré|masqué).{0,120}|(?:commentaire|"
    r"message) (?:supprimé|retiré|modéré)(?: par .{0,80})?|(?:este|el) (?:comentario|mensaje) (?:ha sido|"
    r"fue) (?:eliminado|borrado|retirado|ocultado).{0,120}|(?:comentario|mensaje) (?:eliminado|"
    r"borrado)(?: por .{0,80})?|este comentário foi (?:removido|excluído|apagado).{0,120}|(?:questo|"
    r"il) commento è stato (?:rimosso|eliminato|cancellato).{0,120}|(?:deze|dit) (?:reactie|bericht) (?:is|"
    r"werd) .{0,40}verwijderd.{0,120}|(?:этот |данный )?(?:комментарий|пост|ответ|"
    r"сообщение) (?:был[ао]? )?(?:удал[её]н[ао]?|скрыт[ао]?|заблокирован[ао]?).{0,120}|(?:удалено|"
    r"скрыто) (?:модератором|пользователем|автором).{0,60}|komentarz (?:został )?usunięty.{0,80}"
)
#: "Read more" labels at the end of a cut comment.
READ_MORE = listed(
    "read more|read the rest|read full comment|read entire comment|continue reading|see more|show more|view more|"
    "more|expand comment|expand|read on|full comment|mehr|mehr lesen|weiterlesen|mehr anzeigen|weiter lesen|"
    "alles anzeigen|ganzen kommentar lesen|kommentar lesen|lire la suite|lire plus|voir plus|afficher la suite|"
    "afficher plus|suite|plus|leer más|ver más|seguir leyendo|mostrar más|más|ler mais|ver mais|leia mais|"
    "mostrar mais|leggi tutto|leggi di più|continua a leggere|mostra altro|altro|lees meer|lees verder|"
    "meer weergeven|läs mer|visa mer|les mer|læs mere|vis mer|vis mere|lue lisää|czytaj dalej|czytaj więcej|więcej|"
    "číst více|zobrazit více|devamını oku|devamı|daha fazla|читать далее|читать дальше|читать полностью|подробнее|"
    "далее|ещё|показать полностью|развернуть|read more on"
)
