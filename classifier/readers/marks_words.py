"""Words of the web's furniture in the languages that threads are most often saved in; data only.

Everything is lower case and without closing punctuation. A word stands here when it fills a line (or a part of a line
between separators) of its own on real pages; words inside a sentence are never compared with these.
"""

from __future__ import annotations

MONTHS = (
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec "
    "januar jänner februar märz mai juni juli oktober dezember jän mär mrz okt dez "
    "janvier février fevrier mars avril juin juillet août aout septembre octobre novembre décembre decembre "
    "janv févr fév avr juil déc "
    "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre "
    "ene abr ago dic "
    "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre gen mag giu lug ott "
    "janeiro fevereiro março maio junho julho setembro outubro novembro dezembro fev mai "
    "januari februari maart mei augustus mrt maj augusti marts "
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря "
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь "
    "янв фев мар апр июн июл авг сен сент окт ноя дек "
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia "
    "ledna února března dubna května června července srpna září října listopadu prosince "
    "ocak şubat nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık"
).split()

WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun "
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so "
    "lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim "
    "lunes martes miércoles jueves viernes sábado domingo mié jue vie sáb "
    "lunedì martedì mercoledì giovedì venerdì sabato "
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag "
    "понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс"
).split()

#: Stems of units of time; letters may follow.
UNITS = (
    "sec second min minute hour hr day week wk month mth year yr sekunde stunde std tag woche monat jahr "
    "seconde heure jour semaine mois an ans année segundo minuto hora día dia semana mes mês meses año ano "
    "secondi minuti or giorn settiman anni anno mesi uur uren dag dagen maand jaar "
    "секунд минут мин час дн день дня недел месяц мес год лет "
    "sekund godzin dni dzień tydzie tygodni miesi rok lata lat timm timme timer dage år uke uge månad måned veck "
    "saat gün hafta ay yıl dakika"
).split()

AGE_BEFORE = "vor hace il\\s+y\\s+a há för for před пред".split(" ")
AGE_AFTER = "ago her назад fa geleden atrás temu sedan siden önce sitten old".split()
RELATIVE = (
    "today yesterday heute gestern vorgestern aujourd'hui aujourd’hui hier hoy ayer oggi ieri hoje ontem "
    "vandaag gisteren сегодня вчера dziś wczoraj idag igår"
).split()

#: Verbs of "Name says:" headers.
SAYS = (
    "says said sagt sagte schreibt schrieb meint meinte dit écrit dice dijo escribe escribió scrive ha\\s+scritto "
    "ha\\s+detto disse diz escreveu zegt zei schreef skriver sier siger sanoo kirjoitti pisze napisał napisała "
    "napsal napsala говорит сказал сказала пишет написал написала commented comments kommentiert kommentierte "
    "hat\\s+gesagt\\.? hat\\s+geschrieben a\\s+dit a\\s+écrit dedi\\s+ki wrote writes replies replied responds responded commenta"
).split(" ")

#: What a click target under or over a comment says.
CONTROLS = tuple(
    line.strip()
    for line in """
    reply|replies|reply to this|reply to this comment|reply to comment|reply with quote|log in to reply|login to reply
    sign in to reply|log in or register to post comments|login or register to post comments|respond|quote|multi-quote
    multiquote|quote message|share|share ›|share this|share this comment|share on twitter|share on facebook|share link
    facebook|twitter|whatsapp|email|mail|copy link|copy|link|permalink|permanent link|direct link|embed|save|unsave
    parent|context|full comments|give award|give gold|award|awards|report|report abuse|report comment|report this
    report this comment|report post|flag|flag as inappropriate|flagged|flag comment|like|likes|unlike|liked|dislike|dislikes|love
    recommend|recommended|recommends|recommendations|upvote|upvotes|downvote|downvotes|upvoted|vote|votes|vote up
    vote down|up vote|down vote|click to rate|rate|rate this|rate up|rate down|thumbs up|thumbs down|agree|disagree
    helpful|useful|edit|edited|edited by author|delete|deletereply|hide|hide replies|hide reply|show replies
    show reply|view replies|view reply|view all replies|view more replies|more replies|see more replies|load more replies
    show less|see less|read less|unvote|favorite|favourite|bookmark|block user|block
    ignore|ignore user|mute|follow|following|unfollow|collapse|expand|minimize|toggle|show parent|show comment
    view in discussion|view discussion in a popup|view in chronological order|top|back to top|go to top|private message|profile|website|www
    visit website|find all posts|view profile|send message|send private message|thanks|thank|thank user|reactions
    react|reaction|translate|see translation|translate to english|pinned|heart|hearted by creator|avatar|user avatar
    profile picture|profile image|user image|gravatar|image|photo|icon|online|offline|verified|stickied comment
    reply share|previous|next|prev|root|up|down|track this|options|more options|menu|comment actions|actions
    reply delete|number of comments|responses|response|give feedback|insightful|funny|respectfully disagree|subscribe|mark as spam
    antworten|antwort|zitieren|zitat|melden|beitrag melden|teilen|gefällt mir|gefällt mir nicht|gefällt|empfehlen|bewerten
    bearbeiten|löschen|antworten anzeigen|antworten ausblenden|antworten einblenden|permanentlink|nach oben
    weniger anzeigen|kommentar melden|link kopieren|direktlink|auf diesen kommentar antworten|mit zitat antworten
    zum antworten anmelden|anmelden um zu antworten|gesperrt|sperren|ausblenden|einblenden|daumen hoch|daumen runter
    répondre|répondre à ce message|réponse|réponses|signaler|signaler un abus|signaler au modérateur|signaler ce commentaire
    partager|citer|modifier|supprimer|j'aime|j’aime|je n'aime pas|recommander|alerter|permalien|lien permanent|lien
    afficher les réponses|voir les réponses|masquer les réponses|haut|aimer|voter
    responder|respuesta|respuestas|citar|compartir|denunciar|reportar|me gusta|no me gusta|enlace permanente|enlace
    ver respuestas|ocultar respuestas|eliminar|editar|votar|arriba|compartilhar|denuncie|curtir|gostei|ver respostas
    rispondi|condividi|segnala|cita|mi piace|modifica|elimina|rispondere|beantwoorden|antwoorden|reageer|delen|rapporteer
    vind ik leuk|svara|svar|besvara|dela|rapportera|anmäl|gilla|svar på dette|synes godt om|vastaa|jaa|ilmoita
    odpowiedz|udostępnij|zgłoś|cytuj|lubię to|odpovědět|nahlásit|sdílet|yanıtla|cevapla|paylaş|beğen|şikayet et
    ответить|ответ|ответы|цитировать|цитата|поделиться|пожаловаться|нравится|не нравится|ссылка|постоянная ссылка
    свернуть|развернуть|наверх|вверх|редактировать|удалить|показать ответы|скрыть ответы|спасибо|лайк|жалоба
    """.replace("\n", "|").split("|")
    if line.strip()
)
#: Controls that stand once under (or over) every comment: a line with one of them ends a comment.
REPLY_CONTROLS = frozenset(
    """reply;reply to this;reply to this comment;reply to comment;reply with quote;log in to reply;login to reply;respond
    quote;permalink;report;top;back to top;share;recommend;click to rate;flag;like;upvote;reply share;reply delete
    sign in to reply;antworten;antwort;zitieren;melden;nach oben;mit zitat antworten;auf diesen kommentar antworten
    zum antworten anmelden;kommentar melden;beitrag melden;gefällt mir;répondre;répondre à ce message;signaler;citer
    signaler un abus;alerter;j'aime;j’aime;responder;citar;denunciar;me gusta;curtir;compartir;partager;teilen
    rispondi;segnala;cita;condividi;mi piace;beantwoorden;antwoorden;reageer;svara;svar;besvara;gilla;vastaa;odpowiedz
    zgłoś;odpovědět;yanıtla;cevapla;ответить;цитировать;пожаловаться;наверх;вверх;нравится;поделиться""".replace(
        "\n", ";"
    )
    .replace("    ", "")
    .split(";")
)

#: Labels of a forum's or comment system's box about the person; the value stands beside or on the next line.
PROFILE_LABELS = (
    "posts|joined|join date|location|registered|member since|messages|likes|likes received|reaction score|points"
    "|threads|from|gender|age|karma|reputation|rep power|thanks|thanked|images|blog entries|trophy points|occupation|contact|status|best answers"
    "|beiträge|registriert|registriert seit|registrierung|mitglied seit|dabei seit|wohnort|ort|punkte|reaktionen"
    "|reaktionspunkte|themen|danksagungen|zustimmungen|geschlecht|beigetreten|messages|inscrit|inscription|inscrit le|localisation|mensajes"
    "|registrado|ubicación|desde|messaggi|iscritto|iscritto il|località|berichten|lid geworden|lid sinds|inlägg|gick med|posty|dołączył"
    "|сообщения|сообщений|сообщение|зарегистрирован|регистрация|откуда|репутация|баллы|симпатии|благодарностей|last visit|last edited by|joined on"
).split("|")
ROLES = (
    "guest|member|author|admin|administrator|moderator|mod|op|editor|staff|staff member|contributor|subscriber|newbie"
    "|senior member|junior member|active member|new member|well-known member|registered user|registered|super moderator|global moderator|site admin"
    "|banned|veteran|regular|commenter|top contributor|top commenter|top fan|verified|original poster|gast|mitglied"
    "|autor|redaktion|moderation|leser|benutzer|erfahrener benutzer|aktives mitglied|bekanntes mitglied|neues mitglied|fortgeschritten|profi|anfänger|invité|membre|auteur|modérateur|administrateur|abonné"
    "|invitado|miembro|moderador|administrador|ospite|utente|membro|moderatore|gäst|medlem|гость|автор|участник|модератор"
    "|администратор|пользователь|новичок|премиум|premium|pro|vip|supporter|patron|level 1|level 2|level 3|level 4|level 5|ars scholae palatinae|reader"
).split("|")

#: A line that is one of these (a number and punctuation aside) opens the part of a page where comments stand.
HEADINGS = (
    "comments|comment|all comments|view all comments|inline feedbacks|inline feedback|reader comments|readers' comments|readers comments|user comments"
    "|join the discussion|join the conversation|discussion|responses|replies|thoughts|reactions|reader reactions|comments below|showing comments|show comments|top comments|most recent comments|best comments"
    "|latest comments|what people are saying|conversation|community comments|your comments|comments section|comment section|the comments|post comments|letters"
    "|kommentare|kommentar|alle kommentare|alle kommentare anzeigen|leserkommentare|leser-kommentare|diskussion|leserbriefe|meinungen|beiträge|reaktionen|forum|neueste kommentare|lesermeinungen|lesermeinung"
    "|commentaires|commentaire|tous les commentaires|voir tous les commentaires|vos commentaires|réactions|les commentaires|réponses|discussions|avis"
    "|comentarios|comentario|todos los comentarios|ver todos los comentarios|opiniones|respuestas|comentários|comentário|ver todos os comentários"
    "|commenti|commento|tutti i commenti|reacties|reactie|alle reacties|kommentarer|alla kommentarer|kommentit|komentarze|komentarz|komentáře|diskuze"
    "|yorumlar|yorum|комментарии|комментариев|комментария|комментарий|все комментарии|обсуждение|отзывы|мнения|отзывов|コメント|评论|댓글"
).split("|")
#: A line that starts with one of these and a number, or goes on with a title: "3 thoughts on “...”".
COUNTED = (
    "comments?|comment\\(s\\)|thoughts?|responses?|replies|reply|reactions?|posts?|opinions?|kommentare?|antworten|reaktionen|leserkommentare?|beiträge|meinungen"
    "|commentaires?|réponses?|réactions?|réflexions?|avis|comentarios?|respuestas?|pensamientos?|comentários?|respostas?|commenti|commento|pensieri|risposte"
    "|reacties|gedachten|kommentarer?|svar|tankar|kommenttia|komentarzy|komentarze|komentářů|yorum|комментари(?:й|я|ев)|ответ(?:а|ов)?|отзыв(?:а|ов)?|мыслей|мнени[йя]"
)

#: A line that is one of these ends the thread.
STOPS = (
    "leave a reply|antwort erstellen|zitate einfügen|insert quotes|weitere kommentare anzeigen|mehr kommentare anzeigen|afficher plus de commentaires|mostrar más comentarios|leave a comment|leave a reply cancel reply|leave comment|post a comment|post comment|post a reply|add a comment|add comment|add new comment|add your comment|add your thoughts"
    "|write a comment|write comment|submit a comment|submit comment|make a comment|submit|your comment|have your say|post new comment|post your comment|join the conversation|what do you think|share your thoughts|reply to thread|post reply"
    "|speak your mind|cancel reply|comments are closed|comments closed|comments are now closed|comments have been closed|the comments to this entry are closed|comments for this thread are now closed|comments on this entry are closed"
    "|this discussion has been closed|discussion closed|trackbacks|pingbacks|trackbacks/pingbacks|trackback url|links to this post|create a link|load more comments|load more|view more comments|see all comments|show more comments|more comments"
    "|related|related stories|related articles|related posts|related topics|related content|related news|most viewed|most read|most popular|most commented|popular|popular posts|popular now|trending|trending now|you may also like|you might also like|you might like|more stories|more news"
    "|more from|recommended|recommended for you|recommended stories|read next|up next|recent posts|recent comments|latest news|latest|latest posts|latest articles|top stories|archives|archive|categories|category|tags|meta|blogroll|labels|about|about us"
    "|newer post|older post|newer posts|older posts|newer comments|older comments|home|previous post|next post|previous article|next article|previous thread|next thread|post navigation|sign up|newsletter|follow us|stay connected|contact us|contact|privacy policy|privacy"
    "|terms of use|terms of service|terms|cookie policy|advertisement|sponsored|sponsored content|promoted|promoted content|from the web|around the web|facebook comments plugin|powered by disqus|quick navigation|posting rules|similar threads|who is online|quick reply|guidelines|subscribe to our newsletter|site map|sitemap|search|footer"
    "|schreibe einen kommentar|schreiben sie einen kommentar|kommentar schreiben|kommentar verfassen|kommentar hinterlassen|hinterlasse einen kommentar|hinterlasse eine antwort|kommentar abgeben|kommentar absenden|antwort hinterlassen|antworten abbrechen|ihr kommentar|dein kommentar|mehr kommentare|weitere kommentare|mehr kommentare laden|weitere kommentare laden|kommentare geschlossen|kommentarfunktion geschlossen|die kommentare sind geschlossen|kommentare sind geschlossen"
    "|ähnliche themen|ähnliche artikel|ähnliche beiträge|verwandte artikel|verwandte themen|das könnte sie auch interessieren|auch interessant|mehr zum thema|meistgelesen|meistgelesene artikel|meistkommentiert|beliebte beiträge|neueste beiträge|letzte beiträge|impressum|datenschutz|datenschutzerklärung|kategorien|archiv|schlagwörter|kontakt|teile diese seite|diese seite empfehlen"
    "|laisser un commentaire|laissez un commentaire|laisser une réponse|ajouter un commentaire|écrire un commentaire|poster un commentaire|publier un commentaire|votre commentaire|un message, un commentaire|répondre à cet article|annuler la réponse|les commentaires sont fermés|commentaires fermés|les commentaires sont clos|voir plus de commentaires|plus de commentaires|articles similaires|articles liés|sur le même sujet|à lire aussi|lire aussi|les plus lus|mentions légales|catégories|archives du blog|articles récents"
    "|deja una respuesta|deja un comentario|dejar un comentario|deja tu comentario|escribe un comentario|añadir comentario|agregar un comentario|publicar un comentario|publicar comentario|enviar comentario|cancelar respuesta|los comentarios están cerrados|comentarios cerrados|más comentarios|cargar más comentarios|artículos relacionados|entradas relacionadas|noticias relacionadas|relacionados|lo más leído|lo más visto|te puede interesar|aviso legal|categorías|archivos|entradas recientes"
    "|deixe um comentário|deixe uma resposta|lascia un commento|lascia una risposta|annulla risposta|geef een reactie|laat een reactie achter|plaats een reactie|reacties zijn gesloten|lämna ett svar|lämna en kommentar|skriv en kommentar|skriv et svar|legg igjen en kommentar|kommentointi|dodaj komentarz|zostaw komentarz|napsat komentář|bir yanıt yazın|yorum yap|bir cevap yazın"
    "|добавить комментарий|оставить комментарий|написать комментарий|оставьте комментарий|ваш комментарий|отменить ответ|комментарии закрыты|комментирование закрыто|обсуждение закрыто|ещё комментарии|показать ещё|показать еще|читайте также|похожие записи|похожие статьи|по теме|самое читаемое|самое популярное|популярное|рекомендуем|рубрики|архивы|свежие записи|контакты|о нас|реклама|политика конфиденциальности"
).split("|")
#: A line that starts with one of these ends the thread too.
STOP_STARTS = (
    "©|(c) 20|copyright |all rights reserved|leave a reply to |leave a comment |powered by |subscribe to: |your email address will not be published|your email address is never"
    '|use of this site constitutes|the views expressed in the contents|you must be logged in to|you need to be logged in|you must log in|you must be registered|please log in to|log in to comment|sign in to comment|login to post|return to “|return to "|this entry was posted|filed under|posted in |tagged |« previous|previous thread|« older|« newer|← |→ |deine e-mail-adresse wird nicht|ihre e-mail-adresse wird nicht|votre adresse e-mail ne sera|votre adresse de messagerie ne|tu dirección de correo|du musst dich einloggen|du musst angemeldet|sie müssen angemeldet|il tuo indirizzo email|vous devez être connecté|debes estar conectado|ваш e-mail не будет|ваш адрес email не|alle rechte vorbehalten|tous droits réservés|todos los derechos|все права защищены|contact us at|mobile version|continue reading|comments powered by|blog at wordpress|create a free website|proudly powered|theme: |users browsing this forum|users viewing this'
).split("|")

#: Whole comments that stand for one that was taken away.
DELETED = (
    r"\[(?:deleted|removed|gelöscht|supprimé|borrado|удалено|deleted by user|removed by moderator|removed by reddit|flagged|dead|comment deleted|comment removed)[^\]]{0,60}\]"
    r"|(?:this|the|a) (?:comment|post|message|reply|user|user's comment|content) (?:was|has been|is|were) (?:deleted|removed|hidden|withheld|flagged|held)\b.{0,200}"
    r"|(?:comment|post|message) (?:deleted|removed|hidden|withdrawn)(?: (?:by|for|as|because|due|at)\b.{0,150})?"
    r"|(?:deleted|removed) by (?:the )?(?:user|author|moderator|administrator|mod|moderation|moderators)s?"
    r"|(?:dieser|der|ihr) (?:kommentar|beitrag|nachricht) (?:wurde|ist|war) .{0,80}(?:gelöscht|entfernt|gesperrt|ausgeblendet).{0,120}"
    r"|(?:kommentar|beitrag) (?:wurde )?(?:gelöscht|entfernt|gesperrt)(?: (?:von|durch|wegen)\b.{0,120})?"
    r"|(?:ce|le|votre) (?:commentaire|message) a été (?:supprimé|retiré|modéré|masqué).{0,120}|(?:commentaire|message) (?:supprimé|retiré|modéré)(?: par .{0,80})?"
    r"|(?:este|el) (?:comentario|mensaje) (?:ha sido|fue) (?:eliminado|borrado|retirado|ocultado).{0,120}|(?:comentario|mensaje) (?:eliminado|borrado)(?: por .{0,80})?"
    r"|este comentário foi (?:removido|excluído|apagado).{0,120}|(?:questo|il) commento è stato (?:rimosso|eliminato|cancellato).{0,120}"
    r"|(?:deze|dit) (?:reactie|bericht) (?:is|werd) .{0,40}verwijderd.{0,120}"
    r"|(?:этот |данный )?(?:комментарий|пост|ответ|сообщение) (?:был[ао]? )?(?:удал[её]н[ао]?|скрыт[ао]?|заблокирован[ао]?).{0,120}"
    r"|(?:удалено|скрыто) (?:модератором|пользователем|автором).{0,60}|komentarz (?:został )?usunięty.{0,80}"
)
#: "Read more" labels at the end of a cut comment.
READ_MORE = (
    "read more|read the rest|read full comment|read entire comment|continue reading|see more|show more|view more|more|expand comment|expand|read on|full comment"
    "|mehr|mehr lesen|weiterlesen|mehr anzeigen|weiter lesen|alles anzeigen|ganzen kommentar lesen|kommentar lesen|lire la suite|lire plus|voir plus|afficher la suite|afficher plus|suite|plus"
    "|leer más|ver más|seguir leyendo|mostrar más|más|ler mais|ver mais|leia mais|mostrar mais|leggi tutto|leggi di più|continua a leggere|mostra altro|altro|lees meer|lees verder|meer weergeven|läs mer|visa mer|les mer|læs mere|vis mer|vis mere|lue lisää"
    "|czytaj dalej|czytaj więcej|więcej|číst více|zobrazit více|devamını oku|devamı|daha fazla|читать далее|читать дальше|читать полностью|подробнее|далее|ещё|показать полностью|развернуть|read more on"
).split("|")
