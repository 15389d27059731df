"""The prose of the proof, in French; line breaks inside a paragraph do not count."""

HEAD = """
# Ce que prouvent les figures de santé, et ce qu'elles ne prouvent pas

Page écrite par `maillage bench health --docs`. {partnerships} partenariats avec chaque faiblesse
plantée, contre {partnerships} partenariats sains, tous inventés.

**Ce que cela prouve.** *Si* une faiblesse laisse dans les relevés la trace que nous lui prêtons, la
figure qui prétend la voir la retrouve plus ou moins bien, malgré les petits nombres et malgré la
diversité naturelle des partenariats sains : les tables disent à quel point. Elles disent aussi combien
de fois la lecture accuse un partenariat sain.

**Ce que cela ne prouve pas.** Rien sur des partenariats réels : le générateur et les figures ont les
mêmes auteurs. L'intensité 1 est notre traduction de ce que décrit la littérature. Les paramètres du
générateur sont figés (un test en tient l'empreinte) et aucun n'est retouché pour atteindre un nombre ; ce
qui manque est imprimé, avec sa raison. Deux règles de la lecture, elles, ont été fixées après une première
mesure : l'état décrit n'emprunte rien aux comparables (sinon il se taisait là où tous vont mal), et un
changement se mesure à ce que varient les comparables d'une année à l'autre (sinon le rythme des groupes en
annonçait de faux).

Une **aire** (aire sous la courbe, Mann et Whitney, limites de DeLong à 95 %) est la chance qu'un
partenariat malade ait une figure plus mauvaise qu'un sain : 0,5 au hasard, 1 sans erreur. Les
partenariats dont la figure ne se lit pas (moins de cinq cas) sont mis à part et comptés. Quand des
issues sont inconnues, la figure prise est le milieu des deux bornes.
"""

REGIMES = """
## Autres diversités, relevés incomplets

« Étendue » : diversité des partenariats sains multipliée d'autant. « Au hasard » : 30 % des lignes ou
des issues manquent. « Silence » : on n'écrit guère ce qui n'a pas eu lieu.
"""

ALARMS = """
## Fausses alertes

Part des partenariats sains à qui la lecture dit au moins une faiblesse, par comparaison à des
comparables sains. Objectif : moins de 5 % en moyenne (8 % avec 30 % de lignes manquantes). Un état
décrit par un texte peut être vrai d'un partenariat sain : cette colonne n'est pas une erreur par
elle-même. Une force dite à un partenariat sain est fausse au même titre.
"""

CHANGES = """
États décrits dits à un partenariat sain alors que sa probabilité plantée les dément (là où elle se compare
à la figure) : **{untrue}** des partenariats.

Faux changements d'une année sur l'autre, partenariats stables : **{steady}** (objectif : moins de 5 %).
L'année des élections municipales de 2026, où les réunions se raréfient pour de bon, chez les
comparables aussi : {voted}.
"""

POWER = """
## Puissance

Part des partenariats malades à qui la lecture le dit, aux intensités {marks}, contre mille comparables
sains. C'est le prix de la prudence : d'où la phrase « à regarder d'abord ». Une valeur sans loi connue (une
moyenne, un nombre équivalent de pilotes, des euros) ne descend jamais sous une chance de 1 sur 1 001 avec
mille comparables : avec quatre-vingts figures lues ensemble, elle se regarde, elle ne s'affirme pas. Pour le
contrat sans coproduction (C12), l'état décrit est le signe lui-même : trois des cinq.
"""

MALAISE = """
## Quand les comparables vont mal aussi

{sisters} comparables, chacun avec trois faiblesses en moyenne. La comparaison ne voit plus rien là où
tous vont mal : l'état décrit doit encore parler. Cinq relevés y suffisent, l'intervalle
décidant : à douze, un partenariat de huit fiches ne pourrait rien s'entendre dire, quoi qu'il lui arrive.
"""

STRENGTHS = """
## Fausses forces

Quand on n'écrit guère ce qui n'a pas eu lieu, une figure malade peut paraître bonne. Part des
partenariats malades (intensité {marked}, relevés « silence », comparables complets) dont la figure est
affirmée comme une force ; objectif : 2 % au plus.
"""

RECOVERY = """
## La figure dit-elle la probabilité plantée ?

Partenariats sains : corrélation de rang de la figure avec la probabilité plantée, part des intervalles
à 95 % qui la contiennent, écart moyen. L'intervalle de Wilson couvre un peu plus quand les chances
diffèrent d'un cas à l'autre.
"""

WHY = {
    "sprinkling": "l'argent est réparti par le financeur sur beaucoup de communes, et un partenariat compte "
    "une douzaine de subventions : à lire sur un département",
    "paper_control": "une douzaine d'organismes financés et trois contrôles : à lire sur un département",
    "person_dependence": "les petits partenariats sains reposent aussi sur quelques personnes : décrire, "
    "ne jamais juger",
    "slow_alert": "environ cinq alertes par an",
    "rare_meetings": "un ou deux conseils par an : peu de valeurs possibles",
    "bilateral": "moins d'une dizaine d'accords hors obligation légale par partenariat, et un sur trois "
    "est à deux même dans un partenariat sain",
    "vague_objectives": "une demi-douzaine d'objectifs par contrat",
    "ready_made": "une demi-douzaine d'objectifs par contrat",
    "video": "des euros : une ou deux subventions pèsent tout",
    "substitution": "une douzaine de subventions en trois ans",
    "lost_memory": "quelques départs par an",
    "no_first_line": "le rang d'un siège dure : les présences d'un même siège ne sont pas des cas "
    "indépendants, et la figure varie davantage entre partenariats sains",
    "facade": "les désaccords écrits sont rares même dans un partenariat sain",
    "mere_presence": "une seule contribution dans l'année suffit à ne plus être silencieux",
    "retention": "peu de demandes de données arrivées à échéance",
    "great_absentees": "peu de convocations pour ces institutions, pas toutes présentes partout",
    "broken_commitments": "peu d'engagements arrivés à échéance en un an",
}
OTHERWISE = "la diversité des partenariats sains couvre une partie de l'écart planté"


def flow(text: str) -> str:
    """Paragraphs on one line each, as Markdown reads them, with a blank line after each."""
    paragraphs = [" ".join(part.split()) for part in text.strip().split("\n\n")]
    return "\n\n".join(paragraphs) + "\n\n"
