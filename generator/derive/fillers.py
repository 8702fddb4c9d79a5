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
ability able accepted according accordingly account accurate accurately achievable achieve acknowledge
actual actually addition additional additionally address adopt adoption advance advantage affect afford aim
allow alongside alternative amount analogous analyse analyze appear applicability applicable application
apply approach appropriate april arbitrary argue arise art article arxiv aspect assess assign assume
assumption attempt attention attractive august author available average avoid aware basic become begin
behavior behaviour believe beneficial benefit best better big bring broad built capable capture carry case
cause certain challenge chance change characteristic characterize choice choose claim clear clearly close
combination combine come common commonly comparable comparative compare comparison complete completely
complex complicated comprehensive concept concern conclude conclusion condition conduct conference confirm
consequence consequently consider considerable considerably consist consistent consistently construct
consume contain contemporary contrast contribute contribution conventional correspond cover create critical
crucial current currently deal decade december decrease dedicated define definition deliver demonstrate
depend derive describe description desirable desired despite detail determine develop development difference
different difficult difficulty diminish direction directly discover discuss discussion diverse divide
dominate dozen drastically drawback drive driven drop easily easy effect effective effectively effectiveness
efficient efficiently effort eliminate emerge emerging empirical empirically employ enable encounter end
enhance ensure entire entirely equal equally equip especially essence essential establish evaluate
evaluation everyday evidence evident examine example excellent exhibit exist existing expand expect expected
experience experiment experimental experimentally explain explicit explicitly exploit explore extend
extension extensive extensively extract extremely face faced facilitate fact factor fail famous fashion
favor feasible february final finally find finding fit focus follow following form formulate found framework
full fully fundamental fundamentally future gain general generally get give given go goal good great greatly
grow growing guide hand handle hard harness heavily help higher highlight highly hold hope hundred idea
ideal identify illustrate impact implement implementation implication imply importance important importantly
impose improve improvement include incorporate increase increasingly incur indicate individual influence
inherent inherently initial inside insight inspire integrate interest interesting introduce introduction
investigate investigation involve issue iteratively january joint jointly journal july june keep kind know
known lack large largely larger lead lens leverage lie likely limitation limited literature look lot lower
made magnitude main mainly mainstream maintain major majority make manageable manner matter maximise
maximize mean meaningful measure meet mention merely method methodology million minimal minimise minimize
minor modern modest modification motivate multiple named natural naturally nature necessary need new notable
notably note notion novel novelty november number numerous objective observation observe obtain obvious
occur october offer old open opportunity option original originally outcome outline outperform overall
overcome overview paper paramount part partial partially particular particularly past pave perform permit
perspective place play pleasant plenty point poor popular pose possess possibility possible possibly
potential potentially powerful practical practically practice precise predominantly preliminary preprint
presence present preserve pressing prevent previous previously primarily primary principal principle prior
prioritise prioritize problem proceed proceedings produce progress prohibitive promise promising promote
proposal propose proposed prove provide purpose pursue question raise range rapid rapidly reach ready real
realise reality realize reason reasonable recent recently recognize reduce refer reference regard related
relation relationship relative relatively relevant rely remain remarkable remarkably report represent
representative require requirement research researcher resort respect respective respectively result reveal
review rich right rigorous rise role satisfy say scenario scope section see seek seem select sense separate
september set setting severe short show shown significance significant significantly similar similarly
simple simplicity simplify simply simultaneously single situation slightly small smaller solely solution
solve sophisticated special specific specifically specify standard start straightforward strength strict
strictly strong strongly study subject submit subsequent subsequently substantial substantially succeed
success successful successfully suffer sufficient sufficiently suggest suitable summarize summary superior
support surprising surprisingly take technique tend theoretical theoretically thorough thoroughly thousand
today total tradition traditional traditionally treat trend true try turn type typical typically ultimately
uncover undergo underlying understand understanding undertake undesirable unfortunately unified unique
unlike unprecedented usage use used useful using utilise utilize validate variant variety various vary vast
verify viable view vital want wide widely widespread withdraw work world worth year yield
"""
FILLERS = f"{_FUNCTION_WORDS} {_WORDS_OF_ABSTRACTS}".split()
FILLER_ROOTS = frozenset(map(find_root, FILLERS))
# Words that say something only beside another word, as in “long-context”, “multi-GPU” and “singular value”.
_WEAK_WORDS = """
attribute bi connected cross double dual environment extra fast faster fastest fixed half high hyper inter
intra key long longer longest low meta mono multi non order output pre quasi quick score self semi shape
shift slow structured sub super target term triple ultra value
"""
WEAK_ROOTS = frozenset(map(find_root, _WEAK_WORDS.split()))
