// Makes a token for the pulse: RSABSSA-SHA384-PSS-Randomized (RFC 9474). What leaves this browser is blinded.
"use strict";

const EXPONENT = 65537n;
const HASH_BYTES = 48;

const toNumber = (bytes) => BigInt("0x" + [...bytes].map((each) => each.toString(16).padStart(2, "0")).join(""));

function toBytes(number, length) {
  const digits = number.toString(16).padStart(2 * length, "0");
  return Uint8Array.from({ length }, (_, place) => parseInt(digits.slice(2 * place, 2 * place + 2), 16));
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}

const letters = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
const fromLetters = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));
const random = (length) => crypto.getRandomValues(new Uint8Array(length));
const sha384 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-384", bytes));

function power(base, exponent, modulus) {
  let result = 1n;
  for (base %= modulus; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % modulus;
    base = (base * base) % modulus;
  }
  return result;
}

// The inverse of a number, or null where it has none.
function inverse(number, modulus) {
  let [rest, next, one, other] = [modulus, number % modulus, 0n, 1n];
  while (next > 0n) {
    const times = rest / next;
    [rest, next] = [next, rest - times * next];
    [one, other] = [other, one - times * other];
  }
  return rest === 1n ? ((one % modulus) + modulus) % modulus : null;
}

async function mask(seed, length) {
  const blocks = [];
  for (let counter = 0; counter * HASH_BYTES < length; counter += 1) {
    blocks.push(await sha384(joined(seed, toBytes(BigInt(counter), 4))));
  }
  return joined(...blocks).slice(0, length);
}

// EMSA-PSS (RFC 8017, § 9.1.1), with the salt that is given.
async function encode(message, bits, salt) {
  const length = Math.ceil(bits / 8);
  const digest = await sha384(joined(new Uint8Array(8), await sha384(message), salt));
  const block = joined(new Uint8Array(length - 2 * HASH_BYTES - 2), Uint8Array.of(1), salt);
  const hidden = (await mask(digest, block.length)).map((each, place) => each ^ block[place]);
  hidden[0] &= 0xff >> (8 * length - bits);
  return joined(hidden, digest, Uint8Array.of(0xbc));
}

// Whether an encoded message is one of this text (RFC 8017, § 9.1.2): the salt is read out of it, and it is made again.
async function isEncoded(message, encoded, bits) {
  const digest = encoded.slice(-HASH_BYTES - 1, -1);
  const hidden = encoded.slice(0, -HASH_BYTES - 1);
  const salt = (await mask(digest, hidden.length)).map((each, place) => each ^ hidden[place]).slice(-HASH_BYTES);
  const again = await encode(message, bits, salt);
  return again.length === encoded.length && again.every((each, place) => each === encoded[place]);
}

async function blind(modulus, prepared, salt, blindness) {
  const bits = modulus.toString(2).length;
  const number = toNumber(await encode(prepared, bits - 1, salt));
  const away = inverse(blindness, modulus);
  if (away === null || inverse(number, modulus) === null) throw new Error("no inverse");
  const message = toBytes((number * power(blindness, EXPONENT, modulus)) % modulus, Math.ceil(bits / 8));
  return { message, away };
}

async function unblind(modulus, prepared, signed, away) {
  const bits = modulus.toString(2).length;
  const signature = (toNumber(signed) * away) % modulus;
  const encoded = toBytes(power(signature, EXPONENT, modulus), Math.ceil((bits - 1) / 8));
  if (!(await isEncoded(prepared, encoded, bits - 1))) return null;
  return toBytes(signature, Math.ceil(bits / 8));
}

async function ask(place, message) {
  const form = new URLSearchParams({ csrf: place.dataset.csrf, blinded: letters(message), as: "json" });
  const answer = await fetch(place.dataset.address, { method: "POST", body: form });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.refused ?? "refused", { cause: "told" });
  return fromLetters(told.signature);
}

async function makeToken(place) {
  const modulus = BigInt("0x" + place.dataset.modulus);
  const bytes = Math.ceil(modulus.toString(2).length / 8);
  const prepared = joined(random(32), random(32));
  let blindness = 0n;
  while (blindness < 2n || blindness >= modulus) blindness = toNumber(random(bytes));
  const { message, away } = await blind(modulus, prepared, random(HASH_BYTES), blindness);
  const signature = await unblind(modulus, prepared, await ask(place, message), away);
  if (signature === null) throw new Error(place.dataset.wrong, { cause: "told" });
  const plain = (part) => letters(part).replaceAll("=", "");
  return [place.dataset.month, plain(prepared), plain(signature)].join(".");
}

const place = document.getElementById("token-maker");
const button = document.getElementById("make");
button?.addEventListener("click", async () => {
  button.disabled = true;
  const problem = document.getElementById("problem");
  try {
    document.getElementById("token").value = await makeToken(place);
    document.getElementById("made").hidden = false;
    button.hidden = true;
  } catch (error) {
    problem.textContent = error.cause === "told" ? error.message : place.dataset.failed;
    problem.hidden = false;
    button.disabled = false;
  }
});
