"""Classes of words that the families of cues are built from: ``<crew>`` in a pattern stands for the class ``crew``."""

from __future__ import annotations

import re

#: Name of the class, and the words that belong to it (separated by spaces; ``_`` stands for a space inside a term).
_MEMBERS = {
    "body": (
        "tooth teeth gum gums jaw mouth lip lips tongue face eye eyes eyelid cheek throat neck head scalp skin hand"
        " hands arm arms leg legs foot feet ankle knee hip back shoulder chest stomach belly ear ears nose finger"
        " fingers toe wrist rib brow brows forehead stitches incision wound"
    ),
    "pet": "dog cat puppy pup kitten kitty horse rabbit bunny bird hamster doggo pets pet lab poodle",
    "kin": (
        "mother mom mama mommy mum dad daddy father papa husband hubby wife spouse son daughter brother sister"
        " grandma grandmother grandpa grandfather granny nana grandson granddaughter aunt uncle partner child kid"
        " kids baby cousin boyfriend girlfriend fiance fiancee roommate nephew niece parents friend stepson in_law"
        " stepdad stepmom twin"
    ),
    "doer": (
        "tech techs technician technicians guy guys crew plumber electrician receptionist hygienist dentist doctor"
        " dr stylist barber driver staff team mechanic installer installers painter painters cleaner cleaners roofer"
        " roofers contractor worker workers employee employees people person lady girl woman man men attorney lawyer"
        " paralegal office front_desk manager assistant salesman rep inspector landscaper landscapers gardener mover"
        " movers nurse trainer vet groomer therapist kid dude owner secretary colorist handyman estimator agent"
        " clerk cashier tow_driver delivery_guy instructor"
    ),
    "place": (
        "costco walmart amazon lowes ikea craigslist facebook nextdoor ebay thumbtack angi yelp home_depot best_buy"
        " target discount_tire jiffy_lube great_clips petsmart petco terminix carmax carvana the_dealer dealership"
        " the_dealership dealer the_hospital the_university the_school the_store the_shop the_base the_va the_clinic"
        " the_mall the_gym the_county mexico tijuana school work home the_city the_salon the_place_next_door ace"
        " sears sams"
    ),
    "work": (
        "filling crown part repair unit install installation work job haircut cut color paint roof fix patch pump"
        " compressor thermostat fence brakes brake tooth cleaning service treatment lashes nails nail perm"
        " highlights bridge implant veneer veneers system heater furnace ac faucet toilet drain tile floor deck tint"
        " engine transmission denture dentures caulk grout gutter gutters hair extensions polish gel wax filler"
        " brows tattoo wrap door window seal stitches lawn"
    ),
    "trade": (
        "electrician plumber stylist hairdresser barber mechanic carpenter contractor roofer painter lawyer"
        " attorney dentist hygienist trainer vet landscaper handyman realtor agent accountant groomer esthetician"
    ),
    "time_off": "hour hours day days afternoon morning evening night week weeks month months minutes year",
    "bad": (
        "rude mean nasty snippy snappy snotty cold curt short unprofessional dismissive condescending arrogant"
        " pushy sloppy careless clueless impatient unhelpful grumpy drunk high stoned late rough filthy dirty"
        " terrible horrible awful bad lousy crappy shitty useless incompetent lazy disrespectful racist sexist"
        " inappropriate creepy hostile aggressive dishonest shady unsafe unprepared disorganized distracted loud"
        " a_jerk a_joke an_ass a_mess on_his_phone on_their_phones obnoxious sarcastic cruel insulting ignorant"
        " gruff abrupt"
    ),
    "harmed": (
        "broke broken damaged scratched stole yelled cursed swore screamed snapped tracked lied ignored insulted"
        " laughed hurt cut nicked hit dented cracked ruined wrecked ripped tore bent knocked dropped dragged spilled"
        " stained burned burnt drilled chipped messed botched butchered fried overcharged flooded clogged killed let"
        " backed_into ran_over drove_over walked_off took_off hung_up stood_me_up blew forgot missed lost skipped"
        " rushed refused dismissed mocked cussed slammed smoked peed parked blocked misdiagnosed pulled_the_wrong"
        " double_billed billed charged double_charged cancelled canceled flaked bailed ghosted vanished disappeared"
        " no_showed never shaved sliced poked jabbed stepped_on trampled soaked unplugged disconnected overwatered"
        " left_the left_my left_our left_a left_without left_me left_us left_all left_everything left_trash"
        " left_tools left_nails left_early talked_down rolled talked_to_me_like made_me made_my made_fun would_not"
        " could_not_even did_not does_not do_not was_supposed were_supposed told_me_wrong gave_me_the gave_me_a_bad"
        " gave_me_attitude tried_to_sell tried_to_upsell tried_to_charge tried_to_scam kept_me kept_us kept_trying"
        " sold_me"
    ),
    "mood": (
        "upset unhappy mad angry pissed pissed_off furious livid frustrated disappointed dissatisfied displeased"
        " fed_up annoyed not_happy not_satisfied not_impressed not_pleased not_thrilled let_down disgusted appalled"
        " irate aggravated shocked horrified unimpressed sick_of tired_of done_with over_you not_ok not_okay"
        " not_cool"
    ),
    "off": "off out loose apart open down over peeling falling crooked uneven wrong again back",
}  # fmt: skip


def _alternatives(words: str) -> str:
    terms = sorted({word.replace("_", " ") for word in words.split()}, key=lambda term: (-len(term), term))
    return "(?:" + "|".join(terms) + ")"


CLASSES = {name: _alternatives(words) for name, words in _MEMBERS.items()}
_MARK = re.compile(r"<([a-z_]+)>")


def with_classes(pattern: str) -> str:
    """``pattern`` with every ``<class>`` written out. Raises KeyError for a class that does not exist."""
    return _MARK.sub(lambda match: CLASSES[match[1]], pattern)
