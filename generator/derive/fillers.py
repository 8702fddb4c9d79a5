"""Words that say nothing about the subject of a paper: function words, and what every abstract says.

A word that is frequent in one catalogue only is not listed here; its weight is there anyway.
"""

from generator.derive.word_roots import find_root

_FUNCTION_WORDS = """
a about above across after again against ago al all almost alone along already also although always among an
and another any anything apart are around as aside at away back be became because been before behind being
below beneath besides between beyond both but by can cannot como con could da dans das de del der des did
die do does doing done dos down due during each eight ein eine either el else elsewhere em en enough es est
et etc even ever every everything except far few fewer first five for former forth four from further
furthermore had hardly has have having he hence her here herein him his how however i if in indeed instead
into is ist it its itself just la las last later latter le least les less let like likewise little los many
may maybe me meanwhile might mit more moreover most mostly much must my namely near nearly neither never
nevertheless next nine no nobody none nonetheless nor not nothing notwithstanding now of off often on once
one only onto or os other otherwise our ours out over own par para per perhaps por pour que qui quite rather
really same se second seven several shall she should since six so some something sometimes somewhat soon
still such sur ten than that the their theirs them themselves then there thereby therefore therein these
they thing third this those though three through throughout thus to together too toward towards twice two
uma un una und under une unless unlike until up upon us usually versus very via von vs was way we well were
what whatever when whenever where whereas whereby wherein whether which while who whole whom whose why will
with within without worse worst would yet you your
"""
_WORDS_OF_ABSTRACTS = """
able accepted accordingly account achievable achieve acknowledge actual actually additional additionally
address adopt adoption advance advantage affect aim allow alternative amount analyse analyze appear
applicability applicable application apply approach appropriate argue arise art article arxiv aspect
assess assume attempt attention author available average avoid aware basic become begin behavior behaviour
believe beneficial benefit best better big bring broad capable carry case cause certain challenge change
characteristic characterize choice choose claim clear clearly close combine come common commonly
comparable comparative compare comparison complete completely complex comprehensive concept concern
conclude conclusion condition conduct conference confirm consequence consequently consider considerable
considerably consist consistent consistently construct contain contrast contribute contribution
conventional correspond create critical crucial current currently deal define definition demonstrate
depend derive describe description desirable desired despite detail determine develop development
difference different difficult difficulty direction directly discover discuss discussion diverse dominate
drastically drawback drive driven drop easily easy effect effective effectively effectiveness efficient
efficiently effort emerge emerging empirical empirically employ enable encounter end enhance ensure entire
entirely equal equally especially essential establish evaluate evaluation evidence evident examine example
excellent exhibit exist existing expand expect expected experience experiment experimental experimentally
explain explicit explicitly exploit explore extend extension extensive extensively extra extremely
facilitate fact factor fail feasible final finally find finding fit focus follow following form found
framework fully fundamental fundamentally future gain general generally get give go good great greatly
grow growing guide handle hard harness heavily help higher highlight highly idea ideal identify illustrate
impact implement implementation implication importance important importantly impose improve improvement
include incorporate increase increasingly indicate influence inherent inherently initial inside insight
inspire integrate interest interesting introduce introduction investigate investigation involve issue
iteratively joint jointly journal keep kind know known lack large largely lead lens leverage lie likely
limitation limited literature look lot lower main mainly maintain major majority make manner maximise
maximize mean meaningful measure meet mention merely method methodology minimise minimize minor modern
modest motivate multiple natural naturally necessary need new notable notably note novel novelty number
numerous objective observe obtain obvious occur offer old open opportunity original originally outline
outperform overall overcome overview paper part partial partially particular particularly past pave
perform permit perspective place point poor popular pose possibility possible possibly potential
potentially practical practically practice precise predominantly preliminary preprint presence present
pressing prevent previous previously primarily primary principle prior prioritise prioritize problem
proceed proceedings produce progress promise promising promote proposal propose proposed prove provide
purpose pursue raise range ready real realise realize reason reasonable recent recently recognize reduce
refer regard related relation relative relatively relevant rely remain remarkable remarkably report
represent require requirement research researcher respect respective respectively result reveal review
rich right rigorous role satisfy say scenario scope section see seek select separate set setting severe
short show shown significance significant significantly similar similarly simple simplicity simply
simultaneously single situation slightly small solely solution solve sophisticated special specific
specifically specify standard start straightforward strength strict strictly strong strongly study subject
submit subsequent subsequently substantial substantially succeed success successful successfully suffer
sufficient sufficiently suggest suitable summarize superior support take technique tend theoretical
theoretically thorough thoroughly today total tradition traditional traditionally treat try turn type
typical typically ultimately underlying understand understanding undertake unfortunately unified unique
unprecedented usage use used useful using utilise utilize validate variety various vary vast view vital
want wide widely widespread withdraw work world year yield
"""
FILLER_ROOTS = frozenset(map(find_root, f"{_FUNCTION_WORDS} {_WORDS_OF_ABSTRACTS}".split()))
