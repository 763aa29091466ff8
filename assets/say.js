// What the module of pages says: a phrase by its number. What fills its holes comes in one text; where a number decides the form,
// the browser knows the plurals of the page's language.
{
  const rules = new Intl.PluralRules(document.documentElement.lang);
  self.faultlinesSay = (number, given) => {
    const fills = given.split("\x1f");
    let phrase = self.faultlinesPhrases[number];
    if (phrase.by !== undefined) phrase = phrase[rules.select(fills[phrase.by].replace(/\D/g, ""))] ?? phrase.other;
    return phrase.replace(/\{(\d)\}/g, (_, hole) => fills[hole]);
  };
}
