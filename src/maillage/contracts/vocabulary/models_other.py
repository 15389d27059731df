"""Models of action of the other families, written by us: general knowledge, to be checked and localised."""

from maillage.contracts.vocabulary import IndicatorKind, PreventionFamily, Theme
from maillage.contracts.vocabulary.action_model import ActionModel, ModelIndicator
from maillage.contracts.vocabulary.plan import Knowledge

OTHERS = (
    ActionModel(
        key="travail-non-remunere",
        title="Accueillir des peines de travail d'intérêt général et de travail non rémunéré",
        theme=Theme.REOFFENDING,
        family=PreventionFamily.REOFFENDING,
        public=(
            "[personnes majeures, mineures de seize ans et plus, orientées par le service de "
            "probation ou la PJJ]"
        ),
        content=(
            "[Combien] places d'accueil dans les services de la commune et des partenaires, "
            "chacune avec un tuteur formé et une tâche utile [laquelle]. Un entretien d'accueil"
            " sous [combien de] jours, un bilan à la fin, une orientation vers l'emploi ou les "
            "droits quand elle manque."
        ),
        partners=(
            "service pénitentiaire d'insertion et de probation",
            "protection judiciaire de la jeunesse",
            "commune",
            "bailleur social",
            "associations",
        ),
        indicators=(
            ModelIndicator(IndicatorKind.FOLLOW_UP, "Places ouvertes et places occupées", "places"),
            ModelIndicator(IndicatorKind.FOLLOW_UP, "Délai entre l'orientation et le début", "jours"),
            ModelIndicator(IndicatorKind.RESULT, "Mesures menées à leur terme", "% des mesures"),
        ),
        risks=(
            "Des tâches humiliantes ou inutiles vont contre le but. Un tuteur seul s'épuise : "
            "prévoir son remplaçant."
        ),
        effect=(
            "Comparé aux courtes peines de prison, le travail d'intérêt général est associé à "
            "une récidive plus basse ou égale ; les personnes orientées diffèrent, ce que les "
            "études corrigent plus ou moins."
        ),
        knowledge=Knowledge.SOME,
        sources="études de cohortes de l'administration pénitentiaire, revues internationales",
    ),
    ActionModel(
        key="victimes-commissariat",
        title="Accueillir les victimes au commissariat ou à la brigade",
        theme=Theme.VICTIMS,
        family=PreventionFamily.VICTIMS,
        public="[personnes qui déposent plainte ou une main courante, tous faits]",
        content=(
            "Une permanence d'intervenant social et d'association d'aide aux victimes, [quels "
            "jours, quelles heures]. Un rendez-vous proposé à chaque plainte pour [quels "
            "faits]. Un circuit écrit vers l'hébergement, le soin, l'avocat."
        ),
        partners=(
            "association d'aide aux victimes",
            "police ou gendarmerie nationale",
            "département",
            "commune",
            "parquet",
        ),
        indicators=(
            ModelIndicator(
                IndicatorKind.FOLLOW_UP, "Personnes reçues, et sous combien de jours", "personnes"
            ),
            ModelIndicator(
                IndicatorKind.RESULT,
                "Personnes qui savent, trois mois après, où en est leur affaire",
                "% des personnes interrogées",
            ),
        ),
        risks=(
            "Une permanence irrégulière décourage. La victime reste libre : aucun rendez-vous "
            "n'est une condition de la plainte."
        ),
        effect=(
            "Les personnes reçues disent le plus souvent être mieux informées et soutenues ; "
            "l'effet sur la suite donnée aux plaintes est moins connu."
        ),
        knowledge=Knowledge.SOME,
        sources="enquêtes de satisfaction, rapports d'inspection, enquêtes de victimation",
    ),
    ActionModel(
        key="marches",
        title="Mener des marches exploratoires et y répondre",
        theme=Theme.TRANQUILLITY,
        family=PreventionFamily.SITUATIONAL,
        public=("[habitantes et habitants de quel quartier, groupes de femmes, personnes âgées, jeunes]"),
        content=(
            "[Combien] marches, de jour et de nuit, avec un relevé de chaque lieu. Pour chaque "
            "remarque, une réponse datée d'une institution : ce qui sera fait, quand, ou "
            "pourquoi non. Une seconde marche [combien de mois] après, au même endroit."
        ),
        partners=(
            "habitants",
            "commune",
            "bailleur social",
            "réseau de transport",
            "association",
        ),
        indicators=(
            ModelIndicator(
                IndicatorKind.FOLLOW_UP, "Remarques qui ont reçu une réponse datée", "nombre sur nombre"
            ),
            ModelIndicator(IndicatorKind.RESULT, "Remarques levées à la seconde marche", "nombre sur nombre"),
        ),
        risks=(
            "Une marche sans réponse déçoit plus qu'une absence de marche. Les plus disponibles"
            " parlent pour les autres."
        ),
        effect=(
            "Les participantes décrivent une meilleure prise sur l'espace ; l'effet sur les "
            "faits et sur le sentiment d'insécurité du quartier entier a été peu mesuré."
        ),
        knowledge=Knowledge.LITTLE,
        sources="guides et bilans de marches exploratoires, études qualitatives",
    ),
    ActionModel(
        key="eclairage",
        title="Remettre l'éclairage au service des lieux signalés",
        theme=Theme.TRANQUILLITY,
        family=PreventionFamily.SITUATIONAL,
        public="[usagers de quels lieux, à quelles heures]",
        content=(
            "Remise en service ou pose de [combien] points lumineux, [où], après un relevé de "
            "nuit avec des usagers. Délai de réparation de [combien de] jours, affiché. Une "
            "mesure de nuit avant et après."
        ),
        partners=(
            "commune",
            "bailleur social",
            "réseau de transport",
            "habitants",
        ),
        indicators=(
            ModelIndicator(IndicatorKind.FOLLOW_UP, "Pannes réparées dans le délai", "% des pannes"),
            ModelIndicator(
                IndicatorKind.RESULT,
                "Faits enregistrés la nuit dans le périmètre, et dans un périmètre semblable",
                "faits",
            ),
        ),
        risks=(
            "La lumière peut gêner le sommeil et le vivant, et déplacer les regroupements : "
            "choisir les heures et les lieux."
        ),
        effect=(
            "Des revues d'études trouvent en moyenne moins de faits là où l'éclairage a été "
            "amélioré, surtout pour les biens ; les contextes étudiés sont surtout étrangers et"
            " les résultats varient."
        ),
        knowledge=Knowledge.SOME,
        sources="revues systématiques sur l'éclairage public",
    ),
    ActionModel(
        key="video",
        title="Étudier, puis limiter à son objet, une vidéoprotection",
        theme=Theme.VIDEO,
        family=PreventionFamily.SITUATIONAL,
        public="[usagers de quels lieux, à quelles heures]",
        content=(
            "Une étude préalable : quels faits, où, quand, et ce qui a déjà été essayé. "
            "[Combien] caméras autorisées, pour [quel objet]. Un règlement : qui regarde, qui "
            "demande les images, combien de jours. Un bilan annuel publié, avec les demandes et"
            " leur usage."
        ),
        partners=(
            "commune",
            "police ou gendarmerie nationale",
            "préfecture",
            "parquet",
            "bailleur social",
        ),
        indicators=(
            ModelIndicator(
                IndicatorKind.FOLLOW_UP, "Réquisitions d'images, et images exploitables", "nombre sur nombre"
            ),
            ModelIndicator(
                IndicatorKind.RESULT, "Faits visés, dans le périmètre et dans un périmètre semblable", "faits"
            ),
        ),
        risks=(
            "Déplacement des faits. Sentiment d'être surveillé. Le coût d'entretien prend la "
            "place d'autres actions : le chiffrer."
        ),
        effect=(
            "Les revues trouvent un effet moyen modeste, surtout dans les parcs de "
            "stationnement, faible ou nul pour les violences ; les études françaises sont peu "
            "nombreuses et discutées."
        ),
        knowledge=Knowledge.MIXED,
        sources=(
            "revues systématiques, études françaises sur l'apport des images aux enquêtes, "
            "rapports de cours des comptes"
        ),
    ),
    ActionModel(
        key="referent-violences",
        title="Nommer un référent pour les violences intrafamiliales et tenir son circuit",
        theme=Theme.VIOLENCE_WOMEN,
        family=PreventionFamily.VICTIMS,
        public="[personnes victimes et leurs enfants, tous âges]",
        content=(
            "Un référent connu de tous, avec un remplaçant, joignable [quand]. Un circuit écrit"
            " : repérage, mise en sécurité, plainte, hébergement, soin. Une réunion du circuit "
            "[tous les combien], sans situation nommée. Une formation de [combien] agents "
            "d'accueil par an."
        ),
        partners=(
            "commune",
            "département",
            "police ou gendarmerie nationale",
            "parquet",
            "association d'aide aux victimes",
            "hôpital",
        ),
        indicators=(
            ModelIndicator(IndicatorKind.FOLLOW_UP, "Agents d'accueil formés", "agents"),
            ModelIndicator(
                IndicatorKind.FOLLOW_UP, "Délai entre l'appel et une place d'hébergement", "jours"
            ),
            ModelIndicator(
                IndicatorKind.RESULT,
                "Personnes orientées qui ont eu un premier rendez-vous",
                "nombre sur nombre",
            ),
        ),
        risks=(
            "Plus de signalements au début est attendu, et n'est pas un échec. Une information "
            "transmise sans accord peut mettre en danger."
        ),
        effect=(
            "La coordination réduit les délais et les ruptures de parcours selon plusieurs "
            "évaluations ; l'effet sur la répétition des violences reste difficile à établir."
        ),
        knowledge=Knowledge.SOME,
        sources="évaluations de dispositifs coordonnés, rapports d'inspection",
    ),
    ActionModel(
        key="points-chauds",
        title="Patrouiller peu de temps, souvent, aux lieux et heures qui concentrent les faits",
        theme=Theme.TRANQUILLITY,
        family=PreventionFamily.REPRESSION,
        public="[usagers de quels lieux, à quelles heures]",
        content=(
            "[Combien] lieux choisis sur [combien de mois] de faits enregistrés, revus chaque "
            "[mois]. Des passages à pied de dix à quinze minutes, à des heures qui changent. À "
            "chaque lieu, une action d'un autre partenaire sur la cause : bailleur, transport, "
            "éclairage, médiation."
        ),
        partners=(
            "police ou gendarmerie nationale",
            "police municipale",
            "commune",
            "bailleur social",
            "réseau de transport",
        ),
        indicators=(
            ModelIndicator(IndicatorKind.FOLLOW_UP, "Passages tenus sur passages prévus", "%"),
            ModelIndicator(
                IndicatorKind.RESULT,
                "Faits enregistrés aux lieux choisis, et à des lieux semblables",
                "faits",
            ),
        ),
        risks=(
            "Des contrôles répétés des mêmes personnes abîment la confiance : suivre aussi les "
            "plaintes. Le tirage au sort des lieux évite de prendre une baisse ordinaire pour "
            "un effet."
        ),
        effect=(
            "De nombreux essais, surtout à l'étranger, montrent moins de faits aux lieux visés,"
            " sans déplacement général ; la transposition en France est peu étudiée."
        ),
        knowledge=Knowledge.SOLID,
        sources="revues systématiques d'essais comparatifs",
    ),
)
