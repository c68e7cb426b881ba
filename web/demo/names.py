"""Words that fictional names and addresses are made of. Given and family names are common ones, paired by dice."""

GIVEN_EN = (
    "Abigail", "Adam", "Alice", "Amber", "Andrew", "Angela", "Anthony", "Benjamin", "Beverly", "Brandon", "Brenda",
    "Brian", "Caleb", "Calvin", "Carol", "Cynthia", "Daniel", "Deborah", "Denise", "Derek", "Diane", "Dominic",
    "Edward", "Eleanor", "Emily", "Eric", "Evelyn", "Frances", "Gerald", "Gloria", "Gregory", "Hannah", "Harold",
    "Heather", "Henry", "Isaac", "Jacob", "Janet", "Jasmine", "Jerome", "Joan", "Jordan", "Judith", "Keith", "Kelly",
    "Kevin", "Laura", "Leonard", "Lillian", "Louis", "Lydia", "Marcus", "Martha", "Megan", "Melvin", "Monica",
    "Nancy", "Nathan", "Olivia", "Oscar", "Pamela", "Patrick", "Philip", "Phyllis", "Rachel", "Raymond", "Rebecca",
    "Roger", "Russell", "Ruth", "Samuel", "Sandra", "Shirley", "Stanley", "Stella", "Teresa", "Tyler", "Valerie",
    "Vernon", "Vincent", "Walter", "Wanda", "Wesley", "Yvonne",
)  # fmt: skip
ENGLISH = (
    "Abbott", "Ashby", "Atwood", "Bainbridge", "Barlow", "Beckett", "Birch", "Blackwood", "Bramley", "Brook", "Burke",
    "Calloway", "Carver", "Chandler", "Clayton", "Colby", "Crawley", "Dalton", "Denham", "Drake", "Eastman", "Ellis",
    "Fairfax", "Farrow", "Fletcher", "Foster", "Garland", "Gibbs", "Granger", "Greer", "Hadley", "Hale", "Hartley",
    "Hawkins", "Holloway", "Hurst", "Ingram", "Jarvis", "Keating", "Kendrick", "Kirby", "Lambert", "Langley",
    "Maddox", "Marsh", "Mercer", "Milburn", "Monroe", "Nash", "Norwood", "Oakley", "Osborne", "Parrish", "Payne",
    "Pickett", "Preston", "Quincy", "Radcliffe", "Ramsey", "Redmond", "Ripley", "Rowland", "Sawyer", "Shelton",
    "Stafford", "Sterling", "Talbot", "Tanner", "Thornton", "Underhill", "Vance", "Wainwright", "Waverly", "Whitaker",
    "Wilder", "Winslow", "Woodward", "Yates",
)  # fmt: skip
GIVEN_ES = (
    "Alejandro", "Ana", "Beatriz", "Camila", "Carlos", "Carmen", "Diego", "Elena", "Esteban", "Gabriela", "Hector",
    "Ines", "Javier", "Jorge", "Luis", "Luz", "Manuel", "Marisol", "Mateo", "Pablo", "Paloma", "Pilar", "Rafael",
    "Rosa", "Sofia", "Tomas", "Valeria", "Ximena",
)  # fmt: skip
SPANISH = (
    "Aguilar", "Barrera", "Cabrera", "Calderon", "Castillo", "Cisneros", "Delgado", "Escobar", "Fuentes", "Galvan",
    "Herrera", "Ibarra", "Lozano", "Maldonado", "Montoya", "Navarro", "Olivares", "Palacios", "Quintero", "Rosales",
    "Salazar", "Trevino", "Valdez", "Zamora",
)  # fmt: skip
GIVEN_ZH = (
    "Baozhai", "Chenxi", "Dawei", "Fang", "Guoqiang", "Haoran", "Jiahui", "Jianguo", "Lihua", "Meiling", "Minghua",
    "Qiang", "Ruoxi", "Shufen", "Tianyu", "Wenjing", "Xiaodong", "Xiuying", "Yichen", "Yulan", "Zhiwei", "Zihan",
)  # fmt: skip
SURNAMES_ZH = (
    "Cai", "Cao", "Chen", "Deng", "Dong", "Feng", "Gao", "Guo", "Han", "He", "Hu", "Huang", "Jiang", "Liang", "Lin",
    "Luo", "Ma", "Peng", "Shen", "Song", "Tang", "Wei", "Xie", "Xu", "Ye", "Yuan", "Zeng", "Zhao", "Zheng", "Zhou",
)  # fmt: skip
STREETS = (
    "Alder", "Bayberry", "Beacon", "Bluebell", "Brookside", "Canal", "Cedar", "Chapel", "Chestnut", "Clover", "Copper",
    "Cypress", "Dogwood", "Elm", "Fern", "Foundry", "Garden", "Granite", "Harbor", "Hawthorn", "Heron", "Hickory",
    "Juniper", "Kestrel", "Lakeview", "Larch", "Laurel", "Linden", "Magnolia", "Maple", "Meadow", "Mill", "Mulberry",
    "Orchard", "Pebble", "Pine", "Poplar", "Prairie", "Quarry", "Ridge", "River", "Rosewood", "Saddle", "Spruce",
    "Sycamore", "Thistle", "Union", "Valley", "Walnut", "Willow",
)  # fmt: skip
STREET_KINDS = ("Street", "Avenue", "Road", "Lane", "Court", "Drive", "Place", "Terrace", "Way")
