"""Models of action of social prevention, written by us: general knowledge, to be checked and localised."""

from maillage.contracts.vocabulary import IndicatorKind, PreventionFamily, Theme
from maillage.contracts.vocabulary.action_model import ActionModel, ModelIndicator
from maillage.contracts.vocabulary.plan import Knowledge

SOCIAL = (
    ActionModel(
        key="mediation-arrets",
        title="Tenir une présence adulte aux arrêts à l'heure des sorties",
        theme=Theme.TRANSPORT,
        family=PreventionFamily.SOCIAL,
        public="[élèves de quels établissements, combien environ]",
        content=(
            "Une présence de deux adultes connus des élèves, à l'arrêt [lequel], de [heure] à "
            "[heure], [quels jours], hors vacances. Un point [tous les combien] entre "
            "l'établissement, les éducateurs et les conducteurs, sans nom d'élève. Les "
            "incidents signalés par ligne et par heure."
        ),
        partners=(
            "réseau de transport",
            "collège ou lycée",
            "prévention spécialisée",
            "commune",
        ),
        indicators=(
            ModelIndicator(IndicatorKind.FOLLOW_UP, "Soirs tenus sur soirs prévus", "%"),
            ModelIndicator(
                IndicatorKind.RESULT, "Élèves qui disent éviter l'arrêt", "% des élèves interrogés"
            ),
        ),
        risks=(
            "Le problème peut se déplacer vers un autre arrêt. Les élèves peuvent se sentir "
            "surveillés : dire à quoi sert la présence, et ce qu'elle ne fait pas."
        ),
        effect=(
            "Une présence humaine régulière rassure souvent ceux qui attendent ; l'effet sur "
            "les faits est plus difficile à isoler, et dépend de la régularité."
        ),
        knowledge=Knowledge.SOME,
        sources="évaluations de dispositifs de médiation sociale, études de transporteurs",
    ),
    ActionModel(
        key="rappel-ordre",
        title="Conduire les rappels à l'ordre du maire et leur suite",
        theme=Theme.YOUTH,
        family=PreventionFamily.SOCIAL,
        public="[mineurs et majeurs auteurs d'incivilités qui ne sont ni crime ni délit]",
        content=(
            "Un protocole écrit avec le parquet : ce qui relève du rappel à l'ordre, ce qui "
            "n'en relève pas. Un entretien en mairie, en présence des parents pour un mineur, "
            "avec une suite proposée [laquelle]. Un retour [tous les combien] vers qui a "
            "signalé, sans détail personnel."
        ),
        partners=(
            "commune",
            "parquet",
            "police ou gendarmerie nationale",
            "police municipale",
            "établissements scolaires",
        ),
        indicators=(
            ModelIndicator(
                IndicatorKind.FOLLOW_UP,
                "Rappels tenus dans les trois semaines du signalement",
                "nombre sur nombre",
            ),
            ModelIndicator(IndicatorKind.RESULT, "Retours donnés à qui a signalé", "% des signalements"),
        ),
        risks=(
            "Un rappel sans suite proposée peut être reçu comme une simple réprimande. Vérifier"
            " que les mêmes publics ne sont pas seuls convoqués."
        ),
        effect=(
            "Le rappel est utilisé depuis longtemps, mais son effet sur les comportements a été"
            " peu mesuré avec un point de comparaison."
        ),
        knowledge=Knowledge.LITTLE,
        sources="bilans de parquets et de communes, travaux sur la justice de proximité",
    ),
    ActionModel(
        key="chantiers-educatifs",
        title="Ouvrir des chantiers éducatifs",
        theme=Theme.INTEGRATION,
        family=PreventionFamily.SOCIAL,
        public=(
            "[jeunes de quel âge, sortis de l'école ou sans ressource, repérés par la prévention spécialisée]"
        ),
        content=(
            "[Combien] chantiers par an de [combien de] semaines, sur des travaux commandés par"
            " [qui]. Un contrat de travail, un encadrant technique et un éducateur présents. "
            "Après le chantier, un rendez-vous avec la mission locale pour chacun."
        ),
        partners=(
            "prévention spécialisée",
            "bailleur social",
            "mission locale",
            "commune",
            "département",
        ),
        indicators=(
            ModelIndicator(
                IndicatorKind.FOLLOW_UP,
                "Jeunes entrés en chantier, et présents jusqu'au bout",
                "nombre sur nombre",
            ),
            ModelIndicator(
                IndicatorKind.RESULT,
                "Jeunes en emploi, en formation ou en suivi six mois après",
                "nombre sur nombre",
            ),
        ),
        risks=(
            "Le chantier peut n'attirer que les jeunes les plus proches de l'emploi : regarder "
            "qui n'est pas venu."
        ),
        effect=(
            "Le lien noué avec les éducateurs est souvent décrit ; l'effet sur l'emploi et sur "
            "les faits commis est rarement mesuré avec un groupe de comparaison."
        ),
        knowledge=Knowledge.LITTLE,
        sources=("évaluations locales de prévention spécialisée, études sur l'insertion par l'activité"),
    ),
    ActionModel(
        key="accueil-ete",
        title="Ouvrir un accueil d'été en soirée et le dimanche",
        theme=Theme.YOUTH,
        family=PreventionFamily.SOCIAL,
        public="[jeunes de quel âge, dans quel quartier]",
        content=(
            "Un accueil de loisirs ouvert [quelles semaines], jusqu'à [quelle heure] et le "
            "dimanche, avec des sorties hors du quartier. Une place pour les filles pensée dès "
            "le programme. Un point chaque semaine entre animateurs, éducateurs et gardiens."
        ),
        partners=(
            "commune",
            "centre social",
            "prévention spécialisée",
            "bailleur social",
            "CAF",
        ),
        indicators=(
            ModelIndicator(
                IndicatorKind.FOLLOW_UP, "Soirées et dimanches ouverts sur prévus", "nombre sur nombre"
            ),
            ModelIndicator(IndicatorKind.FOLLOW_UP, "Part des filles parmi les présents", "%"),
            ModelIndicator(
                IndicatorKind.RESULT,
                "Appels pour nuisances dans le périmètre, mêmes semaines que l'an passé",
                "appels",
            ),
        ),
        risks=(
            "Un accueil qui ne vaut que l'été laisse septembre sans rien. Les plus âgés peuvent"
            " rester dehors."
        ),
        effect=(
            "Occuper les soirées d'été est une pratique ancienne. Les études sont partagées : "
            "certaines montrent moins de faits pendant l'activité, d'autres n'en montrent pas."
        ),
        knowledge=Knowledge.MIXED,
        sources=("études sur les activités périscolaires et d'été, bilans des opérations de vacances"),
    ),
    ActionModel(
        key="parentalite",
        title="Réunir et soutenir les parents",
        theme=Theme.FAMILY,
        family=PreventionFamily.SOCIAL,
        public="[parents d'enfants de quel âge, dans quelles écoles ou quel quartier]",
        content=(
            "Un cycle de [combien] rencontres par groupe de parents, animées par [qui], à une "
            "heure possible pour qui travaille, avec garde des enfants. Un entretien seul à "
            "seul pour qui le demande. Aucune liste de familles n'est transmise."
        ),
        partners=(
            "centre social",
            "école et collège",
            "CAF",
            "département",
            "association",
        ),
        indicators=(
            ModelIndicator(
                IndicatorKind.FOLLOW_UP, "Parents venus à trois rencontres au moins", "nombre sur nombre"
            ),
            ModelIndicator(
                IndicatorKind.RESULT,
                "Parents qui disent avoir changé une pratique précise",
                "nombre sur nombre",
            ),
        ),
        risks=(
            "Désigner des familles les éloigne. L'action n'est ni un contrôle ni une condition de droits."
        ),
        effect=(
            "Les programmes de soutien parental bien construits et suivis dans la durée "
            "réduisent les conduites difficiles des enfants dans de nombreux essais menés hors "
            "de France ; leur transposition locale est à vérifier."
        ),
        knowledge=Knowledge.SOLID,
        sources="revues systématiques internationales, essais comparatifs",
    ),
    ActionModel(
        key="decrochage",
        title="Prévenir le décrochage et accueillir les élèves exclus",
        theme=Theme.SCHOOL,
        family=PreventionFamily.SOCIAL,
        public="[élèves absents ou exclus temporairement, de quels établissements]",
        content=(
            "Un accueil de jour pendant l'exclusion, [où], avec le travail scolaire et un "
            "adulte référent. Un appel à la famille le jour même de l'absence. Une réunion "
            "[tous les combien] sur les parcours, dans le seul cadre où le secret le permet."
        ),
        partners=(
            "collège et lycée",
            "commune",
            "prévention spécialisée",
            "association",
            "mission locale",
        ),
        indicators=(
            ModelIndicator(
                IndicatorKind.FOLLOW_UP, "Élèves exclus accueillis sur élèves exclus", "nombre sur nombre"
            ),
            ModelIndicator(
                IndicatorKind.RESULT,
                "Absences non justifiées, d'un trimestre au même trimestre",
                "demi-journées",
            ),
        ),
        risks=(
            "L'accueil peut rendre l'exclusion plus facile à décider : suivre aussi le nombre d'exclusions."
        ),
        effect=(
            "Le suivi rapproché des absences et un adulte référent ont des effets favorables "
            "dans plusieurs études ; l'accueil des exclus seul a été peu évalué."
        ),
        knowledge=Knowledge.SOME,
        sources="évaluations de l'éducation nationale, revues sur l'absentéisme",
    ),
)
