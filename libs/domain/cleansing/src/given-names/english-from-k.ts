/** English given names and what their bearers are called, K to Z. */
// cspell:disable
export const englishFromK = `
karen kaz
katrina kat trina
kenneth ken kenny
kimberly kim kimberley kimmy
kristen kris kristy
lauren laurie lauri
laura laurie lori laurie lolly
lawrence larry laurie lars laurence lawrie
leo leon lee
leonard len lenny leo lennie
leslie les lesley
leticia letty tish
lewis lew louis lou louie
lillian lily lil lilly lilian
linda lindy lyn lin
louis lou louie lewis
louise lou louisa lulu
lucas luke
lucille lucy lu
lucy lu lucie
lydia lyddie liddy
madeline maddie maddy madeleine madelyn
malcolm mal malc
marcus mark marc
margaret maggie meg peggy madge marge margie margo greta rita daisy mags maisie peg margot meggie gretchen
marilyn lyn mari
marjorie marge margie marjory
martha marty mattie patty
martin marty mart
mary molly polly mamie may maryann mae moll
matilda tilly mattie maud tillie
matthew matt matty mat mathew
maurice mo morris
maximilian max
maxine max
maxwell max
megan meg
melanie mel
melinda mindy mel
melissa mel lissa missy
mercedes mercy sadie
meredith merry
michael mike mick mickey mikey micky mitch
michelle shelly shell chelle
mildred millie milly
millicent millie milly
minerva minnie
miranda randy mandy
miriam mimi mim
mitchell mitch
montgomery monty
morgan mo
muriel
nancy nan nance
naomi
natalie nat nattie natalia
nathan nate nat
nathaniel nate nat nathan nathanael
nicholas nick nicky nic nico nicolas colin klaus
nicole nicky nikki nic nicola
norman norm
octavia tavi
oliver ollie noll
olivia liv livvy ollie livia
oscar ozzie
oswald ozzie oz
pamela pam pammy
patricia pat patty tricia trish patsy tish
patrick pat paddy rick
paul paulie
paula polly paulie pauline
penelope penny pen
percival percy
peter pete petey
philip phil pip phillip
philippa pippa pip
phyllis phyl
priscilla cilla prissy
prudence prue
rachel rach rae rachael shelly
ralph rafe
randolph randy randall
raphael rafe rafi
raymond ray
rebecca becky becca beck becks
reginald reg reggie rex
reuben rube
rhoda
richard rick dick rich richie ricky dickie ritchie
robert bob rob bobby robbie bert robby rob robin
roberta bobbie robbie
roderick rod rick
rodney rod
roger rog
roland rollo rolly rowland
ronald ron ronnie ronny
rosalind roz rosie linda
rosemary rosie rose romy
rose rosie
rosamund roz rosie
roxanne roxy
rudolph rudy rolf rudolf
russell russ rusty
ruth ruthie
sabrina bree
samantha sam sammy
samson sam
samuel sam sammy
sandra sandy
sarah sally sadie sara sal
sebastian seb bas
seymour sy
shannon
sharon shaz shari
shirley shirl
sidney sid sydney syd
silas si
simon si
solomon sol solly
sophia sophie sofia sofie
spencer spence
stanley stan
stephanie steph stef stephie
stephen steve steven stevie stephan
stuart stu stewart
susan sue susie suzy susanna susannah suzanne sukie suzie
sylvester sly vester
sylvia syl silvia
tabitha tabby
tamara tammy
teresa terry tess tessa tracy theresa terri therese tessie
terence terry terrence
thaddeus thad tad
theodora dora thea theo
theodore ted teddy theo
thomas tom tommy thom
timothy tim timmy
tobias toby
tracy trace tracey
travis trav
ursula
valentine val
valerie val
vanessa nessa van
vernon vern
veronica ronnie vera roni nica
victor vic
victoria vicky vicki tori vic vickie
vincent vince vinny vin vinnie
viola vi
violet vi
virginia ginny ginger gina
vivian viv vivienne
wallace wally
walter walt wally wat
warren
wendell
wesley wes
wilbur will
wilfred wilf fred will
wilhelmina mina minnie billie willa
william bill will billy willie willy liam bil wills
winifred winnie freda win
winston win
woodrow woody
yvonne vonnie
zachary zach zack zac zak
zoe zo
`;
