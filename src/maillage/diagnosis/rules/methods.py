"""How each figure is made, in one sentence a reader can check; keyed by the method's id in `science`."""

METHODS: dict[str, tuple[str, str]] = {
    "count_limits.garwood": (
        "Intervalle à 95 % d'un nombre de faits",
        (
            "Limites exactes de Garwood pour un nombre rare : dix-neuf fois sur vingt au moins, elles"
            " contiennent la valeur autour de laquelle le hasard fait varier le nombre observé."
        ),
    ),
    "empirical_bayes.marshall": (
        "Taux lissé",
        (
            "Méthode de Marshall : le taux est rapproché de celui des territoires comparables, d'autant plus"
            " que les faits sont peu nombreux. Il sert à ordonner et à prévoir ; il n'est jamais le nombre du"
            " lieu."
        ),
    ),
    "funnel.against": (
        "Écart avec les territoires comparables",
        (
            "Le nombre observé est comparé à celui qu'aurait le lieu au taux d'ensemble des territoires"
            " comparables, en tenant compte de ce qui les sépare d'ordinaire entre eux (Spiegelhalter,"
            " surdispersion multiplicative)."
        ),
    ),
    "ranks.simulated": (
        "Rang",
        (
            "Deux mille tirages dans l'incertitude de chaque taux donnent l'intervalle du rang ; un rang seul"
            " ne dit rien."
        ),
    ),
    "rate_ratio.exact": (
        "Évolution d'une année à l'autre",
        "Test exact du rapport de deux taux (loi binomiale conditionnelle).",
    ),
    "change.between_periods": (
        "Évolution d'une année à l'autre",
        (
            "Test exact du rapport de deux taux, élargi par les variations d'une année à l'autre observées"
            " dans les territoires comparables, ou à défaut dans la série elle-même."
        ),
    ),
    "trend.log_linear": (
        "Tendance",
        (
            "Droite sur le logarithme du taux (régression quasi-poissonienne) ; l'intervalle compte les"
            " à-coups des années."
        ),
    ),
    "regression_to_mean.forecast": (
        "Prévision sans action",
        (
            "Nombre attendu au taux lissé : une année exceptionnelle revient d'elle-même vers l'ordinaire,"
            " sans qu'aucune action en soit la cause."
        ),
    ),
    "multiplicity.holm": (
        "Correction pour le nombre d'examens",
        (
            "Méthode de Holm, par famille de questions : le risque d'annoncer ne serait-ce qu'un écart à tort"
            " reste sous 5 %."
        ),
    ),
    "seasonality.monthly_factors": (
        "Saison",
        "Part de chaque mois, à nombre de jours égal, sur les dernières années ordinaires.",
    ),
}
