"""First names common in France, of every origin: what the guard on names looks for. A list of our own."""

_CLEAR = """
abdallah abdel abdelkader abderrahmane abdou abdoulaye adam adama adeline adem adil adrian adriana adrien
adèle agathe agnès ahmed alain alan albane albert alessio alex alexandra alexandre alexia alexis alfred ali
alia alice alicia aline alioune alix aliyah alma alyssa amadou amandine ambre amin amina aminata amine amir
amira amélie anas anatole anaëlle anaïs andré andréa andrée angela angelina angèle angélique anissa anita
anna annabelle anne annick annie anouk anthony antoine antonin antonio antony apolline ariane armand armel
armelle arnaud arsène arthur assia astrid aurélie aurélien awa axelle aya ayoub aziz aïcha aïssa aïssatou
bakary baptiste barbara bastien benjamin benoît bernadette bertrand bilal bouba boubacar brahim brandon
brenda brice brigitte bruno bryan béatrice camille camélia candice carla carole caroline cassandra catherine
cathy chantal charles charline charlotte charlène cheikh chloé chris christelle christian christiane
christine christophe cindy clara clarisse claude claudette claudine clotilde clément clémentine coralie
corentin corinne cynthia cyprien cyril cyrille cécile cédric céleste célestin céline côme damien daniel
daniela danielle danièle david deborah delphine denis denise diane didier dimitri djamel djibril dolorès
dominique donovan dorian dorothée drissa dylan eddy edmond elena ella elliot elsa elvire emeline emma
emmanuel emmanuelle enzo eric erwan esteban estelle esther ethan evelyne fabien fabienne fabrice fanny fanta
farah farid farida fatima fatimata fatou fatoumata faustine ferdinand fernand fernande fiona florent florian
franck françois françoise frédéric frédérique félicie félix gabin gabriel gabriella gabrielle gaspard
gauthier gaël gaëlle gaëtan geneviève geoffrey georges georgette germain ghislaine gilbert gilles gina
giovanni gisèle grégoire grégory guillaume gustave guy gwenaëlle gwendoline gérald gérard habib hadrien
hakim hamed hamid hamza hanna hannah haroun hassan hector henri henriette hervé hicham hubert hugo hugues
hélène ibrahim ibrahima idris idriss ilan ilhan ilona ilyas ilyes imane imran inaya inaïa ingrid inès iris
irène isaac isabelle ismaël ismaïl issa ivan jacqueline jacques jamal jamila janine jasmine jason jayden
jean jeanne jeannine jenna jennifer jessica joachim joana johan johanna john jonas jonathan jordan joseph
josette joshua josiane josselin josé joséphine joël joëlle juan jules julia julian julie julien juliette
juline justine jérémie jérémy jérôme kader kadiatou kamel karim karima karine karl katia kaïs kelly kelyan
kenza kevin khadija khadim khaled kylian kyllian kévin laetitia lamine lana lassana laura laure laurence
laurine laurène lazare lenny leslie leïla liam lila lilia liliane lilou lina linda lionel lisa lise lola
lorenzo lou louane loubna louca louis louise louka loïc lucas lucie lucien lucienne ludivine ludovic luna
lyam lydia lydie lyna lætitia léa léana léandre léna léo léon léonard léonie mady mael magali mahamadou
malek malik malika malo mamadou manon manuel marc marceau marcel marcelle marguerite maria mariam mariama
marianne marie marion marwa marwan maryam maryse mateo mathias mathieu mathilde mathis mathys mathéo
matthieu matéo maud maurice mauricette maxence maxime maël maëlle maëlys maëva maïa maïssa mehdi michaël
michel micheline michelle mickaël miguel milan milo mina mireille mohamed mohammed monique morgan morgane
mouhamed mourad mouss moussa moïse mustapha myriam mélanie mélina mélissa mélodie mélusine nabil nadia
nadine nadège nassim natacha natalia nathalie nathan nawel naël naïm naïma nelly nermine nicolas nicole nina
nino noa noah nolan nora norah nordine nour noé noémie océane olga oliver olivia olivier omar ornella oscar
othman othmane oumar oumou ousmane owen pablo pamela pascal pascale patrice patricia patrick paul paula
pauline pedro perrine philippe priscilla quentin rachel rachid radia rafaël ramata ramzi raoul raphaël rayan
raymond raymonde rebecca rené renée ricardo richard rita robert roberto robin rodrigue roger roland romain
romane romuald romy ronan rosalie roxane ruben ryan régine régis rémi rémy sabine sabrina sacha salima
salimata salomé sami samia samir samira samuel samy sanaa sandra sandrine sara sarah saïd selim selma shanon
shaïna sidi sidonie siham simon simone sofia sofiane solenn soline solène sonia sophia sophie souad soukaïna
souleymane stanislas stella stéphane stéphanie suzanne suzie sylvain sylvie sébastien séverine tahar tanguy
tania tarek tatiana teddy teresa tess thaïs thibault thibaut thierry thomas théo théodore thérèse tidiane
timothée timéo titouan tom tony toussaint tristan ugo ulysse valentin valentine valérie vanessa vincent
virginie vivien véronique wafa walid wassim wendy wesley wilfried william willy xavier yacine yacouba yanis
yann yannick yasmina yasmine yasser yassin yassine yaël yoan yohan yohann yolande younes youssef youssouf
yvan yves yvette yvon yvonne zacharie zakaria zineb zohra zoé zélie édith édouard éliane élias élina éliot
élisa élisabeth élise éloïse éléonore émilie émilien érica étienne éva évan
"""
# Also words, places or titles: a person only beside a surname, an initial, an age, or after « le jeune ».
_ALSO_WORDS = """
abel aimé aimée anaé ange aubin aude augustin aurore ava axel bernard blanche blandine brune capucine clair
claire clarté clémence constance constant céleste césar diego désiré désirée eden elie fatma ferrand firmin
flavie fleur fleurette flora flore florence france francis félicité gaston geneviève germaine grâce gwen
honoré hortense jade jocelyne jonquille joy judith kim laurent lina lorraine luc lucie lucile mai marin
marine martin martine max maya maïwenn mercedes mona nino noël noëlle octave odette odile olive olympe
ondine pacôme parfait perle pierre prosper prudence rayane reine rodolphe rosa rose ross sam sandy sirine
solange sylvestre séraphin tim tina ugo urbain ursule victoire victor victoria violaine violette yoann yoni
zadig ève
"""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


ALSO_WORDS = _set(_ALSO_WORDS)
CLEAR = _set(_CLEAR) - ALSO_WORDS
NOT_IN_LOWER_CASE = _set(
    """
    adam ali alma amine ambre anis aya benjamin camélia charlotte clémentine ella estelle fanta germain
    gaspard hector iris issa jean jules lana lise lou louis luna manuel marc marguerite maria mélodie
    milan mina moïse nour olivier oscar pascal pascale perrine robin romain romane stella tess toussaint
    ulysse valentin valentine véronique
    """
)
