/**
 * Passwords, and the words that they are made of, which are tried first (S3). Compared in small letters,
 * without disguise (p@ssw0rd) and without the digits and signs around them (Summer2026!), so that one word
 * stands for many.
 */
export const commonPasswords: readonly string[] = `
0987654321 102030 10203040 11223344 112233445566 123123123 123321123 1234567890 1234qwer 123qwe123
123qweasd 12qwaszx 147258369 147852369 159753 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qazxsw2 741852963 7777777
789456123 88888888 987654321 a1b2c3d4 aa123456 abc12345 abcd1234 access accessme admin admin123
adminadmin administrador administrator alexander alexandra amanda america andrew angel angels anthony
anything april arsenal asd12345 asdfasdf asdfghjk asdfghjkl ashley asshole august australia autumn
azerty azertyuiop babyboy babygirl banana barcelona baseball basketball batman beethoven berlin
bienvenido bienvenue blahblah blessed blink182 bond007 brasil brother bulldog bullshit business
butterfly california canada champion change changeit changeme changethis charlie cheese chelsea chicken
chocolate christ christian columbia company computer contrasena cookie cookies correcthorsebatterystaple
corvette cowboys crystal customer customers daddy daniel darling daughter december default demo demodemo
diamond discovery dolphin dolphins dragon eagle eagles einstein elephant eminem england enterprise
everything facebook falcon family father february ferrari flower football forever fortnite france
freedom friday friends fuckoff fuckyou gamecube gandalf germany ginger gmail golden google guest
guestguest guitar harley heaven hello hello123 hellohello helloworld helpdesk herbst hockey honey
hotmail hunter hunter2 iloveu iloveyou incorrect india internet invoice ironman istanbul jamesbond
january jasmine jennifer jessica jesus jesuschrist jordan jordan1 jordan23 joshua juventus killer knight
lakers letmein letmein1 letmeinnow letsgo linkedin liverpool login loginlogin london lovely loveme
loveyou lucky luckyone madrid manchester march master master123 matrix matthew maverick mercedes merlin
metallica mexico michael michelle microsoft midnight millionaire minecraft mommy monday money monkey
motdepasse mother mozart music mustang mysecret naruto newyork nicole nintendo nirvana nobody nothing
november october oracle orange packers panther paris parola passw0rd password password1 password12
password123 passwort patrick pepper phoenix playstation pokemon porsche portal princesa princess purple
pussycat q1w2e3r4 q1w2e3r4t5 qazwsx qazwsxedc qwe123qwe qweasd qweasdzxc qwer1234 qwerty qwerty12
qwertyui qwertyuiop qwertz qwertzuiop rainbow ranger realmadrid robert rockstar root rootroot samantha
samsung scorpion secret secrets september service sexy shadow silver sister slipknot soccer soldier
somebody something sommer spiderman spring startrek starwars steelers success summer sunday sunshine
superman supersecret support sweetheart temp temporary test test1234 tester testing testtest texas
thomas tiger tigers tigger toor topsecret trumpet trustno1 unknown user username veronica victory
voyager wachtwoord warrior welcome welcome1 welcomehome whatever william willkommen windows winner
winter wizard yahoo yankees yxcvbnm zaq12wsx zaqxsw zxcvbn zxcvbnm zxcvbnm1
`
  .trim()
  .split(/\s+/);
