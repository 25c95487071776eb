/** English given names and what their bearers are called, A to J: a name, then its other forms. */
// cspell:disable
export const englishToJ = `
abigail abby abbie gail abi
abraham abe bram
adelaide addie ada adela della heidi
agnes aggie nessa nessie
albert al bert bertie
alexander alex al alec alick sandy xander lex sasha aleksander aleksandr
alexandra alex alexa lexi lexie sandra sandy sasha alix aleksandra
alfred alf alfie fred freddie al
alice allie ally ali
alison allison ally allie ali
amanda mandy mandi manda
amelia amy millie milly mia
andrew andy drew andie
angela angie ang
ann anne anna annie nan nancy nanny ana
anthony tony antony ant anton
antonia toni tonia
archibald archie arch baldie
arnold arnie
arthur art artie
augustus gus august augie
barbara barb barbie babs bobbie
bartholomew bart barty
beatrice bea trixie beattie bee beatrix
benedict ben bennie
benjamin ben benny benji benjy bennie
bernard bernie barney
bertram bert bertie
bridget bridie biddy bridgette brigid
calvin cal
cameron cam
candace candy candice
carol carrie carole caz
caroline carrie carol caro lina carolyn
cassandra cassie cass sandra
catherine cathy cath cat kate katie kit kitty katherine kathryn katharine kathy kay cathryn kat kath catharine
cecilia celia cissy cecily sissy
charles charlie chuck chas chaz charley chip
charlotte charlie lottie lotte char
chester chet
christina chris chrissy tina christine christy kristina kristin christie
christopher chris kit topher kris kristopher
clarence clarrie
claudia claude
clifford cliff
clinton clint
constance connie
cornelius neil con corny
courtney court
craig
curtis curt
cynthia cindy cyndi cyn
daniel dan danny dannie
danielle dani danni
david dave davy davey
deborah deb debbie debby debra debs
dennis denny den
desmond des
diana di diane dianne dee
dominic dom nick dominick
donald don donnie donny
dorothy dot dottie dolly dora thea dodie
douglas doug dougie
duncan dunc
dwight
edmund ed eddie ned ted
edward ed eddie ned ted teddy ward eddy
edwin ed eddie ned
eleanor ellie nell nellie nora ella elinor elle lenore elly
elijah eli lige
elizabeth liz lizzie lizzy beth betty bess bessie eliza elsie lisa libby betsy elisabeth lily lillibet buffy bette liza elspeth
ellen nell nellie ellie
emily em emmy millie emmie
emma em emmy emmie
ernest ernie
esther essie hettie
eugene gene
eugenia genie gina
evelyn evie eve
ezekiel zeke
ferdinand ferdy
florence flo flossie florrie
frances fran frankie fanny francie francesca
francis frank frankie fran
franklin frank frankie
frederick fred freddie freddy fritz rick frederic fredrick
gabriel gabe
gabrielle gabby gabi gaby brielle
geoffrey geoff jeff jeffrey
george georgie geordie
georgina georgie georgia gina georgiana
gerald gerry jerry ger
gerard gerry jerry ger
gertrude gert gertie trudy trudie
gilbert gil bert
grace gracie
graham gray grahame graeme
gregory greg gregg
gwendolyn gwen wendy
hannah anna nan
harold harry hal
harriet hattie harri hat
harrison harry
helen nell nellie ellie helena lena nelly
henrietta etta hettie hetty henny
henry harry hank hal
herbert herb bert bertie
hilary hil
hortense
howard howie
hubert hugh bert
hugh hughie huey
ignatius iggy
irene rene
isaac ike zac
isabella bella izzy isa belle isabel isabelle bel ibby
isidore izzy
jackson jack
jacob jake jay jakob
jacqueline jackie jacqui jacky
james jim jimmy jamie jem jimmie
jane janey jenny jan
janet jan jenny jessie
janice jan
jason jay
jasper
jean jeannie jeanne
jennifer jen jenny jenn jenni
jeremiah jerry jem
jeremy jem jerry jez
jerome jerry
jessica jess jessie
jesse jess
joan joanie jo
joanna jo joanne joan johanna
jocelyn joss
john jack johnny jon johnnie
jonathan jon john jonny jonathon nathan
joseph joe joey jos
josephine jo josie jody fina
joshua josh
joyce joy
judith judy judi jude
julia julie jules
julian jules
juliet julie jules juliette
`;
