"""Lines of a page around its comments: what opens a thread and what ends it, in the languages of the web; data only."""

from __future__ import annotations

from classifier.readers.marks.words import listed

#: A line that is one of these (a number and punctuation aside) opens the part of a page where comments stand.
HEADINGS = listed(
    "comments|all comments|view all comments|inline feedbacks|inline feedback|reader comments|readers' comments|"
    "readers comments|user comments|join the discussion|join the conversation|comments below|showing comments|"
    "show comments|top comments|most recent comments|best comments|latest comments|what people are saying|"
    "community comments|your comments|comments section|comment section|the comments|post comments|kommentare|"
    "alle kommentare|alle kommentare anzeigen|leserkommentare|leser-kommentare|neueste kommentare|lesermeinungen|"
    "commentaires|tous les commentaires|voir tous les commentaires|vos commentaires|les commentaires|comentarios|"
    "todos los comentarios|ver todos los comentarios|comentários|todos os comentários|ver todos os comentários|"
    "commenti|tutti i commenti|reacties|alle reacties|kommentarer|alla kommentarer|kommentit|komentarze|komentáře|"
    "yorumlar|комментарии|все комментарии|コメント|评论|댓글"
)
#: The same, but also heads a part of an article: it counts only beside header lines of comments.
HINTS = listed(
    "comment|discussion|discussions|thoughts|reactions|reader reactions|conversation|letters|kommentar|diskussion|"
    "leserbriefe|meinungen|lesermeinung|reaktionen|forum|commentaire|réactions|avis|comentario|opiniones|"
    "comentário|commento|reactie|komentarz|diskuze|yorum|комментарий|обсуждение|отзывы|мнения"
)
#: A line that starts with one of these and a number, or goes on with a title: "3 thoughts on “...”".
COUNTED = (
    r"comments?|comment\(s\)|thoughts?|responses?|reactions?|opinions?|kommentare?|reaktionen|leserkommentare?|"
    r"meinungen|commentaires?|réponses?|réactions?|réflexions?|avis|comentarios?|respuestas?|pensamientos?|"
    r"comentários?|respostas?|commenti|commento|pensieri|risposte|reacties|gedachten|kommentarer?|tankar|"
    r"kommenttia|komentarzy|komentarze|komentářů|yorum|комментари(?:й|и|я|ев)|ответ(?:а|ов)?|отзыв(?:а|ов)?|мыслей|"
    r"мнени[йя]"
)
#: A line that is one of these ends the thread.
STOPS = listed(
    "leave a reply|antwort erstellen|zitate einfügen|insert quotes|weitere kommentare anzeigen|"
    "mehr kommentare anzeigen|afficher plus de commentaires|mostrar más comentarios|leave a comment|"
    "leave a reply cancel reply|leave comment|post a comment|post comment|post a reply|add a comment|add comment|"
    "add new comment|add your comment|add your thoughts|write a comment|write comment|submit a comment|"
    "submit comment|make a comment|submit|your comment|have your say|post new comment|post your comment|"
    "join the conversation|what do you think|share your thoughts|reply to thread|post reply|speak your mind|"
    "cancel reply|comments are closed|comments closed|comments are now closed|comments have been closed|"
    "the comments to this entry are closed|comments for this thread are now closed|"
    "comments on this entry are closed|this discussion has been closed|discussion closed|trackbacks|pingbacks|"
    "trackbacks/pingbacks|trackback url|links to this post|create a link|load more comments|load more|"
    "view more comments|see all comments|show more comments|more comments|related|related stories|related articles|"
    "related posts|related topics|related content|related news|most viewed|most read|most popular|most commented|"
    "popular|popular posts|popular now|trending|trending now|you may also like|you might also like|you might like|"
    "more stories|more news|more from|recommended|recommended for you|recommended stories|read next|up next|"
    "recent posts|recent comments|latest news|latest|latest posts|latest articles|top stories|archives|archive|"
    "categories|category|tags|meta|blogroll|labels|about|about us|newer post|older post|newer posts|older posts|"
    "newer comments|older comments|home|previous post|next post|previous article|next article|previous thread|"
    "next thread|post navigation|sign up|newsletter|follow us|stay connected|contact us|contact|privacy policy|"
    "privacy|terms of use|terms of service|terms|cookie policy|advertisement|sponsored|sponsored content|promoted|"
    "promoted content|from the web|around the web|facebook comments plugin|powered by disqus|quick navigation|"
    "posting rules|similar threads|who is online|quick reply|guidelines|subscribe to our newsletter|site map|"
    "sitemap|search|footer|schreibe einen kommentar|schreiben sie einen kommentar|kommentar schreiben|"
    "kommentar verfassen|kommentar hinterlassen|hinterlasse einen kommentar|hinterlasse eine antwort|"
    "kommentar abgeben|kommentar absenden|antwort hinterlassen|antworten abbrechen|ihr kommentar|dein kommentar|"
    "mehr kommentare|weitere kommentare|mehr kommentare laden|weitere kommentare laden|kommentare geschlossen|"
    "kommentarfunktion geschlossen|die kommentare sind geschlossen|kommentare sind geschlossen|ähnliche themen|"
    "ähnliche artikel|ähnliche beiträge|verwandte artikel|verwandte themen|das könnte sie auch interessieren|"
    "auch interessant|mehr zum thema|meistgelesen|meistgelesene artikel|meistkommentiert|beliebte beiträge|"
    "neueste beiträge|letzte beiträge|impressum|datenschutz|datenschutzerklärung|kategorien|archiv|schlagwörter|"
    "kontakt|teile diese seite|diese seite empfehlen|laisser un commentaire|laissez un commentaire|"
    "laisser une réponse|ajouter un commentaire|écrire un commentaire|poster un commentaire|publier un commentaire|"
    "votre commentaire|un message, un commentaire|répondre à cet article|annuler la réponse|"
    "les commentaires sont fermés|commentaires fermés|les commentaires sont clos|voir plus de commentaires|"
    "plus de commentaires|articles similaires|articles liés|sur le même sujet|à lire aussi|lire aussi|les plus lus|"
    "mentions légales|catégories|archives du blog|articles récents|deja una respuesta|deja un comentario|"
    "dejar un comentario|deja tu comentario|escribe un comentario|añadir comentario|agregar un comentario|"
    "publicar un comentario|publicar comentario|enviar comentario|cancelar respuesta|"
    "los comentarios están cerrados|comentarios cerrados|más comentarios|cargar más comentarios|"
    "artículos relacionados|entradas relacionadas|noticias relacionadas|relacionados|lo más leído|lo más visto|"
    "te puede interesar|aviso legal|categorías|archivos|entradas recientes|deixe um comentário|deixe uma resposta|"
    "lascia un commento|lascia una risposta|annulla risposta|geef een reactie|laat een reactie achter|"
    "plaats een reactie|reacties zijn gesloten|lämna ett svar|lämna en kommentar|skriv en kommentar|skriv et svar|"
    "legg igjen en kommentar|kommentointi|dodaj komentarz|zostaw komentarz|napsat komentář|bir yanıt yazın|"
    "yorum yap|bir cevap yazın|добавить комментарий|оставить комментарий|написать комментарий|оставьте комментарий|"
    "ваш комментарий|отменить ответ|комментарии закрыты|комментирование закрыто|обсуждение закрыто|ещё комментарии|"
    "показать ещё|показать еще|читайте также|похожие записи|похожие статьи|по теме|самое читаемое|самое популярное|"
    "популярное|рекомендуем|рубрики|архивы|свежие записи|контакты|о нас|реклама|политика конфиденциальности"
)
#: A line that starts with one of these ends the thread too.
STOP_STARTS = listed(
    "©|(c) 20|copyright |all rights reserved|leave a reply to |leave a comment |powered by |subscribe to: |"
    "your email address will not be published|your email address is never|use of this site constitutes|"
    "the views expressed in the contents|you must be logged in to|you need to be logged in|you must log in|"
    "you must be registered|please log in to|log in to comment|sign in to comment|login to post|return to “|"
    "return to '|this entry was posted|filed under|posted in |tagged |« previous|"
    "rss feed for comments|trackback uri|refresh comments list|previous thread|« older|« newer|"
    "← |→ |deine e-mail-adresse wird nicht|ihre e-mail-adresse wird nicht|votre adresse e-mail ne sera|"
    "votre adresse de messagerie ne|tu dirección de correo|du musst dich einloggen|du musst angemeldet|"
    "sie müssen angemeldet|il tuo indirizzo email|vous devez être connecté|debes estar conectado|"
    "ваш e-mail не будет|ваш адрес email не|alle rechte vorbehalten|tous droits réservés|todos los derechos|"
    "все права защищены|contact us at|mobile version|continue reading|comments powered by|blog at wordpress|"
    "create a free website|proudly powered|theme: |users browsing this forum|users viewing this"
)
