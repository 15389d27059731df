"""First names common in France, of every origin: what the guard on names looks for. A list of our own."""

_CLEAR = """
abdallah abdel abdelkader abderrahmane abdou abdoulaye adam adama adèle adeline adem adil adrian adriana adrien agathe
agnès ahmed aïcha aïssa aïssatou alain alan albane albert alessio alex alexandra alexandre alexia alexis
alfred ali alia alice alicia aline alioune alix aliyah alma alyssa amadou amandine ambre amélie amin amina aminata
amine amir amira anaëlle anaïs anas anatole andré andréa andrée angela angèle angelina angélique anissa anita anna annabelle
anne annick annie anouk anthony antoine antonin antonio antony apolline ariane armand armel armelle arnaud arsène
arthur assia astrid aurélie aurélien awa axelle aya ayoub aziz bakary baptiste barbara bastien
béatrice benjamin benoît bernadette bertrand bilal bouba boubacar brahim brandon brenda brice brigitte bruno bryan
camélia camille candice carla carole caroline cassandra cathy catherine cécile cédric célestin céleste céline
chantal charlène charles charline charlotte cheikh chloé chris christelle christian christiane christine christophe cindy
claude claudette claudine clara clarisse clément clémentine clotilde coralie corentin corinne côme cynthia cyprien cyril
cyrille damien daniel daniela danielle danièle david deborah delphine denis denise diane didier dimitri djamel djibril
dolorès dominique donovan dorian dorothée drissa dylan eddy édith edmond édouard éléonore elena éliane élias
élina éliot élisa élisabeth élise ella elliot éloïse elsa elvire emeline émilie émilien emma emmanuel emmanuelle enzo eric
érica erwan esteban estelle esther ethan étienne éva évan evelyne fabien fabienne fabrice fanny fanta farah farid farida
fatima fatimata fatou fatoumata faustine félicie félix ferdinand fernand fernande fiona florent florian franck
françois françoise frédéric frédérique gabin gabriel gabriella gabrielle gaël gaëlle gaëtan gaspard gauthier geneviève
geoffrey georges georgette gérald gérard germain ghislaine gilbert gilles gina giovanni gisèle grégoire grégory guillaume
gustave guy gwenaëlle gwendoline habib hadrien hakim hamed hamid hamza hanna hannah haroun hassan hector hélène
henri henriette hervé hicham hubert hugo hugues ibrahim ibrahima idris idriss ilan ilhan ilyes ilona ilyas imane imran inaya inès
inaïa ingrid irène iris isaac isabelle ismaël ismaïl issa ivan jacqueline jacques jamal jamila janine jasmine jason
jayden jean jeanne jeannine jenna jennifer jérémie jérémy jérôme jessica joachim joana joël joëlle johan johanna
john jonas jonathan jordan josé joseph joséphine josette josiane joshua josselin juan jules julia julian julie julien juliette
juline justine kader kadiatou kaïs kamel karim karima karine karl katia kelly kelyan kenza kévin kevin khadija
khadim khaled kylian kyllian laetitia lætitia lamine lana lassana laura laure laurence laurène laurine lazare
léa léana léandre leïla léna lenny léo léon léonie léonard leslie liam lila lilia liliane lilou lina linda lionel lisa lise
loïc lola lorenzo lou louane louca loubna louis louise louka lucas lucie lucien lucienne ludivine ludovic luna lyam lydia lydie
lyna mady mael maël maëlle maëlys maëva magali mahamadou maïa maïssa malek malik malika malo mamadou manon manuel marc marceau
marcel marcelle marguerite maria mariam marianne marie marion mariama marwa marwan maryam maryse mateo
matéo mathias mathéo mathieu mathilde mathis mathys matthieu maud maurice mauricette maxence maxime mehdi mélanie mélina
mélissa mélodie mélusine michaël michel micheline michelle mickaël miguel milan milo mina mireille mohamed mohammed moïse
monique morgan morgane mouhamed mourad moussa mouss mustapha myriam nabil nadège nadia nadine naël naïm naïma nassim
natacha natalia nathalie nathan nawel nelly nermine nicolas nicole nina nino noa noah noé noémie nolan nora nordine norah nour
océane olga oliver olivia olivier omar ornella oscar othman othmane oumar oumou ousmane owen pablo pamela pascal
pascale patricia patrick patrice paul paula pauline pedro perrine philippe priscilla quentin rachel rachid
radia rafaël ramata ramzi raoul raphaël rayan raymond raymonde rebecca régine régis rémi rémy rené renée
ricardo richard rita robert roberto robin rodrigue roger roland romain romane romuald romy ronan rosalie roxane ruben ryan sabine
sabrina sacha saïd salima salimata salomé sami samia samir samira samuel samy sandra sandrine sanaa sara sarah
sébastien selma selim séverine shaïna shanon sidi sidonie siham simon simone sofia sofiane soline solène solenn sonia
sophia sophie souad soukaïna souleymane stanislas stella stéphane stéphanie suzanne suzie sylvain sylvie
tahar tania tanguy tarek tatiana teddy teresa tess thaïs théo théodore thérèse thibault thibaut thierry thomas tidiane
timéo timothée titouan tom tony toussaint tristan ugo ulysse valentin valentine valérie vanessa véronique vincent virginie
vivien wafa walid wassim wendy wesley wilfried william willy xavier yacine yacouba yaël yanis yann
yannick yasmina yasmine yassin yassine yasser yohan yohann yolande yoan younes youssef youssouf yvan yves yvette yvon
yvonne zacharie zakaria zélie zineb zoé zohra
"""
# Also words, places or titles: a person only beside a surname, an initial, an age, or after « le jeune ».
_ALSO_WORDS = """
abel aimé aimée anaé ange aude aubin augustin aurore ava axel bernard blanche blandine brune capucine céleste
césar clair claire clarté clémence constance constant désiré désirée diego eden elie ève fatma félicité ferrand firmin
flavie fleur flora flore florence france francis fleurette gaston geneviève germaine grâce gwen honoré hortense jade jocelyne jonquille
joy judith kim laurent lina lorraine luc lucie lucile mai maïwenn marin marine martin martine max maya mercedes mona
nino noël noëlle octave odette odile olive olympe ondine pacôme parfait perle pierre prosper prudence rayane reine rosa
rose rodolphe ross sam sandy séraphin sirine solange sylvestre tina tim ugo urbain ursule victoire victor victoria
violette violaine yoann yoni zadig
"""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


ALSO_WORDS = _set(_ALSO_WORDS)
CLEAR = _set(_CLEAR) - ALSO_WORDS
NOT_IN_LOWER_CASE = _set(
    "adam ali alma amine ambre anis aya benjamin camélia charlotte clémentine ella estelle fanta germain gaspard hector"
    " iris issa jean jules lana lise lou louis luna manuel marc marguerite maria mélodie milan mina moïse nour olivier"
    " oscar pascal pascale perrine robin romain romane stella tess toussaint ulysse valentin valentine véronique"
)
